//! The examples of docs/api.md, made one after the other against `baton demo`.

use crate::support::{Server, http, json, name};
use baton_hours::Date;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const GUIDE: &str = include_str!("../../../../docs/api.md");

/// A call as the guide writes it, with the answer that it shows, which is cut where it says `…`.
struct Example {
    command: String,
    shown: String,
}

/// The calls of the guide's console blocks, in order. Long streams are no single answer.
fn examples() -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    for block in GUIDE.split("```console\n").skip(1) {
        let block = block.split("\n```").next().unwrap();
        let mut open = false;
        for line in block.lines() {
            match line.strip_prefix("$ ") {
                Some(command) => {
                    open = command.starts_with("curl ") && !command.contains("-sN");
                    if open {
                        examples.push(Example { command: command.to_owned(), shown: String::new() });
                    }
                }
                None if open => {
                    let last = examples.last_mut().unwrap();
                    let quotes = last.command.matches('\'').count() % 2;
                    let goes_on = last.shown.is_empty() && (last.command.ends_with('\\') || quotes == 1);
                    let place = if goes_on { &mut last.command } else { &mut last.shown };
                    let cut = place.trim_end_matches('\\').len();
                    place.truncate(cut);
                    place.push('\n');
                    place.push_str(line);
                }
                None => {}
            }
        }
    }
    examples
}

/// What a shell makes of a line: words, with quotes taken off and variables filled in outside of single ones.
fn words(command: &str, variable: impl Fn(&str) -> String) -> Vec<String> {
    let mut words = Vec::new();
    let mut letters = command.chars().peekable();
    let (mut word, mut quote) = (None::<String>, None::<char>);
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(open), letter) if open == letter => quote = None,
            (None, '\'' | '"') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None, letter) if letter.is_whitespace() => words.extend(word.take()),
            (None | Some('"'), '$') => {
                let mut name = String::new();
                while let Some(letter) = letters.next_if(char::is_ascii_uppercase) {
                    name.push(letter);
                }
                word.get_or_insert_default().push_str(&variable(&name));
            }
            (_, letter) => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}

/// Opaque ids in a text.
fn ids(text: &str) -> BTreeSet<String> {
    let parts = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    let is_id = |part: &&str| {
        let opaque = |rest: &str| rest.len() > 4 && rest.chars().any(|c| c.is_ascii_digit());
        part.split_once('_').is_some_and(|(kind, rest)| kind.len() == 2 && opaque(rest))
    };
    parts.filter(is_id).map(str::to_owned).collect()
}

/// The value of a key at the beginning of an answer that the guide shows, which may be cut and so no JSON.
fn shown_text<'s>(shown: &'s str, key: &str) -> Option<&'s str> {
    shown.split_once(&format!("\"{key}\":\""))?.1.split('"').next()
}

/// Whoever reads the guide, and what they have at hand.
struct Reader {
    server: Server,
    variables: BTreeMap<String, String>,
    /// Ids as the guide shows them, and as they are here.
    ids: BTreeMap<String, String>,
    /// The call that made what a variable names, to make another once it is used up.
    makers: BTreeMap<String, String>,
    /// The address of the last call, for those that name none.
    last: String,
    /// The demo's date.
    today: String,
    tokens: [String; 2],
}

/// What is made by a call, by the kind of its id: its variable in the guide.
const MADE: [(&str, &str); 4] =
    [("sc_", "SCHEDULED"), ("re_", "REMINDER"), ("ho_", "HANDOFF"), ("as_", "ASK")];

impl Reader {
    fn at(server: Server, data: &str) -> Self {
        let token = |more: &[&str]| {
            let args = [&["token", "add"], more, &["--data", data, "--json"]].concat();
            json(&args)["token"].as_str().unwrap().to_owned()
        };
        let program = token(&["Web shop", "--program", "--scopes", "read,route,note,send"]);
        let person = |who: &str| token(&[who, "--person", &format!("{who}@cedarlane.example")]);
        let (ruth, billing) = (person("ruth"), person("dana"));
        let mut reader = Self {
            server,
            variables: BTreeMap::new(),
            ids: BTreeMap::new(),
            makers: BTreeMap::new(),
            last: String::new(),
            today: String::new(),
            tokens: [program.clone(), ruth.clone()],
        };
        let mut set = |name: &str, value: &str| reader.variables.insert(name.to_owned(), value.to_owned());
        set("API", "/api/v1");
        set("TOKEN", &program);
        set("RUTH", &ruth);
        set("DANA", &billing);
        let clock = reader.call("GET", "/api/v1/test-clock", &ruth, "", "");
        clock.1["now"].as_str().unwrap()[..10].clone_into(&mut reader.today);
        for (list, name, variable) in [("people", "Maya Ortiz", "MAYA"), ("queues", "Front desk", "DESK")] {
            let all = reader.call("GET", &format!("/api/v1/{list}"), &ruth, "", "").1;
            let one = all["items"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap();
            reader.variables.insert(variable.to_owned(), one["id"].as_str().unwrap().to_owned());
        }
        reader
    }

    fn call(&self, method: &str, path: &str, token: &str, key: &str, body: &str) -> (u16, Value) {
        let bearer = format!("Bearer {token}");
        let mut headers = vec![("Authorization", bearer.as_str()), ("Content-Type", "application/json")];
        match key.split_once(": ") {
            Some(("If-Match", value)) => headers.push(("If-Match", value)),
            Some(("Idempotency-Key", value)) => headers.push(("Idempotency-Key", value)),
            _ => {}
        }
        let answer = http::exchange(&self.server.address, method, path, &headers, body);
        (answer.status, serde_json::from_str(&answer.body).unwrap_or(Value::Null))
    }

    /// The command with what is known here in the place of what the guide shows.
    fn here(&self, command: &str) -> String {
        let mut command = command.replace('…', "");
        for (shown, here) in &self.ids {
            command = command.replace(shown, here);
        }
        // A guide's dates go by; the days of the demo, tomorrow and on, are ahead.
        let dates: BTreeSet<String> = command
            .match_indices("2026-")
            .filter_map(|(at, _)| command.get(at..at + 10).map(str::to_owned))
            .collect();
        let mut day: Date = self.today.parse().unwrap();
        day = day.tomorrow().unwrap();
        for date in &dates {
            day = day.tomorrow().unwrap();
            command = command.replace(date.as_str(), &day.to_string());
        }
        command
    }

    /// Makes the call that the guide writes; what it came to.
    fn make(&mut self, command: &str, as_ruth: bool) -> (u16, Value) {
        for (_, name) in MADE {
            let used = command.contains(&format!("${name}"));
            if used && !self.variables.contains_key(name) {
                let maker =
                    self.makers.get(name).unwrap_or_else(|| panic!("nothing made ${name}: {command}"));
                let (status, _) = self.make(&maker.clone(), as_ruth);
                assert!(status < 300, "{status}: a second {name}");
            }
        }
        let line = self.here(command);
        let words = words(&line, |name| {
            self.variables.get(name).unwrap_or_else(|| panic!("${name} is nothing: {command}")).clone()
        });
        let (mut method, mut path, mut token) =
            (None, self.last.clone(), self.tokens[usize::from(as_ruth)].clone());
        let (mut key, mut body) = (String::new(), String::new());
        let mut rest = words.into_iter().skip(1);
        while let Some(word) = rest.next() {
            match word.as_str() {
                "-s" => {}
                "-X" => method = rest.next(),
                "-d" => body = rest.next().unwrap(),
                "-H" => {
                    let header = rest.next().unwrap();
                    match header.strip_prefix("Authorization: Bearer ") {
                        Some(bearer) => bearer.clone_into(&mut token),
                        None if header.starts_with("Content-Type") => {}
                        None => key = header,
                    }
                }
                address => path = address.replace('+', "%2B"),
            }
        }
        let method = method.unwrap_or_else(|| if body.is_empty() { "GET" } else { "POST" }.to_owned());
        self.last.clone_from(&path);
        let (status, answer) = self.call(&method, &path, &token, &key, &body);
        for (kind, name) in MADE {
            if status == 201 && answer["id"].as_str().is_some_and(|id| id.starts_with(kind)) {
                self.variables.insert(name.to_owned(), answer["id"].as_str().unwrap().to_owned());
                self.makers.insert(name.to_owned(), command.to_owned());
            }
            let ends = method == "DELETE"
                || ["/send", "/accept", "/decline", "/withdraw"].iter().any(|end| path.ends_with(end))
                || body.contains("\"status\": \"answered\"")
                || body.contains("\"status\": \"dropped\"");
            if ends && command.contains(&format!("${name}")) {
                self.variables.remove(name);
            }
        }
        (status, answer)
    }

    /// What the guide calls the things of this answer.
    fn learn(&mut self, shown: &str, answer: &Value) {
        for key in ["id", "conversation", "newest"] {
            let pair = shown_text(shown, key).filter(|id| !ids(id).is_empty()).zip(answer[key].as_str());
            if let Some((shown, here)) = pair {
                self.ids.insert(shown.to_owned(), here.to_owned());
            }
        }
        if shown_text(shown, "conversation").is_some() {
            let id = answer["conversation"].as_str().unwrap_or_default();
            self.variables.entry("ID".to_owned()).or_insert_with(|| id.to_owned());
        }
    }
}

fn keys(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                found.insert(key.clone());
                keys(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
        _ => {}
    }
}

/// Fails when a call of the guide is answered otherwise than the guide shows: refused, with another code, without a field
/// that stands there, or with other texts that are newer.
#[test]
fn every_example_of_the_guide_works_against_the_demo() {
    let folder = tempfile::tempdir().unwrap();
    let data = name(folder.path());
    let server = Server::spawn(&["demo", "--listen", "127.0.0.1:0", "--data", data]);
    let mut reader = Reader::at(server, data);
    let examples = examples();
    assert!(examples.len() > 30, "{}", examples.len());
    let from_here = "With Ruth's token";
    let ruth_from = GUIDE.find(from_here).unwrap();
    for Example { command, shown } in &examples {
        let as_ruth = GUIDE.find(command.lines().next().unwrap().trim_end_matches('\\')).unwrap() > ruth_from;
        let (status, answer) = reader.make(command, as_ruth);
        let wanted =
            shown.split_once("\"status\":").map(|(_, rest)| rest.chars().take(3).collect::<String>());
        match wanted.filter(|_| shown.contains("urn:baton:problem")) {
            Some(wanted) => {
                assert_eq!(status.to_string(), wanted, "{command}\n{answer:#}");
                assert_eq!(answer["code"].as_str(), shown_text(shown, "code"), "{command}\n{answer:#}");
            }
            None => assert!((200..300).contains(&status), "{status} {command}\n{answer:#}"),
        }
        if let Some((_, newer)) = shown.split_once("\"newer\":[") {
            let told = |text: &str| text.split('"').next().map(str::to_owned);
            let wanted: Vec<_> = newer.split("\"text\":\"").skip(1).map(told).collect();
            let news = answer["newer"].as_array().unwrap().iter();
            let news: Vec<_> = news.map(|text| text["text"].as_str().map(str::to_owned)).collect();
            assert_eq!(news, wanted, "{command}\n{answer:#}");
        }
        let mut has = BTreeSet::new();
        keys(&answer, &mut has);
        for key in shown.split("\":").filter_map(|part| part.rsplit_once('"')).map(|(_, key)| key) {
            let is_key = !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            assert!(!is_key || has.contains(key), "no “{key}” in the answer to {command}\n{answer:#}");
        }
        reader.learn(shown, &answer);
    }
}
