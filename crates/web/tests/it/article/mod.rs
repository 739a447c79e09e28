//! The article that Baton was founded on, "Two-Way Messaging in Practice: What Good Response Ownership Really Looks
//! Like", as scenarios over HTTP on a rehearsal's clock: its examples in its own words, one file for each part.
//!
//! `docs/article.md` maps each of them to its test. Everybody of the article has a namesake in the team of [`Shop`],
//! and where the article has none, Dana is Alex of Billing.

mod customer;
mod member;
mod office;
mod policies;

mod after_hours;
mod first_response;
mod handing_over;
mod hybrid;
mod measures;
mod messy;
mod person_based;
mod principles;
mod response_times;
mod role_based;
mod shift_based;
mod status_and_tags;
mod templates;

use customer::Customer;
use member::Member;
use office::Office;
