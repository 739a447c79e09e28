//! Passwords: argon2id (RFC 9106), never in a thread that serves requests, and the same work for an unknown account.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// The fewest characters of a password.
const SHORTEST: usize = 12;
/// The most bytes of one: hashing longer ones only costs us.
const LONGEST: usize = 1_024;

/// A password that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// It can be guessed.
    #[error("A password has at least {SHORTEST} characters, and this one has {0}. A sentence is good.")]
    TooShort(usize),
    /// It is no password.
    #[error("A password has at most {LONGEST} bytes.")]
    TooLong,
    /// The hash could not be made.
    #[error("The password could not be stored: {0}.")]
    Failed(String),
}

/// Checks a new password.
pub(crate) fn check_new(password: &str) -> Result<(), PasswordError> {
    let characters = password.chars().count();
    if characters < SHORTEST {
        return Err(PasswordError::TooShort(characters));
    }
    if password.len() > LONGEST { Err(PasswordError::TooLong) } else { Ok(()) }
}

/// What is stored of a new password, as a PHC string. Takes tens of milliseconds and 19 MiB, on purpose.
pub fn hash_password(password: &str) -> Result<String, PasswordError> {
    check_new(password)?;
    hash(password)
}

fn hash(password: &str) -> Result<String, PasswordError> {
    let hashed = Argon2::default().hash_password(password.as_bytes());
    hashed.map(|hash| hash.to_string()).map_err(|error| PasswordError::Failed(error.to_string()))
}

/// Compared with where there is no account, so that an answer's time does not tell which addresses exist.
static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| hash("nobody has this password").ok());

fn fits(password: &str, stored: Option<&str>) -> bool {
    let Some(text) = stored.or(NOBODY.as_deref()) else { return false };
    let Ok(parsed) = PasswordHash::new(text) else { return false };
    let right = Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok();
    right && stored.is_some()
}

/// How many may wait to be checked, those that are being checked among them: some seconds of work.
const QUEUE: usize = 16;

/// So many wait already that one more would only wait in vain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Crowded;

/// Checks passwords, a few at a time, so that a flood of guesses takes neither all memory nor every core.
#[derive(Debug)]
pub(crate) struct Passwords {
    places: Semaphore,
    queue: Semaphore,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { places: Semaphore::new(2), queue: Semaphore::new(QUEUE) }
    }
}

impl Passwords {
    /// Whether `password` is the one that `stored` was made from; without `stored`, never, after the same work.
    ///
    /// # Errors
    /// [`Crowded`] if too many wait; nobody looked at the password then.
    pub(crate) async fn fits(&self, password: String, stored: Option<String>) -> Result<bool, Crowded> {
        if password.len() > LONGEST {
            return Ok(false);
        }
        let _queued = self.queue.try_acquire().map_err(|_| Crowded)?;
        let _place = self.places.acquire().await.map_err(|_| Crowded)?;
        let checked = tokio::task::spawn_blocking(move || fits(&password, stored.as_deref()));
        Ok(checked.await.unwrap_or(false))
    }

    /// Makes what is stored of a new password.
    pub(crate) async fn hash(&self, password: String) -> Result<String, PasswordError> {
        let _place = self.places.acquire().await.map_err(|error| PasswordError::Failed(error.to_string()))?;
        let hashed = tokio::task::spawn_blocking(move || hash_password(&password)).await;
        hashed.map_err(|error| PasswordError::Failed(error.to_string()))?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_and_nothing_fits_nobody() {
        let stored = hash_password("the baton never drops").unwrap();
        assert!(stored.starts_with("$argon2id$"), "{stored}");
        assert!(fits("the baton never drops", Some(&stored)));
        assert!(!fits("the baton ever drops", Some(&stored)));
        assert!(!fits("nobody has this password", None));
    }

    /// Fails when a flood may wait without an end.
    #[tokio::test(flavor = "current_thread")]
    async fn no_more_wait_for_a_check_than_can_be_checked_soon() {
        let passwords = std::sync::Arc::new(Passwords::default());
        let tries: Vec<_> = (0..QUEUE + 5)
            .map(|_| {
                let passwords = std::sync::Arc::clone(&passwords);
                tokio::spawn(async move { passwords.fits("a guess".to_owned(), None).await })
            })
            .collect();
        let mut crowded = 0;
        for one in tries {
            crowded += usize::from(one.await.unwrap() == Err(Crowded));
        }
        assert_eq!(crowded, 5);
        assert_eq!(passwords.fits("a guess".to_owned(), None).await, Ok(false), "the queue is empty again");
    }

    #[test]
    fn a_short_password_is_refused_with_its_length() {
        let error = hash_password("correct").unwrap_err();
        assert_eq!(error, PasswordError::TooShort(7));
    }
}
