//! How often somebody may be wrong about a password.

use baton_hours::MachineTime;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// So many wrong passwords for one account from one address ...
const TRIES: u32 = 5;
/// ... and for one account from anywhere ...
const TRIES_FROM_ANYWHERE: u32 = 100;
/// ... within this time of the first of them.
const WINDOW: Duration = Duration::from_mins(15);
/// The most entries that are kept; beyond that the expired ones go.
const ENTRIES: usize = 20_000;

/// Wrong passwords, by account and address.
#[derive(Debug, Default)]
pub(crate) struct Attempts {
    wrong: Mutex<HashMap<(String, String), (MachineTime, u32)>>,
}

impl Attempts {
    /// A try begins: it counts as wrong from here, so that tries at the same moment count each other, until
    /// [`Self::right`] or [`Self::give_back`] takes that back.
    ///
    /// # Errors
    /// How long to wait, if too many were wrong.
    pub(crate) fn begin(&self, account: &str, address: &str, now: MachineTime) -> Result<(), Duration> {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        for (address, most) in [(address, TRIES), ("", TRIES_FROM_ANYWHERE)] {
            let Some((first, count)) = wrong.get(&(account.to_owned(), address.to_owned())) else { continue };
            let left = WINDOW.saturating_sub(now.since(*first));
            if *count >= most && !left.is_zero() {
                return Err(left);
            }
        }
        if wrong.len() >= ENTRIES {
            wrong.retain(|_, (first, _)| now.since(*first) < WINDOW);
        }
        for address in [address, ""] {
            let entry = wrong.entry((account.to_owned(), address.to_owned())).or_insert((now, 0));
            if now.since(entry.0) >= WINDOW {
                *entry = (now, 0);
            }
            entry.1 += 1;
        }
        Ok(())
    }

    /// The password was right: the address starts anew.
    pub(crate) fn right(&self, account: &str, address: &str) {
        self.give_back(account, address);
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        wrong.remove(&(account.to_owned(), address.to_owned()));
    }

    /// Nobody looked at the password after all.
    pub(crate) fn give_back(&self, account: &str, address: &str) {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        for address in [address, ""] {
            if let Some((_, count)) = wrong.get_mut(&(account.to_owned(), address.to_owned())) {
                *count = count.saturating_sub(1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_wrong_passwords_close_one_address_for_a_quarter_of_an_hour() {
        let attempts = Attempts::default();
        let start = MachineTime::from_micros(0);
        for _ in 0..TRIES {
            assert_eq!(attempts.begin("maya", "10.0.0.1", start), Ok(()));
        }
        assert_eq!(attempts.begin("maya", "10.0.0.1", start), Err(WINDOW));
        assert_eq!(attempts.begin("maya", "10.0.0.2", start), Ok(()));
        assert_eq!(attempts.begin("chris", "10.0.0.1", start), Ok(()));
        assert_eq!(attempts.begin("maya", "10.0.0.1", start + WINDOW), Ok(()));
    }

    /// Fails when a right password counts against an account from anywhere, or frees a wrong try of another address.
    #[test]
    fn who_knows_the_password_is_never_kept_out_by_it() {
        let attempts = Attempts::default();
        let now = MachineTime::from_micros(0);
        for _ in 0..2 * TRIES_FROM_ANYWHERE {
            assert_eq!(attempts.begin("maya", "10.0.0.1", now), Ok(()));
            attempts.right("maya", "10.0.0.1");
        }
        for index in 0..TRIES_FROM_ANYWHERE {
            assert_eq!(attempts.begin("maya", &format!("10.0.1.{index}"), now), Ok(()));
        }
        attempts.give_back("maya", "10.0.0.9");
        assert_eq!(attempts.begin("maya", "10.0.0.9", now), Ok(()), "one was given back");
        assert_eq!(attempts.begin("maya", "10.0.0.9", now), Err(WINDOW));
    }
}
