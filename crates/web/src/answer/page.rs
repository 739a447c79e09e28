//! Pages of lists.

use super::Problem;
use serde::{Deserialize, Serialize};

/// The most rows of a page.
pub(crate) const LIMIT: usize = 200;
/// How many rows a page has where nobody says.
const USUAL: usize = 50;

/// A page: its rows, and the cursor of the next one.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Items<T> {
    /// The rows.
    pub(crate) items: Vec<T>,
    /// What to send as `cursor` for the next page; null on the last one.
    #[schema(required = true)]
    pub(crate) next: Option<String>,
}

impl<T> Items<T> {
    /// The page of a short list that is wanted: the whole where nobody says how much of it. `key` names a row, so that the
    /// next page begins after it whatever else has come or gone; where the row itself is gone, that is said.
    pub(crate) fn cut(rows: Vec<T>, paging: &Paging, key: impl Fn(&T) -> String) -> Result<Self, Problem> {
        let limit = match paging.limit {
            None => usize::MAX,
            wanted => limit(wanted)?,
        };
        let from = match paging.cursor.as_deref() {
            None => 0,
            Some(cursor) => {
                let place = rows.iter().position(|row| key(row) == cursor);
                let unknown =
                    "This is no cursor of this list, or what it named is gone. Begin with the first page.";
                place.map(|place| place + 1).ok_or_else(|| Problem::field("cursor", unknown))?
            }
        };
        let more = rows.len() - from > limit;
        let items: Vec<T> = rows.into_iter().skip(from).take(limit).collect();
        let next = items.last().filter(|_| more).map(key);
        Ok(Self { items, next })
    }
}

/// Which page is wanted.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Paging {
    /// `next` of the page before.
    pub(crate) cursor: Option<String>,
    /// How many rows, 1 to 200. Where nobody says, 50; of people, queues, lines and templates, of who is away and of faults
    /// all.
    pub(crate) limit: Option<usize>,
}

impl Paging {
    pub(crate) fn limit(&self) -> Result<usize, Problem> {
        limit(self.limit)
    }
}

/// Checks how many rows are wanted.
pub(crate) fn limit(wanted: Option<usize>) -> Result<usize, Problem> {
    match wanted {
        None => Ok(USUAL),
        Some(rows) if (1..=LIMIT).contains(&rows) => Ok(rows),
        Some(rows) => Err(Problem::field(
            "limit",
            format!("A page has 1 to {LIMIT} rows, and {rows} is outside of that."),
        )),
    }
}
