//! Decisions against a slow, obvious model: words in a list, branches looked at one after the other.

use crate::common;

use crate::common::{BILLING, CHRIS, GENERAL, SALES, SCHEDULING, asks, facts, owner, ready};
use baton_routing::Owner;
use baton_routing::{Contact, Facts, Scratch};
use proptest::prelude::*;
use std::collections::BTreeSet;

const VOCABULARY: [&str; 5] = ["price", "time", "card", "plan", "hi"];

#[derive(Debug, Clone)]
enum Cond {
    Any(Vec<&'static str>),
    All(Vec<&'static str>),
    New,
    Not(Box<Cond>),
    And(Box<Cond>, Box<Cond>),
    Or(Box<Cond>, Box<Cond>),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Act {
    To(Owner),
    ToAccountOwner,
    OnlyTag,
}

#[derive(Debug, Clone)]
struct Case {
    chains: Vec<Vec<(Option<Cond>, Act)>>,
    words: Vec<&'static str>,
    new: bool,
    account_owner: bool,
}

impl Cond {
    fn written(&self) -> String {
        let quoted =
            |words: &[&str]| words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ");
        match self {
            Self::Any(words) => format!("message contains {}", quoted(words)),
            Self::All(words) => format!("message contains all {}", quoted(words)),
            Self::New => "contact is new".to_owned(),
            Self::Not(one) => format!("not ({})", one.written()),
            Self::And(a, b) => format!("({}) and ({})", a.written(), b.written()),
            Self::Or(a, b) => format!("({}) or ({})", a.written(), b.written()),
        }
    }

    fn holds(&self, case: &Case) -> bool {
        match self {
            Self::Any(words) => words.iter().any(|word| case.words.contains(word)),
            Self::All(words) => words.iter().all(|word| case.words.contains(word)),
            Self::New => case.new,
            Self::Not(one) => !one.holds(case),
            Self::And(a, b) => a.holds(case) && b.holds(case),
            Self::Or(a, b) => a.holds(case) || b.holds(case),
        }
    }

    /// Which words of the text make it come out as `wanted`, by their numbers; not those under an odd number of NOTs.
    fn places(&self, wanted: bool, case: &Case) -> BTreeSet<usize> {
        if self.holds(case) != wanted {
            return BTreeSet::new();
        }
        match self {
            Self::Any(words) | Self::All(words) if wanted => {
                (0..case.words.len()).filter(|at| words.contains(&case.words[*at])).collect()
            }
            Self::Any(_) | Self::All(_) | Self::New => BTreeSet::new(),
            Self::Not(one) => one.places(!wanted, case),
            Self::And(a, b) | Self::Or(a, b) => &a.places(wanted, case) | &b.places(wanted, case),
        }
    }
}

impl Case {
    fn written(&self) -> String {
        let action = |act: &Act| match act {
            Act::To(owner) => format!(
                "ASSIGN to {} queue",
                common::names().name_of(*owner).expect("all owners of the model exist")
            ),
            Act::ToAccountOwner => "ASSIGN to owner".to_owned(),
            Act::OnlyTag => "TAG seen".to_owned(),
        };
        let chain = |branches: &Vec<(Option<Cond>, Act)>| {
            let branches = branches.iter().map(|(cond, act)| match cond {
                Some(cond) => format!("IF {} {}", cond.written(), action(act)),
                None => action(act),
            });
            branches.collect::<Vec<_>>().join(" ELSE ")
        };
        self.chains.iter().map(chain).collect::<Vec<_>>().join("\nEND\n")
    }

    fn taker(&self, act: Act) -> Option<Owner> {
        match act {
            Act::To(owner) => Some(owner),
            Act::ToAccountOwner => self.account_owner.then_some(Owner::Person(CHRIS)),
            Act::OnlyTag => None,
        }
    }

    /// The owner, whether provisionally, and the asks; written from the rules alone.
    fn expected(&self) -> (Option<Owner>, bool, Vec<Owner>) {
        let holds = |cond: &Option<Cond>| cond.as_ref().is_none_or(|cond| cond.holds(self));
        let places =
            |cond: &Option<Cond>| cond.as_ref().map(|cond| cond.places(true, self)).unwrap_or_default();
        for chain in &self.chains {
            let taken = chain
                .iter()
                .position(|(cond, act)| holds(cond) && (*act == Act::OnlyTag || self.taker(*act).is_some()));
            let Some(taken) = taken else { continue };
            let Some(winner) = self.taker(chain[taken].1) else { continue };
            let mut asked = Vec::new();
            for later in taken + 1..chain.len() {
                let (cond, act) = &chain[later];
                let true_before = chain[..later].iter().filter(|(cond, _)| holds(cond));
                let used: BTreeSet<usize> = true_before.flat_map(|(cond, _)| places(cond)).collect();
                let fresh = holds(cond) && !places(cond).is_subset(&used);
                if let Some(owner) =
                    self.taker(*act).filter(|owner| fresh && *owner != winner && !asked.contains(owner))
                {
                    asked.push(owner);
                }
            }
            return (Some(winner), chain[taken].0.is_none(), asked);
        }
        (None, true, Vec::new())
    }
}

fn cases() -> impl Strategy<Value = Case> {
    let words = || prop::collection::vec(prop::sample::select(VOCABULARY.to_vec()), 1..3);
    let leaf =
        prop_oneof![3 => words().prop_map(Cond::Any), 1 => words().prop_map(Cond::All), 1 => Just(Cond::New)];
    let cond = leaf.prop_recursive(3, 10, 2, |inner| {
        let pair = || (inner.clone().prop_map(Box::new), inner.clone().prop_map(Box::new));
        prop_oneof![
            inner.clone().prop_map(|one| Cond::Not(Box::new(one))),
            pair().prop_map(|(a, b)| Cond::And(a, b)),
            pair().prop_map(|(a, b)| Cond::Or(a, b)),
        ]
    });
    let act = prop::sample::select(vec![
        Act::To(SALES),
        Act::To(SCHEDULING),
        Act::To(BILLING),
        Act::ToAccountOwner,
        Act::OnlyTag,
    ]);
    let branches = prop::collection::vec((cond.prop_map(Some), act), 1..6);
    let chain = (branches, any::<bool>()).prop_map(|(mut branches, end)| {
        branches.extend(end.then_some((None, Act::To(GENERAL))));
        branches
    });
    let text = prop::collection::vec(prop::sample::select(VOCABULARY.to_vec()), 0..6);
    (prop::collection::vec(chain, 1..3), text, any::<bool>(), any::<bool>())
        .prop_map(|(chains, words, new, account_owner)| Case { chains, words, new, account_owner })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn decisions_are_those_of_the_model(case in cases()) {
        let text = case.words.join(" ");
        let owner_there = case.account_owner.then_some(CHRIS);
        let contact = Contact { new: case.new, has_owner: true, owner: owner_there, ..Contact::default() };
        let decision = ready(&case.written()).decide(&Facts { contact, ..facts(&text) }, &mut Scratch::default());
        let asked: Vec<Owner> = asks(&decision).into_iter().map(|(owner, _)| owner).collect();
        prop_assert_eq!((owner(&decision), decision.provisional, asked), case.expected(), "{}\n{}", case.written(), text);
    }
}
