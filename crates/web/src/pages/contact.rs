//! A customer's page: numbers, consent with its evidence, and what was before.

use super::desk::{Desk, Press};
use super::fields::Fields;
use super::listing::human;
use super::reading;
use super::reply::{html, problem, redirect_saying, shown};
use crate::answer::Problem;
use crate::shape::{ConsentEntry, ConsentHistory};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use baton_core::{Command, ConsentState, ContactId, Conversation, Line, Number, NumberId, Owner, Thread};
use baton_pages::{Choice, ConsentForm, ConsentLine, ContactNumber, ContactPage, Earlier, Page, View};
use baton_store::{ConsentStep, ContactCard, Reader, StoreError};

/// The most conversations of one thread that are shown.
const CONVERSATIONS: usize = 20;

/// Everything about one customer, read in one snapshot.
struct Known {
    card: ContactCard,
    /// Of their numbers, in their order.
    steps: Vec<Vec<ConsentStep>>,
    /// What they have on which line.
    threads: Vec<Thread>,
    conversations: Vec<Conversation>,
}

impl Known {
    async fn read(desk: &Desk, id: &str) -> Result<Self, Problem> {
        let missing = || Problem::not_found("contact");
        let id: ContactId = id.parse().map_err(|_| missing())?;
        let lines: Vec<_> = desk.directory.lines.keys().copied().collect();
        desk.app.read(move |reader| load(reader, id, &lines)).await?.ok_or_else(missing)
    }

    fn who(&self) -> String {
        let name = self.card.contact.name.clone();
        name.or_else(|| Some(human(&self.card.numbers.first()?.address))).unwrap_or_default()
    }

    fn first_name(&self) -> String {
        let name = self.card.contact.name.as_deref().and_then(|name| name.split_whitespace().next());
        name.map_or_else(|| self.who(), str::to_owned)
    }
}

fn load(
    reader: &mut Reader<'_>,
    id: ContactId,
    lines: &[baton_core::LineId],
) -> Result<Option<Known>, StoreError> {
    let Some(card) = reader.contact(id)? else { return Ok(None) };
    let (mut steps, mut threads, mut conversations) = (Vec::new(), Vec::new(), Vec::new());
    for number in &card.numbers {
        steps.push(reader.consent_of(number)?);
        for line in lines {
            let Some(thread) = reader.thread_of(*line, &number.handset)? else { continue };
            conversations.extend(reader.thread_conversations(thread.id, CONVERSATIONS)?);
            threads.push(thread);
        }
    }
    conversations.sort_by_key(|found| std::cmp::Reverse(found.opened_at));
    Ok(Some(Known { card, steps, threads, conversations }))
}

/// `GET /contacts/{id}`.
pub(super) async fn page(Path(id): Path<String>, desk: Desk) -> Response {
    let answer = show(&desk, &id, None).await.unwrap_or_else(|refused| problem(&refused));
    shown(&desk, answer)
}

async fn show(desk: &Desk, id: &str, refused: Option<(&Fields, Problem)>) -> Result<Response, Problem> {
    let known = Known::read(desk, id).await?;
    let status = refused.as_ref().map_or(StatusCode::OK, |(_, problem)| problem.status());
    let history = ConsentHistory::new(&desk.directory, &known.card, &known.steps);
    let page = ContactPage {
        shell: desk.shell(View::Elsewhere(Page::Customer)).await?,
        id: known.card.contact.id.to_string(),
        who: known.who(),
        first_name: known.first_name(),
        intro: intro(desk, &known),
        numbers: known.card.numbers.iter().map(|one| number(desk, &known, &history, one)).collect(),
        history: history.entries().iter().rev().map(|entry| said(desk, entry)).collect(),
        form: form(&known, refused),
        conversations: known.conversations.iter().map(|one| conversation(desk, one)).collect(),
        facts: facts(&known),
    };
    Ok(html(status, &page))
}

/// What their clock shows, where their record says their zone, and who looks after them.
fn intro(desk: &Desk, known: &Known) -> String {
    let contact = &known.card.contact;
    let who = known.first_name();
    let clock = contact.zone.as_ref().map(|_| {
        let there = desk.when.of_customer(Some(contact));
        format!("It is {} where {who} is.", there.clock(desk.when.now()).words)
    });
    let owner = contact
        .account_owner
        .map(|owner| format!("{} looks after {who}.", desk.directory.owner_name(Owner::Person(owner))));
    [clock, owner].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn number(desk: &Desk, known: &Known, history: &ConsentHistory, number: &Number) -> ContactNumber {
    let last = history.entries().iter().rev().find(|entry| entry.number == number.address);
    let (consent, evidence) = match (number.consent.state, last) {
        (ConsentState::Unstated, _) => ("Not asked yet".to_owned(), "answering them is allowed".to_owned()),
        (ConsentState::In, last) => {
            ("Yes".to_owned(), last.map(|entry| how(desk, entry)).unwrap_or_default())
        }
        (ConsentState::Out, Some(entry)) if entry.cause == "word" => (
            format!("No: they texted “{}”", entry.evidence),
            format!("{}; a START from it changes that", desk.when.date(entry.at).words),
        ),
        (ConsentState::Out, last) => {
            ("No: they opted out".to_owned(), last.map(|entry| how(desk, entry)).unwrap_or_default())
        }
    };
    let evidence = if number.consent.carrier_block && number.consent.state == ConsentState::In {
        format!("{evidence}; their carrier may block us until they text START")
    } else {
        evidence
    };
    let lines: Vec<String> = known
        .threads
        .iter()
        .filter(|thread| thread.number == number.id)
        .filter_map(|thread| desk.directory.lines.get(&thread.line))
        .map(called)
        .collect();
    ContactNumber {
        number: human(&number.address),
        lines: if lines.is_empty() { String::new() } else { format!("texts with {}", lines.join(", ")) },
        out: number.opted_out(),
        consent,
        evidence,
        unreachable: number
            .unreachable
            .as_ref()
            .map(|trouble| format!("No, since {}", desk.when.date(trouble.since).words))
            .unwrap_or_default(),
    }
}

fn called(line: &Line) -> String {
    if line.name == line.number { human(&line.number) } else { line.name.clone() }
}

/// "web form of 4 March, recorded by Maya Ortiz, 4 Mar".
fn how(desk: &Desk, entry: &ConsentEntry) -> String {
    format!("“{}”, {}, {}", entry.evidence, known_by(desk, entry), desk.when.date(entry.at).words)
}

fn known_by(desk: &Desk, entry: &ConsentEntry) -> String {
    let by = entry.by["name"].as_str().unwrap_or_default();
    let line = entry.line.as_deref().map(|number| {
        let line = desk.directory.lines.values().find(|line| line.number == number);
        line.map_or_else(|| human(number), called)
    });
    match (entry.cause, line) {
        ("word", Some(line)) => format!("they texted it to {line}"),
        ("word", None) => "they texted it".to_owned(),
        ("carrier", _) => "the carrier said so".to_owned(),
        _ => format!("recorded by {by}"),
    }
}

fn said(desk: &Desk, entry: &ConsentEntry) -> ConsentLine {
    let what = if entry.to == "out" { "opted out" } else { "agreed to texts" };
    ConsentLine {
        at: desk.when.exact(entry.at),
        what: format!("{} {what}", human(&entry.number)),
        evidence: format!("“{}”", entry.evidence),
        by: known_by(desk, entry),
    }
}

fn facts(known: &Known) -> Vec<(String, String)> {
    let contact = &known.card.contact;
    let mut facts: Vec<_> =
        contact.attributes.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    if !contact.tags.is_empty() {
        facts.push(("Tags".to_owned(), contact.tags.iter().cloned().collect::<Vec<_>>().join(", ")));
    }
    facts
}

/// Its title where it was routed by words, and where it stands.
fn conversation(desk: &Desk, found: &Conversation) -> Earlier {
    reading::earlier(desk, found)
}

fn form(known: &Known, refused: Option<(&Fields, Problem)>) -> ConsentForm {
    let chosen = refused.as_ref().map_or("", |(form, _)| form.get("number")).to_owned();
    let choice = |number: &Number| {
        let value = number.id.to_string();
        Choice { chosen: value == chosen, words: human(&number.address), value }
    };
    let blank = ConsentForm {
        numbers: known.card.numbers.iter().map(choice).collect(),
        asks: known.card.numbers.iter().any(Number::opted_out),
        ..ConsentForm::default()
    };
    let Some((form, problem)) = refused else { return blank };
    let of_words = problem.field_name() == Some("evidence");
    let detail = problem.detail().to_owned();
    ConsentForm {
        state: form.get("state").to_owned(),
        evidence: form.get("evidence").to_owned(),
        asked: form.get("asked") == "1",
        evidence_wrong: of_words.then(|| detail.clone()),
        wrong: (!of_words).then_some(detail),
        ..blank
    }
}

/// `POST /contacts/{id}/consent`.
pub(super) async fn record(Path(id): Path<String>, Press { desk, form }: Press) -> Response {
    let recorded = set(&desk, &id, &form).await;
    let answer = match recorded {
        Ok(words) => Ok(redirect_saying(desk.app.cookies(), &format!("/contacts/{id}"), &words)),
        Err(refused) if refused.status() == StatusCode::UNPROCESSABLE_ENTITY => {
            show(&desk, &id, Some((&form, refused))).await
        }
        Err(refused) => Err(refused),
    };
    answer.unwrap_or_else(|refused| problem(&refused))
}

/// What somebody was told on paper or by phone. Whoever opted out is in again only by their own word since: the form asks
/// for it in so many words.
async fn set(desk: &Desk, id: &str, form: &Fields) -> Result<String, Problem> {
    let known = Known::read(desk, id).await?;
    let wanted: Option<NumberId> = form.get("number").parse().ok();
    let number = known.card.numbers.iter().find(|number| Some(number.id) == wanted);
    let number = number.ok_or_else(|| Problem::field("number", "Choose which of their numbers it is."))?;
    let state = match form.get("state") {
        "in" => ConsentState::In,
        "out" => ConsentState::Out,
        _ => return Err(Problem::field("state", "Choose whether we may text them.")),
    };
    if state == ConsentState::In && number.opted_out() && form.get("asked") != "1" {
        let words = format!(
            "{} opted out, and nobody but they can undo that. If they asked for our texts again since, tick that they \
             did, and say how you know.",
            human(&number.address)
        );
        return Err(Problem::field("asked", words));
    }
    let evidence = form.get("evidence").to_owned();
    desk.app.submit(&desk.caller, Command::SetConsent { number: number.id, state, evidence }, None).await?;
    Ok(match state {
        ConsentState::Out => format!("Recorded: {} gets no more texts.", human(&number.address)),
        _ => format!("Recorded: {} may be texted.", human(&number.address)),
    })
}
