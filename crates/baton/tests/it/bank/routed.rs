//! Texts sent to a server as signed webhooks, and who got each.

use crate::support::{Server, init, name, stderr, token, twilio_line};
use crate::support::{baton, http};
use serde_json::Value;
use std::collections::HashMap;
use std::thread;

/// Lines of the one account.
const LINES: usize = 10;
/// Connections that text at the same time.
const AT_ONCE: usize = 4;

/// Who got a text.
#[derive(Debug, Clone)]
pub(crate) struct Routed {
    /// The queue that owns it; none where it opened no conversation.
    pub(crate) queue: Option<String>,
    /// The owners of its asks.
    pub(crate) asks: Vec<String>,
    /// The words that its rule matched.
    pub(crate) matched: String,
}

/// Routes every text by the policy of that file.
pub(crate) fn route(policy: &str, texts: &[String]) -> Vec<Routed> {
    let folder = tempfile::tempdir().unwrap();
    let data = name(folder.path());
    init(data);
    let set = baton(&["policy", "set", name(&super::folder().join(policy)), "--data", data]);
    assert!(set.status.success(), "{policy}: {}", stderr(&set));
    let numbers: Vec<String> = (0..LINES).map(|line| format!("+121255501{line:02}")).collect();
    let hooks: Vec<String> = numbers.iter().map(|number| twilio_line(data, number)).collect();
    let token = token(data);
    let server = Server::start(data, &[]);
    send(&server, &numbers, &hooks, texts);
    let got = got(&server, &token, &numbers);
    (0..texts.len()).map(|index| got.get(&place(index)).cloned().unwrap_or_else(nobody)).collect()
}

/// A text that opened no conversation: a word such as STOP.
fn nobody() -> Routed {
    Routed { queue: None, asks: Vec::new(), matched: String::new() }
}

/// From which phone, and to which line.
fn place(index: usize) -> (String, usize) {
    (phone(index / LINES), index % LINES)
}

fn phone(index: usize) -> String {
    format!("+1{}55501{:02}", 312 + index / 100, index % 100)
}

fn send(server: &Server, numbers: &[String], hooks: &[String], texts: &[String]) {
    thread::scope(|scope| {
        for lane in 0..AT_ONCE {
            scope.spawn(move || {
                for (index, text) in texts.iter().enumerate().skip(lane).step_by(AT_ONCE) {
                    let (from, line) = place(index);
                    let sid = format!("SM{index:032}");
                    let answer =
                        http::webhook(&server.address, &hooks[line], &numbers[line], &from, &sid, text)
                            .unwrap();
                    assert!((200..300).contains(&answer.status), "{text}: {}", answer.body);
                }
            });
        }
    });
}

/// Everything that the API shows, by phone and line.
fn got(server: &Server, token: &str, numbers: &[String]) -> HashMap<(String, usize), Routed> {
    let lines = server.items("/api/v1/lines", token);
    let by_id: HashMap<&str, usize> = lines
        .iter()
        .map(|line| {
            let number = line["number"].as_str().unwrap();
            (line["id"].as_str().unwrap(), numbers.iter().position(|known| known == number).unwrap())
        })
        .collect();
    let conversations = server.items("/api/v1/conversations", token);
    conversations
        .iter()
        .map(|conversation| {
            let line = conversation["line"].as_str().or(conversation["line"]["id"].as_str()).unwrap();
            let number =
                conversation["number"].as_str().or(conversation["number"]["number"].as_str()).unwrap();
            ((number.to_owned(), by_id[line]), routed(conversation))
        })
        .collect()
}

fn routed(conversation: &Value) -> Routed {
    let owner = &conversation["owner"];
    assert_eq!(owner["kind"], "queue", "nobody has claimed it: {conversation}");
    let asks = conversation["asks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|ask| ask["owner"]["name"].as_str().unwrap().to_owned());
    let matched = match &conversation["routed_by"]["matched"] {
        Value::Array(words) => words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        other => other.as_str().unwrap_or_default().to_owned(),
    };
    Routed { queue: Some(owner["name"].as_str().unwrap().to_owned()), asks: asks.collect(), matched }
}
