//! What a change of policy or people would move where (law 10): looked at in pages, beside the texts.

use crate::inner::Inner;
use crate::request::Failure;
use crate::writer::Change;
use baton_core::{Directory, Moment};
use baton_round::{Look, Preview};
use baton_store::{Store, StoreError, Writer};
use std::sync::Arc;

/// How many conversations are read at a time: no read is long.
const PAGE: usize = 128;

/// What would move under another directory than the live one, in the order in which it would be settled. Between two pages
/// others have their turn.
pub(crate) async fn preview(
    inner: &Arc<Inner>,
    live: &Directory,
    directory: &Directory,
) -> Result<Preview, Failure> {
    let team = inner.with_writer(|writer, _| writer.load_team(), |_| Change::Other).await?;
    let team = team.map_err(|error| Failure::Store(error.to_string()))?;
    let mut look = Look::new(live, directory, team);
    loop {
        let after = look.after();
        let page = inner.read(move |reader| reader.live_subjects(after, PAGE)).await;
        let page = page.map_err(|error| Failure::Store(error.to_string()))?;
        let last = page.len() < PAGE;
        look.at(page, inner.clock.now()).map_err(Failure::Refused)?;
        if last {
            return Ok(look.end());
        }
        tokio::task::yield_now().await;
    }
}

/// The same where no engine runs, on a store that nobody else has. Blocks.
///
/// # Errors
/// If the store fails.
pub fn preview_at_rest(
    store: &Store,
    writer: &mut Writer,
    live: &Directory,
    directory: &Directory,
    now: Moment,
) -> Result<Preview, StoreError> {
    let mut look = Look::new(live, directory, writer.load_team()?);
    loop {
        let after = look.after();
        let page = store.read(|reader| reader.live_subjects(after, PAGE))?;
        let last = page.len() < PAGE;
        look.at(page, now).map_err(|refusal| StoreError::Setup(refusal.to_string()))?;
        if last {
            return Ok(look.end());
        }
    }
}
