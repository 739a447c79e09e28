//! People, queues and lines.

use crate::answer::{Answer, Items, ok};
use crate::app::App;
use crate::auth::{May, Read};
use crate::shape::{LineView, PersonView, QueueView};
use axum::extract::State;

/// The team
#[utoipa::path(get, path = "/api/v1/people", tag = "team", responses((status = 200, body = Items<PersonView>)))]
pub(super) async fn people(State(app): State<App>, _: May<Read>) -> Answer {
    ok(&Items::all(app.directory()?.people.values().map(PersonView::from).collect()))
}

/// The queues, in the policy's order
#[utoipa::path(get, path = "/api/v1/queues", tag = "team", responses((status = 200, body = Items<QueueView>)))]
pub(super) async fn queues(State(app): State<App>, _: May<Read>) -> Answer {
    let (directory, now) = (app.directory()?, app.clock().now());
    let queues = directory.queues.iter().map(|queue| QueueView::new(&directory, queue, now));
    ok(&Items::all(queues.collect()))
}

/// The lines, retired ones too
#[utoipa::path(get, path = "/api/v1/lines", tag = "team", responses((status = 200, body = Items<LineView>)))]
pub(super) async fn lines(State(app): State<App>, _: May<Read>) -> Answer {
    let public_url = app.public_url().unwrap_or_default();
    ok(&Items::all(app.directory()?.lines.values().map(|line| LineView::new(line, &public_url)).collect()))
}
