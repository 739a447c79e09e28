//! What a place of use asks of a template.

use crate::context::{Availability, Context};
use crate::name::{Name, Source};
use crate::problem::{Code, TemplateProblem};
use crate::read::{MOST_PROBLEMS, Slot, What};
use crate::template::Template;

impl Template {
    /// What keeps the template from being used there, and what somebody should look at, in order (of more
    /// than a hundred the first hundred). What holds everywhere
    /// is in [`Template::warnings`].
    pub fn check(&self, context: Context) -> Vec<TemplateProblem> {
        let check = |slot: &Slot| match slot.what {
            What::Name(name) => name_in(name, slot, context),
            What::Blank(at) => blank_in(&self.read.blanks[at].label, slot, context),
        };
        self.slots().filter_map(check).take(MOST_PROBLEMS).collect()
    }
}

fn name_in(name: Name, slot: &Slot, context: Context) -> Option<TemplateProblem> {
    let place = context.words();
    match name.in_context(context) {
        Availability::Never { because, .. } if slot.fallback.is_some() => {
            let message = format!("in {place}, {name} always takes its fallback: {because}");
            Some(TemplateProblem::warning(Code::NeverKnown, slot.span.clone(), message))
        }
        Availability::Never { because, instead } => {
            let message = format!("{name} is never known in {place}: {because}");
            Some(TemplateProblem::error(Code::NeverKnown, slot.span.clone(), message).remedy(instead))
        }
        Availability::Filled
            if name.source() == Source::Contact && slot.fallback.is_none() && !context.has_a_person() =>
        {
            let message = format!("{} may not be known, and then {place} does not go out", name.meaning());
            let remedy = format!("give it a fallback, as in [{}|there]", name.label());
            Some(TemplateProblem::warning(Code::MayBeMissing, slot.span.clone(), message).remedy(remedy))
        }
        Availability::Filled | Availability::Asked => None,
    }
}

fn blank_in(label: &str, slot: &Slot, context: Context) -> Option<TemplateProblem> {
    if context.has_a_person() || slot.fallback.is_some() {
        return None;
    }
    let message = format!("nobody is there to fill in [{label}] in {}", context.words());
    let remedy = "write the words themselves, or a name that Baton fills";
    Some(TemplateProblem::error(Code::NobodyFills, slot.span.clone(), message).remedy(remedy))
}
