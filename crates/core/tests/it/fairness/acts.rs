//! What happens to a team at random.

use super::*;

#[derive(Debug, Clone)]
pub(super) enum Act {
    Text(u32, &'static str),
    Reply(u32, PersonId, u8),
    Claim(u32, PersonId),
    Release(u32, PersonId, Option<QueueId>),
    Assign(u32, Owner),
    Close(u32, PersonId),
    Says(PersonId, u8, u16, u16, Option<PersonId>),
    Gone(Vec<PersonId>),
    Policy(usize),
    Later(u16),
}

pub(super) fn act() -> impl Strategy<Value = Act> {
    let who = || prop::sample::select(PEOPLE.to_vec());
    let queue = || prop::sample::select(QUEUES.to_vec());
    let customer = || 1..8u32;
    let owner = prop_oneof![who().prop_map(Owner::Person), queue().prop_map(Owner::Queue)];
    let words =
        prop::sample::select(vec!["Hello", "An appointment", "An appointment", "The price?", "An invoice"]);
    let leavers = prop::sample::select(vec![MAYA, CHRIS, DANA, BEN, SAM, TESS, JORDAN]);
    prop_oneof![
        6 => (customer(), words).prop_map(|(customer, words)| Act::Text(customer, words)),
        2 => (customer(), who(), 0..3u8).prop_map(|(customer, who, then)| Act::Reply(customer, who, then)),
        2 => (customer(), who()).prop_map(|(customer, who)| Act::Claim(customer, who)),
        2 => (customer(), who(), prop::option::of(queue())).prop_map(|(c, who, to)| Act::Release(c, who, to)),
        2 => (customer(), owner).prop_map(|(customer, to)| Act::Assign(customer, to)),
        2 => (customer(), who()).prop_map(|(customer, who)| Act::Close(customer, who)),
        4 => (who(), 0..5u8, 0..2_000u16, 1..4_000u16, prop::option::of(who()))
            .prop_map(|(who, word, from, long, cover)| Act::Says(who, word, from, long, cover)),
        1 => prop::collection::vec(leavers, 0..3).prop_map(Act::Gone),
        1 => (0..4usize).prop_map(Act::Policy),
        4 => (1..2_500u16).prop_map(Act::Later),
    ]
}

fn minutes(minutes: u16) -> std::time::Duration {
    std::time::Duration::from_mins(u64::from(minutes))
}

/// Refusals are part of the story; what they leave is checked like everything else.
pub(super) fn step(office: &mut Office, act: &Act) {
    let asked = |office: &mut Office, customer: u32, who: PersonId, command: &dyn Fn(_) -> Command| {
        if let Some(found) = office.threads.get(&customer).and_then(|thread| thread.conversation.as_ref()) {
            let command = command(found.id);
            let _ = office.try_do(customer, &By::person(who), &command);
        }
    };
    match act {
        Act::Text(customer, words) => drop(office.text(*customer, words)),
        Act::Reply(customer, who, then) => asked(office, *customer, *who, &|id| {
            let then = match then {
                0 => Then::Open,
                1 => Then::Pending { wake_at: None },
                _ => Then::Closed { reason: None },
            };
            Command::Send(id, new_text("We'll see to it.", baton_core::Seen::Unsaid, then))
        }),
        Act::Claim(customer, who) => asked(office, *customer, *who, &Command::Claim),
        Act::Release(customer, who, to) => asked(office, *customer, *who, &|id| Command::Release(id, *to)),
        Act::Assign(customer, to) => {
            asked(office, *customer, RUTH, &|id| Command::Assign { conversation: id, to: *to, reason: None });
        }
        Act::Close(customer, who) => asked(office, *customer, *who, &|id| Command::Close(id, None)),
        Act::Says(who, word, from, long, cover) => {
            let (from, until) = (office.now + minutes(*from), office.now + minutes(*from) + minutes(*long));
            let word = match word {
                0 => Availability::In { until: Some(until) },
                1 => Availability::Out { until: Some(until) },
                2 => Availability::Rota,
                3 => Availability::Away { from: office.now, until: Some(until), cover: *cover },
                _ => Availability::Away { from, until: Some(until), cover: *cover },
            };
            if let Ok(after) = office.directory.presence_after(*who, &word, office.now) {
                office.directory = office.directory.clone();
                office.directory.people.get_mut(who).expect("of the team").presence = after;
            }
        }
        Act::Gone(gone) => office.leave(gone),
        Act::Policy(place) => office.follows(&HOUSES[*place]),
        Act::Later(later) => office.now += minutes(*later),
    }
}
