//! Chance from a seed, the same on every machine: `SplitMix64` (Steele, Lea, Flood 2014).

/// A source of chance.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    /// Dice that depend on nothing but these numbers: what happens to a text stays the same when something before it
    /// is left out of a run.
    pub(crate) fn of(parts: &[u64]) -> Self {
        let mut dice = Self(0x5EED);
        for part in parts {
            dice.0 ^= part.wrapping_mul(0xD6E8_FEB8_6659_FD93);
            dice.0 = dice.next();
        }
        dice
    }

    /// Other dice from here on: what is drawn from them changes nothing of what these draw.
    pub(crate) fn aside(&self, salt: u64) -> Self {
        Self::of(&[self.0, salt])
    }

    /// The next 64 bits.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Below `end`, which is at least 1.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).unwrap_or(0)
    }

    /// From `from` to `to`, both included.
    pub(crate) fn between(&mut self, from: u64, to: u64) -> u64 {
        from + self.next() % (to - from + 1)
    }

    /// True in so many of a hundred cases.
    pub(crate) fn in_hundred(&mut self, cases: u64) -> bool {
        self.next() % 100 < cases
    }

    /// One of these; there is at least one.
    pub(crate) fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// One of these, if there is any.
    pub(crate) fn any<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        (!of.is_empty()).then(|| self.one(of))
    }
}
