//! The sheet on which one hands over, as it is filled in so far.

use super::desk::Desk;
use super::fields::Fields;
use super::inbox::{known, query, whole};
use super::listing::{Wanted, party};
use super::reply::{html, problem};
use super::summary::Summary;
use super::targets::{suggestion, targets};
use super::thread::{From, Thread};
use super::{offered, reading, summary, write};
use crate::answer::Problem;
use axum::extract::Path;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use baton_core::{Baton, Owner, TellCustomer};
use baton_pages::{Choice, Ghost, Ring, Sheet, SheetFragment, Written};

/// When the customer is told: as the form says it, and as it is read there.
const TELL: [(&str, &str); 3] =
    [("on_acceptance", "Once it is accepted"), ("now", "With the offer"), ("no", "Not at all")];

/// How many characters of a question name it on the sheet.
const ASKED: usize = 40;

/// `GET /c/{id}/handoff`: the sheet.
pub(super) async fn sheet(desk: Desk, Path(id): Path<String>, uri: Uri) -> Response {
    let made = async {
        let wanted = Wanted::read(&query(&uri));
        let thread = Thread::read(&desk, known(&id)?, From::End).await?;
        let written = offered::words_that_came_back(&desk, &thread).map(again).unwrap_or_default();
        let filled = fill(&desk, &thread, &wanted.query, &written, None).await?;
        show(&desk, &thread, &wanted, filled, StatusCode::OK).await
    };
    made.await.unwrap_or_else(|refused: Problem| problem(&refused))
}

/// What was written to somebody who did not take it, as the form says it. The words to the customer name them, so they are
/// made anew.
fn again(baton: &Baton) -> Fields {
    let pairs = [("summary", &baton.summary), ("done", &baton.done), ("pending", &baton.pending)];
    let confirm_back = baton.confirm_back.then_some(("confirm_back", "1"));
    Fields::of(pairs.map(|(name, words)| (name, words.as_str())).into_iter().chain(confirm_back))
}

pub(super) async fn show(
    desk: &Desk,
    thread: &Thread,
    wanted: &Wanted,
    (sheet, ghost): (Sheet, Ghost),
    status: StatusCode,
) -> Result<Response, Problem> {
    if desk.live {
        return Ok(html(status, &SheetFragment { sheet, ghost }));
    }
    let mut conversation = reading::conversation(desk, thread, &wanted.query);
    conversation.sheet = Some((sheet, ghost));
    let id = thread.conversation().id.to_string();
    whole(desk, wanted, &id, conversation, status).await
}

/// The sheet as it was filled in, with what was refused at its field.
pub(super) async fn fill(
    desk: &Desk,
    thread: &Thread,
    list: &str,
    form: &Fields,
    refused: Option<&Problem>,
) -> Result<(Sheet, Ghost), Problem> {
    let all = targets(desk, thread).await?;
    let fresh = refused.is_none();
    let chosen = if fresh { all.asked } else { chosen(form) };
    let suggested = chosen.map(|to| suggestion(desk, thread, to)).unwrap_or_default();
    let wrong = |field: &str| {
        refused
            .filter(|problem| problem.field_name() == Some(field))
            .map(|problem| problem.detail().to_owned())
    };
    let summary = Summary::read(desk, thread, form, chosen, refused).await?;
    let lacks = |field: &str| summary.lacks(field).then(|| summary::WANTED.to_owned());
    let written = |field: &str| Written {
        words: form.get(field).replace("\r\n", "\n"),
        wrong: wrong(field).or_else(|| lacks(field)),
    };
    let mut customer_text = written("customer_text");
    if fresh || customer_text.words.trim().is_empty() || untouched(form) {
        customer_text.words.clone_from(&suggested);
    }
    let elsewhere =
        refused.filter(|problem| !problem.field_name().is_some_and(|name| summary.has_place_for(name)));
    let newest = elsewhere
        .filter(|problem| problem.code() == "newer_text")
        .and_then(|_| write::newest(desk, thread, form.get("seen").parse().ok()));
    let refused_words = match newest {
        Some(what) => Some(format!("{what} Nothing has been offered. Read it, then offer it.")),
        None => elsewhere.map(|problem| problem.detail().to_owned()),
    };
    let first_name = thread.first_name();
    let silent = thread.number.as_ref().is_some_and(baton_core::Number::opted_out);
    let tell = Some(form.get("tell")).filter(|tell| !tell.is_empty()).unwrap_or("on_acceptance");
    let value = chosen.map(super::listing::party_value).unwrap_or_default();
    let short = chosen.map_or_else(|| "somebody".to_owned(), |to| offered::short(desk, to));
    let sheet = Sheet {
        forms: reading::forms(desk, thread, list),
        who: thread.who(),
        stays: match thread.conversation().owner {
            Owner::Person(_) => "It stays yours until somebody accepts.".to_owned(),
            owner @ Owner::Queue(_) => {
                format!("It stays with {} until somebody accepts.", desk.directory.owner_name(owner))
            }
        },
        seen: thread.seen(desk),
        key: crate::auth::new_secret().text,
        asks: asks(desk, thread, form.get("what")),
        targets: all.first,
        others: all.others,
        chosen: value,
        suggested,
        template_wrong: wrong("summary_template"),
        summary: written("summary"),
        done: written("done"),
        pending: written("pending"),
        tell: TELL
            .iter()
            .map(|(value, words)| Choice {
                value: (*value).to_owned(),
                words: (*words).to_owned(),
                chosen: *value == tell,
            })
            .collect(),
        confirm_back: form.get("confirm_back") == "1",
        to_wrong: wrong("to"),
        refused: refused_words,
        silent: silent.then(|| format!("{first_name} opted out of texts.")),
        customer_text,
        first_name,
        templates: summary.templates,
    };
    let ghost = ghost(&sheet, &short, chosen.map(|to| offered::receiver(desk, to)));
    Ok((sheet, ghost))
}

/// The open questions, each of which may go to somebody else without the rest.
fn asks(desk: &Desk, thread: &Thread, chosen: &str) -> Vec<Choice> {
    let asks = thread.conversation().asks.iter().map(|ask| {
        let value = ask.id.to_string();
        let words = reading::ask_words(desk, ask);
        let mut short: String = words.chars().take(ASKED).collect();
        if short.len() < words.len() {
            short.push('…');
        }
        Choice { chosen: value == chosen, value, words: short }
    });
    asks.collect()
}

fn ghost(sheet: &Sheet, short: &str, ring: Option<Ring>) -> Ghost {
    let told = if sheet.tells() { sheet.customer_text.words.clone() } else { String::new() };
    Ghost {
        ring: ring.unwrap_or_else(|| Ring::receiver("?", "nobody yet")),
        bold: if sheet.chosen.is_empty() {
            "Choose who takes it over:".to_owned()
        } else {
            format!("If you offer this to {short},")
        },
        plain: if sheet.chosen.is_empty() {
            format!("what {} would get stands here then.", sheet.first_name)
        } else if told.is_empty() {
            format!("they see what you write here, and {} is not told.", sheet.first_name)
        } else {
            format!("they see what you write here. {} gets this text:", sheet.first_name)
        },
        words: told,
        small: "Not sent yet".to_owned(),
    }
}

/// Whom the form names; nobody, where it names two.
pub(super) fn chosen(form: &Fields) -> Option<Owner> {
    match form.get("to") {
        "other" => party(form.get("other")),
        to => party(to).filter(|_| ["", to].contains(&form.get("other"))),
    }
}

/// Who takes it over. Without a script nothing connects the choice above with the list below it, and whoever is chosen
/// beforehand stays chosen.
pub(super) fn receiver(desk: &Desk, form: &Fields) -> Result<Owner, Problem> {
    if let Some(to) = chosen(form) {
        return Ok(to);
    }
    let words = match (party(form.get("other")), party(form.get("to"))) {
        (Some(below), Some(above)) => format!(
            "You chose {} in the list and {} above. Choose one of them.",
            offered::short(desk, below),
            offered::short(desk, above)
        ),
        _ => "Choose who takes it over.".to_owned(),
    };
    Err(Problem::field("to", words))
}

/// The words are as they were suggested: nobody has changed them.
pub(super) fn untouched(form: &Fields) -> bool {
    let text = form.get("customer_text").trim();
    !text.is_empty() && text == form.get("suggested").trim()
}

pub(super) fn tell(form: &Fields) -> TellCustomer {
    match form.get("tell") {
        "now" => TellCustomer::Now,
        "no" => TellCustomer::No,
        _ => TellCustomer::OnAcceptance,
    }
}
