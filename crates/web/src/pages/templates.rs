//! Templates in the composer: chosen, filled, and put into what is written.
//!
//! What is put in is words like any others, and the composer's form remembers with what they were made (`made`). When the
//! text is sent and the template, filled the same way, still says exactly these words, the text is recorded as made with
//! it, and what it promises counts. Changed by a letter, or put into other words, it is a text of its author's own. So
//! nothing ever goes out that its author has not seen.

use super::desk::{Desk, Press};
use super::fields::Fields;
use super::filling::{FILL, choice};
use super::inbox::{known, whole};
use super::listing::Wanted;
use super::reading;
use super::reply::{html, problem};
use super::thread::{From, Thread};
use crate::answer::Problem;
use crate::api::{template_values, templates_in_order};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use baton_core::{ConversationId, FromTemplate};
use baton_pages::{Composer, LivePane, Mode, TemplatePart, Templates, TemplatesFragment};
use baton_policy::{Template, TemplateKind, TemplateThen};
use baton_templates::Values;

/// The most characters of a template's words under its name.
const BEGINNING: usize = 90;

/// `POST /c/{id}/templates`: those that may be used, with what is written so far.
pub(super) async fn open(Path(id): Path<String>, Press { desk, form }: Press) -> Response {
    let made = Box::pin(show(&desk, &id, &form, None)).await;
    made.unwrap_or_else(|refused| problem(&refused))
}

/// `POST /c/{id}/templates/leave`: without a template, as it was.
pub(super) async fn leave(Path(id): Path<String>, Press { desk, form }: Press) -> Response {
    let made = async {
        let thread = Thread::read(&desk, known(&id)?, From::End).await?;
        let composer = kept(&desk, &thread, &form);
        answer(&desk, &thread, &form, composer, StatusCode::OK).await
    };
    made.await.unwrap_or_else(|refused| problem(&refused))
}

/// `POST /c/{id}/templates/put`: the template goes into what is written; where something is missing, it says what.
pub(super) async fn put(Path(id): Path<String>, Press { desk, form }: Press) -> Response {
    let made = async {
        let conversation = super::write::same_conversation(&id, &form)?;
        // Without a script a press may only mean: find, or show another one.
        let looks = form.get("q").trim() != form.get("found").trim()
            || form.get("template").is_empty()
            || form.get("template") != form.get("shown");
        if looks {
            return Box::pin(show(&desk, &id, &form, None)).await;
        }
        let values = template_values(&desk.app, &desk.caller, Some(conversation)).await?;
        let by = desk.caller.by();
        let found = desk.directory.templates_for(&by).find(|one| one.name == form.get("template"));
        let Some(template) = found else {
            let gone = Problem::field("template", "This template is not there any more. Choose another one.");
            return Box::pin(show(&desk, &id, &form, Some(gone))).await;
        };
        let said: Vec<(&str, &str)> = form.beginning(FILL).collect();
        match template.template.fill(&with(values.clone(), &said)) {
            Err(_) => {
                let missing = Problem::field("fill", "Fill in what is blank to use it.");
                Box::pin(show(&desk, &id, &form, Some(missing))).await
            }
            Ok(words) => {
                let thread = Thread::read(&desk, conversation, From::End).await?;
                let mut composer = kept(&desk, &thread, &form);
                put_in(&mut composer, &form, template, words.trim(), &made_of(template, &values, &said));
                answer(&desk, &thread, &form, composer, StatusCode::OK).await
            }
        }
    };
    Box::pin(made).await.unwrap_or_else(|refused: Problem| problem(&refused))
}

/// The composer with what was written in it.
fn kept(desk: &Desk, thread: &Thread, form: &Fields) -> Composer {
    let mut composer = reading::composer(desk, thread, &list_of(form));
    composer.draft = form.get("text").replace("\r\n", "\n");
    composer.mode = mode(form);
    form.get("made").clone_into(&mut composer.made);
    // What is written already has seen what it had; what begins with a template has this page before it.
    if desk.live || !composer.draft.is_empty() {
        form.get("seen").clone_into(&mut composer.seen);
    }
    composer
}

fn mode(form: &Fields) -> Mode {
    if form.get("mode") == "note" { Mode::Note } else { Mode::Text }
}

fn list_of(form: &Fields) -> String {
    Wanted::read(&Fields::read(form.get("list").as_bytes())).query
}

async fn answer(
    desk: &Desk,
    thread: &Thread,
    form: &Fields,
    composer: Composer,
    status: StatusCode,
) -> Result<Response, Problem> {
    if desk.live {
        return Ok(html(status, &LivePane { composer: Some(composer), ..LivePane::default() }));
    }
    let wanted = Wanted::read(&Fields::read(form.get("list").as_bytes()));
    let mut conversation = reading::conversation(desk, thread, &wanted.query);
    conversation.composer = composer;
    whole(desk, &wanted, &thread.conversation().id.to_string(), conversation, status).await
}

/// The words where the cursor was, apart from the words around them.
fn put_in(composer: &mut Composer, form: &Fields, template: &Template, words: &str, made: &str) {
    let at = form.get("at").parse().unwrap_or(usize::MAX);
    let draft: Vec<char> = composer.draft.chars().collect();
    let (before, after) = draft.split_at(draft.len().min(at));
    let apart = |at_edge: Option<&char>| at_edge.is_some_and(|letter| !letter.is_whitespace());
    let mut text: String = before.iter().collect();
    if apart(before.last()) {
        text.push(' ');
    }
    text.push_str(words);
    composer.at = text.chars().count();
    if apart(after.first()) {
        text.push(' ');
    }
    text.extend(after);
    let alone = text.trim() == words;
    composer.draft = text;
    composer.made = if alone { made.to_owned() } else { String::new() };
    if template.kind == TemplateKind::Note {
        composer.mode = Mode::Note;
        return;
    }
    if let Some(then) = template.then {
        word(then).clone_into(&mut composer.main);
        for choice in &mut composer.later.after {
            choice.chosen = choice.value == composer.main;
        }
    }
}

fn word(then: TemplateThen) -> &'static str {
    match then {
        TemplateThen::Open => "open",
        TemplateThen::Pending => "pending",
        TemplateThen::Closed => "closed",
    }
}

fn with(mut values: Values, said: &[(&str, &str)]) -> Values {
    for (label, words) in said.iter().filter(|(_, words)| !words.trim().is_empty()) {
        values.fill_in(label, words.trim());
    }
    values
}

/// With what it is made, as the form carries it: the template, and all that was known or filled in.
fn made_of(template: &Template, values: &Values, said: &[(&str, &str)]) -> String {
    let mut made = form_urlencoded::Serializer::new(String::new());
    made.append_pair("template", &template.name);
    for name in template.template.names() {
        if let Some(value) = values.get(name) {
            made.append_pair(&format!("{FILL}{}", name.label()), &value);
        }
    }
    for (label, words) in said.iter().filter(|(_, words)| !words.trim().is_empty()) {
        made.append_pair(&format!("{FILL}{label}"), words.trim());
    }
    made.finish()
}

/// The template that a text still is, word for word; none where its author changed it, or it is gone.
pub(super) async fn still_made_with(
    desk: &Desk,
    conversation: ConversationId,
    kind: TemplateKind,
    form: &Fields,
) -> Result<Option<FromTemplate>, Problem> {
    if form.get("made").is_empty() {
        return Ok(None);
    }
    let made = Fields::read(form.get("made").as_bytes());
    let by = desk.caller.by();
    let mut usable = desk.directory.templates_for(&by);
    let Some(template) = usable.find(|one| one.name == made.get("template") && one.kind == kind) else {
        return Ok(None);
    };
    let said: Vec<(&str, &str)> =
        made.beginning(FILL).filter(|(label, _)| template.template.has(label)).collect();
    let values = template_values(&desk.app, &desk.caller, Some(conversation)).await?;
    let same = template.template.fill(&with(values, &said)).is_ok_and(|words| {
        let plain = |text: &str| baton_text::normalise(text).trim().to_owned();
        plain(&words) == plain(form.get("text"))
    });
    Ok(same.then(|| FromTemplate {
        name: template.name.clone(),
        values: said.iter().map(|(label, words)| ((*label).to_owned(), (*words).to_owned())).collect(),
        own_then: true,
    }))
}

async fn show(desk: &Desk, id: &str, form: &Fields, refused: Option<Problem>) -> Result<Response, Problem> {
    let conversation = known(id)?;
    let thread = Thread::read(desk, conversation, From::End).await?;
    let values = template_values(&desk.app, &desk.caller, Some(conversation)).await?;
    let templates = view(desk, &thread, form, &values, refused.as_ref());
    let status = refused.map_or(StatusCode::OK, |refused| refused.status());
    if desk.live {
        return Ok(html(status, &TemplatesFragment { templates }));
    }
    let mut composer = kept(desk, &thread, form);
    composer.templates = Some(templates);
    answer(desk, &thread, form, composer, status).await
}

fn view(
    desk: &Desk,
    thread: &Thread,
    form: &Fields,
    values: &Values,
    refused: Option<&Problem>,
) -> Templates {
    let by = desk.caller.by();
    let draft = form.get("text").replace("\r\n", "\n");
    let query = form.get("q").trim().to_owned();
    // A note's words never become a text to the customer, nor the other way about.
    let kind = match (draft.trim().is_empty(), mode(form)) {
        (true, _) => None,
        (false, Mode::Text) => Some(TemplateKind::Text),
        (false, Mode::Note) => Some(TemplateKind::Note),
    };
    let silent = thread.number.as_ref().is_some_and(baton_core::Number::opted_out);
    let fits = |one: &&Template| {
        kind.is_none_or(|kind| one.kind == kind)
            && !(silent && one.kind == TemplateKind::Text)
            && found(one, &query)
    };
    let all: Vec<&Template> = templates_in_order(&desk.directory, &by).into_iter().filter(fits).collect();
    let wanted = all.iter().position(|one| one.name == form.get("template")).unwrap_or(0);
    let choices = all.iter().enumerate().map(|(at, one)| {
        let given = if at == wanted { Some(form) } else { None };
        choice(desk, one, values, given, refused.filter(|_| at == wanted))
    });
    Templates {
        forms: reading::forms(desk, thread, &list_of(form)),
        choices: choices.collect(),
        nothing: if query.is_empty() {
            "There is no template to use here. They are written in the policy.".to_owned()
        } else {
            "No template has these words.".to_owned()
        },
        draft,
        mode: mode(form),
        made: form.get("made").to_owned(),
        seen: form.get("seen").to_owned(),
        query,
        refused: refused
            .filter(|refused| refused.field_name() != Some("fill"))
            .map(|refused| refused.detail().to_owned()),
    }
}

fn found(one: &Template, query: &str) -> bool {
    let query = query.to_lowercase();
    [one.name.as_str(), one.template.source()].iter().any(|text| text.to_lowercase().contains(&query))
}

/// How it begins, with what is known, and whose it is.
pub(super) fn small(desk: &Desk, one: &Template, parts: &[TemplatePart]) -> String {
    let told = parts.iter().map(|part| match part {
        TemplatePart::Words(words) | TemplatePart::Known(words) => words.as_str(),
        TemplatePart::Blank { .. } => "…",
    });
    let told = told.collect::<String>().replace('\n', " ");
    let mut words: String = told.chars().take(BEGINNING).collect();
    if told.chars().count() > BEGINNING {
        words.push('…');
    }
    let whose = match (one.queue.and_then(|place| desk.directory.queues.get(place)), &one.person) {
        (Some(queue), _) => Some(queue.name.clone()),
        (None, Some(_)) => Some("Yours".to_owned()),
        (None, None) => None,
    };
    let kind = (one.kind == TemplateKind::Note).then(|| "Note".to_owned());
    let head: Vec<String> = kind.into_iter().chain(whose).collect();
    if head.is_empty() { words } else { format!("{}: {words}", head.join(", ")) }
}

pub(super) fn count(kind: TemplateKind, parts: &[TemplatePart]) -> String {
    if kind == TemplateKind::Note {
        return String::new();
    }
    let words: String = parts
        .iter()
        .map(|part| match part {
            TemplatePart::Words(words) | TemplatePart::Known(words) | TemplatePart::Blank { words, .. } => {
                words.as_str()
            }
        })
        .collect();
    match baton_text::measure(words.trim()).segments {
        1 => "1 text".to_owned(),
        many => format!("{many} texts"),
    }
}
