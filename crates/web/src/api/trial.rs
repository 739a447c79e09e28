//! Who would own a text, and why: decided by the very function that decides about real ones, and kept nowhere.

use super::{paths, when};
use crate::answer::{Answer, Json, Problem, ok};
use crate::app::App;
use crate::auth::{May, Read};
use crate::shape::{NamedView, OwnerView, auto_words, because, named};
use axum::extract::State;
use baton_core::{
    By, Command, Directory, Event, Ids, Line, LineCarrier, LineId, Moment, Number, Owner, Parts, PersonId,
    QueueId, Receive, Subject, Team, Why, World, decide,
};
use baton_text::Address;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::ToSchema;

/// A text to try.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "How much is a quote?", "from": "+12125550134", "at": "2026-03-06T21:58:00Z"}))]
pub(super) struct Wanted {
    /// What it says.
    text: String,
    /// Who texts: what is known of them counts. Somebody new where nobody says.
    from: Option<String>,
    /// When it comes, an instant or a date and time with a zone; now where nobody says.
    #[serde(default, deserialize_with = "when::optional")]
    #[schema(value_type = Option<String>)]
    at: Option<Moment>,
    /// The id or number of the line it comes to; the first one where nobody says.
    line: Option<String>,
    /// A draft of the policy; the live one where nobody says.
    policy: Option<String>,
}

/// Who would own it, and why.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"opens": true, "owner": {"kind": "queue", "id": "qu_3f8s1c", "name": "Sales"},
    "accountable": {"id": "pe_4m1x7z", "name": "Ruth Adler"}, "why": "because the text says “quote” (line 1)",
    "rule": "IF message contains \"price\", \"quote\"", "line": 1, "matched": ["quote"], "tags": ["new"],
    "asks": [], "reply": null}))]
struct Tried {
    /// Whether a conversation opens: STOP, a reaction and the like open none.
    opens: bool,
    #[schema(required = true)]
    owner: Option<OwnerView>,
    /// Who answers for it.
    #[schema(required = true)]
    accountable: Option<NamedView>,
    /// Why, in words.
    #[schema(required = true)]
    why: Option<String>,
    /// The branch as it is written.
    #[schema(required = true)]
    rule: Option<String>,
    /// The line of the routing text, from 1.
    #[schema(required = true)]
    line: Option<u32>,
    /// The words that matched.
    matched: Vec<String>,
    /// Tags that it gets.
    tags: Vec<String>,
    /// Further questions, each with its owner.
    asks: Vec<TriedAsk>,
    /// What Baton would answer by itself.
    #[schema(required = true)]
    reply: Option<TriedReply>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
struct TriedReply {
    /// The template.
    template: String,
    /// What it would say.
    text: String,
    /// Why, in words: “outside hours”.
    why: &'static str,
}

#[derive(Debug, Serialize, ToSchema)]
struct TriedAsk {
    owner: OwnerView,
    accountable: NamedView,
    why: String,
}

/// Try a text
///
/// Who would own it and why, by the live policy or a draft; nothing is saved.
#[utoipa::path(post, path = "/api/v1/policy/try", tag = "policy", request_body = Wanted,
    responses((status = 200, body = Tried), (status = 422, body = Problem)))]
pub(super) async fn try_it(State(app): State<App>, _: May<Read>, Json(wanted): Json<Wanted>) -> Answer {
    let line = match wanted.line.as_deref() {
        None => None,
        Some(text) => Some(
            paths::line(&*app.directory()?, text)
                .ok_or_else(|| Problem::field("line", format!("There is no line “{text}” here.")))?,
        ),
    };
    let region = paths::region_of(&*app.directory()?, line);
    let from = wanted.from.as_deref().map(|text| paths::address(text, "from", region)).transpose()?;
    let trial = Trial { text: wanted.text, from, at: wanted.at, line, policy: wanted.policy };
    let outcome = run(&app, trial).await?;
    ok(&outcome.view())
}

/// A text to try, read.
#[derive(Debug, Default)]
pub(crate) struct Trial {
    pub(crate) text: String,
    pub(crate) from: Option<Address>,
    pub(crate) at: Option<Moment>,
    pub(crate) line: Option<LineId>,
    pub(crate) policy: Option<String>,
}

/// What would come of it.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The policy, people and queues that decided.
    pub(crate) directory: Directory,
    /// Who would own it, who would answer, and why.
    pub(crate) owner: Option<(Owner, PersonId, Option<Why>)>,
    /// Further questions.
    pub(crate) asks: Vec<(Owner, PersonId, Why)>,
    tags: Vec<String>,
    reply: Option<TriedReply>,
}

impl Outcome {
    fn view(&self) -> Tried {
        let directory = &self.directory;
        let why = self.owner.as_ref().and_then(|(_, _, why)| why.as_ref());
        Tried {
            opens: self.owner.is_some(),
            owner: self.owner.as_ref().map(|(owner, _, _)| OwnerView::new(directory, *owner)),
            accountable: self.owner.as_ref().map(|(_, person, _)| named(directory, *person)),
            why: why.map(because),
            rule: why.map(|why| why.rule.clone()),
            line: why.map(|why| why.line),
            matched: why.map(|why| why.matched.clone()).unwrap_or_default(),
            tags: self.tags.clone(),
            asks: self.asks.iter().map(|(owner, person, why)| ask(directory, *owner, *person, why)).collect(),
            reply: self.reply.clone(),
        }
    }
}

fn ask(directory: &Directory, owner: Owner, accountable: PersonId, why: &Why) -> TriedAsk {
    TriedAsk {
        owner: OwnerView::new(directory, owner),
        accountable: named(directory, accountable),
        why: because(why),
    }
}

/// Decides about the text, and forgets it.
pub(crate) async fn run(app: &App, trial: Trial) -> Answer<Outcome> {
    let live = app.directory()?;
    let now = trial.at.unwrap_or_else(|| app.now());
    let from = trial.from.clone();
    let (queues, card) = app
        .read(move |reader| {
            let queues = reader.queue_names()?;
            let number = match from {
                Some(from) => reader.number_by_handset(from.handset_key().as_str())?,
                None => None,
            };
            let contact = match &number {
                Some(number) => reader.contact(number.contact)?,
                None => None,
            };
            Ok((queues, number.zip(contact)))
        })
        .await?;
    let subject = card.map_or_else(Subject::default, |(number, card)| Subject {
        number: Some(Arc::new(Number { consent: baton_core::Consent::default(), ..number })),
        contact: Some(Arc::new(card.contact)),
        ..Subject::default()
    });
    let decided = tokio::task::spawn_blocking(move || decide_by(&live, &queues, &subject, trial, now)).await;
    decided.map_err(|error| Problem::ours(error.to_string()))?
}

fn decide_by(
    current: &Directory,
    queues: &[(QueueId, String)],
    subject: &Subject,
    trial: Trial,
    now: Moment,
) -> Answer<Outcome> {
    let directory = with_policy(current, queues, trial.policy.as_deref())?;
    let line = trial.line.or_else(|| directory.lines.values().find(|line| !line.retired).map(|line| line.id));
    let line = line.unwrap_or(NO_LINE);
    let from = trial.from.unwrap_or_else(|| Address::from_stored("+12125550199"));
    let receive = Receive {
        line,
        from,
        reaction: baton_text::reaction(&trial.text),
        body: trial.text,
        media: Vec::new(),
        carrier_id: "trial".to_owned(),
        sent_at: None,
        carrier_word: None,
    };
    let mut ids = Ids::new(i64::MAX / 2, i64::MAX / 2 + Ids::PER_DECISION);
    // Whose turn it is changes with every text; the first in order stands for them.
    let team = Team::default();
    let world = World { directory: &directory, team: &team, now, by: &By::Contact };
    let decision = decide(&world, &mut ids, subject.clone(), &Command::Receive(Box::new(receive)))
        .map_err(|refusal| Problem::from(&refusal))?;
    Ok(outcome(directory, &decision.events))
}

/// Stands in for the line where there is none yet.
const NO_LINE: LineId = LineId(i64::MAX);

/// The live directory with another policy; also where there is no line yet, so that a policy can be tried first.
pub(super) fn with_policy(
    live: &Directory,
    queues: &[(QueueId, String)],
    draft: Option<&str>,
) -> Answer<Directory> {
    if let Some(draft) = draft {
        let report =
            baton_policy::check(draft, &baton_core::known(live.people.values(), live.lines.values()));
        if !report.is_usable() {
            return Err(Problem::field("policy", format!("This policy does not hold: {report}")));
        }
    }
    let mut lines: Vec<Line> = live.lines.values().cloned().collect();
    if lines.iter().all(|line| line.retired) {
        lines.push(Line {
            id: NO_LINE,
            number: "+12125550100".to_owned(),
            name: "no line yet".to_owned(),
            carrier: LineCarrier::Simulator,
            carrier_answers: false,
            retired: false,
        });
    }
    let source = draft.unwrap_or_else(|| live.policy.source());
    let mut queue_ids: BTreeMap<String, QueueId> =
        queues.iter().map(|(id, name)| (name.clone(), *id)).collect();
    let known = baton_core::known(live.people.values(), lines.iter());
    let names = baton_policy::Policy::load_saved(source, &known)
        .map_err(|report| Problem::field("policy", format!("This policy does not hold: {report}")))?;
    for (fresh, queue) in (i64::MAX / 4..).zip(names.queues()) {
        queue_ids.entry(queue.name.clone()).or_insert(QueueId(fresh));
    }
    let parts = Parts {
        workspace: live.workspace,
        business: live.business.clone(),
        version: live.version,
        policy_version: live.policy_version,
        policy: source,
        people: live.people.values().cloned().collect(),
        lines,
        queue_ids: &queue_ids,
    };
    Directory::assemble(parts).map_err(|error| Problem::field("policy", format!("{error}.")))
}

fn outcome(directory: Directory, events: &[Event]) -> Outcome {
    let mut result = Outcome { directory, owner: None, asks: Vec::new(), tags: Vec::new(), reply: None };
    for event in events {
        match event {
            Event::ConversationOpened { owner, accountable, .. } => {
                result.owner = Some((*owner, *accountable, None));
            }
            Event::Routed { why, .. } => {
                if let Some((_, _, known)) = &mut result.owner {
                    *known = Some(why.clone());
                }
            }
            Event::AskOpened { owner, accountable, why: Some(why), .. } => {
                result.asks.push((*owner, *accountable, why.clone()));
            }
            Event::TextWritten { body, made_with: Some(made), auto: Some(cause), .. } => {
                let (template, text) = (made.template.clone(), body.clone());
                result.reply = Some(TriedReply { template, text, why: auto_words(*cause) });
            }
            Event::TagsChanged { added, removed } => {
                result.tags.retain(|tag| !removed.contains(tag));
                result.tags.extend(added.iter().cloned());
            }
            _ => {}
        }
    }
    result
}
