//! The routing page: the policy as it is live, a draft of it, and who would get a text.

use super::desk::{Desk, Press};
use super::fields::Fields;
use super::reply::{html, problem, redirect_saying, shown};
use super::rules::Rules;
use super::tell;
use crate::answer::Problem;
use crate::api::{Trial, TrialOutcome, run_trial};
use crate::app::SavePolicy;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use baton_core::{Owner, PersonId, Role, Why, known};
use baton_pages::{Answer, Draft, Page, PolicyPage, Problem as Shown, Ring, Severity, Span, TryResult, View};
use baton_policy::Report;

/// What the page shows besides the frame.
struct Wanted {
    text: String,
    version: i64,
    draft: Draft,
    problems: Vec<Shown>,
    try_text: String,
    tried: Option<TryResult>,
}

/// `GET /policy`.
pub(super) async fn page(desk: Desk, uri: Uri) -> Response {
    let editing = Fields::read(uri.query().unwrap_or("").as_bytes()).get("edit") == "1" && desk.is_admin();
    let directory = &desk.directory;
    let wanted = Wanted {
        text: directory.policy.source().to_owned(),
        version: directory.policy_version,
        draft: if editing { Draft::Editing } else { Draft::Live },
        problems: Vec::new(),
        try_text: String::new(),
        tried: None,
    };
    let answer = show(&desk, wanted, StatusCode::OK).await.unwrap_or_else(|refused| problem(&refused));
    shown(&desk, answer)
}

async fn show(desk: &Desk, wanted: Wanted, status: StatusCode) -> Result<Response, Problem> {
    let right = !wanted.problems.iter().any(|found| found.severity == Severity::Error);
    let moves = if wanted.draft == Draft::Checked && right && desk.is_admin() {
        Some(super::policy_moves::moves(desk, &wanted.text).await?)
    } else {
        None
    };
    let shell = desk.shell(View::Elsewhere(Page::Routing)).await?;
    let page = PolicyPage {
        shell,
        state: state(desk).await?,
        version: wanted.version.to_string(),
        text: wanted.text,
        draft: wanted.draft,
        may_edit: desk.is_admin(),
        problems: wanted.problems,
        moves,
        next: (desk.directory.policy_version + 1).to_string(),
        try_text: wanted.try_text,
        tried: wanted.tried,
    };
    Ok(html(status, &page))
}

/// "Version 14 is live since 4 May, by Ruth."
async fn state(desk: &Desk) -> Result<String, Problem> {
    let saved = desk.app.read(|reader| reader.policy(None)).await?;
    Ok(saved.map_or_else(String::new, |saved| {
        let by = saved.by.map_or_else(String::new, |by| format!(", by {}", desk.whom(by)));
        format!("Version {} is live since {}{by}.", saved.version, desk.when.date(saved.at).words)
    }))
}

/// What a form of this page carries.
fn sent(form: &Fields) -> (String, i64) {
    // Browsers send a textarea's lines with CR LF.
    (form.get("text").replace("\r\n", "\n"), form.get("version").parse().unwrap_or(0))
}

async fn report(desk: &Desk, text: &str) -> Result<Report, Problem> {
    let (directory, text) = (desk.directory.clone(), text.to_owned());
    let checked = tokio::task::spawn_blocking(move || {
        baton_policy::check(&text, &known(directory.people.values(), directory.lines.values()))
    });
    checked.await.map_err(|error| Problem::ours(error.to_string()))
}

fn shown_problems(desk: &Desk, report: &Report, text: &str) -> Vec<Shown> {
    let lines: Vec<&str> = text.lines().collect();
    // What is so already is no doing of whoever changes it, and stands last.
    let so_now = |found: &baton_policy::Problem| {
        desk.directory.policy.warnings().iter().any(|one| one.message == found.message)
    };
    let (so_already, new): (Vec<_>, Vec<_>) = report.warnings.iter().partition(|found| so_now(found));
    let all = report.problems.iter().chain(new).chain(so_already);
    all.map(|found| {
        let line = usize::try_from(found.line).unwrap_or(1).saturating_sub(1);
        let marked = text.get(found.span.start..found.span.end).unwrap_or("").lines().next().unwrap_or("");
        Shown {
            severity: match found.severity {
                baton_policy::Severity::Error => Severity::Error,
                baton_policy::Severity::Warning if so_now(found) => Severity::Live,
                baton_policy::Severity::Warning => Severity::Warning,
            },
            place: Some((found.line, found.column)),
            length: u32::try_from(marked.chars().count().max(1)).unwrap_or(1),
            source: lines.get(line).copied().unwrap_or("").to_owned(),
            sentence: found.message.clone(),
            remedy: found.remedy.clone().unwrap_or_default(),
        }
    })
    .collect()
}

/// `POST /policy/check`.
pub(super) async fn check(Press { desk, form }: Press) -> Response {
    let made = async {
        let (text, version) = sent(&form);
        let problems = shown_problems(&desk, &report(&desk, &text).await?, &text);
        let try_text = form.get("try").to_owned();
        let wanted = Wanted { text, version, draft: Draft::Checked, problems, try_text, tried: None };
        show(&desk, wanted, StatusCode::OK).await
    };
    made.await.unwrap_or_else(|refused| problem(&refused))
}

/// `POST /policy/try`: by the text on the page, which may be a draft.
pub(super) async fn try_it(Press { desk, form }: Press) -> Response {
    let made = async {
        let (text, version) = sent(&form);
        let is_live = text == desk.directory.policy.source();
        let checked = report(&desk, &text).await?;
        let draft = if is_live { Draft::Live } else { Draft::Checked };
        let problems = if is_live { Vec::new() } else { shown_problems(&desk, &checked, &text) };
        let try_text = form.get("try").trim().to_owned();
        let tried = if try_text.is_empty() || !(is_live || checked.is_usable()) {
            None
        } else {
            let policy = (!is_live).then(|| text.clone());
            let trial = Trial { text: try_text.clone(), policy, ..Trial::default() };
            Some(answers(&desk, &run_trial(&desk.app, trial).await?))
        };
        show(&desk, Wanted { text, version, draft, problems, try_text, tried }, StatusCode::OK).await
    };
    made.await.unwrap_or_else(|refused| problem(&refused))
}

fn answers(desk: &Desk, outcome: &TrialOutcome) -> TryResult {
    let Some((owner, accountable, why)) = &outcome.owner else {
        let words = vec![Span::Plain("Nobody: this opens no conversation.".to_owned())];
        return TryResult {
            answers: vec![Answer { ring: Ring::you(&desk.me.name), words, small: String::new() }],
        };
    };
    // By the lines of the text on the page, which may be a draft.
    let rules = Rules::of(outcome.directory.policy.source());
    let because = |why: &Why| tell::because(&rules, why);
    let first = answer(desk, outcome, (*owner, *accountable), " would own it, ", why.as_ref().map(because));
    let asks = outcome.asks.iter().map(|(owner, accountable, why)| {
        answer(desk, outcome, (*owner, *accountable), " would be asked too, ", Some(because(why)))
    });
    TryResult { answers: std::iter::once(first).chain(asks).collect() }
}

/// A draft can name queues that do not exist yet, so names come from its own directory.
fn answer(
    desk: &Desk,
    outcome: &TrialOutcome,
    (owner, accountable): (Owner, PersonId),
    would: &str,
    because: Option<Vec<Span>>,
) -> Answer {
    let directory = &outcome.directory;
    let name = directory.owner_name(owner);
    let mut words = vec![Span::Bold(name.to_owned()), Span::Plain(would.to_owned())];
    words.extend(because.unwrap_or_default());
    let who = directory.owner_name(Owner::Person(accountable));
    let small = match owner {
        Owner::Person(_) => String::new(),
        Owner::Queue(_) if accountable == desk.me.id => "You answer for it.".to_owned(),
        Owner::Queue(_) => format!("{} answers for it.", who.split_whitespace().next().unwrap_or(who)),
    };
    let ring = match owner {
        Owner::Person(person) if person == desk.me.id => Ring::you(name),
        Owner::Person(_) => Ring::mate(name),
        Owner::Queue(id) => {
            let letters = directory.queue(id).map_or("?", |queue| queue.initials.as_str());
            Ring::queue(name, letters)
        }
    };
    Answer { ring, words, small }
}

/// `POST /policy`.
pub(super) async fn save(Press { desk, form }: Press) -> Response {
    let made = async {
        let person = desk.caller.at_least(Role::Admin)?.id;
        let (text, version) = sent(&form);
        let draft = |problems| Wanted {
            text: text.clone(),
            version,
            draft: Draft::Checked,
            problems,
            try_text: form.get("try").to_owned(),
            tried: None,
        };
        match desk.app.save_policy(text.clone(), version, person).await? {
            SavePolicy::Saved => Ok(redirect_saying(desk.app.cookies(), "/policy", "It is live.")),
            SavePolicy::Moved(now) => {
                let sentence = format!(
                    "Version {now} was put live since you began, so yours has not been. Copy yours, then start from \
                     that one."
                );
                let problem = Shown {
                    severity: Severity::Error,
                    place: None,
                    length: 1,
                    source: String::new(),
                    sentence,
                    remedy: String::new(),
                };
                show(&desk, draft(vec![problem]), StatusCode::CONFLICT).await
            }
            SavePolicy::Refused(report) => {
                let problems = shown_problems(&desk, &report, &text);
                show(&desk, draft(problems), StatusCode::UNPROCESSABLE_ENTITY).await
            }
        }
    };
    made.await.unwrap_or_else(|refused| problem(&refused))
}
