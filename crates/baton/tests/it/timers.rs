//! What time does by itself on one database with two servers, the leading one of which is killed.

use super::nodes::{Business, NUMBER, asks, leads, post, timeline, until};
use crate::support::{Server, baton_with, stderr, twilio_line};
use baton_core::Moment;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, UNIX_EPOCH};

/// Who asks about an invoice is given to Maya, two at the most; the rest is hers to take.
const POLICY: &str = r#"
zone = "America/New_York"
fallback = "maya@cedarlane.example"

[queues.Desk]
members = ["maya@cedarlane.example"]

[queues.Billing]
members = ["maya@cedarlane.example"]
distribute = "round_robin"
capacity = 2

[routing]
text = """
IF message contains "invoice"
  ASSIGN to Billing queue
ELSE
  ASSIGN to Desk queue
"""
"#;

/// How many there are of each.
const MANY: usize = 6;

fn in_seconds(seconds: u64) -> String {
    #[expect(clippy::disallowed_methods, reason = "servers go by the machine's time")]
    let now = std::time::SystemTime::now().duration_since(UNIX_EPOCH).unwrap() + Duration::from_secs(seconds);
    Moment::from_micros(i64::try_from(now.as_micros()).unwrap()).to_string()
}

/// How often something of this kind stands in each timeline.
fn told(server: &Server, token: &str, of: &[String], is: impl Fn(&Value) -> bool) -> Vec<usize> {
    of.iter().map(|id| timeline(server, token, id).iter().filter(|entry| is(entry)).count()).collect()
}

/// Fails when what falls due, or waits in a queue, is the affair of the server that it was set on; when whoever takes over
/// does not look at what fell due before; and when what one server has done is done again by the one that leads next.
#[test]
fn what_falls_due_is_done_once_though_the_leading_server_is_killed() {
    let business = Business::new();
    let token = &business.token;
    let hook = twilio_line(business.data(), NUMBER);
    let elsewhere = tempfile::tempdir().unwrap();
    let first = business.first();
    until("the first node leads", || leads(&first).then_some(()));
    let set = baton_with(&["policy", "set", "-", "--data", business.data()], POLICY);
    assert!(set.status.success(), "{}", stderr(&set));
    let second = business.another(&elsewhere);
    let nodes = [&first, &second];
    let mut opened: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let kinds = [("remind", "Hello"), ("wake", "Is Friday free"), ("invoice", "About my invoice")];
    for (number, (kind, words)) in kinds.into_iter().enumerate() {
        for place in 0..MANY {
            let from = format!("+12125550{}{place:02}", 2 + number);
            let node = nodes[place % 2];
            assert_eq!(node.text(&hook, NUMBER, &from, &format!("SM{kind}{place}"), words), 200);
            let rows = node.items("/api/v1/conversations", token);
            let row = rows.iter().find(|row| row["number"] == from.as_str()).unwrap();
            opened.entry(kind).or_default().push(row["id"].as_str().unwrap().to_owned());
        }
    }
    let due = in_seconds(12);
    for place in 0..MANY {
        let node = nodes[place % 2];
        let reminders = format!("/api/v1/conversations/{}/reminders", opened["remind"][place]);
        let (status, answer) = post(node, &reminders, token, &json!({"text": "Call the lab", "at": due}));
        assert_eq!(status, 201, "{answer}");
        let waits =
            json!({"status": "pending", "pending_on": "internal", "reason": "lab report", "wake_at": due});
        let path = format!("/api/v1/conversations/{}", opened["wake"][place]);
        let (status, answer) = asks(node, "PATCH", &path, token, &waits);
        assert_eq!(status, 200, "{answer}");
    }
    assert!(leads(&first) && !leads(&second), "one of them leads");
    first.kill();

    let came =
        |server: &Server| told(server, token, &opened["remind"], |entry| entry["type"] == "reminder.came");
    let woke = |server: &Server| {
        told(server, token, &opened["wake"], |entry| {
            entry["type"] == "status.changed" && entry["to"] == "open"
        })
    };
    let given = |server: &Server| {
        told(server, token, &opened["invoice"], |entry| {
            entry["type"] == "owner.changed" && entry["to"]["kind"] == "person"
        })
    };
    let once = vec![1; MANY];
    until("everything that fell due is done", || {
        (came(&second) == once && woke(&second) == once && leads(&second)).then_some(())
    });
    // One after the other is done with, and whatever waits longest is hers.
    for (place, id) in opened["invoice"].iter().enumerate() {
        let wanted: Vec<usize> = (0..MANY).map(|other| usize::from(other < place + 2)).collect();
        until("she has two", || (given(&second) == wanted).then_some(()));
        let path = format!("/api/v1/conversations/{id}");
        let (status, answer) = asks(&second, "PATCH", &path, token, &json!({"status": "closed"}));
        assert_eq!(status, 200, "{answer}");
    }
    // The lead comes back, and finds nothing to do.
    let first = business.first();
    assert!(second.terminate_and_wait().success());
    until("the first one leads again", || leads(&first).then_some(()));
    let later = format!("/api/v1/conversations/{}/reminders", opened["wake"][0]);
    let soon = in_seconds(1);
    assert_eq!(post(&first, &later, token, &json!({"text": "Call again", "at": soon})).0, 201);
    until("it does what falls due", || {
        let came = told(&first, token, &opened["wake"][..1], |entry| entry["type"] == "reminder.came");
        (came == [1]).then_some(())
    });
    assert_eq!((came(&first), woke(&first), given(&first)), (once.clone(), once.clone(), once));
    assert!(first.terminate_and_wait().success());
}
