//! What a check must know of the workspace around the policy.

/// The people and lines of the workspace, whether the policy names them or not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    /// Everybody who ever was of the team, deactivated people too.
    pub people: Vec<KnownPerson>,
    /// The lines, retired ones too.
    pub lines: Vec<KnownLine>,
}

/// A person of the team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPerson {
    /// The address they sign in with; capitals do not matter.
    pub email: String,
    /// Their name, as shown.
    pub name: String,
    /// Whether they can sign in at all.
    pub active: bool,
    /// Whether their role lets them answer customers, so that they can own.
    pub may_answer: bool,
}

/// A line of the business.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownLine {
    /// Its name, as shown; the number again where it has none.
    pub name: String,
    /// Its number.
    pub number: String,
}

impl KnownPerson {
    /// Why they cannot own, if they cannot.
    pub(crate) fn hindrance(&self) -> Option<&'static str> {
        match (self.active, self.may_answer) {
            (false, _) => Some("is deactivated"),
            (true, false) => Some("may only read"),
            (true, true) => None,
        }
    }
}
