//! A routing text that was read, checked and made ready to decide.

use crate::decision::Decision;
use crate::facts::Facts;
use crate::names::Names;
use crate::problem::{Problem, Span};

/// A routing text, ready to decide. Cheap to share, never changes.
#[derive(Debug)]
pub struct Compiled {
    warnings: Vec<Problem>,
    features: Vec<(Feature, Span)>,
}

/// A thing that a routing text can ask for and a program may not have yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Feature {
    /// `reply with <template>`
    Reply,
    /// `target <name>`
    Target,
    /// `assign to on call`
    OnCall,
    /// `assign to last owner`
    LastOwner,
    /// `priority …`
    Priority,
}

/// Buffers that deciding reuses, so that it does not allocate for every text.
#[derive(Debug, Default)]
pub struct Scratch {}

/// Reads and checks a routing text. All problems that were found, errors first to last line, when it cannot be used.
pub fn compile(text: &str, names: &Names) -> Result<Compiled, Vec<Problem>> {
    let _ = (text, names);
    Ok(Compiled { warnings: Vec::new(), features: Vec::new() })
}

impl Compiled {
    /// What somebody should look at, by line.
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// What the text uses that a program may not have yet, with the place.
    pub fn features(&self) -> impl Iterator<Item = (Feature, Span)> + '_ {
        self.features.iter().copied()
    }

    /// Decides about one text.
    pub fn decide(&self, facts: &Facts<'_>, scratch: &mut Scratch) -> Decision {
        let _ = (facts, scratch);
        Decision { provisional: true, ..Decision::default() }
    }

    /// Decides about a further text while an ELSE has the conversation provisionally: `None` unless a branch with a
    /// condition assigns it.
    pub fn decide_by_condition(&self, facts: &Facts<'_>, scratch: &mut Scratch) -> Option<Decision> {
        let decision = self.decide(facts, scratch);
        (!decision.provisional).then_some(decision)
    }
}
