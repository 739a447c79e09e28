//! A second workspace in the same place, with a small life of its own: its customers text from the same numbers to a line
//! with the same number, its carrier counts its texts alike, its people have the same names, and all its ids are the same.
//! Nothing of it may be seen here (law 11), and what happens here changes nothing there.

use crate::checker::NEXT_DOOR;
use crate::dice::Dice;
use crate::node::{Node, Reply};
use crate::world::World;
use baton_core::{By, Command, Key, Receive};
use baton_store::Need;

impl World {
    /// Now and then, as a text comes here, something happens next door too.
    pub(crate) fn next_door_lives(&mut self, receive: &Receive, index: usize) {
        let mut dice = Dice::of(&[self.seed(), 14, index as u64]);
        let Some(next_door) = self.face.next_door().filter(|_| dice.in_hundred(30)) else { return };
        let node = self.next_door.get_or_insert_with(|| Node::start(next_door, 0));
        let body = format!("{NEXT_DOOR} {}", receive.body);
        let theirs = Receive { body, reaction: None, carrier_word: None, ..receive.clone() };
        let handset = theirs.from.handset_key().to_string();
        let key = Key::Handset { line: theirs.line, handset };
        node.asks(Command::Receive(Box::new(theirs)), By::Contact, Reply::Nobody);
        let found = next_door.load(&[Need { key, quotable: false }]).pop();
        if let Some(live) = found.and_then(|subject| subject.live().map(|live| live.id)) {
            let by = By::person(self.people[dice.below(self.people.len())]);
            let command = match dice.below(3) {
                0 => Command::AddNote(live, format!("{NEXT_DOOR} NOTE")),
                1 => Command::Close(live, Some(format!("{NEXT_DOOR} done"))),
                _ => Command::Claim(live),
            };
            node.asks(command, by, Reply::Nobody);
        }
        while node.has_work() {
            node.step(next_door, self.now, None, true);
        }
    }
}
