//! Servers on `PostgreSQL`: one that is started again, and two on one database.

use crate::support::http::{self, encode, exchange};
use crate::support::{
    ACCOUNT, AUTH_TOKEN, PASSWORD, Server, init_with, json, name, token, twilio_line, twilio_line_at,
};
use baton_carriers::fake::FakeTwilio;
use baton_hours::MachineTime;
use baton_store::testing::Cluster;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::sync::{Barrier, LazyLock, mpsc};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

pub(super) const NUMBER: &str = "+12125550100";

/// What has to happen happens within so long, or the test has failed.
pub(super) const DEADLINE: Duration = Duration::from_mins(2);

/// One server of `PostgreSQL` for all tests here.
pub(super) static CLUSTER: LazyLock<Cluster> = LazyLock::new(Cluster::start);

/// A workspace on a database of its own, and a folder that is set up for it.
pub(super) struct Business {
    folder: TempDir,
    database: String,
    pub(super) token: String,
}

impl Business {
    pub(super) fn new() -> Self {
        Self::on(&CLUSTER)
    }

    pub(super) fn on(cluster: &Cluster) -> Self {
        let (folder, database) = (tempfile::tempdir().unwrap(), cluster.database());
        init_with(name(folder.path()), &["--database", &database]);
        let token = token(name(folder.path()));
        Self { folder, database, token }
    }

    pub(super) fn database(&self) -> &str {
        &self.database
    }

    pub(super) fn data(&self) -> &str {
        name(self.folder.path())
    }

    /// The server of the folder that was set up.
    pub(super) fn first(&self) -> Server {
        Server::start(self.data(), &[])
    }

    /// Another node: a folder of its own, which knows nothing but where the database is.
    pub(super) fn another(&self, folder: &TempDir) -> Server {
        Server::start(name(folder.path()), &["--database", &self.database])
    }
}

/// An open stream of events, read by a thread of its own.
pub(super) struct Stream {
    lines: mpsc::Receiver<String>,
}

impl Stream {
    pub(super) fn open(server: &Server, token: &str, after: Option<i64>) -> Self {
        let mut stream = TcpStream::connect(&server.address).unwrap();
        let resumed = after.map_or(String::new(), |after| format!("Last-Event-ID: {after}\r\n"));
        write!(
            stream,
            "GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n{resumed}\r\n"
        )
        .unwrap();
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        let open = Self { lines };
        open.line("retry: ");
        open
    }

    /// The next line that begins so.
    fn line(&self, begins: &str) -> String {
        loop {
            let line = self.lines.recv_timeout(DEADLINE);
            let line = line.unwrap_or_else(|_| panic!("nothing came that begins with {begins}"));
            if line.starts_with(begins) {
                return line;
            }
        }
    }

    /// The next entry of this type.
    pub(super) fn entry(&self, kind: &str) -> Value {
        loop {
            let line = self.line("data: ");
            let entry: Value = serde_json::from_str(&line["data: ".len()..]).unwrap();
            if entry["type"] == kind {
                return entry;
            }
        }
    }
}

/// Asks until it is so.
pub(super) fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let (_keep, never) = mpsc::channel::<()>();
    let step = Duration::from_millis(100);
    for _ in 0..DEADLINE.as_millis() / step.as_millis() {
        if let Some(found) = ask() {
            return found;
        }
        // Nothing is ever sent; this only lets time go by.
        let _ = never.recv_timeout(step);
    }
    panic!("it never came to this: {what}");
}

pub(super) fn post(server: &Server, path: &str, token: &str, body: &Value) -> (u16, Value) {
    asks(server, "POST", path, token, body)
}

pub(super) fn asks(server: &Server, method: &str, path: &str, token: &str, body: &Value) -> (u16, Value) {
    let bearer = format!("Bearer {token}");
    let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json")];
    let answer = exchange(&server.address, method, path, &headers, &body.to_string());
    (answer.status, serde_json::from_str(&answer.body).unwrap_or_default())
}

pub(super) fn timeline(server: &Server, token: &str, conversation: &str) -> Vec<Value> {
    server.items(&format!("/api/v1/conversations/{conversation}/timeline"), token)
}

/// The inbox as a browser sees it that signs in.
fn inbox(server: &Server) -> String {
    let door = exchange(&server.address, "GET", "/signin", &[], "");
    let cookie = |answer: &http::Response| {
        let set = answer.header("set-cookie").unwrap_or_default();
        set.split(';').next().unwrap_or_default().to_owned()
    };
    let csrf = door.body.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let form = format!(
        "csrf={}&email=maya%40cedarlane.example&password={}",
        encode(csrf.expect("the door has a form")),
        encode(PASSWORD)
    );
    let door_cookie = cookie(&door);
    let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Cookie", door_cookie.as_str())];
    let entered = exchange(&server.address, "POST", "/signin", &headers, &form);
    assert_eq!(entered.status, 303, "{}", entered.body);
    let session = cookie(&entered);
    let page = exchange(&server.address, "GET", "/", &[("Cookie", session.as_str())], "");
    assert_eq!(page.status, 200, "{}", page.body);
    page.body
}

/// Fails when anything reads the store inside a task: on `PostgreSQL` that is a panic. Before, such a server did not say
/// that it listens once its folder was set up, and streams that resumed died.
#[test]
fn a_server_on_postgresql_starts_again_streams_resumes_and_shows_its_pages() {
    let business = Business::new();
    let hook = twilio_line(business.data(), NUMBER);
    let server = business.first();
    let live = Stream::open(&server, &business.token, None);
    assert_eq!(server.text(&hook, NUMBER, "+12125550134", "SM1", "Is Friday still free"), 200);
    let heard = live.entry("text.received");
    let at = heard["position"].as_i64().unwrap();
    assert!(server.terminate_and_wait().success());

    let server = business.first();
    assert_eq!(server.text(&hook, NUMBER, "+12125550135", "SM2", "Hello again"), 200);
    let resumed = Stream::open(&server, &business.token, Some(at - 1));
    assert_eq!(
        resumed.entry("text.received")["id"],
        heard["id"],
        "what it had read up to is where it goes on"
    );
    assert_ne!(resumed.entry("text.received")["id"], heard["id"]);
    let lost = Stream::open(&server, &business.token, Some(99_999_999));
    lost.line("event: reset");
    assert!(inbox(&server).contains("Hello again"));
    assert!(server.terminate_and_wait().success());
}

/// Law 6 across nodes. Fails when a carrier's id is only looked for in the node's own memory, or when the loser of the
/// race is told to come again for ever.
#[test]
fn the_same_text_brought_to_two_nodes_at_once_is_one_message_and_both_are_answered_well() {
    let business = Business::new();
    let hook = twilio_line(business.data(), NUMBER);
    let elsewhere = tempfile::tempdir().unwrap();
    let nodes = [business.first(), business.another(&elsewhere)];
    let live = Stream::open(&nodes[1], &business.token, None);
    for round in 0..20 {
        let (sid, from) = (format!("SM{round:032x}"), format!("+121255502{round:02}"));
        let together = Barrier::new(2);
        let answers: Vec<u16> = thread::scope(|scope| {
            let calls = nodes.each_ref().map(|node| {
                let (together, hook, sid, from) = (&together, &hook, &sid, &from);
                scope.spawn(move || {
                    together.wait();
                    node.text(hook, NUMBER, from, sid, "Both of you")
                })
            });
            calls.into_iter().map(|call| call.join().unwrap()).collect()
        });
        assert_eq!(answers, [200, 200], "round {round}");
    }
    for node in &nodes {
        let conversations = node.items("/api/v1/conversations", &business.token);
        assert_eq!(conversations.len(), 20);
        for conversation in &conversations {
            let entries = timeline(node, &business.token, conversation["id"].as_str().unwrap());
            assert_eq!(entries.iter().filter(|entry| entry["type"] == "text.received").count(), 1);
        }
    }
    // What one node wrote, a reader on the other sees live.
    assert_eq!(nodes[0].text(&hook, NUMBER, "+12125550177", "SM77", "Only to the first"), 200);
    until("the text is seen live", || {
        (live.entry("text.received")["text"] == "Only to the first").then_some(())
    });
}

/// Pitfall 1 across nodes: what somebody sends in one breath comes to two nodes, and their number is new. Fails when the
/// node that loses the race answers its carrier with anything but 200, makes a second contact, thread or conversation, or
/// loses its text.
#[test]
fn two_texts_of_one_new_number_brought_to_two_nodes_at_once_are_one_conversation() {
    let business = Business::new();
    let hook = twilio_line(business.data(), NUMBER);
    let elsewhere = tempfile::tempdir().unwrap();
    let nodes = [business.first(), business.another(&elsewhere)];
    for round in 0..20 {
        let from = format!("+121255504{round:02}");
        let together = Barrier::new(2);
        let answers: Vec<u16> = thread::scope(|scope| {
            let calls = [0, 1].map(|part| {
                let (together, hook, from, node) = (&together, &hook, &from, &nodes[part]);
                scope.spawn(move || {
                    together.wait();
                    node.text(hook, NUMBER, from, &format!("SM{part}{round:031x}"), &format!("part {part}"))
                })
            });
            calls.into_iter().map(|call| call.join().unwrap()).collect()
        });
        assert_eq!(answers, [200, 200], "round {round}");
    }
    for node in &nodes {
        let conversations = node.items("/api/v1/conversations", &business.token);
        assert_eq!(conversations.len(), 20);
        for conversation in &conversations {
            let entries = timeline(node, &business.token, conversation["id"].as_str().unwrap());
            let mut texts: Vec<_> = entries
                .iter()
                .filter(|entry| entry["type"] == "text.received")
                .map(|entry| entry["text"].as_str().unwrap())
                .collect();
            texts.sort_unstable();
            assert_eq!(texts, ["part 0", "part 1"]);
        }
        assert_eq!(node.items("/api/v1/contacts", &business.token).len(), 20);
    }
}

/// Fails when a node goes on with the lines that it knew at its start: a new line's webhook was answered 404 there, and
/// the text was lost.
#[test]
fn a_line_that_one_node_added_is_known_to_the_other_at_its_first_text() {
    let business = Business::new();
    let elsewhere = tempfile::tempdir().unwrap();
    let (first, second) = (business.first(), business.another(&elsewhere));
    // The command asks the server of the first folder.
    let hook = twilio_line(business.data(), NUMBER);
    assert_eq!(second.text(&hook, NUMBER, "+12125550134", "SM1", "Hello"), 200);
    assert_eq!(first.items("/api/v1/conversations", &business.token).len(), 1);
    assert_eq!(second.text("/hooks/twilio/ln_2222222222222", NUMBER, "+12125550134", "SM2", "Hello"), 404);
    // Who is part of the team is known to the other node without any text.
    json(&[
        "person",
        "add",
        "--data",
        business.data(),
        "--email",
        "ben@cedarlane.example",
        "--name",
        "Ben",
        "--json",
    ]);
    until("the other node knows Ben", || {
        (second.items("/api/v1/people", &business.token).len() == 2).then_some(())
    });
}

/// Law 8 across nodes: the opt-out comes to one, the reply is pressed on the other.
#[test]
fn an_opt_out_on_one_node_holds_on_the_other() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let fake = runtime.block_on(twilio());
    let business = Business::new();
    let hook = twilio_line_at(business.data(), NUMBER, fake.base().as_str().trim_end_matches('/'));
    let elsewhere = tempfile::tempdir().unwrap();
    let nodes = [business.first(), business.another(&elsewhere)];
    for (round, (hears, writes)) in [(0, 1), (1, 0)].into_iter().enumerate() {
        let from = format!("+1212555013{round}");
        assert_eq!(nodes[writes].text(&hook, NUMBER, &from, &format!("SM{round}0"), "Hi there"), 200);
        let list = nodes[writes].items("/api/v1/conversations", &business.token);
        let id = list.iter().find(|row| row["number"] == from.as_str()).unwrap()["id"].as_str().unwrap();
        assert_eq!(nodes[hears].text(&hook, NUMBER, &from, &format!("SM{round}1"), "STOP"), 200);
        let path = format!("/api/v1/conversations/{id}/messages");
        let (status, answer) = post(&nodes[writes], &path, &business.token, &json!({"text": "Are you sure"}));
        assert_eq!(status, 409, "{answer}");
        until("the opt-out is confirmed", || {
            let to = fake.messages().iter().filter(|message| message.to == from).count();
            (to == 1).then_some(())
        });
    }
    let sent: Vec<_> = fake.messages().into_iter().map(|message| message.body).collect();
    assert!(!sent.iter().any(|body| body.contains("Are you sure")), "{sent:?}");
}

/// The leader dies with texts that wait: the other hands them over, each once, whoever wrote them. Fails when the outbox
/// is filled at a node's start and by its own commits alone, and when a node that takes over sends what was being handed
/// over. Fails too when both nodes hand over, for then the pace of the line is not kept.
#[test]
fn a_node_that_dies_with_queued_texts_is_taken_over_by_the_other() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let fake = runtime.block_on(twilio());
    let business = Business::new();
    // One segment a second, as on every ordinary number.
    twilio_line_at(business.data(), NUMBER, fake.base().as_str().trim_end_matches('/'));
    let elsewhere = tempfile::tempdir().unwrap();
    let first = business.first();
    until("the first node leads", || leads(&first).then_some(()));
    let second = business.another(&elsewhere);
    for text in 0..8 {
        let node = if text % 2 == 0 { &first } else { &second };
        let line = node.items("/api/v1/lines", &business.token)[0]["id"].clone();
        // At whatever hour this runs.
        let body = json!({"line": line, "to": format!("+121255503{text:02}"), "text": format!("Reminder {text}"),
            "despite_quiet_hours": true});
        let (status, answer) = post(node, "/api/v1/conversations", &business.token, &body);
        assert_eq!(status, 201, "{answer}");
    }
    until("some have gone out", || (fake.messages().len() >= 2).then_some(()));
    assert!(leads(&first) && !leads(&second), "one of them leads");
    first.kill();
    let before = fake.messages().len();
    assert!(before < 8, "some wait: {before} have gone out");
    let unsure = until("all are handed over, or asked about", || {
        let mut unsure = 0;
        for row in second.items("/api/v1/conversations", &business.token) {
            let entries = timeline(&second, &business.token, row["id"].as_str().unwrap());
            let is = |kind: &str| entries.iter().any(|entry| entry["type"] == kind);
            if !is("text.sent") {
                unsure += 1;
                if !is("text.unknown") {
                    return None;
                }
            }
        }
        Some(unsure)
    });
    assert!(leads(&second));
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for message in fake.messages() {
        *times.entry(message.body).or_default() += 1;
    }
    assert!(times.values().all(|times| *times == 1), "{times:?}");
    assert!(times.len() + unsure >= 8 && unsure <= 1, "{unsure} of {times:?}");
}

pub(super) fn leads(server: &Server) -> bool {
    let metrics = exchange(&server.address, "GET", "/metrics", &[], "");
    metrics.body.lines().any(|line| line == "baton_leads 1")
}

async fn twilio() -> FakeTwilio {
    FakeTwilio::start(ACCOUNT, AUTH_TOKEN, MachineTime::from_micros(1_772_800_000_000_000)).await.unwrap()
}
