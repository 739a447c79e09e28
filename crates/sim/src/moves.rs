//! Law 10: what a change of people, of the policy or of a line would move where is shown beforehand, by the look that the
//! product shows ([`baton_round::Look`]), and then the change is made. What it came to is for the checker to compare.

use crate::bug::Bug;
use crate::world::World;
use baton_core::{
    ConversationId, Directory, DirectoryError, Event, Key, Line, LineId, Moment, Move, Parts, Person,
    PersonId, Position, Record,
};
use baton_round::{Look, Silent};
use baton_store::{Need, RESETTLE};

type Moves = Vec<(ConversationId, Move)>;

/// Far more than a run has.
const ALL: usize = 100_000;

/// What was shown before a change, until it is settled.
#[derive(Debug)]
pub(crate) struct Foretold {
    at: Moment,
    /// How far the feed reached.
    after: Position,
    moves: Vec<(ConversationId, Move)>,
    /// What would have moved without the change too.
    anyway: Vec<(ConversationId, Move)>,
    of: Of,
    silent: Silent,
}

/// What is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Person,
    Policy,
    /// It is retired.
    Line(LineId),
    /// A line is taken back.
    Back,
}

/// What a look has found.
struct Looked {
    moves: Moves,
    anyway: Moves,
    silent: Silent,
}

impl World {
    /// Somebody is about to be another, or not to be there: what that would move is looked at, where everything is settled.
    pub(crate) fn foretell(&mut self, person: PersonId, change: impl FnOnce(&mut Person)) {
        self.foretold = None;
        let live = self.face.directory();
        let then = live.person(person).cloned().map(|mut person| {
            change(&mut person);
            live.with_person(person)
        });
        self.foretell_under(&live, then, Of::Person);
    }

    /// The policy is about to be another.
    pub(crate) fn foretell_policy(&mut self, source: &str) {
        self.foretold = None;
        let (live, queue_ids) = (self.face.directory(), self.face.queue_ids());
        let parts = Parts {
            workspace: live.workspace,
            business: live.business.clone(),
            version: live.version,
            policy_version: live.policy_version,
            policy: source,
            people: live.people.values().cloned().collect(),
            lines: live.lines.values().cloned().collect(),
            queue_ids: &queue_ids,
        };
        // A queue that never was has no id yet; then nothing is compared.
        let then = Directory::assemble(parts);
        self.foretell_under(&live, Some(then), Of::Policy);
    }

    /// A line is about to be retired, or taken back.
    pub(crate) fn foretell_line(&mut self, line: LineId, retired: bool) {
        self.foretold = None;
        let live = self.face.directory();
        let then = live.lines.get(&line).cloned().map(|line| live.with_line(Line { retired, ..line }));
        self.foretell_under(&live, then, if retired { Of::Line(line) } else { Of::Back });
    }

    fn foretell_under(&mut self, live: &Directory, then: Option<Result<Directory, DirectoryError>>, of: Of) {
        let Some(Ok(then)) = then else { return };
        let now = self.stamp();
        // What falls due at this very instant moves things of its own.
        if self.face.job(RESETTLE).is_some() || !self.face.due(now).is_empty() {
            return;
        }
        let Some(Looked { mut moves, anyway, mut silent }) = self.look(live, &then, now) else { return };
        match (self.bug(), of) {
            (Some(Bug::MoveUnsaid), Of::Person) | (Some(Bug::PolicyMoveUnsaid), Of::Policy) => {
                moves.pop();
            }
            (Some(Bug::SilenceUnsaid), _) => {
                silent.first.pop();
            }
            _ => {}
        }
        self.checker.before_a_change(now);
        let after = self.face.head();
        self.foretold = Some(Foretold { at: self.now, after, moves, anyway, of, silent });
    }

    /// What would move under another directory, and what anyway; none if that is too much to be named one by one.
    fn look(&mut self, live: &Directory, then: &Directory, now: Moment) -> Option<Looked> {
        let ids = self.face.open_conversations(None, ALL);
        let needs: Vec<Need> =
            ids.into_iter().map(|id| Need { key: Key::Conversation(id), quotable: false }).collect();
        let page = self.face.load(&needs);
        // What moves anyway is found by a look that knows of no change.
        let mut unchanged = Look::new(live, live, self.face.team());
        unchanged.at(page.clone(), now).ok()?;
        let anyway = unchanged.anyway().iter().map(|one| (one.conversation, one.moved)).collect::<Moves>();
        let mut look = Look::new(live, then, self.face.team());
        look.at(page, now).ok()?;
        let found = look.end();
        let all: usize = found.sums.iter().map(|(_, count)| count).sum();
        let moves = found.first.into_iter().map(|one| (one.conversation, one.moved)).collect::<Moves>();
        (all == moves.len() && anyway.len() < 20).then_some(Looked { moves, anyway, silent: found.silent })
    }

    /// Once the change is settled, and nothing else has happened: what moved is what was shown.
    pub(crate) fn as_foretold(&mut self) {
        let Some(foretold) = &self.foretold else { return };
        if self.face.job(RESETTLE).is_some() && foretold.at == self.now {
            return;
        }
        let since = self.face.feed(foretold.after);
        let changed = |record: &&Record| matches!(record.events[..], [Event::PolicyChanged { .. }]);
        let alone = since
            .iter()
            .filter(|record| !changed(record))
            .all(|record| matches!(record.by, baton_core::By::Policy) && record.conversation.is_some());
        if let Some(foretold) = self.foretold.take().filter(|one| one.at == self.now && alone) {
            self.tally.count(match foretold.of {
                Of::Person => "a change that moves what was shown",
                Of::Policy => "a policy that moves what was shown",
                Of::Line(_) | Of::Back => "a line that moves nothing, as was shown",
            });
            self.checker.moved_as_shown(self.now, &foretold.moves, &foretold.anyway);
            if let Of::Line(line) = foretold.of {
                self.checker.stays_as_shown(self.now, line, &foretold.silent);
            }
        }
    }
}
