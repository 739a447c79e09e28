//! The rota: what it is made of, and who is on.

use std::convert::Infallible;

use baton_hours::{Date, Moment, Zone};

use crate::dated::{Override, Swap};
use crate::on_shift::{By, OnShift};
use crate::plan::{Held, Plan};
use crate::problem::{RotaError, problems};
use crate::shift::Shift;

/// Who is on shift when: shifts of a week in the wall time of a zone, rotations, overrides and swaps.
///
/// `P` is the person. Somebody is on if one of their shifts holds the instant, or an override that names them does; while
/// an override holds, its people are on and nobody else. Of overrides that overlap the later in the list holds. All
/// answers are exact to the microsecond, within [`Moment::MIN`] and [`Moment::MAX`].
///
/// ```
/// use baton_hours::{Moment, Zone};
/// use baton_rota::{Days, Every, Rota, Shift, Who};
/// let call = Shift {
///     id: "call".to_owned(),
///     days: Days::ALL,
///     from: "09:00".parse()?,
///     to: "09:00".parse()?,
///     who: Who::Rotation { people: vec!["Sam", "Tess"], every: Every::Shifts(7), start: "2026-01-05".parse()? },
/// };
/// let rota = Rota::new(Zone::named("America/New_York")?, vec![call], vec![], vec![])?;
/// let at: Moment = "2026-01-12T08:59:59-05:00".parse()?;
/// assert_eq!(rota.on(at), [&"Sam"]);
/// assert_eq!(rota.next_change(at), Some(("2026-01-12T09:00:00-05:00".parse()?, vec![&"Tess"])));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rota<P> {
    zone: Zone,
    shifts: Vec<Shift<P>>,
    overrides: Vec<Override<P>>,
    swaps: Vec<Swap>,
    /// Everybody, in order, each once.
    people: Vec<P>,
    plan: Plan,
}

impl<P: Ord + Clone> Rota<P> {
    /// The rota of these, or everything that is wrong with them.
    pub fn new(
        zone: Zone,
        shifts: Vec<Shift<P>>,
        overrides: Vec<Override<P>>,
        swaps: Vec<Swap>,
    ) -> Result<Self, RotaError> {
        let problems = problems(&shifts, &overrides, &swaps);
        if problems.is_empty() {
            Ok(Self::without_problems(zone, shifts, overrides, swaps))
        } else {
            Err(RotaError { problems })
        }
    }

    fn without_problems(
        zone: Zone,
        shifts: Vec<Shift<P>>,
        overrides: Vec<Override<P>>,
        swaps: Vec<Swap>,
    ) -> Self {
        let shifts_people = shifts.iter().flat_map(|shift| shift.who.people());
        let mut people: Vec<P> =
            shifts_people.chain(overrides.iter().flat_map(|held| &held.who)).cloned().collect();
        people.sort_unstable();
        people.dedup();
        let place = |person: &P| {
            let place = people.binary_search(person).expect("everybody was collected");
            u32::try_from(place).expect("people fit into memory")
        };
        let plan = Plan::new(&shifts, &overrides, &swaps, place);
        Self { zone, shifts, overrides, swaps, people, plan }
    }

    /// The same rota with people exchanged: for ids, say. Two who become one are one person from then on.
    pub fn map<Q: Ord + Clone>(&self, mut exchange: impl FnMut(&P) -> Q) -> Rota<Q> {
        match self.try_map(|person| Ok::<_, Infallible>(exchange(person))) {
            Ok(rota) => rota,
            Err(never) => match never {},
        }
    }

    /// The same rota with people exchanged, unless one of them has nobody to be exchanged for.
    pub fn try_map<Q: Ord + Clone, E>(
        &self,
        mut exchange: impl FnMut(&P) -> Result<Q, E>,
    ) -> Result<Rota<Q>, E> {
        let shifts =
            self.shifts.iter().map(|shift| shift.try_map(&mut exchange)).collect::<Result<_, _>>()?;
        let overrides =
            self.overrides.iter().map(|held| held.try_map(&mut exchange)).collect::<Result<_, _>>()?;
        Ok(Rota::without_problems(self.zone.clone(), shifts, overrides, self.swaps.clone()))
    }

    /// Whether that person is on then.
    pub fn is_on(&self, person: &P, at: Moment) -> bool {
        let place = self.people.binary_search(person).ok().and_then(|place| u32::try_from(place).ok());
        place.is_some_and(|place| self.held(at).has(place))
    }
}

impl<P> Rota<P> {
    /// Its time zone.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Its shifts, as they were given.
    pub fn shifts(&self) -> &[Shift<P>] {
        &self.shifts
    }

    /// Its overrides, as they were given.
    pub fn overrides(&self) -> &[Override<P>] {
        &self.overrides
    }

    /// Its swaps, as they were given.
    pub fn swaps(&self) -> &[Swap] {
        &self.swaps
    }

    /// Everybody who occurs in it, in order, each once.
    pub fn people(&self) -> &[P] {
        &self.people
    }

    /// Who is on then, in order, each once; nobody in a gap.
    pub fn on(&self, at: Moment) -> Vec<&P> {
        let mut places = Vec::new();
        self.held(at).people(&mut places);
        self.named(&places)
    }

    /// Whether nobody is on then.
    pub fn is_nobody_on(&self, at: Moment) -> bool {
        self.held(at).is_nobody()
    }

    /// Who is on then and what brought them: in order of the people, then of the shifts. Somebody whom two shifts bring
    /// comes twice.
    pub fn shifts_at(&self, at: Moment) -> Vec<OnShift<'_, P>> {
        match self.held(at) {
            Held::Override(held) => {
                let by = By::Override(&self.overrides[held.by]);
                let mut places = Vec::new();
                Held::Override(held).people(&mut places);
                self.named(&places).into_iter().map(|person| OnShift { person, by }).collect()
            }
            Held::Shifts(shifts) => {
                let mut working: Vec<_> = shifts.iter().collect();
                working.sort_by_key(|working| (working.person, working.shift, working.date));
                let on = working.into_iter().map(|working| OnShift {
                    person: &self.people[working.person as usize],
                    by: By::Shift {
                        shift: &self.shifts[working.shift as usize],
                        date: Date::from_number(working.date).expect("a date beside one of Moment's years"),
                        is_swapped: working.is_swapped,
                    },
                });
                on.collect()
            }
        }
    }

    /// The override that holds then: also one that names nobody.
    pub fn override_at(&self, at: Moment) -> Option<&Override<P>> {
        match self.held(at) {
            Held::Override(held) => Some(&self.overrides[held.by]),
            Held::Shifts(_) => None,
        }
    }

    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The people at those places.
    pub(crate) fn named(&self, places: &[u32]) -> Vec<&P> {
        places.iter().map(|&place| &self.people[place as usize]).collect()
    }

    fn held(&self, at: Moment) -> Held<'_> {
        self.plan.at(at.micros() + self.zone.offset(at)).0
    }
}
