//! Handing over: the sheet, and what becomes of an offer.

use super::actions::{self, Said};
use super::desk::{Desk, Press};
use super::fields::Fields;
use super::inbox::{known, query, whole};
use super::listing::{Wanted, party};
use super::reading;
use super::reply::{html, problem};
use super::targets::{suggestion, targets};
use super::thread::{From, Thread};
use super::{offered, write};
use crate::answer::Problem;
use axum::extract::Path;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use baton_core::{Baton, Command, ConversationId, NewOffer, OfferEnd, Owner, Seen, TellCustomer};
use baton_pages::{Choice, Ghost, Notice, Ring, Sheet, SheetFragment, Undo, Written};

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

async fn show(
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
async fn fill(
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
    let written = |field: &str| Written { words: form.get(field).replace("\r\n", "\n"), wrong: wrong(field) };
    let mut customer_text = written("customer_text");
    if fresh || customer_text.words.trim().is_empty() || untouched(form) {
        customer_text.words.clone_from(&suggested);
    }
    let somewhere = ["to", "summary", "done", "pending", "customer_text"];
    let elsewhere =
        refused.filter(|problem| !problem.field_name().is_some_and(|name| somewhere.contains(&name)));
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
fn chosen(form: &Fields) -> Option<Owner> {
    match form.get("to") {
        "other" => party(form.get("other")),
        to => party(to).filter(|_| ["", to].contains(&form.get("other"))),
    }
}

/// Who takes it over. Without a script nothing connects the choice above with the list below it, and whoever is chosen
/// beforehand stays chosen.
fn receiver(desk: &Desk, form: &Fields) -> Result<Owner, Problem> {
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
fn untouched(form: &Fields) -> bool {
    let text = form.get("customer_text").trim();
    !text.is_empty() && text == form.get("suggested").trim()
}

fn tell(form: &Fields) -> TellCustomer {
    match form.get("tell") {
        "now" => TellCustomer::Now,
        "no" => TellCustomer::No,
        _ => TellCustomer::OnAcceptance,
    }
}

/// What the form asks for. Words for the customer that name somebody else than the one who gets it do not go out.
fn wanted_offer(desk: &Desk, thread: &Thread, form: &Fields) -> Result<NewOffer, Problem> {
    if form.get("conversation") != thread.conversation().id.to_string() {
        let words = "This sheet was written for another conversation, so nothing has been offered.";
        return Err(Problem::field("conversation", words));
    }
    let to = receiver(desk, form)?;
    let (tell, text) = (tell(form), form.get("customer_text").replace("\r\n", "\n"));
    let customer = thread.first_name();
    if tell != TellCustomer::No {
        let name = offered::short(desk, to);
        if text.trim().is_empty() {
            let words = format!(
                "Nothing was written for {customer}. These words name {name}: read them, then offer it."
            );
            return Err(Problem::field("customer_text", words));
        }
        if untouched(form) && text.trim() != suggestion(desk, thread, to) {
            let words = if form.get("suggested_for") == super::listing::party_value(to) {
                "The time in these words went by, or another is promised. Now they are right: read them, then \
                 offer it."
                    .to_owned()
            } else {
                format!("The words named somebody else. Now they name {name}: read them, then offer it.")
            };
            return Err(Problem::field("customer_text", words));
        }
    }
    let seen = form.get("seen").parse().map_or(Seen::Nothing, Seen::UpTo);
    let baton = Baton {
        summary: form.get("summary").replace("\r\n", "\n"),
        done: form.get("done").replace("\r\n", "\n"),
        pending: form.get("pending").replace("\r\n", "\n"),
        to_customer: Some(text),
        made_with: None,
        tell,
        confirm_back: form.get("confirm_back") == "1",
    };
    Ok(NewOffer { to, baton, customer_template: None, seen })
}

/// One question is somebody else's; the conversation stays where it is, and nobody tells the customer.
fn only_this(
    desk: &Desk,
    conversation: ConversationId,
    ask: &str,
    form: &Fields,
) -> Result<(Owner, Command), Problem> {
    let (to, ask) = (receiver(desk, form)?, super::asks::known(ask)?);
    Ok((to, Command::MoveAsk { conversation, ask, to, reason: form.said("summary") }))
}

/// `POST /c/{id}/handoffs`.
pub(super) async fn offer(Path(id): Path<String>, Press { desk, form }: Press) -> Response {
    let wanted = Wanted::read(&Fields::read(form.get("list").as_bytes()));
    let made = async {
        let conversation = known(&id)?;
        let thread = Thread::read(&desk, conversation, From::End).await?;
        let key = write::key(&format!("{id}/handoffs"), &form)?;
        let (to, command) = if let Some(ask) = form.said("what") {
            only_this(&desk, conversation, &ask, &form)?
        } else {
            let offer = wanted_offer(&desk, &thread, &form)?;
            (offer.to, Command::Offer(conversation, Box::new(offer)))
        };
        let done = desk.app.submit(&desk.caller, command, key).await;
        // A question has its words where an offer has its summary.
        done.map_err(|problem| {
            if problem.field_name() == Some("reason") { problem.about("summary") } else { problem }
        })?;
        Ok::<_, Problem>(to)
    };
    let answer = async {
        match made.await {
            Ok(to) => offered_it(&desk, &id, &form, to).await,
            Err(refused) if refused.status().is_server_error() => Err(refused),
            Err(refused) => {
                let thread = Thread::read(&desk, known(&id)?, From::End).await?;
                let filled = fill(&desk, &thread, &wanted.query, &form, Some(&refused)).await?;
                show(&desk, &thread, &wanted, filled, refused.status()).await
            }
        }
    };
    Box::pin(answer).await.unwrap_or_else(|refused| actions::refuse(&desk, &id, &form, &refused))
}

async fn offered_it(desk: &Desk, id: &str, form: &Fields, to: Owner) -> Result<Response, Problem> {
    let thread = Thread::read(desk, known(id)?, From::End).await?;
    let asked = form.said("what").is_some();
    let words = if asked {
        format!("Asked {}. {} stays where it is.", offered::short(desk, to), thread.who())
    } else {
        format!("Offered {} to {}.", thread.who(), offered::short(desk, to))
    };
    if !desk.live {
        return Ok(actions::back(desk, id, form, &words));
    }
    let mut pane = actions::pane(desk, &thread, form.get("list")).await?;
    pane.sheet_done = true;
    // What the customer has read cannot be taken back.
    let undo = thread.conversation().handoff.as_ref().filter(|_| !asked && tell(form) != TellCustomer::Now);
    let undo = undo.map(|offer| Undo {
        action: format!("/c/{id}/handoffs/{}/withdraw", offer.id),
        fields: vec![("list".to_owned(), form.get("list").to_owned())],
        csrf: desk.csrf(),
    });
    let offer = thread.conversation().handoff.as_ref().filter(|_| !asked).map(|offer| offer.id.to_string());
    pane.notice = Some(Notice { words, undo, offer });
    Ok(html(StatusCode::OK, &pane))
}

/// `POST /c/{id}/handoffs/{handoff}/accept`.
pub(super) async fn accept(
    Path((id, handoff)): Path<(String, String)>,
    Press { desk, form }: Press,
) -> Response {
    let command = |id: ConversationId| Ok(Command::Accept(id, offered::known(&handoff)?));
    let said = |_: &Thread, after: &Thread| Said::only(format!("{} is yours.", after.who()));
    actions::done(&desk, &id, &form, command, said).await
}

/// `POST /c/{id}/handoffs/{handoff}/decline`: in their own words, or by one of the reasons that are offered.
pub(super) async fn decline(
    Path((id, handoff)): Path<(String, String)>,
    Press { desk, form }: Press,
) -> Response {
    let reason = form.said("reason").or_else(|| form.said("why")).unwrap_or_default();
    let command = |conversation: ConversationId| {
        Ok(Command::Decline { conversation, handoff: offered::known(&handoff)?, reason })
    };
    let said = |before: &Thread, after: &Thread| {
        let giver = before.conversation().handoff.as_ref().map(|offer| desk.whom(offer.from));
        let giver = giver.unwrap_or_else(|| "its owner".to_owned());
        Said::only(format!("{} stays with {giver}, who is told why.", after.who()))
    };
    actions::done(&desk, &id, &form, command, said).await
}

/// `POST /c/{id}/handoffs/{handoff}/withdraw`.
pub(super) async fn withdraw(
    Path((id, handoff)): Path<(String, String)>,
    Press { desk, form }: Press,
) -> Response {
    let command = |id: ConversationId| Ok(Command::WithdrawHandoff(id, offered::known(&handoff)?));
    let said = |_: &Thread, after: &Thread| Said::only(format!("{} is not offered any more.", after.who()));
    actions::done(&desk, &id, &form, command, said).await
}

/// `GET /c/{id}/handoffs/{handoff}`: what a live page says to whoever made this offer once somebody has accepted it.
pub(super) async fn ended(desk: Desk, Path((id, handoff)): Path<(String, String)>) -> Response {
    let made = async {
        let handoff = offered::known(&handoff)?;
        let thread = Thread::read(&desk, known(&id)?, From::End).await?;
        let ended = thread.conversation().last_offer.as_ref();
        let ended = ended.filter(|last| last.id == handoff && last.end == OfferEnd::Accepted);
        let ended = ended.filter(|last| last.by != Some(desk.me.id));
        Ok(match ended.and_then(|last| last.by) {
            Some(by) => {
                let words = format!("{} accepted {}.", desk.first_name(by), thread.who());
                super::reply::notice(StatusCode::OK, &words)
            }
            None => StatusCode::NO_CONTENT.into_response(),
        })
    };
    made.await.unwrap_or_else(|refused: Problem| problem(&refused))
}

/// `POST /c/{id}/kept`: what came back stays here, and is not said again in this browser.
pub(super) async fn kept(Path(id): Path<String>, Press { mut desk, form }: Press) -> Response {
    let made = async {
        let handoff = offered::known(form.get("handoff"))?;
        desk.kept.push(handoff);
        let cookie = desk.keeps();
        let thread = Thread::read(&desk, known(&id)?, From::End).await?;
        let mut answer = if desk.live {
            html(StatusCode::OK, &actions::pane(&desk, &thread, form.get("list")).await?)
        } else {
            actions::back(&desk, &id, &form, &format!("You keep {}.", thread.who()))
        };
        answer.headers_mut().append(axum::http::header::SET_COOKIE, cookie);
        Ok(answer)
    };
    made.await.unwrap_or_else(|refused: Problem| problem(&refused))
}

/// Everybody to whom something can be given, as choices of a form: people and queues.
pub(super) fn parties(desk: &Desk) -> Vec<(String, Vec<Choice>)> {
    let choice = |to: Owner| Choice {
        value: super::listing::party_value(to),
        words: desk.directory.owner_name(to).to_owned(),
        chosen: false,
    };
    let people = desk.directory.people.values().filter(|person| person.active);
    let people = people.map(|person| choice(Owner::Person(person.id))).collect();
    let queues = desk.directory.queues.iter().map(|queue| choice(Owner::Queue(queue.id))).collect();
    vec![("Queues".to_owned(), queues), ("People".to_owned(), people)]
}
