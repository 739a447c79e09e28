//! Contacts with several numbers.

use super::*;
use baton_core::{ConsentState, Number, Unreachable};

crate::on_both! {
    a_contact_with_two_numbers_is_one_card_and_each_number_has_its_own_consent
}

/// Design, section 2: consent and reachability are the number's, and the contact is whose it is; Rock #6816: both stood at the person.
/// Fails when a text from a known person's second number is somebody new's, when a card or search shows that person twice or
/// with one number, or when what is said of one number is read at the other.
fn a_contact_with_two_numbers_is_one_card_and_each_number_has_its_own_consent(home: &Home) {
    const PHONES: [&str; 2] = ["+12125550134", "+13105550177"];
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let first = desk.receive(&mut writer, PHONES[0], "SM1").unwrap();
    let jamie = first.contact;
    let other = desk.receive(&mut writer, "+12125550199", "SM2").unwrap();
    assert_ne!(other.contact, jamie);

    // A second number, before anything came from it.
    let second = desk.number(PHONES[1], jamie);
    let mut batch = desk.batch();
    batch.numbers.push(Write { row: second.clone().into(), read_at: None });
    writer.commit(&mut batch).unwrap();
    let card = || store.read(|reader| reader.contact(jamie)).unwrap().unwrap();
    let addresses = || card().numbers.into_iter().map(|number| number.address).collect::<Vec<_>>();
    assert_eq!(addresses(), PHONES);

    // What comes from it is theirs, in a thread of its own.
    let from_second = desk.receive(&mut writer, PHONES[1], "SM3").unwrap();
    assert_eq!((from_second.contact, from_second.number), (jamie, second.id));
    assert_ne!(from_second.thread, first.thread);
    assert_eq!(addresses(), PHONES, "the number was known");
    for (query, found) in [("0134", first.id), ("0177", from_second.id), ("310 555", from_second.id)] {
        let cards = store.read(|reader| reader.contacts(Some(query), None, 50)).unwrap().items;
        assert_eq!(cards.iter().map(|card| card.contact.id).collect::<Vec<_>>(), [jamie], "{query}");
        assert_eq!(cards[0].numbers.len(), 2, "{query}");
        let filter = Filter { query: Some(query.into()), ..Filter::default() };
        let rows = store.read(|reader| reader.list(&filter, None, None, 50)).unwrap().items;
        assert!(rows.iter().any(|row| row.conversation.id == found), "{query}");
        assert!(rows.iter().all(|row| row.conversation.contact == jamie), "{query}");
    }
    let all = store.read(|reader| reader.contacts(None, None, 50)).unwrap().items;
    assert_eq!(all.iter().map(|card| card.contact.id).collect::<Vec<_>>(), [jamie, other.contact]);
    let paged = store.read(|reader| reader.contacts(None, None, 1)).unwrap();
    assert_eq!(paged.items[0].numbers.len(), 2, "a page cuts contacts, not their numbers");

    // The first one can never be reached and opted out; the second one starts clean, and says nothing for the first.
    let change = |writer: &mut Writer, phone: &str, change: &dyn Fn(&mut Number)| {
        let mut number = writer.load(&[desk.need(phone)]).unwrap().pop().unwrap().number.unwrap();
        let read_at = Some(number.version);
        let changed = Arc::make_mut(&mut number);
        changed.version += 1;
        change(changed);
        let mut batch = desk.batch();
        batch.numbers.push(Write { row: number, read_at });
        writer.commit(&mut batch).unwrap();
    };
    let states = || {
        let numbers = card().numbers.into_iter();
        numbers.map(|number| (number.consent.state, number.unreachable.is_some())).collect::<Vec<_>>()
    };
    change(&mut writer, PHONES[0], &|number| {
        number.consent.state = ConsentState::Out;
        number.unreachable = Some(Unreachable { since: at(5), code: "30006".into() });
    });
    assert_eq!(states(), [(ConsentState::Out, true), (ConsentState::Unstated, false)]);
    change(&mut writer, PHONES[1], &|number| number.consent.state = ConsentState::In);
    assert_eq!(states(), [(ConsentState::Out, true), (ConsentState::In, false)]);
    for (phone, state) in PHONES.iter().zip([ConsentState::Out, ConsentState::In]) {
        let handset = (*phone).to_owned();
        let number = store.read(|reader| reader.number_by_handset(&handset)).unwrap().unwrap();
        assert_eq!((number.contact, number.consent.state), (jamie, state));
        let loaded = writer.load(&[desk.need(phone)]).unwrap().pop().unwrap();
        assert_eq!(loaded.contact.unwrap().id, jamie);
        assert_eq!(loaded.number.unwrap().consent.state, state, "what decisions read");
    }
}
