//! What is known about customers changes by events, as one whole.

use crate::support::*;
use baton_core::{By, Command, ContactChange, Event, Field, Refusal};

fn change(desk: &Desk, change: ContactChange, seen: Option<i64>) -> Command {
    Command::ChangeContact {
        contact: desk.subject.contact.as_ref().expect("there is a contact").id,
        change,
        seen,
    }
}

fn known() -> Desk {
    let mut desk = Desk::new();
    desk.text("what time is it");
    desk
}

// Fails when a change is no event, says what was so already, or is not what `apply` makes of it.
#[test]
fn a_change_is_one_event_that_says_what_is_new() {
    let mut desk = known();
    let wanted = ContactChange {
        name: Field::Set(" Jamie Park ".to_owned()),
        add_tags: vec!["vip".to_owned(), "vip".to_owned(), "gone".to_owned()],
        remove_tags: vec!["gone".to_owned(), "never".to_owned()],
        attributes: [("plan".to_owned(), Some("gold".to_owned())), ("old".to_owned(), None)].into(),
        zone: Field::Set("America/New_York".to_owned()),
        account_owner: Field::Set(MAYA),
    };
    let before = desk.subject.contact.clone().unwrap();
    let command = change(&desk, wanted, None);
    let decision = desk.act(&By::person(CHRIS), &command);
    let [Event::ContactChanged { change: told, .. }] = &decision.events[..] else {
        panic!("{:?}", decision.events)
    };
    assert_eq!(told.name, Field::Set("Jamie Park".to_owned()));
    assert_eq!((&told.add_tags[..], told.remove_tags.len()), (&["vip".to_owned()][..], 0));
    assert_eq!(told.attributes.len(), 1, "what was not there is not taken away");
    let mut after = before;
    let changed = std::sync::Arc::make_mut(&mut after);
    told.make(changed);
    changed.version += 1;
    assert_eq!(desk.subject.contact.as_ref(), Some(&after));
    assert!(desk.act(&By::person(CHRIS), &command).events.is_empty(), "it is so already");
    let clear = ContactChange { name: Field::Clear, ..ContactChange::default() };
    let clear = change(&desk, clear, None);
    desk.act(&By::person(CHRIS), &clear);
    assert_eq!(desk.subject.contact.as_ref().unwrap().name, None);
}

// Fails when a refusal leads to another field than the one that is wrong, or part of a change is made.
#[test]
fn what_cannot_be_used_is_refused_with_its_field_and_changes_nothing() {
    let mut desk = known();
    desk.directory = directory_with(POLICY, &[JORDAN]);
    let plain = ContactChange { name: Field::Set("Jamie".to_owned()), ..ContactChange::default() };
    let long = "x".repeat(101);
    let many = |count: usize| (0..count).map(|index| format!("tag {index}")).collect::<Vec<_>>();
    for (field, wrong) in [
        ("name", ContactChange { name: Field::Set("  ".to_owned()), ..plain.clone() }),
        ("name", ContactChange { name: Field::Set("a\0b".to_owned()), ..plain.clone() }),
        ("add_tags", ContactChange { add_tags: vec![long.clone()], ..plain.clone() }),
        ("add_tags", ContactChange { add_tags: many(101), ..plain.clone() }),
        ("remove_tags", ContactChange { remove_tags: vec![String::new()], ..plain.clone() }),
        ("attributes", ContactChange { attributes: [(long, None)].into(), ..plain.clone() }),
        (
            "attributes",
            ContactChange {
                attributes: many(101).into_iter().map(|name| (name, Some("1".to_owned()))).collect(),
                ..plain.clone()
            },
        ),
        ("zone", ContactChange { zone: Field::Set("Mars/Olympus".to_owned()), ..plain.clone() }),
        ("account_owner", ContactChange { account_owner: Field::Set(JORDAN), ..plain.clone() }),
    ] {
        let before = desk.subject.contact.clone();
        let command = change(&desk, wrong, None);
        match desk.try_do(&By::person(CHRIS), &command).unwrap_err() {
            Refusal::Invalid { field: found, .. } => assert_eq!(found, field),
            other => panic!("{field}: {other}"),
        }
        assert_eq!(desk.subject.contact, before);
    }
    let command = change(&desk, plain, None);
    let carrier = desk.try_do(&By::Carrier, &command);
    assert!(matches!(carrier, Err(Refusal::NotAllowed(_))));
}

// Fails when the version that somebody has seen is not compared where it is decided.
#[test]
fn a_change_over_a_version_that_nobody_has_seen_is_refused() {
    let mut desk = known();
    let name = |name: &str| ContactChange { name: Field::Set(name.to_owned()), ..ContactChange::default() };
    let seen = desk.subject.contact.as_ref().unwrap().version;
    let (first, second) = (change(&desk, name("Jamie"), Some(seen)), change(&desk, name("Jim"), Some(seen)));
    desk.act(&By::person(CHRIS), &first);
    let refused = desk.try_do(&By::person(MAYA), &second).unwrap_err();
    assert_eq!(refused, Refusal::ContactChanged { version: seen + 1 });
}
