//! Who Cedar Lane Physio is.

use baton_core::{LineCarrier, Moment, Role};
use baton_policy::starter;
use baton_store::{NewLine, NewPerson, NewWorkspace, Store};

/// What it has decided.
const POLICY: &str = include_str!("policy.toml");

/// Its name.
pub(super) const NAME: &str = "Cedar Lane Physio";
/// Its time zone.
pub(super) const ZONE: &str = "America/New_York";
/// Its one line.
pub(super) const LINE: &str = "+12125550100";

/// Somebody of the team.
#[derive(Debug)]
pub(super) struct Member {
    /// Before the @; by this the sample day names them.
    pub(super) word: &'static str,
    /// Their name.
    pub(super) name: &'static str,
    role: Role,
}

const fn member(word: &'static str, name: &'static str, role: Role) -> Member {
    Member { word, name, role }
}

/// Whoever opens the demo.
pub(super) const YOU: Member = member("chris", "Chris Bell", Role::Agent);

/// The practice manager, the first person.
const MANAGER: Member = member("ruth", "Ruth Adler", Role::Admin);

const TEAM: [Member; 8] = [
    YOU,
    member("dana", "Dana Kim", Role::Agent),
    member("ben", "Ben Hart", Role::Agent),
    member("maya", "Maya Ortiz", Role::Lead),
    member("jordan", "Jordan Lee", Role::Agent),
    member("priya", "Priya Nair", Role::Agent),
    member("sam", "Sam Okafor", Role::Lead),
    member("tess", "Tess Byrne", Role::Agent),
];

/// The address of the member of this word.
pub(super) fn address(word: &str) -> String {
    format!("{word}@cedarlane.example")
}

/// Sets it up: people, line, policy.
pub(super) fn found(store: &Store, at: Moment) -> anyhow::Result<()> {
    let mut writer = store.writer()?;
    writer.set_up(&NewWorkspace {
        business: NAME.to_owned(),
        zone: ZONE.to_owned(),
        public_url: None,
        rehearsal: true,
        person: newcomer(&MANAGER),
        policy: starter(NAME, &address(MANAGER.word), ZONE),
        at,
    })?;
    for member in &TEAM {
        writer.add_person(&newcomer(member), at)?;
    }
    let line = NewLine {
        number: LINE.to_owned(),
        name: Some("Main line".to_owned()),
        carrier: LineCarrier::Simulator,
        carrier_answers: false,
        settings: serde_json::json!({}),
    };
    writer.add_line(&line, at)?;
    // The people it names are there only now.
    writer.save_policy(POLICY, None, None, at)?;
    Ok(())
}

fn newcomer(member: &Member) -> NewPerson {
    let Member { word, name, role } = *member;
    NewPerson { email: address(word), name: name.to_owned(), role, password_hash: None }
}
