//! What is wrong with the set-up: lines that cannot send, and what came and fitted nothing.

use super::desk::Desk;
use super::listing::human;
use super::reply::{html, problem};
use crate::answer::Problem;
use axum::http::StatusCode;
use axum::response::Response;
use baton_core::Role;
use baton_pages::{FaultEntry, FaultsPage, LineTrouble, Page, View};

/// How many of the latest are shown.
const FAULTS: usize = 100;

/// `GET /faults`.
pub(super) async fn page(desk: Desk) -> Response {
    show(&desk).await.unwrap_or_else(|refused| problem(&refused))
}

async fn show(desk: &Desk) -> Result<Response, Problem> {
    desk.caller.at_least(Role::Admin)?;
    let faults = desk.app.read(|reader| reader.faults(FAULTS)).await?;
    let entry = |fault: baton_store::Fault| FaultEntry {
        at: desk.when.exact(fault.at),
        sentence: fault.fault,
        detail: fault.detail,
    };
    let lines = desk.directory.lines.values().filter(|line| !line.retired).filter_map(|line| {
        let why = desk.app.engine().line_trouble(line.id)?;
        Some(LineTrouble { number: human(&line.number), why })
    });
    let lines_here = desk.directory.lines.values().filter(|line| !line.retired);
    let page = FaultsPage {
        shell: desk.shell(View::Elsewhere(Page::Faults)).await?,
        lines: lines.collect(),
        faults: faults.into_iter().map(entry).collect(),
        numbers: lines_here.map(|line| human(&line.number)).collect(),
        people: match desk.directory.people.values().filter(|person| person.active).count() {
            1 => "only you".to_owned(),
            many => format!("{many} people"),
        },
    };
    Ok(html(StatusCode::OK, &page))
}
