//! The business that a bench measures: its queues, and one line on Twilio.

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

/// The same, with a promise that nobody keeps while a bench lasts.
const PROMISES: &str = r#"
[[targets]]
name = "Everybody"
first_response = "30 days"
next_response = "30 days"
around_the_clock = true
"#;

/// One queue of two people who follow each other at noon.
const SHIFTS: &str = r#"
zone = "UTC"
fallback = "maya@cedarlane.example"

[queues.Desk]
members = ["maya@cedarlane.example", "chris@cedarlane.example"]
rota = "Desk"
distribute = "round_robin"

[rotas.Desk]
shifts = [
  { id = "morning", days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], from = "00:00", to = "12:00", who = "maya@cedarlane.example" },
  { id = "afternoon", days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], from = "12:00", to = "24:00", who = "chris@cedarlane.example" },
]

[routing]
text = """
ASSIGN to Desk queue
"""
"#;

/// Which business.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shop {
    /// The article's three queues, and no promises.
    Queues,
    /// The same with a promise, so that a timer runs for each conversation.
    Promises,
    /// One queue whose shift ends at noon: a rehearsal, whose clock can be moved to just before it.
    Shifts,
}

impl Shop {
    /// Whether its clock can be moved.
    pub(super) fn is_rehearsal(self) -> bool {
        self == Self::Shifts
    }

    fn policy(self) -> String {
        match self {
            Self::Queues => QUEUES.to_owned(),
            Self::Promises => format!("{QUEUES}{PROMISES}"),
            Self::Shifts => SHIFTS.to_owned(),
        }
    }
}

/// A business in a store, and how to reach it from outside.
#[derive(Debug, Clone)]
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
    pub(super) fn found(store: &Store, shop: Shop, at: Moment) -> anyhow::Result<Self> {
        let mut writer = store.writer()?;
        let person = writer.set_up(&NewWorkspace {
            business: "Cedar Lane Physio".to_owned(),
            zone: "America/New_York".to_owned(),
            public_url: Some(PUBLIC.to_owned()),
            rehearsal: shop.is_rehearsal(),
            person: newcomer(EMAIL, "Maya Ortiz", Role::Admin),
            policy: Shop::Queues.policy(),
            at,
        })?;
        if shop != Shop::Queues {
            writer.add_person(&newcomer("chris@cedarlane.example", "Chris Bell", Role::Agent), at)?;
            // Whom it names is there only now.
            writer.save_policy(&shop.policy(), None, None, at)?;
        }
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

fn newcomer(email: &str, name: &str, role: Role) -> NewPerson {
    NewPerson { email: email.to_owned(), name: name.to_owned(), role, password_hash: None }
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
