//! The demo: no account, no configuration, nothing but the printed address.

use crate::support::{Server, baton, command, http, name, stderr};
use std::process::Stdio;

/// Goes where the server sends a browser without an account; its cookie.
fn enter(server: &Server, path: &str) -> String {
    let response = http::exchange(&server.address, "GET", path, &[], "");
    assert_eq!(response.status, 303, "{path}: {}", response.body);
    let cookie = response.header("set-cookie").expect("the door signs in");
    cookie.split(';').next().unwrap().to_owned()
}

fn page(server: &Server, path: &str, cookie: &str) -> String {
    let response = http::exchange(&server.address, "GET", path, &[("Cookie", cookie)], "");
    assert_eq!(response.status, 200, "{path}: {}", response.body);
    response.body
}

#[test]
fn the_printed_address_leads_into_the_inbox_of_chris_bell() {
    let mut server = Server::spawn(&["demo", "--listen", "127.0.0.1:0"]);
    let first = http::exchange(&server.address, "GET", "/", &[], "");
    assert_eq!(first.status, 303, "{}", first.body);
    let next = first.header("location").unwrap().to_owned();
    let cookie = enter(&server, &next);
    let inbox = page(&server, "/", &cookie);
    assert!(
        inbox.contains("Chris Bell") && inbox.contains("Tom Whitlock") && inbox.contains("Jamie Park"),
        "{inbox}"
    );
    assert!(page(&server, "/phone", &cookie).contains("(212) 555-0100"));

    let told: Vec<String> = std::iter::repeat_with(|| server.line()).take(14).collect();
    let told = told.join("\n");
    assert!(told.contains(&format!("http://{}/phone", server.address)), "{told}");
    assert!(told.contains("/as/maya"), "{told}");
    let maya = enter(&server, "/as/maya");
    assert!(page(&server, "/", &maya).contains("Maya Ortiz"));
    assert_eq!(http::exchange(&server.address, "GET", "/as/nobody", &[], "").status, 404);
}

#[test]
fn the_door_leads_to_no_other_site() {
    let server = Server::spawn(&["demo", "--listen", "127.0.0.1:0"]);
    for next in ["//elsewhere.example", "https://elsewhere.example", "/%5Celsewhere.example"] {
        let response = http::exchange(&server.address, "GET", &format!("/signin?next={next}"), &[], "");
        assert_eq!(response.header("location"), Some("/"), "{next}");
    }
}

#[test]
fn a_demo_that_was_kept_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let data = name(folder.path());
    let args = ["demo", "--listen", "127.0.0.1:0", "--data", data];
    let server = Server::spawn(&args);
    let cookie = enter(&server, "/signin");
    let before = page(&server, "/", &cookie).matches("Tom Whitlock").count();
    server.terminate();
    assert!(server.wait().success());
    let server = Server::spawn(&args);
    let after = page(&server, "/", &cookie).matches("Tom Whitlock").count();
    assert!(before > 0 && after == before, "{before} then {after}: the day is played once");
}

/// Fails when a command right after the start of a server, as scripts do it, is refused because the server has the folder
/// and does not hear commands yet.
#[test]
fn a_command_waits_for_the_server_that_is_starting() {
    let folder = tempfile::tempdir().unwrap();
    let data = name(folder.path());
    let mut server = command(&["demo", "--listen", "127.0.0.1:0", "--data", data])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let person = ["--person", "chris@cedarlane.example", "--json"];
    let made = baton(&[&["token", "add", "script", "--data", data][..], &person].concat());
    server.kill().unwrap();
    server.wait().unwrap();
    assert!(made.status.success(), "{}", stderr(&made));
    let made: serde_json::Value = serde_json::from_slice(&made.stdout).unwrap();
    assert!(made["token"].is_string(), "{made}");
}
