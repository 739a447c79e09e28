//! The pretend phone: the customer's side of a thread, and what Baton did with it.

use super::desk::{Desk, Press};
use super::fields::Fields;
use super::listing::human;
use super::reply::{html, problem, redirect, shown};
use super::tell::tell;
use crate::answer::{Press as Key, Problem};
use crate::api::paths;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use baton_core::{
    ConversationId, Event, Line as CoreLine, LineCarrier, LineId, MessageId, OutText, Owner, Record,
    TextState,
};
use baton_pages::{
    Choice, Event as Line, Hand, Page, PhoneEntry, PhoneFragment, PhonePage, PhoneThread, Try, View,
};
use baton_store::{ContactCard, Reader, StoreError};
use baton_text::Address;
use std::collections::HashMap;

/// How many records of the thread the phone shows.
const RECORDS: usize = 100;
/// How many pretend customers can be chosen.
const CUSTOMERS: usize = 50;
/// Numbers that nobody has: 555-0100 to 555-0199 are for pretending (North American Numbering Plan).
const PRETEND: std::ops::RangeInclusive<u16> = 110..=199;

/// Which phone and line, as an address or form says.
struct Who {
    from: Address,
    line: LineId,
}

/// What the store knows of the phone.
struct Known {
    customers: Vec<ContactCard>,
    records: Vec<Record>,
    texts: HashMap<MessageId, OutText>,
    conversation: Option<ConversationId>,
    name: Option<String>,
}

fn pretend_lines(desk: &Desk) -> Vec<(LineId, String, String)> {
    let lines = desk.directory.lines.values();
    let pretend = lines.filter(|line| line.carrier == LineCarrier::Simulator && !line.retired);
    pretend.map(|line| (line.id, line.name.clone(), line.number.clone())).collect()
}

fn line(desk: &Desk, fields: &Fields) -> Result<LineId, Problem> {
    let lines = pretend_lines(desk);
    let named = fields.get("line").parse().ok().filter(|id| lines.iter().any(|(line, ..)| line == id));
    named.or_else(|| lines.first().map(|(line, ..)| *line)).ok_or_else(|| {
        let words = "There is no line for pretend phones. Add one with `baton line add simulator`.";
        Problem::new(StatusCode::NOT_FOUND, "not_found", words)
    })
}

/// The line that a form names.
pub(super) fn pretend_line<'a>(desk: &'a Desk, fields: &Fields) -> Result<&'a CoreLine, Problem> {
    let line = line(desk, fields)?;
    desk.directory.lines.get(&line).ok_or_else(|| Problem::not_found("line"))
}

/// The phone that is chosen; else, and for `new`, a number that nobody has yet.
async fn who(desk: &Desk, fields: &Fields) -> Result<Who, Problem> {
    let line = line(desk, fields)?;
    let wanted = fields.get("as");
    if !wanted.is_empty() && wanted != "new" {
        let region = paths::region_of(&desk.directory, Some(line));
        let from = paths::address(wanted, "as", region)?;
        return Ok(Who { from, line });
    }
    let known = desk.app.read(customers).await?;
    let taken: Vec<&str> =
        known.iter().flat_map(|card| &card.numbers).map(|number| number.address.as_str()).collect();
    let free =
        PRETEND.map(|last| format!("+1212555{last:04}")).find(|number| !taken.contains(&number.as_str()));
    let free = free.unwrap_or_else(|| "+12125550199".to_owned());
    Ok(Who { from: Address::from_stored(&free), line })
}

fn customers(reader: &mut Reader<'_>) -> Result<Vec<ContactCard>, StoreError> {
    Ok(reader.contacts(None, None, CUSTOMERS)?.items)
}

async fn known(desk: &Desk, who: &Who) -> Result<Known, Problem> {
    let (line, key) = (who.line, who.from.handset_key().to_string());
    desk.app
        .read(move |reader| {
            let customers = customers(reader)?;
            let number = reader.number_by_handset(&key)?;
            let contact = match &number {
                Some(number) => reader.contact(number.contact)?,
                None => None,
            };
            let thread = reader.thread_of(line, &key)?;
            let records = match &thread {
                Some(thread) => reader.timeline(thread.id, None, RECORDS)?,
                None => Vec::new(),
            };
            let ids: Vec<MessageId> =
                records.iter().flat_map(|record| &record.events).filter_map(ours).collect();
            let texts = reader.texts(&ids)?.into_iter().map(|text| (text.id, text)).collect();
            let conversation = thread.and_then(|thread| thread.open.or(thread.last_closed));
            let name = contact.and_then(|card| card.contact.name);
            Ok(Known { customers, records, texts, conversation, name })
        })
        .await
}

fn ours(event: &Event) -> Option<MessageId> {
    match event {
        Event::TextWritten { id, .. } => Some(*id),
        _ => None,
    }
}

fn first_name(who: &Who, known: &Known) -> String {
    match &known.name {
        Some(name) => name.split_whitespace().next().unwrap_or(name).to_owned(),
        None => who.from.human(),
    }
}

fn thread(desk: &Desk, who: &Who, known: &Known) -> PhoneThread {
    let line = desk.directory.lines.get(&who.line);
    let name = first_name(who, known);
    PhoneThread {
        business: desk.directory.business.clone(),
        line_number: line.map(|line| human(&line.number)).unwrap_or_default(),
        line: who.line.to_string(),
        from: who.from.to_string(),
        entries: entries(desk, known),
        did: did(desk, known, &name),
        first_name: name,
        inbox: known.conversation.map(|id| format!("/c/{id}")),
    }
}

/// What is on the phone: the customer's own texts, and ours as soon as the carrier took them.
fn entries(desk: &Desk, known: &Known) -> Vec<PhoneEntry> {
    let mut entries = Vec::new();
    let mut day = None;
    for record in &known.records {
        for event in &record.events {
            let at = desk.when.clock(record.at);
            let entry = match event {
                Event::TextReceived { body, .. } | Event::ReactionReceived { body, .. } => {
                    PhoneEntry::Mine { text: body.clone(), at }
                }
                Event::TextWritten { id, body, .. } if known.texts.get(id).is_some_and(reached) => {
                    PhoneEntry::Theirs { text: body.clone(), at }
                }
                _ => continue,
            };
            if day.is_none_or(|day| !desk.when.same_day(day, record.at)) {
                entries.push(PhoneEntry::Day(desk.when.day(record.at).words));
                day = Some(record.at);
            }
            entries.push(entry);
        }
    }
    entries
}

fn reached(text: &OutText) -> bool {
    matches!(text.state, TextState::Sent | TextState::Delivered)
}

/// What Baton did, as the timeline tells it.
fn did(desk: &Desk, known: &Known, name: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut owner: Option<Owner> = None;
    for record in &known.records {
        for (position, event) in record.positioned() {
            let opened = owner.is_none();
            match event {
                Event::ConversationOpened { owner: first, .. } => owner = Some(*first),
                Event::OwnerChanged { to, .. } => owner = Some(*to),
                _ => {}
            }
            let Some(told) = tell(desk, name, record, event) else { continue };
            lines.push(Line {
                position: position.0,
                hand: hand(desk, owner),
                starts: opened && lines.is_empty(),
                ring: told.ring,
                words: told.words,
                more: told.more,
                at: desk.when.clock(record.at),
            });
        }
    }
    lines
}

fn hand(desk: &Desk, owner: Option<Owner>) -> Hand {
    match owner {
        None => Hand::None,
        Some(Owner::Queue(_)) => Hand::Queue,
        Some(Owner::Person(person)) if person == desk.me.id => Hand::You,
        Some(Owner::Person(_)) => Hand::Mate,
    }
}

/// `GET /phone`.
pub(super) async fn page(desk: Desk, uri: Uri) -> Response {
    let fields = Fields::read(uri.query().unwrap_or("").as_bytes());
    let answer = whole(&desk, &fields, None).await.unwrap_or_else(|refused| problem(&refused));
    shown(&desk, answer)
}

async fn whole(desk: &Desk, fields: &Fields, wrong: Option<&Problem>) -> Result<Response, Problem> {
    let who = who(desk, fields).await?;
    let known = known(desk, &who).await?;
    let page = PhonePage {
        shell: desk.shell(View::Elsewhere(Page::Phone)).await?,
        customers: choices(&who, &known),
        lines: pretend_lines(desk)
            .into_iter()
            .map(|(id, name, number)| Choice {
                value: id.to_string(),
                words: if name == number { human(&number) } else { format!("{name}, {}", human(&number)) },
                chosen: id == who.line,
            })
            .collect(),
        tries: tries(),
        weather: weather(desk, &who),
        key: crate::auth::new_secret().text,
        wrong: wrong.map(|wrong| wrong.detail().to_owned()),
        thread: thread(desk, &who, &known),
    };
    Ok(html(wrong.map_or(StatusCode::OK, Problem::status), &page))
}

fn choices(who: &Who, known: &Known) -> Vec<Choice> {
    let chosen = who.from.to_string();
    let numbers = known.customers.iter().flat_map(|card| {
        card.numbers.iter().map(|number| (card.contact.name.as_deref(), number.address.as_str()))
    });
    let new = |value: String, chosen| Choice { value, words: "Somebody new".to_owned(), chosen };
    let mut choices: Vec<Choice> = numbers
        .map(|(name, address)| Choice {
            value: address.to_owned(),
            words: name.map_or_else(|| human(address), |name| format!("{name}, {}", human(address))),
            chosen: address == chosen,
        })
        .collect();
    // The number of somebody new stands on the phone; there is no room for it here.
    let first = if choices.iter().any(|choice| choice.chosen) {
        new("new".to_owned(), false)
    } else {
        new(chosen, true)
    };
    choices.insert(0, first);
    choices
}

fn weather(desk: &Desk, who: &Who) -> Vec<Choice> {
    let simulator = desk.app.engine().simulator();
    let line = desk.directory.lines.get(&who.line);
    let now = line.map_or_else(|| simulator.weather(), |line| simulator.weather_of(&line.number));
    super::weather::choices(simulator.weather(), now)
}

fn tries() -> Vec<Try> {
    let one = |words: &str, text: &str| Try { words: words.to_owned(), text: text.to_owned() };
    vec![
        one("A question", "Hi, do you have an appointment on Friday?"),
        one("Two questions in one text", "What is the price of a first visit, and can I reschedule Tuesday?"),
        one("Nothing that a rule knows", "Hello"),
        one("STOP", "STOP"),
    ]
}

/// `GET /phone/live`.
pub(super) async fn live(desk: Desk, uri: Uri) -> Response {
    let fields = Fields::read(uri.query().unwrap_or("").as_bytes());
    fragment(&desk, &fields, None).await.unwrap_or_else(|refused| problem(&refused))
}

async fn fragment(desk: &Desk, fields: &Fields, wrong: Option<&Problem>) -> Result<Response, Problem> {
    let who = who(desk, fields).await?;
    let known = known(desk, &who).await?;
    let wrong_words = wrong.map(|wrong| wrong.detail().to_owned());
    let (navigation, _) = desk.navigation(View::Elsewhere(Page::Phone)).await?;
    let page = PhoneFragment {
        thread: thread(desk, &who, &known),
        customers: choices(&who, &known),
        wrong: wrong_words,
        navigation,
    };
    Ok(html(wrong.map_or(StatusCode::OK, Problem::status), &page))
}

/// `POST /phone/texts`.
pub(super) async fn text(Press { desk, form }: Press) -> Response {
    let sent = async {
        let who = who(&desk, &form).await?;
        let text = form.get("text").to_owned();
        if text.trim().is_empty() {
            return Err(Problem::field("text", "Write a text first."));
        }
        let stands_on = [&who.line.to_string(), &who.from.to_string(), &text].map(String::as_str).join("\0");
        let press = |key: String| Key::new(&format!("phone/{key}"), "/phone/texts", stands_on.as_bytes());
        let press = form.said("key").map(press).transpose()?;
        let line = pretend_line(&desk, &form)?;
        desk.app.pretend(&desk.caller, line, who.from, text, press).await
    };
    let sent = sent.await;
    let made = match (&sent, desk.live) {
        (Ok(_), false) => Ok(redirect(&format!("/phone?{}", form.query(&["as", "line"])))),
        (Ok(_), true) => fragment(&desk, &form, None).await,
        (Err(refused), true) => fragment(&desk, &form, Some(refused)).await,
        (Err(refused), false) => whole(&desk, &form, Some(refused)).await,
    };
    made.unwrap_or_else(|refused| problem(&refused))
}
