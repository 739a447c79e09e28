//! Who Cedar Lane Physio is.

use baton_core::{LineCarrier, Moment, Role};
use baton_policy::{CEDAR_LANE, starter};
use baton_store::{NewLine, NewPerson, NewWorkspace, Store};

/// What Cedar Lane promises its customers. Somebody is told when a promise is not kept, and nothing moves by itself, so
/// that the sample day stays as it was left.
const PROMISES: &str = r#"
# What customers are promised.
[[targets]]
name = "Everybody"
first_response = "1 h"
next_response = "1 h"
hours = "Clinic"
escalation = "Usual"

[escalations]
Usual = [{ after = "0 min", notify = "lead" }, { after = "30 min", notify = "fallback" }]
"#;

/// What Cedar Lane answers by itself, and the words that its people write again and again.
const WORDS: &str = r#"
# What is answered while nobody is there.
[auto_replies]
outside_hours = "After hours"
outside_hours_of = "Clinic"

# A known name in [brackets] is filled; any other is a blank for the sender; [name|otherwise] has a fallback.
[templates."After hours"]
text = "Thanks for your text to [Business Name]. We are closed now and read it at [next opening]; you hear from us within [first response] of that. If it cannot wait, answer URGENT and it goes to whoever is on call."

[templates."First response"]
text = "Hi [First Name|there], [Your First Name] here, [Team/Role] at [Business Name]. You asked about [short description]: I'm on it, and you'll have [what they can expect] by [timeframe]."

[templates."Waiting on you"]
text = "Hi [First Name|there], we're nearly done and only need [specific info] from you. Then we [next step] and confirm by text."
then = "pending"

[templates."Handoff, internal"]
kind = "note"
text = "For [Name/Role]. They need: [summary]. Done: [what is done]. Still open: [what is pending]. Please confirm here when it is settled."

[templates."Handoff, customer"]
text = "[Name/Role] looks after [area] and takes over from me here. You'll hear from them by [timeframe]."

[templates."All settled"]
text = "All done, [First Name|and thank you]: [what is settled]. If anything is left, just text us here."
then = "closed"

[templates."Card on file"]
text = "Hi [First Name|there], the card ending in [last four digits] is on file. Shall we use it for [amount]?"
then = "pending"
queue = "Billing"
"#;

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
    writer.save_policy(&format!("{CEDAR_LANE}{PROMISES}{WORDS}"), None, None, at)?;
    Ok(())
}

fn newcomer(member: &Member) -> NewPerson {
    let Member { word, name, role } = *member;
    NewPerson { email: address(word), name: name.to_owned(), role, password_hash: None }
}
