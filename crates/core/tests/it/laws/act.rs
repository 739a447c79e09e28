//! What somebody may do next.

use super::*;

/// One thing that somebody does.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    Text(&'static str),
    Send(PersonId, &'static str, u8, bool),
    ProgramSends,
    Note(PersonId),
    Touch(PersonId),
    Claim(PersonId),
    Release(PersonId, Option<baton_core::QueueId>),
    Assign(PersonId, Owner),
    Open(PersonId),
    Wait(PersonId, bool),
    Close(PersonId, bool),
    Tag(PersonId, &'static str, bool),
    HandOver(usize),
    Outcome(usize, u8),
    Word(usize, u8),
    LookedUp(usize, bool),
    Settle(PersonId, usize, bool),
    Cancel(PersonId, usize),
    Consent(PersonId, bool),
    Offer(PersonId, Owner, TellCustomer, bool),
    Accept(PersonId, bool),
    Decline(PersonId),
    Withdraw(PersonId),
    OpenAsk(PersonId, Owner, &'static str),
    AnswerAsk(PersonId, usize),
    MoveAsk(PersonId, usize, Owner),
    DropAsk(PersonId, usize),
    SendAnswer(PersonId, usize, bool),
    Schedule(Option<PersonId>, u16, u8, u8),
    SendPlanned(PersonId, usize),
    DropPlanned(PersonId, usize),
    Remind(PersonId, u16),
    Wake,
    Distribute,
    Says(PersonId, u8, u16, Option<PersonId>),
    Leaves(PersonId),
    Returns,
    Later(u16),
}

pub(crate) const TEXTS: [&str; 12] = [
    "Hi",
    "how much is a quote?",
    "can I reschedule and what is the price",
    "ok thanks",
    "STOP",
    "Start",
    "HELP",
    "yes",
    "Liked “nine”",
    "Questioned “nine”",
    "",
    "what time",
];

pub(crate) const TELLS: [TellCustomer; 3] = [TellCustomer::OnAcceptance, TellCustomer::Now, TellCustomer::No];

pub(crate) fn act() -> impl Strategy<Value = Act> {
    let who = prop::sample::select(vec![MAYA, CHRIS, JORDAN, RUTH]);
    let queue = prop::sample::select(vec![GENERAL, SALES, SCHEDULING]);
    let owner = prop_oneof![who.clone().prop_map(Owner::Person), queue.clone().prop_map(Owner::Queue)];
    let text = 0..8usize;
    prop_oneof![
        6 => prop::sample::select(TEXTS.to_vec()).prop_map(Act::Text),
        4 => (who.clone(), prop::sample::select(vec!["nine", "Does nine work?"]), 0..3u8, any::<bool>())
            .prop_map(|(who, body, then, seen)| Act::Send(who, body, then, seen)),
        1 => Just(Act::ProgramSends),
        1 => who.clone().prop_map(Act::Note),
        1 => who.clone().prop_map(Act::Touch),
        2 => who.clone().prop_map(Act::Claim),
        2 => (who.clone(), prop::option::of(queue)).prop_map(|(who, queue)| Act::Release(who, queue)),
        2 => (who.clone(), owner.clone()).prop_map(|(who, owner)| Act::Assign(who, owner)),
        1 => who.clone().prop_map(Act::Open),
        2 => (who.clone(), any::<bool>()).prop_map(|(who, internal)| Act::Wait(who, internal)),
        2 => (who.clone(), any::<bool>()).prop_map(|(who, says)| Act::Close(who, says)),
        1 => (who.clone(), prop::sample::select(vec!["#Urgent", "vip card", "new"]), any::<bool>())
            .prop_map(|(who, tag, add)| Act::Tag(who, tag, add)),
        4 => text.clone().prop_map(Act::HandOver),
        3 => (text.clone(), 0..4u8).prop_map(|(text, outcome)| Act::Outcome(text, outcome)),
        3 => (text.clone(), 0..5u8).prop_map(|(text, word)| Act::Word(text, word)),
        1 => (text.clone(), any::<bool>()).prop_map(|(text, known)| Act::LookedUp(text, known)),
        1 => (who.clone(), text.clone(), any::<bool>()).prop_map(|(who, text, again)| Act::Settle(who, text, again)),
        1 => (who.clone(), text).prop_map(|(who, text)| Act::Cancel(who, text)),
        1 => (who.clone(), any::<bool>()).prop_map(|(who, consents)| Act::Consent(who, consents)),
        6 => (who.clone(), owner.clone(), prop::sample::select(TELLS.to_vec()), any::<bool>())
            .prop_map(|(who, to, tell, confirm)| Act::Offer(who, to, tell, confirm)),
        5 => (who.clone(), prop::bool::weighted(0.9)).prop_map(|(who, newest)| Act::Accept(who, newest)),
        2 => who.clone().prop_map(Act::Decline),
        1 => who.clone().prop_map(Act::Withdraw),
        2 => (who.clone(), owner.clone(), prop::sample::select(vec!["cards?", "parking?"]))
            .prop_map(|(who, owner, words)| Act::OpenAsk(who, owner, words)),
        1 => (who.clone(), 0..3usize).prop_map(|(who, place)| Act::AnswerAsk(who, place)),
        1 => (who.clone(), 0..3usize, owner).prop_map(|(who, place, to)| Act::MoveAsk(who, place, to)),
        1 => (who.clone(), 0..3usize).prop_map(|(who, place)| Act::DropAsk(who, place)),
        2 => (who.clone(), 0..3usize, any::<bool>())
            .prop_map(|(who, place, pending)| Act::SendAnswer(who, place, pending)),
        3 => (prop::option::weighted(0.8, who.clone()), 1..3_000u16, 0..3u8, 0..3u8)
            .prop_map(|(who, minutes, changed, then)| Act::Schedule(who, minutes, changed, then)),
        1 => (who.clone(), 0..2usize).prop_map(|(who, place)| Act::SendPlanned(who, place)),
        1 => (who.clone(), 0..2usize).prop_map(|(who, place)| Act::DropPlanned(who, place)),
        1 => (who.clone(), 1..3_000u16).prop_map(|(who, minutes)| Act::Remind(who, minutes)),
        1 => Just(Act::Wake),
        1 => Just(Act::Distribute),
        3 => (who.clone(), 0..5u8, 1..4_000u16, prop::option::of(who))
            .prop_map(|(who, word, minutes, cover)| Act::Says(who, word, minutes, cover)),
        1 => prop::sample::select(vec![MAYA, CHRIS, JORDAN]).prop_map(Act::Leaves),
        1 => Just(Act::Returns),
        2 => (1..6_000u16).prop_map(Act::Later),
    ]
}
