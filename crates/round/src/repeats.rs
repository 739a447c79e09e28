//! What comes twice in one batch: the same text of a carrier's, or the same press.

use crate::request::Request;
use baton_store::Idempotency;
use rustc_hash::FxHashMap;

/// What has come so far.
#[derive(Debug, Default)]
pub struct Repeats<'a> {
    texts: FxHashMap<(i64, &'a str), usize>,
    presses: FxHashMap<(&'a str, &'a str), (usize, &'a Idempotency)>,
}

/// What came before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// The same, at that place.
    Of(usize),
    /// Something else under the same key.
    OtherUnderKey,
}

impl<'a> Repeats<'a> {
    /// What `request`, at that place, repeats.
    pub fn of(&mut self, place: usize, request: &'a Request) -> Option<Repeat> {
        if let Some(text) = request.receive() {
            let first = *self.texts.entry((text.line.0, &text.carrier_id)).or_insert(place);
            if first != place {
                return Some(Repeat::Of(first));
            }
        }
        let press = request.idempotency.as_ref()?;
        let (first, before) = *self.presses.entry((&press.scope, &press.key)).or_insert((place, press));
        match (first == place, before.request == press.request) {
            (true, _) => None,
            (false, true) => Some(Repeat::Of(first)),
            (false, false) => Some(Repeat::OtherUnderKey),
        }
    }
}
