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
    /// A list that always fits into one page.
    pub(crate) fn all(items: Vec<T>) -> Self {
        Self { items, next: None }
    }
}

/// Which page is wanted.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Paging {
    /// `next` of the page before.
    pub(crate) cursor: Option<String>,
    /// How many rows, 1 to 200; 50 where nobody says.
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
