//! Random secrets, of which only hashes are stored.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// A fresh secret: what is handed out, and what is stored.
#[derive(Clone)]
pub struct Secret {
    /// 256 random bits in base64url, for whoever it is made for. Never stored.
    pub text: String,
    /// SHA-256 of `text`.
    pub hash: Vec<u8>,
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A new secret from the system's randomness.
///
/// # Panics
/// Where the system has no randomness to give; nothing safe can be done without it.
pub fn new_secret() -> Secret {
    with_prefix("")
}

/// A new bearer token. Its prefix lets scanners of leaked secrets know it.
pub fn new_token() -> Secret {
    with_prefix("baton_")
}

fn with_prefix(prefix: &str) -> Secret {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("a system that runs a server has randomness");
    let text = format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes));
    Secret { hash: hash_secret(&text), text }
}

/// What is stored of a token or a cookie. Secrets have 256 random bits, so that a fast hash is enough, and looking a hash
/// up tells nothing about the secret by how long it takes.
pub fn hash_secret(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_never_the_same_and_never_printed() {
        let (one, two) = (new_token(), new_token());
        assert_ne!(one.text, two.text);
        assert_eq!(one.hash, hash_secret(&one.text));
        assert!(!format!("{one:?}").contains(&one.text));
    }
}
