//! Lines of the business come, are retired, and are taken back.

use crate::world::World;

/// The most lines of a business here.
const MOST: usize = 4;

impl World {
    pub(super) fn line_changes(&mut self, place: usize, retired: bool) {
        let Some(id) = self.lines.get(place).copied() else { return };
        if self.retired[place] == retired {
            return;
        }
        self.foretell_line(id, retired);
        let now = self.stamp();
        if self.face.change_line(id, retired, now) {
            self.retired[place] = retired;
            if retired && self.checker.has_queued_on(id) {
                self.tally.count("a line retired with a queued text");
            }
            self.checker.line(id, retired);
        } else {
            self.foretold = None;
        }
    }

    /// A further line. Where it has the number of one that is retired, that one has moved to another account.
    pub(super) fn line_comes(&mut self, like: Option<usize>) {
        let count = self.lines.len();
        if count == MOST {
            return;
        }
        let directory = self.face.directory();
        let known = like.and_then(|place| directory.lines.get(self.lines.get(place)?));
        let number = known.map_or_else(|| format!("+1212555011{count}"), |line| line.number.clone());
        let now = self.stamp();
        if let Some(id) = self.face.add_line(&format!("Line {count}"), &number, now) {
            self.lines.push(id);
            self.retired.push(false);
            self.checker.line(id, false);
        }
    }
}
