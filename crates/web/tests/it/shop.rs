//! Cedar Lane Physio on a server of its own.

use crate::client::Client;
use baton_carriers::fake::FakeTwilio;
use baton_carriers::simulator::Weather;
use baton_carriers::{HttpClient, Patience, Simulator};
use baton_core::{LineCarrier, LineId, PersonId, Role};
use baton_engine::{Carriers, Clock, Engine, Options, TwilioSettings};
use baton_store::{Holder, LineChange, NewLine, NewPerson, NewWorkspace, OpenOptions, Store, Token};
use baton_web::{App, Settings};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use tempfile::TempDir;

pub(crate) const PASSWORD: &str = "the baton never drops";

const TEAM: [(&str, &str, Role); 9] = [
    ("ruth", "Ruth Adler", Role::Admin),
    ("maya", "Maya Ortiz", Role::Lead),
    ("chris", "Chris Bell", Role::Agent),
    ("dana", "Dana Kim", Role::Agent),
    ("ben", "Ben Hart", Role::Agent),
    ("jordan", "Jordan Lee", Role::Agent),
    ("priya", "Priya Nair", Role::Agent),
    ("sam", "Sam Okafor", Role::Agent),
    ("tess", "Tess Byrne", Role::Agent),
];

/// A server with the whole team, one line of pretend phones, and a real one where a test wants it.
pub(crate) struct Shop {
    pub(crate) engine: Engine,
    pub(crate) app: App,
    pub(crate) address: SocketAddr,
    /// The simulated line's id.
    pub(crate) line: String,
    people: Vec<(&'static str, PersonId)>,
    _folder: TempDir,
}

/// The world outside: pretend phones, and real carriers where their lines say.
pub(crate) fn outside() -> Carriers {
    let network = Arc::new(Simulator::new(1, Weather::fair()));
    Carriers::real(HttpClient::new(Patience::default()).unwrap(), network)
}

/// A server on a fresh folder, not set up.
pub(crate) async fn bare(settings: Settings) -> (Engine, App, SocketAddr, TempDir) {
    bare_with(settings, Options::new(outside()), sample_time()).await
}

/// Tuesday 12 May 2026, 2:03 pm in New York: the moment of the sample data.
fn sample_time() -> Clock {
    Clock::standing("2026-05-12T18:03:00Z".parse().unwrap())
}

async fn bare_with(settings: Settings, options: Options, clock: Clock) -> (Engine, App, SocketAddr, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let open = OpenOptions {
        folder: folder.path().to_owned(),
        database: None,
        rehearsal: Some(clock.is_rehearsal()),
    };
    let store = Arc::new(Store::open(&open).unwrap());
    let engine = Engine::start(store, clock, options).await.unwrap();
    let app = App::new(engine.clone(), settings);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    app.listens_at(address).await.unwrap();
    let front = baton_web::Front::new(app.clone(), baton_web::router(app.clone()));
    tokio::spawn(async move { axum::serve(listener, front).await });
    (engine, app, address, folder)
}

impl Shop {
    pub(crate) async fn open() -> Self {
        Self::open_in(outside()).await
    }

    /// The same in another world outside.
    pub(crate) async fn open_in(carriers: Carriers) -> Self {
        Self::open_with(Options::new(carriers)).await
    }

    /// The same on an engine with other options.
    pub(crate) async fn open_with(options: Options) -> Self {
        Self::open_at(options, sample_time()).await
    }

    /// The same where time is what it is.
    pub(crate) async fn open_in_real_time() -> Self {
        Self::open_at(Options::new(outside()), Clock::real()).await
    }

    async fn open_at(options: Options, clock: Clock) -> Self {
        let rehearsal = clock.is_rehearsal();
        let (engine, app, address, folder) = bare_with(Settings::default(), options, clock).await;
        let password =
            tokio::task::spawn_blocking(|| baton_web::hash_password(PASSWORD)).await.unwrap().unwrap();
        let ruth = NewPerson {
            email: mail("ruth"),
            name: "Ruth Adler".to_owned(),
            role: Role::Admin,
            password_hash: Some(password.clone()),
        };
        let new = NewWorkspace {
            business: "Cedar Lane Physio".to_owned(),
            zone: "America/New_York".to_owned(),
            public_url: None,
            rehearsal,
            person: ruth,
            policy: baton_policy::starter("Cedar Lane Physio", &mail("ruth"), "America/New_York"),
            at: engine.clock().now(),
        };
        let first = engine.set_up(new).await.unwrap().unwrap();
        let mut people = vec![("ruth", first)];
        for (name, full, role) in &TEAM[1..] {
            let new = NewPerson {
                email: mail(name),
                name: (*full).to_owned(),
                role: *role,
                password_hash: Some(password.clone()),
            };
            people
                .push((name, engine.administer(move |w, at| w.add_person(&new, at)).await.unwrap().unwrap()));
        }
        let line = NewLine {
            number: "+12125550100".to_owned(),
            name: Some("Main line".to_owned()),
            carrier: LineCarrier::Simulator,
            carrier_answers: false,
            settings: json!({}),
        };
        let line = engine.administer(move |w, at| w.add_line(&line, at)).await.unwrap().unwrap();
        let policy =
            |w: &mut baton_store::Writer, at| w.save_policy(baton_policy::CEDAR_LANE, None, None, at);
        engine.administer(policy).await.unwrap().unwrap();
        Self { engine, app, address, line: line.to_string(), people, _folder: folder }
    }

    /// Adds a line on Twilio that speaks to a fake of it.
    pub(crate) async fn real_line(&self, fake: &FakeTwilio) -> LineId {
        let account = fake.account();
        let settings = TwilioSettings {
            account_sid: SID.to_owned(),
            auth_tokens: vec![AUTH_TOKEN.to_owned()],
            api_key: None,
            shared_keys: Vec::new(),
            api_base: Some(account.api_base.to_string()),
            segments_per_second: Some(100),
        };
        let line = NewLine {
            number: "+12125550101".to_owned(),
            name: None,
            carrier: LineCarrier::Twilio,
            carrier_answers: false,
            settings: serde_json::to_value(settings).unwrap(),
        };
        self.engine.administer(move |w, at| w.add_line(&line, at)).await.unwrap().unwrap()
    }

    /// Changes the carrier settings of a line on Twilio.
    pub(crate) async fn change_line(&self, line: LineId, change: impl FnOnce(&mut TwilioSettings)) {
        let lines = self.engine.read(|reader| reader.lines_with_secrets()).await.unwrap();
        let known = lines.into_iter().find(|known| known.line.id == line).unwrap();
        let mut settings: TwilioSettings = serde_json::from_value(known.settings).unwrap();
        change(&mut settings);
        let settings = Some(serde_json::to_value(settings).unwrap());
        self.change(LineChange { line, name: None, settings, retired: None, carrier_answers: None }).await;
    }

    /// Retires a line.
    pub(crate) async fn retire(&self, line: LineId) {
        let retired = Some(true);
        self.change(LineChange { line, name: None, settings: None, retired, carrier_answers: None }).await;
    }

    async fn change(&self, change: LineChange) {
        self.engine.administer(move |writer, at| writer.change_line(&change, at)).await.unwrap().unwrap();
    }

    pub(crate) fn id(&self, name: &str) -> PersonId {
        self.people.iter().find(|(known, _)| *known == name).unwrap().1
    }

    /// Somebody of the team with a token of their own.
    pub(crate) async fn person(&self, name: &str) -> Client {
        self.token(Holder::Person(self.id(name)), &[]).await
    }

    /// The same with a token that has these scopes.
    pub(crate) async fn person_with(&self, name: &str, scopes: &[&str]) -> Client {
        self.token(Holder::Person(self.id(name)), scopes).await
    }

    /// A program with these scopes.
    pub(crate) async fn program(&self, scopes: &[&str]) -> Client {
        self.program_named("Reminders", scopes).await
    }

    /// The same under another name.
    pub(crate) async fn program_named(&self, name: &'static str, scopes: &[&str]) -> Client {
        let program = self.engine.write(move |writer| writer.add_program(name)).await.unwrap().unwrap();
        self.token(Holder::Program(program), scopes).await
    }

    async fn token(&self, holder: Holder, scopes: &[&str]) -> Client {
        let secret = baton_web::new_token();
        let token = Token {
            hash: secret.hash,
            name: "test".to_owned(),
            holder,
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
            created_at: self.engine.clock().machine(),
            revoked_at: None,
        };
        // A second token of one person needs another name.
        let token = Token { name: secret.text.clone(), ..token };
        self.engine.write(move |writer| writer.add_token(&token)).await.unwrap().unwrap();
        Client::new(self.address).with("authorization", &format!("Bearer {}", secret.text))
    }

    /// Somebody with no token at all.
    pub(crate) fn nobody(&self) -> Client {
        Client::new(self.address)
    }

    /// A browser in which somebody signed in, with the token of its forms.
    pub(crate) async fn browser(&self, name: &str) -> (Client, String) {
        sign_in(&self.nobody(), &mail(name), PASSWORD).await
    }

    /// A pretend phone texts; the conversation's id, if it belongs to one.
    pub(crate) async fn text(&self, from: &str, text: &str) -> Option<String> {
        let phone = self.person("ruth").await;
        let path = format!("/api/v1/simulator/{}/texts", self.line);
        let received = phone.post(&path, &json!({"from": from, "text": text})).await.expect(201);
        received["conversation"].as_str().map(str::to_owned)
    }

    /// The timeline of a conversation, as a person reads it.
    pub(crate) async fn timeline(&self, id: &str) -> Vec<Value> {
        self.person("ruth").await.items(&format!("/api/v1/conversations/{id}/timeline?limit=200")).await
    }

    /// Lets domain time go by, with everything that falls due.
    pub(crate) async fn pass(&self, time: std::time::Duration) {
        self.engine.advance_to(self.engine.clock().now() + time).await.unwrap();
    }

    /// Comes back when nothing is under way.
    pub(crate) async fn quiet(&self) {
        self.engine.advance_to(self.engine.clock().now()).await.unwrap();
    }
}

pub(crate) const SID: &str = "AC00000000000000000000000000000001";
pub(crate) const AUTH_TOKEN: &str = "12345678901234567890123456789012";

pub(crate) fn mail(name: &str) -> String {
    format!("{name}@cedarlane.example")
}

/// Takes the token out of a page's forms.
#[track_caller]
pub(crate) fn csrf(page: &str) -> String {
    let at = page.find("name=\"csrf\" value=\"").unwrap_or_else(|| panic!("no form in {page}"));
    page[at + 19..].split('"').next().unwrap_or("").to_owned()
}

/// The cookies that an answer sets, as a browser sends them back.
pub(crate) fn cookies(answer: &crate::client::Answer) -> Vec<String> {
    let lines = answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    let pairs = lines.filter_map(|line| line.split(';').next()).filter(|pair| !pair.ends_with('='));
    pairs.map(str::to_owned).collect()
}

/// Goes through the door as a person does.
pub(crate) async fn sign_in(nobody: &Client, email: &str, password: &str) -> (Client, String) {
    let page = nobody.get("/signin").await;
    let door = nobody.with("cookie", &cookies(&page).join("; "));
    let fields = [("csrf", csrf(&page.body)), ("email", email.to_owned()), ("password", password.to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let entered = door.form("/signin", &fields).await;
    assert_eq!(entered.status, 303, "{}", entered.body);
    let browser = nobody.with("cookie", &cookies(&entered).join("; "));
    let inbox = browser.get("/").await;
    assert_eq!(inbox.status, 200, "{}", inbox.body);
    (browser, csrf(&inbox.body))
}

/// How many entries have this type.
pub(crate) fn count(entries: &[Value], kind: &str) -> usize {
    entries.iter().filter(|entry| entry["type"] == kind).count()
}

/// The types of a timeline's entries.
pub(crate) fn types(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|entry| entry["type"].as_str().unwrap()).collect()
}
