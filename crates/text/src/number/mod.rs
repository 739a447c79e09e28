//! Who sent a text, or who shall get it.

mod address;
mod e164;
mod error;
mod handset;
mod region;

pub use address::{Address, ParseAddressError};
pub use e164::E164;
pub use error::NumberError;
pub use handset::HandsetKey;
pub use region::Region;
