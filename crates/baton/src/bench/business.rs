//! The business that a bench measures: the article's three queues, one line on Twilio.

use super::webhooks::Target;
use baton_core::{LineCarrier, LineId, Moment, PersonId, Role};
use baton_engine::TwilioSettings;
use baton_hours::MachineTime;
use baton_store::{Holder, NewLine, NewPerson, NewWorkspace, Session, Store, Token};

/// Where the carrier believes the server to be.
const PUBLIC: &str = "http://texts.example";
const NUMBER: &str = "+12125550100";
const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";
const TOKEN: &str = "0123456789abcdef0123456789abcdef";
const EMAIL: &str = "maya@cedarlane.example";
/// Ten years in microseconds: longer than any bench.
const LONG: i64 = 10 * 365 * 24 * 3_600 * 1_000_000;

const QUEUES: &str = r#"
zone = "America/New_York"
fallback = "maya@cedarlane.example"

[queues.Sales]
members = ["maya@cedarlane.example"]

[queues.Scheduling]
members = ["maya@cedarlane.example"]

[queues.General]
members = ["maya@cedarlane.example"]

[routing]
text = """
IF message contains "price", "quote", "estimate"
  ASSIGN to Sales queue
ELSE IF message contains "reschedule", "appointment", "time"
  ASSIGN to Scheduling queue
ELSE
  ASSIGN to General queue
"""
"#;

/// A business in a store, and how to reach it from outside.
#[derive(Debug)]
pub(super) struct Business {
    /// Its line.
    pub(super) line: LineId,
    /// Webhooks for it.
    pub(super) target: Target,
    /// A bearer token of its one person.
    pub(super) token: String,
    /// The secret of a session of theirs.
    pub(super) session: String,
}

impl Business {
    /// Sets it up in an empty store.
    pub(super) fn found(store: &Store, at: Moment) -> anyhow::Result<Self> {
        let mut writer = store.writer()?;
        let person = writer.set_up(&NewWorkspace {
            business: "Cedar Lane Physio".to_owned(),
            zone: "America/New_York".to_owned(),
            public_url: Some(PUBLIC.to_owned()),
            rehearsal: false,
            person: NewPerson {
                email: EMAIL.to_owned(),
                name: "Maya Ortiz".to_owned(),
                role: Role::Admin,
                password_hash: None,
            },
            policy: QUEUES.to_owned(),
            at,
        })?;
        let line = writer.add_line(&line()?, at)?;
        let (token, session) = sign_in(&mut writer, person, at)?;
        let target = Target {
            url: format!("{PUBLIC}/hooks/twilio/{line}"),
            number: NUMBER.to_owned(),
            account: ACCOUNT.to_owned(),
            token: TOKEN.to_owned(),
        };
        Ok(Self { line, target, token, session })
    }
}

/// A line whose API is at an address of this machine that nobody listens at: nothing leaves it.
fn line() -> anyhow::Result<NewLine> {
    let settings = TwilioSettings {
        account_sid: ACCOUNT.to_owned(),
        auth_tokens: vec![TOKEN.to_owned()],
        api_key: None,
        shared_keys: Vec::new(),
        api_base: Some("http://127.0.0.1:9".to_owned()),
        segments_per_second: None,
    };
    Ok(NewLine {
        number: NUMBER.to_owned(),
        name: None,
        carrier: LineCarrier::Twilio,
        carrier_answers: false,
        settings: serde_json::to_value(settings)?,
    })
}

fn sign_in(
    writer: &mut baton_store::Writer,
    person: PersonId,
    at: Moment,
) -> anyhow::Result<(String, String)> {
    let (token, session) = (baton_web::new_token(), baton_web::new_secret());
    let now = MachineTime::from_micros(at.micros());
    writer.add_token(&Token {
        hash: token.hash,
        name: "bench".to_owned(),
        holder: Holder::Person(person),
        scopes: Vec::new(),
        created_at: now,
        revoked_at: None,
    })?;
    let expires_at = MachineTime::from_micros(now.micros() + LONG);
    writer.add_session(&Session { hash: session.hash, person, created_at: now, expires_at })?;
    Ok((token.text, session.text))
}
