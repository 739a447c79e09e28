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
    /// How long to wait before the next try, if too many were wrong.
    pub(crate) fn wait(&self, account: &str, address: &str, now: MachineTime) -> Option<Duration> {
        let wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        let left = |address: &str, most: u32| {
            let (first, count) = *wrong.get(&(account.to_owned(), address.to_owned()))?;
            let left = WINDOW.saturating_sub(now.since(first));
            (count >= most && !left.is_zero()).then_some(left)
        };
        left(address, TRIES).or_else(|| left("", TRIES_FROM_ANYWHERE))
    }

    /// A password was wrong.
    pub(crate) fn wrong(&self, account: &str, address: &str, now: MachineTime) {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
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
    }

    /// It was right: the address starts anew.
    pub(crate) fn right(&self, account: &str, address: &str) {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        wrong.remove(&(account.to_owned(), address.to_owned()));
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
            assert_eq!(attempts.wait("maya", "10.0.0.1", start), None);
            attempts.wrong("maya", "10.0.0.1", start);
        }
        assert_eq!(attempts.wait("maya", "10.0.0.1", start), Some(WINDOW));
        assert_eq!(attempts.wait("maya", "10.0.0.2", start), None);
        assert_eq!(attempts.wait("chris", "10.0.0.1", start), None);
        assert_eq!(attempts.wait("maya", "10.0.0.1", start + WINDOW), None);
    }
}
