//! What a change of policy or people would move where (law 10): decided as the change itself is, and kept nowhere.

use baton_core::{
    By, Command, ConversationId, Directory, Ids, LineId, Moment, Move, Moved, Owner, Refusal, Subject, Team,
    World, decide, moves, reminders,
};
use rustc_hash::FxHashMap;

/// What a change would move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moving {
    /// Of which conversation.
    pub conversation: ConversationId,
    /// How the customer is called: their name, or their number.
    pub customer: String,
    /// From whom to whom.
    pub moved: Move,
}

/// All that a change would move: counted, and the first of it by name. Its size is that of the team, whatever the number of
/// conversations.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preview {
    /// How many, by what moves, from whom and to whom, in the order in which each came first. What a [`Moved`] names is the
    /// first of its kind.
    pub sums: Vec<(Move, usize)>,
    /// The first of them.
    pub first: Vec<Moving>,
    /// What stays, on a line that would be retired.
    pub silent: Silent,
}

/// What is not closed on a line that sends nothing any more. It stays whose it is, and is answered by nobody's text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Silent {
    /// How many conversations.
    pub conversations: usize,
    /// How many texts are scheduled in them; each is dropped at its time, and whoever scheduled it is told.
    pub scheduled: usize,
    /// The first of the conversations.
    pub first: Vec<Silenced>,
}

/// A conversation on a line that sends nothing any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silenced {
    /// Which.
    pub conversation: ConversationId,
    /// How the customer is called: their name, or their number.
    pub customer: String,
    /// Who would have it.
    pub owner: Owner,
    /// How many texts are scheduled in it.
    pub scheduled: usize,
}

/// How many are kept by name.
const NAMED: usize = 20;

impl Preview {
    fn add(&mut self, places: &mut FxHashMap<Sort, usize>, one: Moving) {
        let sort = (std::mem::discriminant(&one.moved.what), one.moved.from, one.moved.to);
        let place = *places.entry(sort).or_insert_with(|| {
            self.sums.push((one.moved, 0));
            self.sums.len() - 1
        });
        self.sums[place].1 += 1;
        if self.first.len() < NAMED {
            self.first.push(one);
        }
    }
}

impl Silent {
    fn add(&mut self, one: Silenced) {
        self.conversations += 1;
        self.scheduled += one.scheduled;
        if self.first.len() < NAMED {
            self.first.push(one);
        }
    }
}

/// What moves, from whom, to whom.
type Sort = (std::mem::Discriminant<Moved>, Owner, Owner);

/// A look at everything that is not closed, page by page.
#[derive(Debug)]
pub struct Look<'a> {
    live: &'a Directory,
    directory: &'a Directory,
    /// Turns and loads, as they would be by then.
    team: Team,
    /// The same without the change.
    unchanged: Team,
    /// The last conversation that was looked at.
    after: Option<ConversationId>,
    found: Preview,
    /// The first of what moves without the change too.
    anyway: Vec<Moving>,
    places: FxHashMap<Sort, usize>,
}

impl<'a> Look<'a> {
    /// Nothing is looked at yet. `team`: turns and loads as they stand.
    pub fn new(live: &'a Directory, directory: &'a Directory, team: Team) -> Self {
        Self {
            live,
            directory,
            unchanged: team.clone(),
            team,
            after: None,
            found: Preview::default(),
            anyway: Vec::new(),
            places: FxHashMap::default(),
        }
    }

    /// After which conversation the next page begins; none: with the first.
    pub fn after(&self) -> Option<ConversationId> {
        self.after
    }

    /// Looks at a page of what is not closed, in the order in which it would be settled.
    ///
    /// # Errors
    /// As settling.
    pub fn at(&mut self, page: Vec<Subject>, now: Moment) -> Result<(), Refusal> {
        self.after =
            page.last().and_then(|subject| subject.conversation.as_ref()).map(|last| last.id).or(self.after);
        for subject in page {
            self.at_one(subject, now)?;
        }
        Ok(())
    }

    /// The first of what moves without the change too, and counts as none of its moves.
    pub fn anyway(&self) -> &[Moving] {
        &self.anyway
    }

    /// What would move of all that was looked at.
    pub fn end(self) -> Preview {
        self.found
    }

    fn at_one(&mut self, subject: Subject, now: Moment) -> Result<(), Refusal> {
        let Some(first) = subject.conversation.clone() else { return Ok(()) };
        let (id, line, customer) =
            (first.id, subject.thread.as_ref().map(|thread| thread.line), called(&subject));
        let settle = |directory: &Directory, team: &Team, subject| {
            let mut ids = Ids::new(i64::MAX / 2, i64::MAX / 2 + Ids::PER_DECISION);
            let world = World { directory, team, now, by: &By::Policy };
            decide(&world, &mut ids, subject, &Command::Resettle(id))
        };
        // What time has made of shifts and absences comes without the change too; but where it would go otherwise with the
        // change, that is the change's doing.
        let without = settle(self.live, &self.unchanged, subject.clone())?;
        if let Some(now_so) = &without.after.conversation {
            self.unchanged.follow(self.live, Some(&*first), now_so, &without.events);
        }
        let without = moves(&first, &without.events);
        let decision = settle(self.directory, &self.team, subject)?;
        let mut moved = moves(&first, &decision.events);
        let same =
            |one: &Move, other: &Move| (one.what, one.from, one.to) == (other.what, other.from, other.to);
        moved.retain(|one| !without.iter().any(|other| same(one, other)));
        for moved in without.into_iter().take(NAMED - self.anyway.len().min(NAMED)) {
            self.anyway.push(Moving { conversation: id, customer: customer.clone(), moved });
        }
        if let Some(now_so) = &decision.after.conversation {
            moved.extend(reminders(self.live, self.directory, now_so));
            self.team.follow(self.directory, Some(&*first), now_so, &decision.events);
            if line.is_some_and(|line| self.is_silenced(line)) {
                let scheduled = now_so.scheduled.iter().filter(|text| text.held.is_none()).count();
                let customer = customer.clone();
                self.found.silent.add(Silenced {
                    conversation: id,
                    customer,
                    owner: now_so.owner,
                    scheduled,
                });
            }
        }
        for moved in moved {
            let one = Moving { conversation: id, customer: customer.clone(), moved };
            self.found.add(&mut self.places, one);
        }
        Ok(())
    }

    /// Whether the change retires the line.
    fn is_silenced(&self, line: LineId) -> bool {
        let retired = |directory: &Directory| directory.lines.get(&line).is_some_and(|line| line.retired);
        retired(self.directory) && !retired(self.live)
    }
}

fn called(subject: &Subject) -> String {
    let name = subject.contact.as_ref().and_then(|contact| contact.name.clone());
    name.or_else(|| subject.number.as_ref().map(|number| number.address.clone())).unwrap_or_default()
}
