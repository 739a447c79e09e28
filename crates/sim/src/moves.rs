//! Law 10: what a change of people would move where is shown beforehand, by the look that the product shows
//! ([`baton_round::Look`]), and then the change is made. What it came to is for the checker to compare.

use crate::bug::Bug;
use crate::world::World;
use baton_core::{ConversationId, Directory, DirectoryError, Key, Moment, Move, Person, PersonId, Position};
use baton_round::Look;
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
        self.foretell_under(&live, then);
    }

    fn foretell_under(&mut self, live: &Directory, then: Option<Result<Directory, DirectoryError>>) {
        let Some(Ok(then)) = then else { return };
        // What falls due at this very instant moves things of its own.
        if self.face.job(RESETTLE).is_some() || !self.face.due(self.now).is_empty() {
            return;
        }
        let Some((mut moves, anyway)) = self.look(live, &then) else { return };
        if self.bug() == Some(Bug::MoveUnsaid) {
            moves.pop();
        }
        self.checker.before_a_change(self.now);
        self.foretold = Some(Foretold { at: self.now, after: self.face.head(), moves, anyway });
    }

    /// What would move under another directory, and what anyway; none if that is too much to be named one by one.
    fn look(&mut self, live: &Directory, then: &Directory) -> Option<(Moves, Moves)> {
        let ids = self.face.open_conversations(None, ALL);
        let needs: Vec<Need> =
            ids.into_iter().map(|id| Need { key: Key::Conversation(id), quotable: false }).collect();
        let page = self.face.load(&needs);
        // What moves anyway is found by a look that knows of no change.
        let mut unchanged = Look::new(live, live, self.face.team());
        unchanged.at(page.clone(), self.now).ok()?;
        let anyway = unchanged.anyway().iter().map(|one| (one.conversation, one.moved)).collect::<Moves>();
        let mut look = Look::new(live, then, self.face.team());
        look.at(page, self.now).ok()?;
        let found = look.end();
        let all: usize = found.sums.iter().map(|(_, count)| count).sum();
        let moves = found.first.into_iter().map(|one| (one.conversation, one.moved)).collect::<Moves>();
        (all == moves.len() && anyway.len() < 20).then_some((moves, anyway))
    }

    /// Once the change is settled, and nothing else has happened: what moved is what was shown.
    pub(crate) fn as_foretold(&mut self) {
        let Some(foretold) = &self.foretold else { return };
        if self.face.job(RESETTLE).is_some() && foretold.at == self.now {
            return;
        }
        let since = self.face.feed(foretold.after);
        let alone = since
            .iter()
            .all(|record| matches!(record.by, baton_core::By::Policy) && record.conversation.is_some());
        if let Some(foretold) = self.foretold.take().filter(|one| one.at == self.now && alone) {
            self.tally.count("a change that moves what was shown");
            self.checker.moved_as_shown(self.now, &foretold.moves, &foretold.anyway);
        }
    }
}
