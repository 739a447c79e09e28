//! Why a number that somebody typed cannot be used, in words for them.

/// Why a number that somebody typed cannot be used; its text is a sentence for them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Nothing was typed.
    #[error("Write a phone number, for example (212) 555-0134.")]
    Empty,
}
