//! Who is on, with what brought them.

use baton_hours::Date;

use crate::dated::Override;
use crate::shift::Shift;

/// Somebody who is on, and what brought them.
#[derive(Debug, PartialEq, Eq)]
pub struct OnShift<'r, P> {
    /// Who.
    pub person: &'r P,
    /// By what.
    pub by: By<'r, P>,
}

/// What brings somebody on.
#[derive(Debug, PartialEq, Eq)]
pub enum By<'r, P> {
    /// A shift.
    Shift {
        /// Which.
        shift: &'r Shift<P>,
        /// The date on which it began.
        date: Date,
        /// Whether they have it by a swap.
        is_swapped: bool,
    },
    /// An override.
    Override(&'r Override<P>),
}

// By hand, for they borrow the person and can be copied whatever it is.
impl<P> Clone for OnShift<'_, P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for OnShift<'_, P> {}

impl<P> Clone for By<'_, P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for By<'_, P> {}
