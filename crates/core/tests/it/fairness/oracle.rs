//! A slow, obvious reading of the policy: it reads addresses and times, and nothing of what Baton recorded but who answers so
//! far.

use super::*;

pub(super) struct Oracle<'a> {
    pub(super) office: &'a Office,
    pub(super) at: Moment,
}

impl Oracle<'_> {
    pub(super) fn active(&self, person: PersonId) -> bool {
        self.office.directory.people.get(&person).is_some_and(|one| one.active)
    }

    /// The one that began last of those that hold; of two that began together the one that was said last.
    pub(super) fn absence(&self, person: PersonId) -> Option<Away> {
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

    pub(super) fn cover(&self, person: PersonId) -> Option<PersonId> {
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

    pub(super) fn on(&self, queue: usize, person: PersonId) -> bool {
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

    pub(super) fn parts(&self, queue: usize) -> BTreeSet<PersonId> {
        let policy = &self.office.directory.policy;
        let mut addresses: BTreeSet<&str> =
            policy.queues()[queue].members.iter().map(String::as_str).collect();
        if let Some(place) = policy.queues()[queue].rota {
            addresses.extend(policy.rotas()[place].rota.people().iter().map(String::as_str));
        }
        let people = self.office.directory.people.values();
        people.filter(|one| addresses.contains(one.email.as_str())).map(|one| one.id).collect()
    }

    pub(super) fn works(&self, person: PersonId) -> bool {
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
    pub(super) fn of_queue(
        &self,
        queue: Option<usize>,
        but: Option<PersonId>,
        so_far: PersonId,
    ) -> BTreeSet<PersonId> {
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

    pub(super) fn colleagues(
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

    pub(super) fn accountable(
        &self,
        owner: Owner,
        queue: Option<QueueId>,
        so_far: PersonId,
    ) -> BTreeSet<PersonId> {
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
pub(super) fn counted(office: &Office) -> (BTreeMap<PersonId, i64>, BTreeMap<QueueId, i64>) {
    let (mut people, mut queues) = (BTreeMap::new(), BTreeMap::new());
    for customer in office.live().into_iter().filter(|customer| office.of(*customer).status == Status::Open) {
        match office.owner(customer) {
            Owner::Person(person) => *people.entry(person).or_default() += 1,
            Owner::Queue(queue) => *queues.entry(queue).or_default() += 1,
        }
    }
    (people, queues)
}
