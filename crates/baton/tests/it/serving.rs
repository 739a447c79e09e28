//! A server as whoever runs it sees it: configured, stopped, killed, started twice.

use crate::support::{self, Server, baton, http, init, name, stderr, token, twilio_line};
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::sync::Arc;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

const NUMBER: &str = "+12125550100";

fn elapsed_of(work: impl FnOnce()) -> Duration {
    #[expect(clippy::disallowed_methods, reason = "a stop is measured by the machine's clock")]
    let now = std::time::Instant::now;
    let began = now();
    work();
    began.elapsed()
}

/// The carrier's ids of all texts that the server holds.
fn stored(server: &Server, token: &str) -> BTreeSet<String> {
    let conversations = server.items("/api/v1/conversations", token);
    let timelines = conversations.iter().flat_map(|conversation| {
        server
            .items(&format!("/api/v1/conversations/{}/timeline", conversation["id"].as_str().unwrap()), token)
    });
    timelines
        .filter(|entry| entry["type"] == "text.received")
        .map(|entry| entry["text"].as_str().or(entry["body"].as_str()).unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn what_was_acknowledged_is_there_after_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let data = name(folder.path());
    init(data);
    let hook = twilio_line(data, NUMBER);
    let token = token(data);
    let mut acknowledged = BTreeSet::new();
    for round in 0..5 {
        let server = Server::start(data, &[]);
        let there = stored(&server, &token);
        let lost: Vec<_> = acknowledged.difference(&there).collect();
        assert!(lost.is_empty(), "acknowledged and lost before round {round}: {lost:?}");
        acknowledged.extend(texts_until_the_end(&server, &hook, round, Server::end_now));
    }
    let server = Server::start(data, &[]);
    let there = stored(&server, &token);
    let lost: Vec<_> = acknowledged.difference(&there).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    assert!(acknowledged.len() >= 5 * 20, "{}", acknowledged.len());
    // What was stored when the server died, and never answered, is at most the one text that each phone waited for.
    assert!(
        there.len() <= acknowledged.len() + 5 * 4,
        "{} of {} were answered",
        acknowledged.len(),
        there.len()
    );
}

/// An orderly stop in the middle of it. Fails when a text that was acknowledged is not there after the next start, when a call
/// hangs, when one is answered as if it were for nothing (4xx: the carrier gives it up), or when the stop takes longer than its ten
/// seconds.
#[test]
fn what_was_acknowledged_is_there_after_sigterm_and_no_call_hangs() {
    let folder = tempfile::tempdir().unwrap();
    let data = name(folder.path());
    init(data);
    let hook = twilio_line(data, NUMBER);
    let token = token(data);
    let mut acknowledged = BTreeSet::new();
    for round in 0..3 {
        let mut server = Server::start(data, &[]);
        let mut texts = Vec::new();
        let took = elapsed_of(|| {
            texts = texts_until_the_end(&server, &hook, round, Server::terminate);
            assert!(server.wait_for_it().success());
        });
        assert!(took < Duration::from_secs(20), "{took:?}, of which ten are the stop's");
        acknowledged.extend(texts);
    }
    let server = Server::start(data, &[]);
    let there = stored(&server, &token);
    let lost: Vec<_> = acknowledged.difference(&there).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    assert!(acknowledged.len() >= 3 * 20, "{}", acknowledged.len());
    assert!(
        there.len() <= acknowledged.len() + 3 * 4,
        "{} of {} were answered",
        acknowledged.len(),
        there.len()
    );
}

/// Four phones text while the server is ended; what was answered well. Comes back when no call is under way any more.
fn texts_until_the_end(server: &Server, hook: &str, round: usize, end: impl FnOnce(&Server)) -> Vec<String> {
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    let enough = Arc::new(std::sync::Barrier::new(5));
    let phones: Vec<_> = (0..4)
        .map(|phone| {
            let (acknowledged, enough) = (Arc::clone(&acknowledged), Arc::clone(&enough));
            let (address, hook) = (server.address.clone(), hook.to_owned());
            thread::spawn(move || {
                for count in 0.. {
                    if count == 5 {
                        enough.wait();
                    }
                    let body = format!("text {round}-{phone}-{count}");
                    let sid = format!("SM{round:08}{phone:08}{count:016}");
                    let from = format!("+1212555011{phone}");
                    match http::webhook(&address, &hook, NUMBER, &from, &sid, &body) {
                        Ok(response) if (200..300).contains(&response.status) => {
                            acknowledged.lock().unwrap().push(body);
                        }
                        Ok(response) => {
                            assert_eq!(response.status, 503, "{}", response.body);
                            return;
                        }
                        Err(_) => return,
                    }
                }
            })
        })
        .collect();
    enough.wait();
    end(server);
    for phone in phones {
        phone.join().unwrap();
    }
    Arc::into_inner(acknowledged).unwrap().into_inner().unwrap()
}

#[test]
fn sigterm_ends_a_server_within_ten_seconds_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = name(folder.path());
    init(data);
    let hook = twilio_line(data, NUMBER);
    let token = token(data);
    let server = Server::start(data, &[]);
    assert!((200..300).contains(&server.text(&hook, NUMBER, "+12125550134", "SM1", "first")));

    // A stream that nobody closes, and a connection that says nothing.
    let mut stream = TcpStream::connect(&server.address).unwrap();
    write!(stream, "GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n")
        .unwrap();
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    stream.read_line(&mut line).unwrap();
    assert!(line.contains("200"), "{line}");
    let _silent = TcpStream::connect(&server.address).unwrap();

    let mut status = None;
    let took = elapsed_of(|| {
        server.terminate();
        status = Some(server.wait());
    });
    assert!(status.unwrap().success());
    assert!(took < Duration::from_secs(10), "{took:?}");
    let mut rest = String::new();
    stream.read_to_string(&mut rest).unwrap();
    assert!(!folder.path().join("baton.sock").exists(), "the socket is taken away");
    let server = Server::start(data, &[]);
    assert_eq!(stored(&server, &token), BTreeSet::from(["first".to_owned()]));
}

#[test]
fn a_second_server_on_the_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let data = name(folder.path());
    init(data);
    let _server = Server::start(data, &[]);
    let second = baton(&["serve", "--data", data, "--listen", "127.0.0.1:0"]);
    assert_eq!(second.status.code(), Some(1));
    assert!(stderr(&second).contains("in use by another baton"), "{}", stderr(&second));
}

#[test]
fn a_database_of_a_newer_version_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let data = name(folder.path());
    init(data);
    // The version stands at byte 60 of the file (SQLite file format, section 1.3).
    let file = folder.path().join("baton.sqlite");
    let mut bytes = fs::read(&file).unwrap();
    bytes[60..64].copy_from_slice(&9_999_u32.to_be_bytes());
    fs::write(&file, &bytes).unwrap();
    for args in
        [&["serve", "--data", data, "--listen", "127.0.0.1:0"][..], &["person", "list", "--data", data]]
    {
        let refused = baton(args);
        assert_eq!(refused.status.code(), Some(1), "{args:?}");
        assert!(stderr(&refused).contains("Run a newer baton"), "{args:?}: {}", stderr(&refused));
    }
    assert_eq!(fs::read(&file).unwrap()[60..64], 9_999_u32.to_be_bytes());
}

#[test]
fn a_rehearsals_folder_and_a_real_one_do_not_open_as_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let data = name(folder.path());
    init(data);
    let refused = baton(&["serve", "--data", data, "--listen", "127.0.0.1:0", "--test-clock", "running"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(stderr(&refused).contains("init --rehearsal"), "{}", stderr(&refused));

    let folder = tempfile::tempdir().unwrap();
    let data = name(folder.path());
    let args = [
        "init",
        "--data",
        data,
        "--business",
        "B",
        "--email",
        "maya@cedarlane.example",
        "--name",
        "Maya Ortiz",
        "--password-stdin",
        "--rehearsal",
    ];
    assert!(support::baton_with(&args, support::PASSWORD).status.success());
    let refused = baton(&["serve", "--data", data, "--listen", "127.0.0.1:0"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(stderr(&refused).contains("--test-clock"), "{}", stderr(&refused));
    let token = token(data);
    let server = Server::start(data, &["--test-clock", "2026-03-06T16:58:00-05:00"]);
    let clock = server.get_json("/api/v1/test-clock", &token);
    assert!(clock.to_string().contains("2026-03-06T21:58:00Z"), "{clock}");
}

#[test]
fn later_settings_win_file_environment_flag() {
    let folder = tempfile::tempdir().unwrap();
    let data = name(folder.path());
    init(data);
    let config = folder.path().join("baton.toml");
    let mut text = fs::read_to_string(&config).unwrap();
    text.push_str("listen = \"not an address\"\n");
    fs::write(&config, text).unwrap();
    let by_file = baton(&["serve", "--data", data]);
    assert!(
        by_file.status.code() == Some(1) && stderr(&by_file).contains("not an address"),
        "{}",
        stderr(&by_file)
    );
    let by_environment =
        support::command(&["serve", "--data", data]).env("BATON_LISTEN", "nor this").output().unwrap();
    assert!(stderr(&by_environment).contains("nor this"), "{}", stderr(&by_environment));
    drop(Server::start(data, &[]));
}

#[test]
fn an_unknown_setting_stops_the_start_with_the_nearest_name() {
    let folder = tempfile::tempdir().unwrap();
    let data = name(folder.path());
    init(data);
    fs::write(folder.path().join("baton.toml"), "lisen = \"127.0.0.1:0\"\n").unwrap();
    let refused = baton(&["serve", "--data", data]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        stderr(&refused).contains("line 1: there is no setting “lisen”. Did you mean listen?"),
        "{}",
        stderr(&refused)
    );
}

#[test]
fn a_misspelled_variable_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let data = name(folder.path());
    init(data);
    let mut command: Command = support::command(&["person", "list", "--data", data]);
    let output = command.env("BATON_LISTN", "127.0.0.1:0").output().unwrap();
    assert!(stderr(&output).contains("Did you mean BATON_LISTEN?"), "{}", stderr(&output));
}

#[test]
fn a_port_that_is_taken_is_told_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let data = name(folder.path());
    init(data);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let refused = baton(&["serve", "--data", data, "--listen", &address]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(stderr(&refused).contains("--listen HOST:PORT"), "{}", stderr(&refused));
}

#[test]
fn a_wrong_signature_is_refused_and_stored_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let data = name(folder.path());
    init(data);
    let hook = twilio_line(data, NUMBER);
    let token = token(data);
    let server = Server::start(data, &[]);
    let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("X-Twilio-Signature", "bm90IGl0")];
    let form = "MessageSid=SM1&From=%2B12125550134&To=%2B12125550100&Body=hello";
    assert_eq!(http::exchange(&server.address, "POST", &hook, &headers, form).status, 403);
    assert_eq!(server.items("/api/v1/conversations", &token).len(), 0);
}
