//! What time does by itself where the lead goes from one program to another and comes back. On `PostgreSQL`.

use crate::home::Home;
use crate::kept::Kept;
use baton_core::{Event, Moment};
use std::time::Duration;

const HOUR: Duration = Duration::from_hours(1);

/// Dana in the morning, on every day of the week.
const POLICY: &str = r#"
zone = "America/New_York"
fallback = "dana@cedarlane.example"

[queues.Desk]
members = ["dana@cedarlane.example"]
rota = "Desk"

[rotas.Desk]
shifts = [{ id = "morning", days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], from = "08:00", to = "13:00", who = "dana@cedarlane.example" }]

[routing]
text = "ASSIGN to Desk queue"
"#;

/// Fails when a program that leads again follows the edges from where it had come itself: it tells once more of those that
/// another one followed meanwhile.
#[tokio::test(start_paused = true)]
async fn an_edge_is_told_once_however_often_the_lead_goes_to_and_fro() {
    let first = Home::kept(Kept::Postgres).await; // Monday, ten o'clock in New York
    first.engine.administer(|writer, at| writer.save_policy(POLICY, None, None, at)).await.unwrap().unwrap();
    first.advance(4 * HOUR).await;
    let second = first.another_leads().await;
    second.advance(24 * HOUR).await;
    first.until("the first one leads no longer", |first| !first.engine.health().leads).await;
    second.engine.stop(Duration::from_secs(1)).await;
    first.until("the first one leads again", |first| first.engine.health().leads).await;
    first.advance(43 * HOUR).await;
    let edges: Vec<Moment> = first
        .events()
        .iter()
        .filter_map(|event| match event {
            Event::ShiftChanged { edge, .. } => Some(*edge),
            _ => None,
        })
        .collect();
    let wanted = ["02T18:00", "03T13:00", "03T18:00", "04T13:00"];
    assert_eq!(edges, wanted.map(|edge| format!("2026-03-{edge}:00Z").parse().unwrap()));
}
