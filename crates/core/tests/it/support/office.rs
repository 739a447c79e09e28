//! A team with many threads: whoever has what, and what time, shifts and people who come and go make of it.

use super::{directory_with, received_from};
use baton_core::{
    Availability, By, Command, Conversation, ConversationId, Decision, Directory, Event, Ids, Moment,
    NewText, Owner, OwnerCause, PersonId, QueueId, Refusal, Status, Subject, Team, Then, World, decide,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Cedar Lane with a desk that works in shifts, and three queues that are open from 9:00 to 18:00 in New York.
///
/// At the desk Maya is on from 8:00 to 13:00, Chris from 10:00 to 16:00 and Dana from 13:00 to 18:00, Monday to Friday.
pub(crate) const HOUSE: &str = r#"
zone = "America/New_York"
fallback = "ruth@cedarlane.example"
reopen_within = "72 h"

[hours.Clinic]
mon = ["09:00-18:00"]
tue = ["09:00-18:00"]
wed = ["09:00-18:00"]
thu = ["09:00-18:00"]
fri = ["09:00-18:00"]

[queues."Front desk"]
initials = "Fd"
members = ["maya@cedarlane.example", "chris@cedarlane.example", "dana@cedarlane.example"]
lead = "maya@cedarlane.example"
hours = "Clinic"
rota = "Desk"
claim_within = "10 min"

[queues.Scheduling]
initials = "Sc"
members = ["ben@cedarlane.example", "sam@cedarlane.example", "tess@cedarlane.example"]
lead = "ben@cedarlane.example"
hours = "Clinic"
distribute = "round_robin"
capacity = 3

[queues.Sales]
initials = "Sa"
members = ["jordan@cedarlane.example", "priya@cedarlane.example"]
hours = "Clinic"
distribute = "least_busy"

[queues.Billing]
initials = "Bg"
members = ["sam@cedarlane.example", "tess@cedarlane.example"]
lead = "tess@cedarlane.example"
hours = "Clinic"

[rotas.Desk]
shifts = [
  { id = "early", days = ["mon", "tue", "wed", "thu", "fri"], from = "08:00", to = "13:00", who = "maya@cedarlane.example" },
  { id = "day", days = ["mon", "tue", "wed", "thu", "fri"], from = "10:00", to = "16:00", who = "chris@cedarlane.example" },
  { id = "late", days = ["mon", "tue", "wed", "thu", "fri"], from = "13:00", to = "18:00", who = "dana@cedarlane.example" },
]

[routing]
text = """
IF message contains "price"
  ASSIGN to Sales queue
ELSE IF message contains "appointment"
  ASSIGN to Scheduling queue
ELSE IF message contains "invoice"
  ASSIGN to Billing queue
ELSE IF contact has owner
  ASSIGN to owner
ELSE
  ASSIGN to "Front desk" queue
"""
"#;

/// The same with some of its words exchanged.
pub(crate) fn house_with(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(HOUSE.to_owned(), |house, (from, to)| {
        assert!(house.contains(from), "the house has no {from}");
        house.replacen(from, to, 1)
    })
}

/// A time of 2026 on the wall of New York, in summer: `05-12 10:00`.
pub(crate) fn ny(wall: &str) -> Moment {
    let (date, time) = wall.split_once(' ').expect("a date and a time");
    format!("2026-{date}T{time}:00-04:00").parse().expect("a time")
}

/// Customers by a number of our own choice, each with their thread.
pub(crate) struct Office {
    pub(crate) directory: Directory,
    pub(crate) team: Team,
    pub(crate) now: Moment,
    pub(crate) threads: BTreeMap<u32, Subject>,
    /// Every event so far, with whose thread, when and by whom.
    pub(crate) told: Vec<(u32, Event, Moment, By)>,
    ids: Ids,
    policy: String,
    gone: Vec<PersonId>,
}

impl Office {
    pub(crate) fn at(policy: &str, now: Moment) -> Self {
        Self {
            directory: directory_with(policy, &[]),
            team: Team::default(),
            now,
            threads: BTreeMap::new(),
            told: Vec::new(),
            ids: Ids::new(1_000, i64::MAX),
            policy: policy.to_owned(),
            gone: Vec::new(),
        }
    }

    pub(crate) fn try_do(&mut self, customer: u32, by: &By, command: &Command) -> Result<Decision, Refusal> {
        let before = self.threads.get(&customer).cloned().unwrap_or_default();
        let world = World { directory: &self.directory, team: &self.team, now: self.now, by };
        let decision = decide(&world, &mut self.ids, before.clone(), command)?;
        if let Some(after) = &decision.after.conversation {
            let before = before.conversation.filter(|before| before.id == after.id);
            self.team.follow(&self.directory, before.as_deref(), after, &decision.events);
        }
        self.told.extend(decision.events.iter().map(|event| (customer, event.clone(), self.now, by.clone())));
        let mut after = decision.after.clone();
        super::desk::is_taken(&mut after);
        self.threads.insert(customer, after);
        Ok(decision)
    }

    pub(crate) fn act(
        &mut self,
        customer: u32,
        by: &By,
        command: impl FnOnce(ConversationId) -> Command,
    ) -> Decision {
        let command = command(self.of(customer).id);
        self.try_do(customer, by, &command)
            .unwrap_or_else(|refusal| panic!("{command:?} was refused: {refusal}"))
    }

    pub(crate) fn text(&mut self, customer: u32, body: &str) -> Decision {
        let command = received_from(&format!("+1212555{customer:04}"), body);
        self.try_do(customer, &By::Contact, &command).expect("a text is never refused")
    }

    pub(crate) fn reply(&mut self, customer: u32, who: PersonId, then: Then) -> Decision {
        let text = NewText { then, ..NewText::saying("We'll see to it.") };
        self.act(customer, &By::person(who), |id| Command::Send(id, Box::new(text)))
    }

    pub(crate) fn close(&mut self, customer: u32, who: PersonId) {
        self.act(customer, &By::person(who), |id| Command::Close(id, None));
    }

    pub(crate) fn claim(&mut self, customer: u32, who: PersonId) {
        self.act(customer, &By::person(who), Command::Claim);
    }

    pub(crate) fn assign(&mut self, customer: u32, to: Owner) {
        self.act(customer, &By::person(super::RUTH), |conversation| Command::Assign {
            conversation,
            to,
            reason: None,
        });
    }

    pub(crate) fn of(&self, customer: u32) -> &Conversation {
        self.threads[&customer].conversation.as_ref().expect("there is a conversation")
    }

    pub(crate) fn owner(&self, customer: u32) -> Owner {
        self.of(customer).owner
    }

    pub(crate) fn answers(&self, customer: u32) -> PersonId {
        self.of(customer).accountable
    }

    /// The same customer, looked after by somebody.
    pub(crate) fn is_account_of(&mut self, customer: u32, who: PersonId) {
        if !self.threads.contains_key(&customer) {
            let (by, now) = (By::Contact, self.now);
            let started = Event::ThreadStarted {
                thread: baton_core::ThreadId(self.ids.take()),
                line: super::MAIN,
                number: baton_core::NumberId(self.ids.take()),
                contact: baton_core::ContactId(self.ids.take()),
                handset: format!("+1212555{customer:04}"),
                address: format!("+1212555{customer:04}"),
            };
            let mut subject = Subject::default();
            baton_core::apply(&mut subject, &started, now, &by);
            self.threads.insert(customer, subject);
        }
        let thread = self.threads.get_mut(&customer).expect("just made");
        let contact = thread.contact.as_mut().expect("a thread has a contact");
        Arc::make_mut(contact).account_owner = Some(who);
    }

    /// Somebody says whether they are there; everything follows from it at once.
    pub(crate) fn says(&mut self, who: PersonId, word: &Availability) {
        let after = self.directory.presence_after(who, word, self.now).expect("it can be so");
        self.directory = self.directory.clone();
        self.directory.people.get_mut(&who).expect("of the team").presence = after;
        self.settle();
    }

    pub(crate) fn is_away(
        &mut self,
        who: PersonId,
        from: &str,
        until: Option<&str>,
        cover: Option<PersonId>,
    ) {
        let (from, until) = (ny(from), until.map(ny));
        self.says(who, &Availability::Away { from, until, cover });
    }

    /// These have left, and nobody else; and what the policy says.
    pub(crate) fn changes(&mut self, policy: &str, gone: &[PersonId]) {
        policy.clone_into(&mut self.policy);
        self.gone = gone.to_vec();
        let mut directory = directory_with(policy, gone);
        for (id, person) in &mut directory.people {
            person.presence = self.directory.people[id].presence.clone();
        }
        self.directory = directory;
        self.settle();
    }

    pub(crate) fn leave(&mut self, gone: &[PersonId]) {
        self.changes(&self.policy.clone(), gone);
    }

    pub(crate) fn follows(&mut self, policy: &str) {
        self.changes(policy, &self.gone.clone());
    }

    /// Everything that is not closed is asked who has it, then what waits in queues is given out. How many events came.
    pub(crate) fn settle(&mut self) -> usize {
        let told = self.told.len();
        for customer in self.live() {
            self.act(customer, &By::Policy, Command::Resettle);
        }
        self.give_out();
        self.told.len() - told
    }

    /// What waits in each queue, earliest due first, for as long as somebody can be given it.
    pub(crate) fn give_out(&mut self) {
        let waits = |conversation: &Conversation| {
            conversation.status == Status::Open && conversation.owner.queue().is_some()
        };
        let mut waiting: Vec<_> =
            self.live().into_iter().filter(|customer| waits(self.of(*customer))).collect();
        let due = |customer: &u32| {
            let found = self.of(*customer);
            (found.shown_clock().map_or(Moment::MAX, |clock| clock.due_at), found.opened_at, *customer)
        };
        waiting.sort_by_key(due);
        for customer in waiting {
            self.act(customer, &By::Policy, Command::Distribute);
        }
    }

    pub(crate) fn live(&self) -> Vec<u32> {
        let live = self.threads.iter().filter(|(_, thread)| thread.live().is_some());
        live.map(|(customer, _)| *customer).collect()
    }

    /// Time goes on; every edge of shifts, hours and presence and all that is due is done at its instant.
    pub(crate) fn until(&mut self, wall: &str) {
        let end = ny(wall);
        loop {
            let edge = self.directory.next_edge(self.now);
            let due = self.live().into_iter().filter_map(|customer| self.of(customer).next_at()).min();
            let Some(next) = edge.into_iter().chain(due).min().filter(|next| *next <= end) else { break };
            self.now = self.now.max(next);
            self.wake();
        }
        self.now = end;
    }

    /// The same, but nothing ran meanwhile: all of it follows now.
    pub(crate) fn after_a_stop(&mut self, wall: &str) {
        self.now = ny(wall);
        self.wake();
    }

    pub(crate) fn wake(&mut self) {
        self.settle();
        for customer in self.live() {
            while self.threads[&customer]
                .live()
                .and_then(Conversation::next_at)
                .is_some_and(|at| at <= self.now)
            {
                let woken = self.act(customer, &By::Policy, Command::Wake);
                assert!(!woken.events.is_empty(), "something is due and nothing is done about it");
            }
        }
        self.give_out();
    }

    /// How a conversation changed hands, in order.
    pub(crate) fn moves(&self, customer: u32) -> Vec<(Owner, OwnerCause)> {
        let told = self.told.iter().filter(|told| told.0 == customer);
        told.filter_map(|(_, event, ..)| match event {
            Event::OwnerChanged { to, cause, .. } => Some((*to, *cause)),
            _ => None,
        })
        .collect()
    }

    /// Who came to answer for it, when and why.
    pub(crate) fn answered_by(&self, customer: u32) -> Vec<(PersonId, Moment, OwnerCause)> {
        let told = self.told.iter().filter(|told| told.0 == customer);
        told.filter_map(|(_, event, at, _)| match event {
            Event::AccountableChanged { to, cause, .. } => Some((*to, *at, *cause)),
            _ => None,
        })
        .collect()
    }

    /// To whom a queue gave things, in order.
    pub(crate) fn given(&self) -> Vec<PersonId> {
        let given = self.told.iter().filter_map(|(_, event, ..)| match event {
            Event::OwnerChanged { to, cause: OwnerCause::Distribution, .. } => to.person(),
            _ => None,
        });
        given.collect()
    }

    pub(crate) fn waiting_in(&self, queue: QueueId) -> i64 {
        self.team.waiting_in(queue)
    }
}
