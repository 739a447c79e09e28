//! A condition that stands alone: for whom a target holds.

use crate::check::{check_condition, constant};
use crate::compiled::LONGEST_TEXT;
use crate::decide::{Scratch, holds};
use crate::facts::Facts;
use crate::keyword::{Keyword, Matcher};
use crate::names::Names;
use crate::problem::{Code, Problem, Span};
use crate::problems::Problems;
use crate::rules::Node;
use crate::syntax;
use std::fmt::Write;

/// A condition, ready to be asked: what stands between an IF and its first action in a routing text. Never changes.
#[derive(Debug)]
pub struct Condition {
    node: Node,
    keywords: Vec<Keyword>,
    matcher: Matcher,
    warnings: Vec<Problem>,
}

impl Condition {
    /// Reads and checks a condition such as `tagged urgent and outside Clinic`. One that cannot be used comes back with
    /// all its problems, warnings too, in the order of the text.
    pub fn compile(text: &str, names: &Names) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::of(text);
        if text.len() > LONGEST_TEXT {
            let message = format!("the condition has {} bytes; {LONGEST_TEXT} are the most", text.len());
            problems.error(Code::TooLarge, Span::default(), message, None);
            return Err(problems.into_sorted());
        }
        let tree = syntax::parse_condition(text, &mut problems);
        let checked = check_condition(&tree, names, &mut problems);
        let (Some((node, keywords)), 0) = (checked, problems.errors()) else {
            return Err(problems.into_sorted());
        };
        let matcher = match Matcher::new(&keywords) {
            Ok(matcher) => matcher,
            Err(error) => {
                problems.error(Code::TooLarge, Span::default(), error.to_string(), None);
                return Err(problems.into_sorted());
            }
        };
        if constant(&node) == Some(false) {
            let message = "this condition contradicts itself and is never true";
            let remedy = Some("did you mean OR instead of AND?".to_owned());
            problems.warn(Code::Constant, tree.span, message, remedy);
        }
        Ok(Self { node, keywords, matcher, warnings: problems.into_sorted() })
    }

    /// Whether it is true of a text and its moment. Takes time in proportion to the text's length.
    pub fn holds(&self, facts: &Facts<'_>, scratch: &mut Scratch) -> bool {
        holds(&self.node, &self.matcher, facts, scratch)
    }

    /// What somebody should look at, in the order of the text.
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// Whether it is true whatever the text and its moment, as far as that can be seen from the words.
    pub fn always_holds(&self) -> bool {
        constant(&self.node) == Some(true)
    }

    /// What it asks, in a form that only conditions share which ask the same in the same order.
    pub fn key(&self) -> String {
        let mut key = format!("{:?}", self.node);
        // Writing to a String cannot fail.
        let _ = write!(key, "{:?}", self.keywords);
        key
    }
}
