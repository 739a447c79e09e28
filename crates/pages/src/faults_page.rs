//! The page of what is wrong with the set-up, for admins.

use crate::html::Stamp;
use crate::shell::Shell;
use askama::Template;

/// `GET /faults`.
#[derive(Debug, Clone, Template)]
#[template(path = "faults.html")]
pub struct FaultsPage {
    /// The frame.
    pub shell: Shell,
    /// Lines that cannot send now, each with a sentence that says why and what to do.
    pub lines: Vec<LineTrouble>,
    /// What came and fitted nothing, newest first.
    pub faults: Vec<FaultEntry>,
    /// The numbers that are here already, as people write them.
    pub numbers: Vec<String>,
    /// How many people can sign in or be named: "3 people".
    pub people: String,
}

impl FaultsPage {
    pub(crate) fn is_well(&self) -> bool {
        self.lines.is_empty() && self.faults.is_empty()
    }
}

/// A line that cannot send.
#[derive(Debug, Clone)]
pub struct LineTrouble {
    /// Its number, as people write it.
    pub number: String,
    /// Why, and what to do.
    pub why: String,
}

/// Something that came and fitted nothing.
#[derive(Debug, Clone)]
pub struct FaultEntry {
    /// When.
    pub at: Stamp,
    /// What happened, why, what to do.
    pub sentence: String,
    /// What came, whole: nothing is lost.
    pub detail: String,
}
