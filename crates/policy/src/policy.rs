//! A policy that was read and checked: what a workspace has decided, ready to decide by.

use std::time::Duration;

use baton_hours::Zone;
use baton_routing::{Compiled, HoursRef, LineRef, Names, PersonRef, QueueRef, TargetRef, TemplateRef};

use crate::built::Features;
use crate::contact::{Consent, QuietHours};
use crate::escalation::Escalation;
use crate::known::Known;
use crate::length::Length;
use crate::problem::{Problem, Report};
use crate::queue::{Hours, Queue};
use crate::read::{Stage, read};
use crate::rota::{OnCall, Rota};
use crate::target::Target;
use crate::template::{AutoReplies, Template};

/// Everything a workspace has decided. Never changes; share it in an `Arc`.
///
/// Its routing hands back queues, people, hours, lines, templates and targets by their place in [`Policy::queues`],
/// [`Policy::people`], [`Policy::hours`], [`Policy::lines`], [`Policy::templates`] and [`Policy::targets`].
#[derive(Debug)]
pub struct Policy {
    pub(crate) source: String,
    pub(crate) zone: Zone,
    pub(crate) fallback: String,
    pub(crate) on_call: Option<OnCall>,
    pub(crate) max_bounces: u32,
    pub(crate) reopen_within: Duration,
    pub(crate) close_after: Option<Length>,
    pub(crate) farewell: Option<usize>,
    pub(crate) close_reasons: Vec<String>,
    pub(crate) return_after_away: bool,
    pub(crate) hours: Vec<Hours>,
    pub(crate) rotas: Vec<Rota>,
    pub(crate) queues: Vec<Queue>,
    pub(crate) targets: Vec<Target>,
    pub(crate) escalations: Vec<Escalation>,
    pub(crate) auto_replies: AutoReplies,
    pub(crate) templates: Vec<Template>,
    pub(crate) quiet_hours: QuietHours,
    pub(crate) consent: Consent,
    pub(crate) people: Vec<String>,
    pub(crate) lines: Vec<String>,
    pub(crate) split_asks: bool,
    pub(crate) names: Names,
    pub(crate) routing: Compiled,
    pub(crate) warnings: Vec<Problem>,
}

impl Policy {
    /// Reads a policy that is to be put live. Refused with everything that is wrong with it at once.
    pub fn load(source: &str, known: &Known) -> Result<Self, Report> {
        Self::load_with(source, known, Features::Built)
    }

    /// As [`Policy::load`], with more than this version can do.
    pub fn load_with(source: &str, known: &Known, features: Features) -> Result<Self, Report> {
        read(source, known, Stage::Draft, features).0
    }

    /// Reads a policy that was put live before. People who cannot answer any more are left out of it, with a warning
    /// each, for the workspace has to go on; only a fallback person who cannot is refused still.
    pub fn load_saved(source: &str, known: &Known) -> Result<Self, Report> {
        Self::load_saved_with(source, known, Features::Built)
    }

    /// As [`Policy::load_saved`], with more than this version can do.
    pub fn load_saved_with(source: &str, known: &Known, features: Features) -> Result<Self, Report> {
        read(source, known, Stage::Saved, features).0
    }

    /// The document itself.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The workspace's time zone.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The address of the person who answers in the end, always.
    pub fn fallback(&self) -> &str {
        &self.fallback
    }

    /// Whom `ASSIGN to on call` and the steps of escalations mean by on call. `None` where the policy names nobody, or
    /// somebody who cannot answer any more.
    pub fn on_call(&self) -> Option<&OnCall> {
        self.on_call.as_ref()
    }

    /// How often people may pass a conversation on without a reply to the customer, 1 to 100.
    pub fn max_bounces(&self) -> u32 {
        self.max_bounces
    }

    /// After how many business days of the customer's silence a conversation that waits for them closes by itself: in
    /// days, at least one. `None`: never.
    pub fn close_after(&self) -> Option<Length> {
        self.close_after
    }

    /// The place in the policy's templates of what the customer is told when silence closes; `None`: nothing.
    pub fn farewell(&self) -> Option<usize> {
        self.farewell
    }

    /// Whether what went to somebody's cover comes back to them when they do.
    pub fn return_after_away(&self) -> bool {
        self.return_after_away
    }

    /// For how long after closing a text reopens the conversation, in real time.
    pub fn reopen_within(&self) -> Duration {
        self.reopen_within
    }

    /// The reasons for closing to choose from; none are asked for where there are none.
    pub fn close_reasons(&self) -> &[String] {
        &self.close_reasons
    }

    /// Whether a close with this reason still lacks one.
    pub fn wants_close_reason(&self, reason: Option<&str>) -> bool {
        !self.close_reasons.is_empty() && reason.is_none_or(|reason| reason.trim().is_empty())
    }

    /// The business calendars, in the order of the document.
    pub fn hours(&self) -> &[Hours] {
        &self.hours
    }

    /// The rotas, in the order of the document.
    pub fn rotas(&self) -> &[Rota] {
        &self.rotas
    }

    /// The promises of response time, in the order of the document: the first that fits holds.
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// The paths of escalation, in the order of the document.
    pub fn escalations(&self) -> &[Escalation] {
        &self.escalations
    }

    /// What Baton answers by itself, and the urgent word: the defaults where the policy says nothing of it.
    pub fn auto_replies(&self) -> &AutoReplies {
        &self.auto_replies
    }

    /// The templates, in the order of the document.
    pub fn templates(&self) -> &[Template] {
        &self.templates
    }

    /// When what the business starts may go out.
    pub fn quiet_hours(&self) -> QuietHours {
        self.quiet_hours
    }

    /// Words of consent beside those of law, and what an opt-out holds for.
    pub fn consent(&self) -> &Consent {
        &self.consent
    }

    /// The queues, in the order of the document.
    pub fn queues(&self) -> &[Queue] {
        &self.queues
    }

    /// The addresses of everybody whom the check knew, in its order.
    pub fn people(&self) -> &[String] {
        &self.people
    }

    /// The numbers of all lines that the check knew, in its order.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// Whether a text with several questions gets an ask for each.
    pub fn split_asks(&self) -> bool {
        self.split_asks
    }

    /// The routing text, ready to decide.
    pub fn routing(&self) -> &Compiled {
        &self.routing
    }

    /// The names that the routing text may speak of, to explain its decisions with.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// What somebody should look at.
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// The queue that routing handed back. `None` for a reference that is not of this policy.
    pub fn queue(&self, queue: QueueRef) -> Option<&Queue> {
        self.queues.get(usize::try_from(queue.0).ok()?)
    }

    /// The address of the person whom routing handed back. `None` for a reference that is not of this policy.
    pub fn person(&self, person: PersonRef) -> Option<&str> {
        self.people.get(usize::try_from(person.0).ok()?).map(String::as_str)
    }

    /// The template that a routing text replies with. `None` for a reference that is not of this policy.
    pub fn template(&self, template: TemplateRef) -> Option<&Template> {
        self.templates.get(usize::try_from(template.0).ok()?)
    }

    /// The target that a routing text names. `None` for a reference that is not of this policy.
    pub fn target(&self, target: TargetRef) -> Option<&Target> {
        self.targets.get(usize::try_from(target.0).ok()?)
    }

    /// The hours that routing asks about. `None` for a reference that is not of this policy.
    pub fn hours_of(&self, hours: HoursRef) -> Option<&Hours> {
        self.hours.get(usize::try_from(hours.0).ok()?)
    }

    /// How routing calls the line with that number. `None` for a line that the check did not know.
    pub fn line(&self, number: &str) -> Option<LineRef> {
        self.lines.iter().position(|line| line == number).map(|at| LineRef(reference(at)))
    }

    /// The place of the queue of that name, whatever its capitals, accents and white space.
    pub fn queue_named(&self, name: &str) -> Option<usize> {
        let name = crate::names::folded(name);
        self.queues.iter().position(|queue| crate::names::folded(&queue.name) == name)
    }

    /// The place of the template of that name, whatever its capitals, accents and white space.
    pub fn template_named(&self, name: &str) -> Option<usize> {
        let name = crate::names::folded(name);
        self.templates.iter().position(|template| crate::names::folded(&template.name) == name)
    }

    /// The address of the one person who answers for a queue by the document alone: its lead, else the fallback.
    pub fn answers_for<'p>(&'p self, queue: &'p Queue) -> &'p str {
        queue.lead.as_deref().unwrap_or(&self.fallback)
    }
}

/// A place in a list as a number that routing hands back.
pub(crate) fn reference(at: usize) -> i64 {
    i64::try_from(at).expect("a list in memory has fewer entries than that")
}

/// Reads and checks a policy as a whole: every problem and warning at once.
pub fn check(source: &str, known: &Known) -> Report {
    check_with(source, known, Features::Built)
}

/// As [`check`], with more than this version can do.
pub fn check_with(source: &str, known: &Known, features: Features) -> Report {
    read(source, known, Stage::Draft, features).1
}
