//! Every refusal that the simulation has to come across, read off the core's list, and the few that it cannot.

use baton_core::Reason;

/// Those that no run comes across, and why. Those of the core have tests of their own there.
pub const NOT_HERE: [(Reason, &str); 12] = [
    (Reason::ThreadFull, "a million messages in one thread"),
    (Reason::ConversationFull, "thousands of questions, offers and texts in one conversation"),
    (Reason::LineRetired, "lines are not retired here"),
    (Reason::LineSendsNothing, "lines are not retired here"),
    (Reason::TooManyWatchers, "the team here is smaller than that"),
    (Reason::NameOfSeveral, "everybody here has a first name of their own"),
    (Reason::TimeNeverComes, "every house here opens on some day"),
    (Reason::NoPicture, "said by the engine, which is not here: pictures"),
    (Reason::NoSimulatedLine, "said by the engine, which is not here: pretend phones"),
    (Reason::SenderUnread, "said by the engine, which is not here: pretend phones"),
    (Reason::PretendTextEmpty, "said by the engine, which is not here: pretend phones"),
    (Reason::KeyCannotBe, "said by the engine, which is not here: keys of presses"),
];

/// The name of every other one, under which it is counted.
pub fn refusals() -> impl Iterator<Item = &'static str> {
    let here = |reason: &&Reason| NOT_HERE.iter().all(|(other, _)| other != *reason);
    Reason::ALL.iter().filter(here).map(|reason| reason.name())
}
