//! Whole teams at random: turns are fair, capacity holds, and who answers is what a slow, obvious reading of the policy
//! says, whatever people, shifts and time do.

use crate::support::*;
use baton_core::{
    Availability, Away, By, Command, Distribute, Event, Moment, Owner, OwnerCause, PersonId, QueueId, Status,
    Then,
};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

const PEOPLE: [PersonId; 9] = [MAYA, CHRIS, JORDAN, RUTH, DANA, BEN, SAM, TESS, PRIYA];
const QUEUES: [QueueId; 4] = [FRONT_DESK, SCHEDULING, SALES, BILLING];

/// Policies to choose from: other ways to distribute, hours, leads and rotas.
static HOUSES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let desk = ("claim_within = \"10 min\"\n", "distribute = \"round_robin\"\ncapacity = 2\n");
    let night = (
        "who = \"dana@cedarlane.example\" },\n]",
        "who = \"dana@cedarlane.example\" },\n  { id = \"night\", days = [\"mon\", \"tue\", \"sat\", \"sun\"], from = \"18:00\", to = \"08:00\", rotation = { people = [\"sam@cedarlane.example\", \"chris@cedarlane.example\"], every_shifts = 2, start = \"2026-01-05\" } },\n]",
    );
    let returns = ("reopen_within", "return_after_away = true\nreopen_within");
    let finish = ("[rotas.Desk]\n", "[rotas.Desk]\nfinish = true\n");
    vec![
        HOUSE.to_owned(),
        house_with(&[desk, returns]),
        house_with(&[night, finish, ("lead = \"maya@cedarlane.example\"\n", "")]),
        house_with(&[desk, night, ("hours = \"Clinic\"\nrota", "rota")]),
    ]
});

// The oracle: it reads addresses and times, and nothing of what Baton recorded but who answers so far.

struct Oracle<'a> {
    office: &'a Office,
    at: Moment,
}

impl Oracle<'_> {
    fn active(&self, person: PersonId) -> bool {
        self.office.directory.people.get(&person).is_some_and(|one| one.active)
    }

    /// The one that began last of those that hold; of two that began together the one that was said last.
    fn absence(&self, person: PersonId) -> Option<Away> {
        let mut found: Option<Away> = None;
        for away in &self.office.directory.people[&person].presence.away {
            let over = away.until.is_some_and(|until| until <= self.at);
            let earlier = found.is_some_and(|found| found.from > away.from);
            if away.from <= self.at && !over && !earlier {
                found = Some(*away);
            }
        }
        found
    }

    fn cover(&self, person: PersonId) -> Option<PersonId> {
        let mut next = self.absence(person)?.cover;
        for _ in PEOPLE {
            let cover = next.filter(|cover| self.active(*cover))?;
            if cover == person {
                return None;
            }
            match self.absence(cover) {
                None => return Some(cover),
                Some(further) => next = further.cover,
            }
        }
        None
    }

    fn on(&self, queue: usize, person: PersonId) -> bool {
        let known = &self.office.directory.people[&person];
        if !known.active || self.absence(person).is_some() {
            return false;
        }
        if let Some(word) = known.presence.word
            && word.until.is_none_or(|until| self.at < until)
        {
            return word.working;
        }
        let policy = &self.office.directory.policy;
        let queue = &policy.queues()[queue];
        let on: Vec<(usize, bool)> = (policy.rotas().iter().enumerate())
            .filter(|(_, rota)| rota.rota.people().contains(&known.email))
            .map(|(place, rota)| (place, rota.rota.on(self.at).contains(&&known.email)))
            .collect();
        if let Some((_, on)) = on.iter().find(|(place, _)| Some(*place) == queue.rota) {
            return *on;
        }
        let open = queue.hours.is_none_or(|place| policy.hours()[place].calendar.is_open(self.at));
        open && (on.is_empty() || on.iter().any(|(_, on)| *on))
    }

    fn parts(&self, queue: usize) -> BTreeSet<PersonId> {
        let policy = &self.office.directory.policy;
        let mut addresses: BTreeSet<&str> =
            policy.queues()[queue].members.iter().map(String::as_str).collect();
        if let Some(place) = policy.queues()[queue].rota {
            addresses.extend(policy.rotas()[place].rota.people().iter().map(String::as_str));
        }
        let people = self.office.directory.people.values();
        people.filter(|one| addresses.contains(one.email.as_str())).map(|one| one.id).collect()
    }

    fn works(&self, person: PersonId) -> bool {
        if !self.active(person) || self.absence(person).is_some() {
            return false;
        }
        if let Some(word) = self.office.directory.people[&person].presence.word
            && word.until.is_none_or(|until| self.at < until)
        {
            return word.working;
        }
        let theirs: Vec<usize> =
            (0..QUEUES.len()).filter(|queue| self.parts(*queue).contains(&person)).collect();
        theirs.is_empty() || theirs.iter().any(|queue| self.on(*queue, person))
    }

    /// Of whom it has to be one: the one who answers so far if they may, else anybody on, for turns decide.
    fn of_queue(&self, queue: Option<usize>, but: Option<PersonId>, so_far: PersonId) -> BTreeSet<PersonId> {
        let on = self.colleagues(queue, but, so_far);
        if !on.is_empty() {
            return on;
        }
        let lead = queue.and_then(|queue| self.office.directory.policy.queues()[queue].lead.clone());
        let lead = lead.and_then(|lead| {
            self.office
                .directory
                .people
                .values()
                .find(|one| one.email == lead && one.active)
                .map(|one| one.id)
        });
        for person in [lead, Some(RUTH)].into_iter().flatten() {
            if self.absence(person).is_none() {
                return [person].into();
            }
            if let Some(cover) = self.cover(person) {
                return [cover].into();
            }
        }
        [RUTH].into()
    }

    fn colleagues(
        &self,
        queue: Option<usize>,
        but: Option<PersonId>,
        so_far: PersonId,
    ) -> BTreeSet<PersonId> {
        let Some(queue) = queue else { return BTreeSet::new() };
        let may = |person: &PersonId| Some(*person) != but && self.on(queue, *person);
        let on: BTreeSet<_> = self.parts(queue).into_iter().filter(may).collect();
        if on.contains(&so_far) { [so_far].into() } else { on }
    }

    fn accountable(&self, owner: Owner, queue: Option<QueueId>, so_far: PersonId) -> BTreeSet<PersonId> {
        let place = |id: QueueId| self.office.directory.queues.iter().position(|queue| queue.id == id);
        let its = queue.and_then(place);
        match owner {
            Owner::Queue(id) => self.of_queue(place(id), None, so_far),
            Owner::Person(person) if !self.active(person) => self.of_queue(its, None, so_far),
            Owner::Person(person) if self.absence(person).is_some() => match self.cover(person) {
                Some(cover) => [cover].into(),
                None => self.of_queue(its, Some(person), so_far),
            },
            Owner::Person(person) if self.works(person) => [person].into(),
            Owner::Person(person) => {
                let colleagues = self.colleagues(its, Some(person), so_far);
                if colleagues.is_empty() { [person].into() } else { colleagues }
            }
        }
    }
}

/// How many open conversations each has, counted one by one.
fn counted(office: &Office) -> (BTreeMap<PersonId, i64>, BTreeMap<QueueId, i64>) {
    let (mut people, mut queues) = (BTreeMap::new(), BTreeMap::new());
    for customer in office.live().into_iter().filter(|customer| office.of(*customer).status == Status::Open) {
        match office.owner(customer) {
            Owner::Person(person) => *people.entry(person).or_default() += 1,
            Owner::Queue(queue) => *queues.entry(queue).or_default() += 1,
        }
    }
    (people, queues)
}

#[derive(Debug, Clone)]
enum Act {
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

fn act() -> impl Strategy<Value = Act> {
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
fn step(office: &mut Office, act: &Act) {
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

fn check(office: &mut Office) {
    let oracle = Oracle { office, at: office.now };
    let (people, queues) = counted(office);
    for person in PEOPLE {
        assert_eq!(
            office.team.open_of(person),
            people.get(&person).copied().unwrap_or(0),
            "open of {person}"
        );
    }
    for queue in QUEUES {
        assert_eq!(office.team.waiting_in(queue), queues.get(&queue).copied().unwrap_or(0), "in {queue}");
    }
    for customer in office.live() {
        let found = office.of(customer);
        if let Owner::Person(person) = found.owner {
            assert!(oracle.active(person), "law 10: {customer} is of somebody who is gone");
            // What somebody takes while they are away is theirs until the next question.
            if found.status == Status::Open {
                assert_eq!(oracle.cover(person), None, "{customer} is with somebody who is covered for");
            }
        }
        assert!(oracle.active(found.accountable), "law 2");
        let allowed = oracle.accountable(found.owner, found.queue, found.accountable);
        assert!(
            allowed.contains(&found.accountable),
            "{customer}: {} is none of {allowed:?}",
            found.accountable
        );
    }
    // Nothing waits in a queue that gives out, while somebody of it is on and has room.
    for (place, queue) in office.directory.queues.iter().enumerate() {
        if queue.distribute == Distribute::Claim || office.team.waiting_in(queue.id) == 0 {
            continue;
        }
        let open = |person: &PersonId| people.get(person).copied().unwrap_or(0);
        let free = queue.members.iter().find(|person| {
            oracle.on(place, **person) && queue.capacity.is_none_or(|most| open(person) < i64::from(most))
        });
        assert_eq!(free, None, "{} waits in {}", office.team.waiting_in(queue.id), queue.name);
    }
    let told = office.told.len();
    assert_eq!(office.settle(), 0, "the same question again: {:?}", &office.told[told..]);
}

/// Every gift of a queue is to somebody of it who is on.
fn check_gifts(office: &Office, told: usize) {
    let oracle = Oracle { office, at: office.now };
    for (_, event, ..) in &office.told[told..] {
        let Event::OwnerChanged { from: Owner::Queue(from), to: Owner::Person(to), cause, .. } = event else {
            continue;
        };
        let place = office.directory.queues.iter().position(|queue| queue.id == *from);
        if let (OwnerCause::Distribution, Some(place)) = (cause, place) {
            assert!(oracle.on(place, *to), "{to} was given something and is not on");
            assert!(oracle.parts(place).contains(to), "{to} is nobody of that queue");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_126), ..ProptestConfig::default() })]

    /// Fails when somebody answers whom the policy, the people's words and the time do not make answer; when somebody away
    /// or gone has something; when something waits though it could be given out; when counts drift from what is there; or
    /// when the same question again changes anything.
    #[test]
    fn who_answers_and_who_has_it_is_what_the_policy_says(acts in prop::collection::vec(act(), 1..40)) {
        let mut office = Office::at(&HOUSES[0], ny("05-11 10:00"));
        for act in &acts {
            let told = office.told.len();
            step(&mut office, act);
            office.wake();
            check_gifts(&office, told);
            check(&mut office);
        }
    }

    /// Fails when distribution gives anybody more than their capacity, whatever people claim, release and close between.
    #[test]
    fn distribution_never_exceeds_capacity(acts in prop::collection::vec((1..40u32, 0..4u8), 1..80)) {
        let mut office = Office::at(HOUSE, ny("05-11 10:00"));
        let members = [BEN, SAM, TESS];
        for (customer, does) in acts {
            let who = members[customer as usize % 3];
            let before = counted(&office).0;
            let told = office.told.len();
            match does {
                0 | 1 => step(&mut office, &Act::Text(customer, "An appointment")),
                2 => step(&mut office, &Act::Claim(customer, who)),
                _ => step(&mut office, &Act::Close(customer, who)),
            }
            for (_, event, ..) in &office.told[told..] {
                if let Event::OwnerChanged { to: Owner::Person(to), cause: OwnerCause::Distribution, .. } = event {
                    prop_assert!(before.get(to).copied().unwrap_or(0) < 3, "{to} had {before:?}");
                }
            }
            // And one by one, what waits.
            for customer in office.live() {
                let before = counted(&office).0;
                let given = office.act(customer, &By::Policy, Command::Distribute);
                for event in &given.events {
                    if let Event::OwnerChanged { to: Owner::Person(to), .. } = event {
                        prop_assert!(before.get(to).copied().unwrap_or(0) < 3, "{to} had {before:?}");
                    }
                }
            }
        }
    }

    /// Fails when somebody gets ahead of, or behind, the others by more than one turn, while all are available.
    #[test]
    fn turns_differ_by_at_most_one(acts in prop::collection::vec((1..60u32, 0..6u8, 0..3usize), 1..120)) {
        let house = house_with(&[("capacity = 3\n", ""), ("claim_within = \"10 min\"\n", "")]);
        let mut office = Office::at(&house, ny("05-11 10:00"));
        let (members, desk) = ([BEN, SAM, TESS], [SAM, TESS]);
        let mut answered = BTreeMap::<PersonId, i64>::new();
        for (customer, does, who) in acts {
            let told = office.told.len();
            match does {
                0..=2 => step(&mut office, &Act::Text(customer, "An appointment")),
                3 => step(&mut office, &Act::Text(customer + 100, "An invoice")),
                4 => step(&mut office, &Act::Release(customer, members[who], Some(SCHEDULING))),
                _ => step(&mut office, &Act::Close(customer, members[who])),
            }
            for (_, event, ..) in &office.told[told..] {
                if let Event::ConversationOpened { owner: Owner::Queue(BILLING), accountable, .. } = event {
                    *answered.entry(*accountable).or_default() += 1;
                }
            }
            let given = office.given();
            let each: Vec<_> =
                members.iter().map(|one| given.iter().filter(|other| one == *other).count()).collect();
            let (most, least) = (each.iter().max().unwrap(), each.iter().min().unwrap());
            prop_assert!(most - least <= 1, "given {each:?}");
            let each: Vec<_> = desk.iter().map(|one| answered.get(one).copied().unwrap_or(0)).collect();
            prop_assert!((each[0] - each[1]).abs() <= 1, "answered {each:?}");
        }
    }

    /// Fails when members who come, go and change places give anybody two turns before another who was there all along has
    /// had one.
    #[test]
    fn nobody_has_two_turns_before_another_who_stayed(
        orders in prop::collection::vec(
            (Just(vec!["ben", "sam", "tess", "jordan"]).prop_shuffle(), 1..5usize, 0..4u32), 1..8)
    ) {
        let was = "members = [\"ben@cedarlane.example\", \"sam@cedarlane.example\", \"tess@cedarlane.example\"]";
        let house = house_with(&[("capacity = 3\n", "")]);
        let mut office = Office::at(&house, ny("05-11 10:00"));
        let mut customer = 0;
        for (order, many, texts) in orders {
            let members: Vec<_> =
                order.iter().take(many).map(|name| format!("\"{name}@cedarlane.example\"")).collect();
            let members = format!("members = [{}]", members.join(", "));
            assert!(house.contains(was));
            office.changes(&house.replace(was, &members), &[]);
            let told = office.given().len();
            for _ in 0..texts {
                customer += 1;
                office.text(customer, "An appointment");
            }
            let given = office.given()[told..].to_vec();
            for (place, person) in given.iter().enumerate() {
                let again = given[place + 1..].iter().position(|other| other == person);
                let between = again.map_or(many - 1, |again| again);
                prop_assert!(between + 1 >= many, "{given:?} of {many}");
            }
        }
    }
}
