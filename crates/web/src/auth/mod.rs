//! Who is asking, and what they may do.

mod caller;
mod cookie;
mod forgery;
mod password;
mod rate;
mod secret;
mod whence;

pub(crate) use caller::{
    AddNote, Administer, Caller, ChangeContacts, May, Need, Read, Route, SendTexts, revalidate, signed_in,
};
pub(crate) use cookie::{Cookies, clear_cookie, read_cookie, set_cookie};
pub(crate) use forgery::{csrf_token, refuse_foreign, same_token};
pub use password::{PasswordError, hash_password};
pub(crate) use password::{Passwords, check_new};
pub(crate) use rate::Attempts;
pub use secret::{Secret, hash_secret, new_secret, new_token};
pub(crate) use whence::address_of;
