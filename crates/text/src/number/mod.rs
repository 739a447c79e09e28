//! Who sent a text, or who shall get it.
//!
//! What a carrier gives in international form is taken as it is, in well under a microsecond; only what people type,
//! and what carriers write in other ways, is read with the numbering plans (libphonenumber's metadata, loaded once
//! in some 5 ms when first needed).

mod address;
mod clean;
mod e164;
mod error;
mod given;
mod handset;
mod plan;
mod read;
mod region;
mod zones;

pub use address::Address;
pub use e164::{E164, ParseE164Error};
pub use error::NumberError;
pub use given::Given;
pub use handset::HandsetKey;
pub use plan::NumberKind;
pub use region::{ParseRegionError, Region};
pub use zones::{Zones, zones_of};
