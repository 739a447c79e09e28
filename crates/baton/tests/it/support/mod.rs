//! What tests from outside share: the program as a script runs it, and a server as its callers reach it.

pub(crate) mod http;

use http::{Response, exchange};
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};

/// A password that can be used.
pub(crate) const PASSWORD: &str = "a sentence is a good password";
/// An account at a carrier that is nobody's.
pub(crate) const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";
/// Its auth token.
pub(crate) const AUTH_TOKEN: &str = "0123456789abcdef0123456789abcdef";
/// Where the carrier believes the server to be: it signs for this.
pub(crate) const PUBLIC: &str = "https://texts.example";

/// The program, with nothing from this environment that could change what it does.
pub(crate) fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_baton"));
    command.args(args);
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("BATON_")) {
            command.env_remove(name);
        }
    }
    command
}

/// Runs the program to its end, with `input` on stdin.
pub(crate) fn baton_with(args: &[&str], input: &str) -> Output {
    let mut child =
        command(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A command that reads nothing may be gone already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

/// Runs the program to its end.
pub(crate) fn baton(args: &[&str]) -> Output {
    baton_with(args, "")
}

/// Runs the program, which must succeed, and reads the JSON document that it prints.
pub(crate) fn json_with(args: &[&str], input: &str) -> Value {
    let output = baton_with(args, input);
    assert!(output.status.success(), "baton {args:?}: {}", stderr(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.trim_end().lines().count(), 1, "one document and nothing else: {text}");
    serde_json::from_str(&text).unwrap()
}

/// The same with nothing on stdin.
pub(crate) fn json(args: &[&str]) -> Value {
    json_with(args, "")
}

/// What it said on stderr.
pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What it said on stdout.
pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Sets up a workspace of Maya Ortiz's in a folder.
pub(crate) fn init(data: &str) {
    init_with(data, &[]);
}

/// The same with more arguments.
pub(crate) fn init_with(data: &str, more: &[&str]) {
    let args = [
        "init",
        "--data",
        data,
        "--business",
        "Cedar Lane Physio",
        "--email",
        "maya@cedarlane.example",
        "--name",
        "Maya Ortiz",
        "--zone",
        "America/New_York",
        "--password-stdin",
        "--public-url",
        PUBLIC,
        "--json",
    ];
    let made = json_with(&[&args, more].concat(), PASSWORD);
    assert_eq!(made["person"]["email"], "maya@cedarlane.example");
}

/// A bearer token of Maya Ortiz's.
pub(crate) fn token(data: &str) -> String {
    let made =
        json(&["token", "add", "tests", "--data", data, "--person", "maya@cedarlane.example", "--json"]);
    made["token"].as_str().unwrap().to_owned()
}

/// A line on Twilio whose API is at an address of this machine that nobody listens at; its webhook's path.
pub(crate) fn twilio_line(data: &str, number: &str) -> String {
    twilio_line_at(data, number, "http://127.0.0.1:9")
}

/// The same with its API elsewhere.
pub(crate) fn twilio_line_at(data: &str, number: &str, api: &str) -> String {
    let args = [
        "line",
        "add",
        "twilio",
        "--data",
        data,
        "--number",
        number,
        "--account-sid",
        ACCOUNT,
        "--auth-token-stdin",
        "--api-base",
        api,
        "--json",
    ];
    let made = json_with(&args, AUTH_TOKEN);
    let webhook = made["webhook"].as_str().unwrap();
    webhook.strip_prefix(PUBLIC).unwrap_or_else(|| panic!("{webhook} is not at {PUBLIC}")).to_owned()
}

/// A server that runs, killed when dropped.
pub(crate) struct Server {
    child: Child,
    out: BufReader<ChildStdout>,
    pub(crate) address: String,
}

impl Server {
    /// Starts `baton serve` on a folder and waits until it accepts.
    pub(crate) fn start(data: &str, more: &[&str]) -> Self {
        let args = [&["serve", "--data", data, "--listen", "127.0.0.1:0"], more].concat();
        Self::spawn(&args)
    }

    /// Starts any command that serves.
    pub(crate) fn spawn(args: &[&str]) -> Self {
        let mut child = command(args).stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let address = line.trim_end().strip_prefix("listening on http://");
        let address = address.unwrap_or_else(|| panic!("the first line of {args:?} is {line:?}")).to_owned();
        Self { child, out, address }
    }

    /// The next line that it prints.
    pub(crate) fn line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    pub(crate) fn get(&self, path: &str, token: &str) -> Response {
        let bearer = format!("Bearer {token}");
        exchange(&self.address, "GET", path, &[("Authorization", &bearer)], "")
    }

    pub(crate) fn get_json(&self, path: &str, token: &str) -> Value {
        let response = self.get(path, token);
        assert_eq!(response.status, 200, "{path}: {}", response.body);
        serde_json::from_str(&response.body).unwrap()
    }

    /// All items of a list, page by page.
    pub(crate) fn items(&self, path: &str, token: &str) -> Vec<Value> {
        let (mut items, mut next) = (Vec::new(), String::new());
        let joint = if path.contains('?') { '&' } else { '?' };
        loop {
            let page = self.get_json(&format!("{path}{joint}limit=200{next}"), token);
            items.extend(page["items"].as_array().unwrap().iter().cloned());
            match page["next"].as_str() {
                Some(cursor) => next = format!("&cursor={}", http::encode(cursor)),
                None => return items,
            }
        }
    }

    /// A text as Twilio brings it; the answer's status.
    pub(crate) fn text(&self, webhook: &str, to: &str, from: &str, sid: &str, body: &str) -> u16 {
        http::webhook(&self.address, webhook, to, from, sid, body).map_or(0, |response| response.status)
    }

    /// Ends it without warning.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Ends it without warning, and does not wait for that.
    pub(crate) fn end_now(&self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-KILL", &pid]).status().unwrap().success());
    }

    /// Asks it to end.
    pub(crate) fn terminate(&self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    }

    /// Asks it to end, and waits until it has.
    pub(crate) fn terminate_and_wait(self) -> ExitStatus {
        self.terminate();
        self.wait()
    }

    /// Waits until it has ended.
    pub(crate) fn wait(mut self) -> ExitStatus {
        self.wait_for_it()
    }

    /// The same, where it is looked at afterwards.
    pub(crate) fn wait_for_it(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A folder's name for arguments.
pub(crate) fn name(folder: &Path) -> &str {
    folder.to_str().unwrap()
}
