//! The one way in which a template becomes a text, whoever asks: composer, schedule, auto-reply and handoff. It is filled
//! once, when it is written; what was filled in is never read again.

use super::World;
use super::clocks;
use super::story::Story;
use crate::command::FromTemplate;
use crate::contact::Contact;
use crate::event::MadeWith;
use crate::handoff::Baton;
use crate::ids::Ids;
use crate::owner::Owner;
use crate::plan::Time;
use crate::refusal::{Reason, Refusal};
use crate::subject::Subject;
use crate::time_words::{self, Wall};
use baton_hours::{Calendar, Date, Moment, WallTime, Weekday, Zone};
use baton_policy::{Length, Template, TemplateKind, TemplateThen, Unit};
use baton_templates::{Context, Day, Name, Promise, Severity, TimeOfDay, Unfilled, Values};
use std::time::Duration;

/// What a template became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Filled {
    /// The words.
    pub(super) body: String,
    /// What becomes of the conversation, where the template says so.
    pub(super) then: Option<TemplateThen>,
    /// By when its author promises to do what it says, where their words say exactly when.
    pub(super) promise_by: Option<Moment>,
    /// The words of that promise.
    pub(super) timeframe: Option<String>,
    /// For the record.
    pub(super) made_with: MadeWith,
    /// The names that it has.
    pub(super) names: Vec<Name>,
}

/// What a template is to become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Becomes<'a> {
    /// A text to the customer.
    Text,
    /// A note.
    Note,
    /// The text that tells the customer who takes over.
    HandoffTo(Owner),
    /// What whoever takes over reads first, with what else the giver wrote for them.
    SummaryFor(Owner, &'a Baton),
}

impl Becomes<'_> {
    fn kind(self) -> TemplateKind {
        match self {
            Self::Note | Self::SummaryFor(..) => TemplateKind::Note,
            Self::Text | Self::HandoffTo(_) => TemplateKind::Text,
        }
    }
}

/// Fills a template that somebody chose by name with what is known, and with what they filled in, for a text that goes out
/// at `at`: every time that it names is said as of then, and what it promises counts from then.
///
/// # Errors
/// If they may not use it, it is of another kind, they filled in what it does not have, or something is missing still.
pub(super) fn fill(
    story: &Story<'_>,
    from: &FromTemplate,
    into: Becomes<'_>,
    at: Moment,
) -> Result<Filled, Refusal> {
    let template = chosen(story, from, into.kind())?;
    if let Some((label, _)) = from.values.iter().find(|(label, _)| !template.template.has(label)) {
        let sentence = format!("The template “{}” has no [{label}]. {}", template.name, labels(template));
        return Err(Refusal::invalid(Reason::NoSuchLabel, "values", sentence));
    }
    let mut values = known(story, hours_of(story), at);
    if let Becomes::HandoffTo(owner) = into {
        let problems = template.template.check(Context::HandoffCustomer);
        if let Some(problem) = problems.iter().find(|problem| problem.severity == Severity::Error) {
            let sentence = format!(
                "The template “{}” cannot tell the customer who takes over: {problem}.",
                template.name
            );
            return Err(Refusal::invalid(Reason::TemplateTellsNobody, "template", sentence));
        }
        values.set(Name::NameRole, Some(story.directory().name_and_role(owner)));
    }
    if let Becomes::SummaryFor(owner, baton) = into {
        values.set(Name::NameRole, Some(story.directory().name_and_role(owner)));
        for (name, words) in baton.named() {
            values.set(name, Some(words.trim().to_owned()));
        }
    }
    for (label, value) in from.values.iter().filter(|(_, value)| !value.trim().is_empty()) {
        values.fill_in(label, value.trim());
    }
    // What is promised is read before its clock is named.
    let said = values.clone();
    name_the_clock(story, template, &mut values, at);
    let body = template.template.fill(&values);
    let body =
        body.map_err(|unfilled| Refusal::invalid(Reason::LabelUnfilled, "values", unfilled.to_string()))?;
    // A handoff's text promises what somebody else will do: that sets no time.
    let promised = if into == Becomes::Text { promised(story, template, &said, at)? } else { None };
    let (timeframe, promise_by) = promised.unzip();
    let made_with = made_with(story, template);
    let names = template.template.names();
    Ok(Filled { body, then: template.then, promise_by, timeframe, made_with, names })
}

/// The text of a template that nobody is there to fill.
///
/// # Errors
/// What is missing, where something is not known.
pub(super) fn by_itself(
    story: &Story<'_>,
    template: &Template,
    hours: Option<&Calendar>,
) -> Result<(String, MadeWith), Unfilled> {
    let body = template.template.fill(&known(story, hours, story.now()))?;
    Ok((body, made_with(story, template)))
}

fn made_with(story: &Story<'_>, template: &Template) -> MadeWith {
    MadeWith { template: template.name.clone(), policy_version: story.directory().policy_version }
}

fn chosen<'a>(story: &Story<'a>, from: &FromTemplate, kind: TemplateKind) -> Result<&'a Template, Refusal> {
    let directory = story.directory();
    let policy = &directory.policy;
    let found = policy.template_named(&from.name).map(|place| &policy.templates()[place]);
    let template = found.filter(|template| directory.may_use(story.by(), template)).ok_or_else(|| {
        Refusal::invalid(
            Reason::NoTemplate,
            "template",
            format!("There is no template “{}” that you can use.", from.name),
        )
    })?;
    let name = &template.name;
    match (template.kind, kind) {
        (TemplateKind::Note, TemplateKind::Text) => Err(Refusal::invalid(
            Reason::TemplateIsANote,
            "template",
            format!("The template “{name}” is a note, and a note never leaves the team."),
        )),
        (TemplateKind::Text, TemplateKind::Note) => Err(Refusal::invalid(
            Reason::TemplateIsAText,
            "template",
            format!("The template “{name}” is a text to the customer. Choose one for notes."),
        )),
        _ => Ok(template),
    }
}

/// What there is to fill in, as a sentence.
fn labels(template: &Template) -> String {
    let names = template.template.names().into_iter().map(|name| name.to_string());
    let blanks = template.template.blanks().into_iter().map(|label| format!("[{label}]"));
    let labels: Vec<String> = names.chain(blanks).collect();
    if labels.is_empty() {
        "There is nothing to fill in.".to_owned()
    } else {
        format!("It has {}.", labels.join(", "))
    }
}

/// Everything that is known about the subject, for whoever would write now. What the sender has to say is not in it.
pub fn known_values(world: &World<'_>, subject: Subject) -> Values {
    let mut none = Ids::new(0, 0);
    let story = Story::begin(world, &mut none, subject);
    known(&story, hours_of(&story), world.now)
}

/// The hours that a text in this conversation speaks of: those of its queue, else those of the after-hours answer, else
/// the only ones there are.
fn hours_of<'a>(story: &Story<'a>) -> Option<&'a Calendar> {
    let directory = story.directory();
    let policy = &directory.policy;
    let queue = story.subject().conversation.as_ref().and_then(|found| found.queue);
    let only = || if policy.hours().len() == 1 { Some(0) } else { None };
    let place = queue
        .and_then(|queue| directory.hours_of_queue(queue))
        .or(policy.auto_replies().outside_hours_of)
        .or_else(only)?;
    policy.hours().get(place).map(|hours| &hours.calendar)
}

fn known(story: &Story<'_>, hours: Option<&Calendar>, at: Moment) -> Values {
    let mut values = Values::new();
    of_people(story, &mut values);
    of_hours(story, hours, at, &mut values);
    values
}

fn of_people(story: &Story<'_>, values: &mut Values) {
    let (directory, subject) = (story.directory(), story.subject());
    let conversation = subject.conversation.as_ref();
    let name = subject.contact.as_ref().and_then(|contact| contact.name.as_deref());
    values.set(Name::FirstName, name.and_then(first_name).map(str::to_owned));
    values.set(Name::LastName, name.and_then(last_name).map(str::to_owned));
    values.set(Name::CustomerName, name.map(str::to_owned));
    let sender = story.by().as_person();
    let person = sender.and_then(|id| directory.person(id));
    values.set(Name::YourName, person.map(|person| person.name.clone()));
    values.set(Name::YourFirstName, person.map(|person| person.first_name().to_owned()));
    let queue = conversation.and_then(|found| found.queue).and_then(|id| directory.queue(id));
    let team = queue.map(|queue| queue.name.clone()).or_else(|| directory.team_of(sender?));
    values.set(Name::Team, team);
    let line = story.line().ok().map(|line| baton_text::Address::from_stored(&line.number).human());
    values.set(Name::OurNumber, line);
    values.set(Name::BusinessName, Some(directory.business.clone()));
    values.set(Name::Owner, conversation.map(|found| directory.owner_name(found.owner).to_owned()));
    let answers = conversation.map(|found| Owner::Person(found.accountable));
    values.set(Name::WhoAnswers, answers.map(|owner| directory.owner_name(owner).to_owned()));
    let last = subject.quotable.iter().find(|text| text.ours.is_none());
    values.set(Name::LastText, last.map(|text| text.body.clone()));
}

/// Times are said as of `now`, on the customer's clock, where their zone is known; else on the business's.
fn of_hours(story: &Story<'_>, hours: Option<&Calendar>, now: Moment, values: &mut Values) {
    let directory = story.directory();
    let business = hours.map_or_else(|| directory.policy.zone(), Calendar::zone);
    let theirs = story.subject().contact.as_deref().and_then(zone_of);
    let wall = Wall { zone: theirs.as_ref().unwrap_or(business), business };
    let when = |at| time_words::when(wall, now, at);
    if let Some(hours) = hours {
        values.set(Name::NextOpening, time_words::next_opening(hours, now).map(when));
        values.set(Name::ClosingTime, time_words::closing(hours, now).map(when));
        values.set(Name::OpeningHours, time_words::opening_hours(hours, wall, now));
    }
    let target = clocks::target_of_first_response(story);
    let promised = target.and_then(|target| Some((target.first_response?, target.hours.is_some())));
    values.set(Name::FirstResponse, promised.map(|(length, business)| time_words::length(length, business)));
    let due = story.subject().conversation.as_ref().and_then(|found| found.shown_clock());
    values.set(Name::Due, due.map(|clock| when(clock.due_at)));
}

fn zone_of(contact: &Contact) -> Option<Zone> {
    contact.zone.as_deref().and_then(|name| Zone::named(name).ok())
}

/// Titles that stand before a name.
const TITLES: [&str; 8] = ["dr", "dr.", "mr", "mr.", "mrs", "mrs.", "ms", "ms."];

fn first_name(name: &str) -> Option<&str> {
    let mut words = name.split_whitespace();
    let first = words.next()?;
    let titled = TITLES.contains(&first.to_lowercase().as_str());
    // "Dr. Adler" has a title and a last name: no first name is known.
    if titled { words.next().filter(|_| words.next().is_some()) } else { Some(first) }
}

fn last_name(name: &str) -> Option<&str> {
    let mut words = name.split_whitespace();
    words.next()?;
    words.next_back()
}

/// By when the sender promises to do what a text says that goes out at `sent`: read from its timeframe, where that says
/// exactly when. With the words.
fn promised(
    story: &Story<'_>,
    template: &Template,
    values: &Values,
    sent: Moment,
) -> Result<Option<(String, Moment)>, Refusal> {
    let words = template.template.value_of(Name::Timeframe, values);
    let Some((words, promise)) = words.and_then(|words| Promise::read(&words).map(|read| (words, read)))
    else {
        return Ok(None);
    };
    let at = instant(story, promise, sent).ok_or_else(|| {
        Refusal::invalid(
            Reason::TimeNeverComes,
            "values",
            format!("The time “{words}” never comes: there are no business hours."),
        )
    })?;
    if at <= sent {
        let over = if sent > story.now() { "is over when the text goes out" } else { "has passed" };
        return Err(Refusal::invalid(
            Reason::TimeframePassed,
            "values",
            format!("The time “{words}” {over}. Promise a later one."),
        ));
    }
    Ok(Some((words.into_owned(), at)))
}

/// “by 5 pm” is meant on the wall of the business: for a customer whose clock shows another time its name is said too.
fn name_the_clock(story: &Story<'_>, template: &Template, values: &mut Values, sent: Moment) {
    let words = template.template.value_of(Name::Timeframe, values).map(std::borrow::Cow::into_owned);
    let Some((words, promise)) = words.and_then(|words| Promise::read(&words).map(|read| (words, read)))
    else {
        return;
    };
    let theirs = story.subject().contact.as_deref().and_then(zone_of);
    let Some(at) = instant(story, promise, sent).filter(|_| matches!(promise, Promise::By(..))) else {
        return;
    };
    if let Some(name) = time_words::business_clock(story.directory().policy.zone(), theirs.as_ref(), at) {
        values.set(Name::Timeframe, Some(format!("{words} {name}")));
    }
}

/// The same for a text that was filled before and goes out at `sent` after all; none where the time is over by then.
pub(super) fn promise_from(story: &Story<'_>, timeframe: &str, sent: Moment) -> Option<Moment> {
    instant(story, Promise::read(timeframe)?, sent).filter(|at| *at > sent)
}

/// When that is. Business time is that of the target, or of the conversation's hours where the target runs around the
/// clock.
fn instant(story: &Story<'_>, promise: Promise, sent: Moment) -> Option<Moment> {
    let directory = story.directory();
    let of_target = clocks::target_of_first_response(story).and_then(|target| target.hours);
    let business = match of_target {
        Some(hours) => Time::of(directory, Some(hours)),
        None => hours_of(story).map_or(Time::ALWAYS, Time::within),
    };
    match promise {
        Promise::Minutes(minutes) => Some(sent + Duration::from_mins(u64::from(minutes))),
        Promise::BusinessHours(hours) => business.add(sent, Duration::from_hours(u64::from(hours))),
        Promise::BusinessDays(count) => business.after(sent, Length { count, unit: Unit::Days }),
        Promise::By(day, time) => on_the_wall(directory.policy.zone(), sent, day, time),
    }
}

/// The instant at which the wall of the business shows what was promised.
fn on_the_wall(zone: &Zone, now: Moment, day: Day, time: TimeOfDay) -> Option<Moment> {
    let today = zone.wall(now).date;
    let time = WallTime::new(u16::from(time.hour()), u16::from(time.minute()))?;
    match day {
        Day::Today => Some(zone.moment(today, time)),
        Day::Tomorrow => Some(zone.moment(today.tomorrow()?, time)),
        Day::Next(day) => {
            let days = (today.number()..=today.number() + 7).filter_map(Date::from_number);
            let named = days.filter(|date| date.weekday() == weekday(day));
            named.map(|date| zone.moment(date, time)).find(|at| *at > now)
        }
    }
}

fn weekday(day: baton_templates::Weekday) -> Weekday {
    use baton_templates::Weekday as Said;
    match day {
        Said::Monday => Weekday::Mon,
        Said::Tuesday => Weekday::Tue,
        Said::Wednesday => Weekday::Wed,
        Said::Thursday => Weekday::Thu,
        Said::Friday => Weekday::Fri,
        Said::Saturday => Weekday::Sat,
        Said::Sunday => Weekday::Sun,
    }
}
