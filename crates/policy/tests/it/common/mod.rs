//! The sample business, as a check knows it.

use baton_policy::{Known, KnownLine, KnownPerson};

/// The people of Cedar Lane Physio; Lee Park left, and Nora Feld may only read.
pub(crate) fn cedar_lane() -> Known {
    let people = [
        ("ruth", "Ruth Adler"),
        ("maya", "Maya Ortiz"),
        ("chris", "Chris Bell"),
        ("dana", "Dana Kim"),
        ("ben", "Ben Hart"),
        ("priya", "Priya Nair"),
        ("jordan", "Jordan Lee"),
        ("sam", "Sam Okafor"),
        ("tess", "Tess Byrne"),
    ];
    let mut people: Vec<KnownPerson> = people.map(|(email, name)| person(email, name)).into();
    people.push(KnownPerson { active: false, ..person("lee", "Lee Park") });
    people.push(KnownPerson { may_answer: false, ..person("nora", "Nora Feld") });
    let line = KnownLine { name: "Reception".to_owned(), number: "+12125550100".to_owned() };
    Known { people, lines: vec![line] }
}

fn person(email: &str, name: &str) -> KnownPerson {
    KnownPerson {
        email: format!("{email}@cedarlane.example"),
        name: name.to_owned(),
        active: true,
        may_answer: true,
    }
}
