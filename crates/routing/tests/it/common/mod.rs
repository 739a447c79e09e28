//! The practice that the tests route for, and a moment that they set.

use baton_routing::{
    Compiled, Contact, Decision, Facts, HoursRef, LineRef, Moment, Named, Names, Owner, PersonName,
    PersonRef, QueueName, QueueRef, Scratch, TargetRef, TemplateRef, compile,
};

pub(crate) const SALES: Owner = Owner::Queue(QueueRef(1));
pub(crate) const SCHEDULING: Owner = Owner::Queue(QueueRef(2));
pub(crate) const GENERAL: Owner = Owner::Queue(QueueRef(3));
pub(crate) const BILLING: Owner = Owner::Queue(QueueRef(5));
pub(crate) const MAYA: PersonRef = PersonRef(1);
pub(crate) const CHRIS: PersonRef = PersonRef(2);
pub(crate) const CLINIC: HoursRef = HoursRef(1);
pub(crate) const MAIN: LineRef = LineRef(1);

/// The article's rule, letter for letter.
pub(crate) const ARTICLE: &str = "IF message contains \"price\", \"quote\", \"estimate\"
  ASSIGN to Sales queue
ELSE IF message contains \"reschedule\", \"appointment\", \"time\"
  ASSIGN to Scheduling queue
ELSE
  ASSIGN to General queue
";

pub(crate) fn names() -> Names {
    let queue = |id, name: &str, members| QueueName { id: QueueRef(id), name: name.to_owned(), members };
    let person = |id, email: &str, name: &str| PersonName {
        id: PersonRef(id),
        email: format!("{email}@cedarlane.example"),
        name: name.to_owned(),
    };
    Names {
        queues: vec![
            queue(1, "Sales", 1),
            queue(2, "Scheduling", 2),
            queue(3, "General", 2),
            queue(4, "Front desk", 2),
            queue(5, "Billing", 2),
            queue(6, "Memberships", 0),
        ],
        people: vec![
            person(1, "maya", "Maya Ortiz"),
            person(2, "chris", "Chris Bell"),
            person(3, "dana", "Dana Kim"),
            person(4, "jordan", "Jordan Lee"),
            person(5, "jo", "Jordan Lee"),
        ],
        hours: vec![Named { id: CLINIC, name: "Clinic".to_owned() }],
        templates: vec![
            Named { id: TemplateRef(1), name: "After hours".to_owned() },
            Named { id: TemplateRef(2), name: "Handoff, internal".to_owned() },
        ],
        targets: vec![
            Named { id: TargetRef(1), name: "Urgent".to_owned() },
            Named { id: TargetRef(2), name: "New inquiry".to_owned() },
        ],
        lines: vec![
            Named { id: MAIN, name: "Main".to_owned() },
            Named { id: MAIN, name: "+12125550101".to_owned() },
            Named { id: LineRef(2), name: "Studio".to_owned() },
        ],
    }
}

/// Open or closed, at a minute of the day, with people who can take nothing.
pub(crate) struct At {
    pub(crate) open: bool,
    pub(crate) minute: u16,
    pub(crate) busy: Vec<PersonRef>,
}

impl Moment for At {
    fn hours_open(&self, _: HoursRef) -> bool {
        self.open
    }

    fn minute_of_day(&self) -> u16 {
        self.minute
    }

    fn can_take(&self, person: PersonRef) -> bool {
        !self.busy.contains(&person)
    }
}

pub(crate) const NOON: &At = &At { open: true, minute: 12 * 60, busy: Vec::new() };

pub(crate) fn facts(text: &str) -> Facts<'_> {
    Facts {
        text,
        has_media: false,
        contact: Contact::default(),
        line: MAIN,
        tags: &[],
        queue: None,
        last_owner: None,
        on_call: None,
        moment: NOON,
    }
}

pub(crate) fn ready(text: &str) -> Compiled {
    compile(text, &names()).unwrap_or_else(|problems| {
        let told: Vec<_> = problems.iter().map(|problem| problem.render(text)).collect();
        panic!("{}", told.join("\n"))
    })
}

pub(crate) fn decide(routing: &str, facts: &Facts<'_>) -> Decision {
    ready(routing).decide(facts, &mut Scratch::default())
}

/// Whom a decision gives the conversation to.
pub(crate) fn owner(decision: &Decision) -> Option<Owner> {
    decision.assignment.as_ref().map(|assignment| assignment.owner)
}

/// The owners of the asks, each with the words that it is asked for.
pub(crate) fn asks(decision: &Decision) -> Vec<(Owner, Vec<&str>)> {
    decision
        .asks
        .iter()
        .map(|ask| (ask.owner, ask.because.matched.iter().map(|matched| matched.words.as_str()).collect()))
        .collect()
}
