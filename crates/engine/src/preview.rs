//! What a change of policy or people would move where (law 10): decided as the change itself is, and kept nowhere.

use crate::inner::Inner;
use crate::request::Failure;
use crate::writer::Change;
use baton_core::{
    By, Command, ConversationId, Directory, Ids, Move, Moved, Owner, Subject, World, decide, moves, reminders,
};
use std::collections::HashMap;
use std::sync::Arc;

/// How many conversations are read at a time: no read is long.
const PAGE: usize = 128;

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
}

/// How many are kept by name.
const NAMED: usize = 20;

impl Preview {
    fn add(&mut self, places: &mut HashMap<Sort, usize>, one: Moving) {
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

/// What moves, from whom, to whom.
type Sort = (std::mem::Discriminant<Moved>, Owner, Owner);

/// What would move under another directory than the live one, in the order in which it would be settled. Between two pages
/// others have their turn.
pub(crate) async fn preview(
    inner: &Arc<Inner>,
    live: &Directory,
    directory: &Directory,
) -> Result<Preview, Failure> {
    let team = inner.with_writer(|writer, _| writer.load_team(), |_| Change::Other).await?;
    let mut team = team.map_err(|error| Failure::Store(error.to_string()))?;
    let mut after = None;
    let (mut found, mut places) = (Preview::default(), HashMap::new());
    loop {
        let page = inner.read(move |reader| reader.live_subjects(after, PAGE)).await;
        let page = page.map_err(|error| Failure::Store(error.to_string()))?;
        let (count, now) = (page.len(), inner.clock.now());
        after = page.last().and_then(|subject| subject.conversation.as_ref()).map(|last| last.id).or(after);
        for subject in page {
            let Some(id) = subject.conversation.as_ref().map(|conversation| conversation.id) else {
                continue;
            };
            let customer = called(&subject);
            let settle = |directory: &Directory, subject| {
                let mut ids = Ids::new(i64::MAX / 2, i64::MAX / 2 + Ids::PER_DECISION);
                let world = World { directory, team: &team, now, by: &By::Policy };
                decide(&world, &mut ids, subject, &Command::Resettle(id)).map_err(Failure::Refused)
            };
            // What time has made of shifts and absences comes without the change too.
            let anyway = settle(live, subject)?.after;
            let Some(before) = anyway.conversation.clone() else { continue };
            let decision = settle(directory, anyway)?;
            let mut moved = moves(&before, &decision.events);
            if let Some(now_so) = &decision.after.conversation {
                moved.extend(reminders(live, directory, now_so));
                team.follow(directory, Some(&before), now_so, &decision.events);
            }
            for moved in moved {
                let one = Moving { conversation: before.id, customer: customer.clone(), moved };
                found.add(&mut places, one);
            }
        }
        if count < PAGE {
            return Ok(found);
        }
        tokio::task::yield_now().await;
    }
}

fn called(subject: &Subject) -> String {
    let name = subject.contact.as_ref().and_then(|contact| contact.name.clone());
    name.or_else(|| subject.number.as_ref().map(|number| number.address.clone())).unwrap_or_default()
}
