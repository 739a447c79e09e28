//! What a change of policy or people would move where (law 10): decided as the change itself is, and kept nowhere.

use crate::inner::Inner;
use crate::request::Failure;
use crate::writer::Change;
use baton_core::{By, Command, ConversationId, Directory, Ids, Move, Subject, World, decide, moves};
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

/// What would move under another directory, in the order in which it would be settled.
pub(crate) async fn preview(inner: &Arc<Inner>, directory: Arc<Directory>) -> Result<Vec<Moving>, Failure> {
    let team = inner.with_writer(|writer, _| writer.load_team(), |_| Change::Other).await?;
    let mut team = team.map_err(|error| Failure::Store(error.to_string()))?;
    let live = inner.directory().ok_or(Failure::NotSetUp)?;
    let mut after = None;
    let mut moving = Vec::new();
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
            let anyway = settle(&live, subject)?.after;
            let Some(before) = anyway.conversation.clone() else { continue };
            let decision = settle(&directory, anyway)?;
            let moved = moves(&before, &decision.events).into_iter();
            moving.extend(moved.map(|moved| Moving {
                conversation: before.id,
                customer: customer.clone(),
                moved,
            }));
            if let Some(now_so) = &decision.after.conversation {
                team.follow(&directory, Some(&before), now_so, &decision.events);
            }
        }
        if count < PAGE {
            return Ok(moving);
        }
    }
}

fn called(subject: &Subject) -> String {
    let name = subject.contact.as_ref().and_then(|contact| contact.name.clone());
    name.or_else(|| subject.number.as_ref().map(|number| number.address.clone())).unwrap_or_default()
}
