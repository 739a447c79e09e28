//! What is put to the reader, or to the queue whose list they look at: asked of them, or offered to them.

use super::desk::Desk;
use super::{offered, reading};
use baton_core::{Ask, Clock, Conversation, Handoff, Owner};
use baton_pages::View;
use baton_store::PutToWhom;

/// Keys of the groups at the head of a list.
pub(super) const OFFERED: &str = "offered";
pub(super) const ASKED: &str = "asked";

/// To whom things are put that stand at the head of a list.
pub(super) fn whom(desk: &Desk, view: &View) -> PutToWhom {
    let queue = match view {
        View::Queue(id) => id.parse().ok().map(Owner::Queue),
        _ => None,
    };
    if let Some(queue) = queue {
        return PutToWhom { parties: vec![queue], except_by: None };
    }
    let me = desk.me.id;
    PutToWhom { parties: desk.directory.parties_of(me), except_by: Some(me) }
}

/// "Offered to you", "Asked of Billing".
pub(super) fn title(desk: &Desk, view: &View, key: &str) -> String {
    let to = match view {
        View::Queue(id) => id.parse().ok().map(|id| desk.directory.owner_name(Owner::Queue(id))),
        _ => None,
    };
    let what = if key == OFFERED { "Offered to" } else { "Asked of" };
    format!("{what} {}", to.unwrap_or("you"))
}

/// What of a conversation is put to them first.
#[derive(Debug, Clone, Copy)]
pub(super) enum First<'c> {
    /// It is offered to them, which waits for an answer.
    Offer(&'c Handoff),
    /// Of the questions the one that is due first.
    Ask(&'c Ask),
}

impl First<'_> {
    pub(super) fn group(self) -> &'static str {
        match self {
            Self::Offer(_) => OFFERED,
            Self::Ask(_) => ASKED,
        }
    }
}

/// What of it is put to them, if anything; an offer before questions.
pub(super) fn first<'c>(whom: &PutToWhom, conversation: &'c Conversation) -> Option<First<'c>> {
    if !conversation.is_live() {
        return None;
    }
    let offer = conversation.handoff.as_ref();
    let offer = offer.filter(|offer| whom.parties.contains(&offer.to) && whom.except_by != Some(offer.from));
    if let Some(offer) = offer {
        return Some(First::Offer(offer));
    }
    let theirs = conversation.asks.iter().filter(|ask| {
        whom.parties.contains(&ask.owner) || whom.parties.contains(&Owner::Person(ask.accountable))
    });
    theirs.min_by_key(|ask| due(ask).map_or(ask.opened_at, |clock| clock.due_at)).map(First::Ask)
}

fn due(ask: &Ask) -> Option<&Clock> {
    ask.clock.as_ref().filter(|clock| clock.runs())
}

/// The promise by which a row is shown: of what is put to them, else the one that is due first of all.
pub(super) fn clock<'c>(conversation: &'c Conversation, first: Option<First<'c>>) -> Option<&'c Clock> {
    match first {
        Some(First::Ask(ask)) => due(ask),
        Some(First::Offer(_)) | None => conversation.first_due(),
    }
}

/// "payment plan, Billing": the question that a promise is about, if it is about one.
pub(super) fn about(desk: &Desk, conversation: &Conversation, clock: &Clock) -> Option<String> {
    let ask = conversation.asks.iter().find(|ask| Some(ask.id) == clock.key.ask)?;
    Some(question(desk, ask))
}

/// A question, and whose it is if that is not its words already.
pub(super) fn question(desk: &Desk, ask: &Ask) -> String {
    let says_whose = ask.words.is_none() && ask.why.as_ref().is_none_or(|why| why.matched.is_empty());
    match (says_whose, ask.owner) {
        (true, _) => reading::ask_words(desk, ask),
        (false, Owner::Person(person)) if person == desk.me.id => reading::ask_words(desk, ask),
        (false, owner) => format!("{}, {}", reading::ask_words(desk, ask), offered::short(desk, owner)),
    }
}

/// "Chris, until 3:13 pm: a refund for May": what an offer says in a row.
pub(super) fn offer_words(desk: &Desk, offer: &Handoff) -> String {
    let until = desk.when.until(offer.expires_at);
    format!("{} offers it until {until}: {}", desk.first_name(offer.from), offer.baton.summary)
}
