//! The commands as a script uses them, with a server on the folder and without one.

use crate::support::{
    self, PASSWORD, Server, baton, baton_with, init, json, json_with, name, stderr, stdout, token,
};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;

/// Runs a story on a folder that nobody serves, then on one that somebody does.
fn in_both_modes(story: impl Fn(&str)) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    init(name(&data));
    story(name(&data));

    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    init(name(&data));
    let server = Server::start(name(&data), &[]);
    story(name(&data));
    drop(server);
}

fn items(document: &Value) -> &Vec<Value> {
    document["items"].as_array().unwrap()
}

#[test]
fn people_are_added_and_listed() {
    in_both_modes(|data| {
        let added = json(&[
            "person",
            "add",
            "--data",
            data,
            "--email",
            "Chris@CedarLane.example",
            "--name",
            "Chris Bell",
            "--role",
            "lead",
            "--json",
        ]);
        assert!(added["id"].as_str().unwrap().starts_with("pe_"), "{added}");
        assert_eq!((&added["email"], &added["role"]), (&"chris@cedarlane.example".into(), &"lead".into()));
        let again =
            baton(&["person", "add", "--data", data, "--email", "chris@cedarlane.example", "--name", "C"]);
        assert_eq!(again.status.code(), Some(1));
        assert!(stderr(&again).contains("is part of the team already"), "{}", stderr(&again));
        assert_eq!(stdout(&again), "");

        let listed = json(&["person", "list", "--data", data, "--json"]);
        let emails: Vec<_> = items(&listed).iter().map(|person| person["email"].as_str().unwrap()).collect();
        assert_eq!(emails, ["chris@cedarlane.example", "maya@cedarlane.example"]);
        assert_eq!(items(&listed)[0]["password"], false);
        let set =
            ["person", "password", "--data", data, "--email", "chris@cedarlane.example", "--password-stdin"];
        assert!(baton_with(&set, &format!("{PASSWORD}\n")).status.success());
        let short = baton_with(&set, "short");
        assert_eq!(short.status.code(), Some(1));
        assert!(stderr(&short).contains("at least 12 characters"), "{}", stderr(&short));
        assert_eq!(items(&json(&["person", "list", "--data", data, "--json"]))[0]["password"], true);
    });
}

#[test]
fn tokens_are_made_listed_and_withdrawn() {
    in_both_modes(|data| {
        let made = json(&[
            "token",
            "add",
            "scripts",
            "--data",
            data,
            "--person",
            "maya@cedarlane.example",
            "--json",
        ]);
        assert!(made["token"].as_str().unwrap().starts_with("baton_"), "{made}");
        let program = json(&[
            "token",
            "add",
            "greeter",
            "--data",
            data,
            "--program",
            "--scopes",
            "read,send",
            "--json",
        ]);
        assert!(program["holder"].as_str().unwrap().starts_with("pr_"), "{program}");
        let nobody = baton(&["token", "add", "x", "--data", data, "--person", "nobody@cedarlane.example"]);
        assert_eq!(nobody.status.code(), Some(1));
        assert!(stderr(&nobody).contains("nobody with the address"), "{}", stderr(&nobody));

        let listed = json(&["token", "list", "--data", data, "--json"]);
        assert_eq!(items(&listed).len(), 2);
        assert!(!listed.to_string().contains(made["token"].as_str().unwrap()), "a token is shown once");
        assert!(baton(&["token", "revoke", "scripts", "--data", data]).status.success());
        assert_eq!(items(&json(&["token", "list", "--data", data, "--json"])).len(), 1);
        let gone = baton(&["token", "revoke", "scripts", "--data", data]);
        assert!(
            gone.status.code() == Some(1) && stderr(&gone).contains("no token named"),
            "{}",
            stderr(&gone)
        );
    });
}

#[test]
fn a_token_that_was_withdrawn_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let data = name(folder.path());
    init(data);
    let server = Server::start(data, &[]);
    let token = token(data);
    assert_eq!(server.get("/api/v1/people", &token).status, 200);
    assert!(baton(&["token", "revoke", "tests", "--data", data]).status.success());
    assert_eq!(server.get("/api/v1/people", &token).status, 401);
}

/// Fails when a line can only be added, when a change of its account makes it another line, or when a change that says
/// nothing is taken.
#[test]
fn a_line_changes_its_account_is_retired_and_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let data = name(folder.path());
    support::init(data);
    support::twilio_line(data, "+12125550101");
    let line = || items(&json(&["line", "list", "--data", data, "--json"]))[0].clone();
    let before = line();
    let moved = [
        "line",
        "change",
        "+12125550101",
        "--data",
        data,
        "--name",
        "Front desk",
        "--account-sid",
        "AC00000000000000000000000000000002",
        "--auth-token-stdin",
        "--json",
    ];
    let changed = json_with(&moved, "another token\n");
    assert_eq!(changed["id"], before["id"]);
    assert_eq!((&line()["name"], &line()["id"]), (&Value::from("Front desk"), &before["id"]));
    let id = before["id"].as_str().unwrap();
    json(&["line", "retire", id, "--data", data, "--json"]);
    assert_eq!(line()["retired"], true);
    json(&["line", "retire", id, "--undo", "--data", data, "--json"]);
    assert_eq!(line()["retired"], false);
    for wrong in
        [&["line", "change", id, "--data", data][..], &["line", "retire", "+12125550199", "--data", data]]
    {
        assert_eq!(baton(wrong).status.code(), Some(1), "{wrong:?}");
    }
}

/// Law 10, on the command line. Fails when a line goes with conversations that are open on it and nobody was told, when
/// asking retires it, or when it cannot be retired at all then; with a server on the folder and without one.
#[test]
fn a_line_with_something_open_is_retired_by_a_second_word_only() {
    let folder = tempfile::tempdir().unwrap();
    let data = name(folder.path());
    init(data);
    let token = token(data);
    let added = json(&["line", "add", "simulator", "--data", data, "--number", "+12125550100", "--json"]);
    let id = added["id"].as_str().unwrap();
    let server = Server::start(data, &[]);
    let path = format!("/api/v1/simulator/{id}/texts");
    let bearer = format!("Bearer {token}");
    let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json")];
    let text = r#"{"from": "+12125550134", "text": "Hello"}"#;
    let sent = support::http::exchange(&server.address, "POST", &path, &headers, text);
    assert!(sent.status < 300, "{}", sent.body);
    let asks = |when: &str| {
        let asked = baton(&["line", "retire", "+12125550100", "--data", data]);
        assert_eq!(asked.status.code(), Some(1), "{when}");
        let words = stderr(&asked);
        assert!(words.contains("1 conversation is not closed"), "{when}: {words}");
        assert!(words.contains("+12125550134: General") && words.contains("--yes"), "{when}: {words}");
        assert_eq!(items(&json(&["line", "list", "--data", data, "--json"]))[0]["retired"], false, "{when}");
    };
    asks("with a server");
    server.kill();
    asks("without one");
    let done = json(&["line", "retire", id, "--data", data, "--yes", "--json"]);
    assert_eq!((&done["retired"], &done["moves"]["silent"]["conversations"]), (&true.into(), &1.into()));
    assert_eq!(items(&json(&["line", "list", "--data", data, "--json"]))[0]["retired"], true);
}

#[test]
fn lines_are_added_and_listed_with_their_webhooks() {
    in_both_modes(|data| {
        let pretend =
            json(&["line", "add", "simulator", "--data", data, "--number", "+12125550100", "--json"]);
        assert!(pretend["id"].as_str().unwrap().starts_with("ln_"), "{pretend}");
        let path = support::twilio_line(data, "+12125550101");
        assert!(path.starts_with("/hooks/twilio/ln_"), "{path}");
        let twice = baton(&["line", "add", "simulator", "--data", data, "--number", "+12125550101"]);
        assert!(twice.status.code() == Some(1) && stderr(&twice).contains("already"), "{}", stderr(&twice));
        let listed = json(&["line", "list", "--data", data, "--json"]);
        let carriers: Vec<_> = items(&listed).iter().map(|line| line["carrier"].as_str().unwrap()).collect();
        assert_eq!(carriers, ["simulator", "twilio"]);
        assert!(!listed.to_string().contains(support::AUTH_TOKEN), "a token is never shown");
    });
}

#[test]
fn the_webhook_is_a_path_alone_while_no_public_url_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let data = name(folder.path());
    let args = [
        "init",
        "--data",
        data,
        "--business",
        "Cedar Lane",
        "--email",
        "maya@cedarlane.example",
        "--name",
        "Maya Ortiz",
        "--password-stdin",
    ];
    assert!(baton_with(&args, PASSWORD).status.success());
    let add = |number, more: &[&str]| {
        let args = [
            &["line", "add", "twilio", "--data", data, "--number", number, "--account-sid", support::ACCOUNT]
                [..],
            &["--auth-token-stdin", "--json"],
            more,
        ];
        json_with(&args.concat(), "0123456789abcdef")["webhook"].as_str().unwrap().to_owned()
    };
    assert!(add("+12125550101", &[]).starts_with("/hooks/twilio/"));
    let told = add("+12125550102", &["--public-url", "https://texts.example/"]);
    assert!(told.starts_with("https://texts.example/hooks/twilio/"), "{told}");
}

/// A policy to begin with wants its people, and nothing else: with them in the team it goes live. Fails when a preset is
/// not printed whole, or asks for more than its people.
#[test]
fn policies_to_begin_with_go_live_once_their_people_are_there() {
    let listed = json(&["policy", "preset", "--json"]);
    let names: Vec<_> = items(&listed).iter().map(|preset| preset["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["role-based", "person-based", "shift-based", "hybrid", "templates"]);
    for preset in &names[..4] {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        init(name(&data));
        let data = name(&data);
        let set = ["policy", "set", "-", "--data", data];
        let printed = stdout(&baton(&["policy", "preset", preset]));
        let refused = baton_with(&set, &printed);
        assert_eq!(refused.status.code(), Some(1), "{preset}");
        let people: BTreeSet<_> = printed.split('"').filter(|word| word.ends_with("@example.com")).collect();
        assert!(!people.is_empty(), "{printed}");
        for person in people {
            let add = ["person", "add", "--data", data, "--email", person, "--name", person];
            assert!(baton(&add).status.success(), "{person}");
        }
        let put = baton_with(&set, &printed);
        assert!(put.status.success(), "{preset}: {} {}", stdout(&put), stderr(&put));
    }
    let unknown = baton(&["policy", "preset", "hybird"]);
    assert!(stderr(&unknown).contains("there are role-based"), "{}", stderr(&unknown));
}

#[test]
fn a_policy_is_shown_checked_and_put_live() {
    in_both_modes(|data| {
        let folder = tempfile::tempdir().unwrap();
        let shown = stdout(&baton(&["policy", "show", "--data", data]));
        assert!(shown.contains("[queues.General]"), "{shown}");
        assert!(shown.contains("first_response = \"1 h\""), "a promise to begin with: {shown}");
        let better = folder.path().join("better.toml");
        fs::write(
            &better,
            shown.replace(
                "[queues.General]",
                "[queues.Sales]\nmembers = [\"maya@cedarlane.example\"]\n\n[queues.General]",
            ),
        )
        .unwrap();
        assert_eq!(json(&["policy", "check", name(&better), "--data", data, "--json"])["usable"], true);
        assert_eq!(json(&["policy", "set", name(&better), "--data", data, "--json"])["version"], 2);
        assert!(stdout(&baton(&["policy", "show", "--data", data])).contains("[queues.Sales]"));

        let worse = folder.path().join("worse.toml");
        fs::write(&worse, shown.replace("ASSIGN to General queue\n\"\"\"", "ASSIGN to Genral queue\n\"\"\""))
            .unwrap();
        for verb in ["check", "set"] {
            let refused = baton(&["policy", verb, name(&worse), "--data", data, "--json"]);
            assert_eq!(refused.status.code(), Some(1), "{verb}");
            let document: Value = serde_json::from_slice(&refused.stdout).unwrap();
            assert_eq!(document["usable"], false);
            assert!(document["problems"][0]["line"].as_u64().unwrap() > 1, "{document}");
            let told = stderr(&baton(&["policy", verb, name(&worse), "--data", data]));
            assert!(told.contains("Genral") && told.contains("did you mean General"), "{told}");
        }
        assert!(
            stdout(&baton(&["policy", "show", "--data", data])).contains("[queues.Sales]"),
            "nothing was changed"
        );
    });
}

#[test]
fn wrong_usage_is_exit_code_2_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let data = name(&folder.path().join("data")).to_owned();
    for (args, says) in [
        (&["serv"][..], "serve"),
        (&["serve"], "--data"),
        (&["serve", "--data", &data, "--test-clock", "tomorrow"], "2026-03-06T16:58:00-05:00"),
        (&["person", "add", "--data", &data, "--email", "chris", "--name", "C"], "no e-mail address"),
        (&["line", "add", "simulator", "--data", &data, "--number", "+1212555010"], "one digit short"),
        (&["token", "add", "x", "--data", &data], "--person"),
        (&["token", "add", "x", "--data", &data, "--program", "--scopes", "sned"], "Did you mean send?"),
        (&["policy", "check", "--data", &data], "FILE"),
    ] {
        let output = baton(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(says), "{args:?}: {}", stderr(&output));
        assert_eq!(stdout(&output), "", "{args:?}");
    }
    assert!(!folder.path().join("data").exists(), "nothing was made on the way");
}

#[test]
fn a_misspelled_zone_is_refused_with_the_nearest_name() {
    let folder = tempfile::tempdir().unwrap();
    let args = [
        "init",
        "--data",
        name(folder.path()),
        "--business",
        "B",
        "--email",
        "a@b.example",
        "--name",
        "N",
        "--zone",
        "America/New_Yrok",
        "--password-stdin",
    ];
    let refused = baton_with(&args, PASSWORD);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("Did you mean America/New_York?"), "{}", stderr(&refused));
}

#[test]
fn a_command_on_a_folder_that_is_not_there_makes_none() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("dta");
    let refused = baton(&["person", "list", "--data", name(&data)]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(stderr(&refused).contains("Make one with baton init"), "{}", stderr(&refused));
    assert!(!data.exists());
}

#[test]
fn a_second_init_changes_nothing() {
    in_both_modes(|data| {
        let args = [
            "init",
            "--data",
            data,
            "--business",
            "Other",
            "--email",
            "o@other.example",
            "--name",
            "O",
            "--password-stdin",
        ];
        let refused = baton_with(&args, PASSWORD);
        assert_eq!(refused.status.code(), Some(1));
        assert!(stderr(&refused).contains("workspace here already"), "{}", stderr(&refused));
        assert_eq!(items(&json(&["person", "list", "--data", data, "--json"])).len(), 1);
    });
}

#[test]
fn a_server_that_waits_for_its_first_visitor_can_be_set_up_by_init() {
    let folder = tempfile::tempdir().unwrap();
    let data = name(folder.path());
    let mut server = Server::start(data, &[]);
    assert!(server.line().contains("to set up the workspace"));
    init(data);
    let token = token(data);
    assert_eq!(server.get_json("/api/v1/people", &token)["items"].as_array().unwrap().len(), 1);
}

#[test]
fn only_the_servers_user_can_open_its_socket_and_folder() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    init(name(&data));
    let _server = Server::start(name(&data), &[]);
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data.join("baton.sock")), 0o600);
    assert_eq!(mode(&data), 0o700);
    assert_eq!(mode(&data.join("baton.toml")), 0o600);
}

#[test]
fn a_folder_with_a_long_name_has_its_socket_too() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("a".repeat(120));
    init(name(&data));
    let _server = Server::start(name(&data), &[]);
    assert_eq!(items(&json(&["person", "list", "--data", name(&data), "--json"])).len(), 1);
}

#[test]
fn help_has_examples_for_every_command() {
    for args in [
        &["--help"][..],
        &["serve", "--help"],
        &["init", "--help"],
        &["person", "add", "--help"],
        &["token", "add", "--help"],
        &["line", "add", "twilio", "--help"],
        &["policy", "set", "--help"],
        &["demo", "--help"],
        &["bench", "inbound", "--help"],
    ] {
        let output = baton(args);
        assert!(
            output.status.success() && stdout(&output).contains("Examples:\n  "),
            "{args:?}: {}",
            stdout(&output)
        );
    }
}
