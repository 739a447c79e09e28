//! The pages outside: sign-in, the first visit, and what went wrong.

use crate::ring::Ring;
use askama::Template;

/// A field of a form, after it was sent and found wanting, or before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    /// What stands in it. Passwords are never sent back.
    pub value: String,
    /// What is wrong with it: what, why, what to do.
    pub wrong: Option<String>,
}

/// `GET /signin`, and the answer to a `POST` that failed.
#[derive(Debug, Clone, Template)]
#[template(path = "signin.html")]
pub struct SignIn {
    /// Name of the business.
    pub business: String,
    /// Token against forgery.
    pub csrf: String,
    /// The address that was wanted; a path of ours, or empty.
    pub next: String,
    /// Email.
    pub email: String,
    /// What was wrong: "That email and password do not belong together."
    pub wrong: Option<String>,
    /// Who can help: "Ruth Adler". Empty: nobody is named.
    pub keeper: String,
}

impl SignIn {
    pub(crate) fn sample() -> [Ring; 3] {
        [
            Ring::queue_answered_by_you("Scheduling", "Sc", "Chris Bell"),
            Ring::you("Chris Bell"),
            Ring::mate("Dana Kim"),
        ]
    }
}

/// `GET /setup`: the first visit, when there is no workspace yet.
#[derive(Debug, Clone, Template)]
#[template(path = "setup.html")]
pub struct Setup {
    /// Token against forgery.
    pub csrf: String,
    /// The one-time code that the program printed, if it asks for one.
    pub code: Option<Field>,
    /// Name of the business.
    pub business: Field,
    /// Time zones to choose from.
    pub zones: Vec<Zone>,
    /// Whether somebody chose one already.
    pub zone_chosen: bool,
    /// What is wrong with the zone.
    pub zone_wrong: Option<String>,
    /// Full name of the first person.
    pub name: Field,
    /// Their email.
    pub email: Field,
    /// Their password; only `wrong` is used.
    pub password: Field,
    /// What went wrong beyond the fields.
    pub wrong: Option<String>,
    /// The routing text that this visit writes, line by line, to be read beforehand.
    pub routing: Vec<String>,
}

impl Setup {
    pub(crate) fn you(&self) -> Ring {
        Ring::you(if self.name.value.is_empty() { "You" } else { &self.name.value })
    }

    pub(crate) fn queue(&self) -> Ring {
        Ring::queue_answered_by_you(
            "General",
            "Ge",
            if self.name.value.is_empty() { "You" } else { &self.name.value },
        )
    }
}

/// A time zone to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    /// IANA name.
    pub name: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// Any page that cannot be shown, and why.
#[derive(Debug, Clone, Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// HTTP status, shown small.
    pub status: u16,
    /// What happened: "There is no such conversation."
    pub title: String,
    /// Why, and what to do.
    pub words: String,
    /// Where to go: path and words of the link.
    pub way: (String, String),
}
