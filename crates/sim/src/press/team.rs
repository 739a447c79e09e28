//! What changes the team and its policy, and what is said of it.

use crate::action::{Act, Says};
use crate::dice::Dice;
use crate::house::House;
use crate::store::role;
use crate::world::World;
use baton_core::{Availability, By, Position, Record};
use baton_store::Batch;
use std::time::Duration;

impl World {
    pub(super) fn of_the_team(&mut self, act: &Act) {
        if self.is_down() {
            return;
        }
        match act {
            Act::Says { who, says } => {
                let at = |minutes: u64| self.now + Duration::from_secs(minutes * 60);
                let word = match says {
                    Says::In(minutes) => Availability::In { until: Some(at(*minutes)) },
                    Says::Out(minutes) => Availability::Out { until: Some(at(*minutes)) },
                    Says::Rota => Availability::Rota,
                    Says::Away { from, until, cover } => Availability::Away {
                        from: at(*from),
                        until: until.map(at),
                        cover: cover.map(|place| self.people[place]),
                    },
                };
                let person = self.people[*who];
                self.face.availability(person, &word, &By::person(person), self.now);
            }
            Act::Active { who, there } => {
                self.foretell(self.people[*who], |person| person.active = *there);
                if self.face.change_person(self.people[*who], None, Some(*there), self.now) {
                    self.there[*who] = *there;
                    self.checker.active(self.people[*who], *there);
                }
            }
            Act::Role { who, role: new } => {
                self.foretell(self.people[*who], |person| person.role = role(*new));
                if self.face.change_person(self.people[*who], Some(role(*new)), None, self.now) {
                    self.checker.role(self.people[*who], *new);
                }
            }
            Act::Policy(number) => {
                let house = House::by_chance(&mut Dice::of(&[self.seed(), 77, *number]), self.there);
                if self.face.save_policy(&house.policy(), Some(self.people[0]), self.now) {
                    for kind in house.kinds() {
                        self.tally.count(kind);
                    }
                    self.house = house;
                    let directory = self.face.directory();
                    for queue in &self.house.queues {
                        if let Some(found) = directory.queues.iter().find(|one| one.name == queue.name) {
                            self.queues.insert(queue.name, found.id);
                        }
                    }
                    self.checker.policy(directory.policy_version, self.house.clone(), &self.queues);
                } else {
                    self.tally.count("policy refused");
                }
            }
            Act::StrangeCall => {
                let event = baton_core::Event::SetupFault {
                    fault: "A text came to +12125550199, which is no line here.".to_owned(),
                    detail: "a text".to_owned(),
                };
                let record = Record {
                    position: Position(0),
                    thread: None,
                    conversation: None,
                    at: self.now,
                    by: By::Carrier,
                    events: vec![event],
                };
                let directory_version = self.face.directory_version();
                let mut batch = Batch { directory_version, records: vec![record], ..Batch::default() };
                // The version was read just now.
                let _ = self.face.commit(&mut batch);
            }
            _ => {}
        }
        self.read_feed();
    }
}
