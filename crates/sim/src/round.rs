//! One batch being decided, by the very round that the engine's writer uses ([`baton_round`]): what stands here is what a
//! node keeps of it between deciding and committing, and the place where mistakes are planted.

use crate::bug::Bug;
use crate::store::Face;
use baton_core::{
    Command, Decision, Directory, Ids, Moment, OutText, Position, Refusal, Subject, Team, World,
};
use baton_round::{Decides, Repeat, Repeats, Request, Round};
use baton_store::{Batch, Outcome};
use std::collections::BTreeMap;
use std::convert::Infallible;

/// What a request came to.
#[derive(Debug, Clone)]
pub(crate) struct Done {
    pub(crate) outcome: Outcome,
    /// The place in its batch of what it changed now; none if nothing had to change.
    pub(crate) record: Option<usize>,
    /// The text of ours that it wrote or concerned.
    pub(crate) text: Option<OutText>,
}

pub(crate) type Answer = Result<Done, Refusal>;

/// A batch that is decided, and not committed.
pub(crate) struct Drafted {
    pub(crate) batch: Batch,
    pub(crate) answers: Vec<Answer>,
    pub(crate) team: Team,
}

/// What a batch is decided by.
pub(crate) struct Rules<'a> {
    pub(crate) directory: &'a Directory,
    pub(crate) now: Moment,
    pub(crate) bug: Option<Bug>,
    /// The position up to which turns and loads were read.
    pub(crate) read_up_to: Option<Position>,
}

/// Loads and decides, in order. A request with an answer had been done before.
pub(crate) fn decide_all(
    rules: &Rules<'_>,
    face: &mut dyn Face,
    (team, ids): (Team, &mut Ids),
    requests: &[(Request, Option<Answer>)],
) -> Drafted {
    let bug = rules.bug;
    let mut round = Round::new(rules.directory, team, rules.now, rules.read_up_to, Planted(bug));
    let fresh = requests.iter().filter(|(_, known)| known.is_none()).map(|(request, _)| request);
    let Ok(()) = round.load::<Infallible>(fresh, |needs| Ok(face.load(needs)));
    let mut repeats = Repeats::default();
    let mut answers: Vec<Answer> = Vec::new();
    for (place, (request, known)) in requests.iter().enumerate() {
        let answer = match known {
            Some(known) => known.clone(),
            None => match repeats.of(place, request) {
                Some(Repeat::Of(first)) => answers[first].clone(),
                Some(Repeat::OtherUnderKey) => panic!("two presses share a key"),
                None => {
                    let blind;
                    let request = if bug == Some(Bug::VersionIgnored) {
                        blind = request.clone().at_version(None);
                        &blind
                    } else {
                        request
                    };
                    round.decide(ids, request).map(|decided| {
                        let baton_round::Done { outcome, record, text } = round.take(request, decided);
                        Done { outcome, record, text }
                    })
                }
            },
        };
        answers.push(answer);
    }
    round.finish();
    let (mut batch, mut team) = round.into_parts();
    match bug {
        Some(Bug::TurnForgotten) => {
            batch.turns.clear();
            team.turns.clear();
        }
        Some(Bug::PressTwice) => batch.idempotency.clear(),
        Some(Bug::TextStoredTwice) => batch.carrier_ids.clear(),
        _ => {}
    }
    Drafted { batch, answers, team }
}

/// The core, perhaps with a mistake around it.
#[derive(Debug)]
struct Planted(Option<Bug>);

impl Decides for Planted {
    fn decide(
        &self,
        world: &World<'_>,
        ids: &mut Ids,
        mut subject: Subject,
        command: &Command,
    ) -> Result<Decision, Refusal> {
        let Some(bug) = self.0 else { return baton_core::decide(world, ids, subject, command) };
        if let Some(refusal) = bug.refuses(&subject, command, world) {
            return Err(refusal);
        }
        let command = bug.before(&mut subject, command);
        let before = subject.clone();
        let nobody_has_anything;
        let mut asked = World { ..*world };
        if bug == Bug::CapacityIgnored {
            nobody_has_anything = Team { open: BTreeMap::new(), ..world.team.clone() };
            asked.team = &nobody_has_anything;
        }
        if bug == Bug::TimerEarly && matches!(command, Command::Wake(_)) {
            asked.now = world.now + Bug::EARLY;
        }
        let decision = baton_core::decide(&asked, ids, subject, &command)?;
        Ok(bug.after(before, decision, world, &command))
    }
}
