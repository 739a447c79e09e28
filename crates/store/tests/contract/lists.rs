//! Lists, their filters and counters.

use super::*;

crate::on_both! {
    lists_page_through_everything_once_in_their_order
    a_tag_a_name_and_the_end_of_a_number_find_their_conversations
    counters_are_kept_with_the_commit
}

fn lists_page_through_everything_once_in_their_order(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let mut all = Vec::new();
    for text in 0..23_i64 {
        let mut row = desk.receive(&mut writer, &format!("+1212555{text:04}"), &format!("SM{text}")).unwrap();
        row.waiting_since = (text % 5 != 0).then(|| at(text * 7 % 11));
        row.status = [Status::Open, Status::Pending, Status::Closed][usize::try_from(text % 3).unwrap()];
        row.closed_at = (row.status == Status::Closed).then(|| at(text));
        if text % 4 == 0 {
            row.owner = baton_core::Owner::Person(baton_core::PersonId(9));
            row.accountable = baton_core::PersonId(9);
        }
        let mut batch = desk.batch();
        batch.conversations.push(row.clone().into());
        writer.commit(&mut batch).unwrap();
        all.push(row);
    }
    let mine = baton_core::PersonId(9);
    let filters = [
        Filter::default(),
        Filter { status: Some(Status::Open), ..Filter::default() },
        Filter { status: Some(Status::Pending), ..Filter::default() },
        Filter { status: Some(Status::Closed), ..Filter::default() },
        Filter { accountable: Some(mine), ..Filter::default() },
        Filter {
            owner: Some(baton_core::Owner::Person(mine)),
            status: Some(Status::Open),
            ..Filter::default()
        },
        Filter { accountable: Some(mine), tag: Some("new".into()), ..Filter::default() },
        Filter { tag: Some("new".into()), status: Some(Status::Closed), ..Filter::default() },
        Filter { tag: Some("urgent".into()), ..Filter::default() },
    ];
    for filter in filters {
        let mut expected: Vec<_> = all
            .iter()
            .filter(|row| match filter.status {
                None => row.is_live(),
                Some(status) => row.status == status,
            })
            .filter(|row| filter.accountable.is_none_or(|person| person == row.accountable))
            .filter(|row| filter.owner.is_none_or(|owner| owner == row.owner))
            .filter(|row| filter.tag.as_ref().is_none_or(|tag| row.tags.contains(tag)))
            .collect();
        expected.sort_by_key(|row| {
            let due = row.waiting_since.map_or(i64::MAX, Moment::micros);
            (row.closed_at.map_or(due, |closed| -closed.micros()), row.id)
        });
        let mut found = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let page = store.read(|reader| reader.list(&filter, None, cursor.as_deref(), 2)).unwrap();
            assert!(page.items.len() <= 2);
            found.extend(page.items.into_iter().map(|row| row.conversation));
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{filter:?}");
    }
}

fn a_tag_a_name_and_the_end_of_a_number_find_their_conversations(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    for (text, (phone, name)) in
        [("+12125550134", "José Álvarez"), ("+12125550177", "Jordan Lee"), ("+13105550134", "王小明")]
            .iter()
            .enumerate()
    {
        desk.receive(&mut writer, phone, &format!("SM{text}")).unwrap();
        let mut contact = writer.load(&[desk.need(phone)]).unwrap().pop().unwrap().contact.unwrap();
        let read_at = Some(contact.version);
        let changed = Arc::make_mut(&mut contact);
        changed.version += 1;
        changed.name = Some((*name).to_owned());
        let mut batch = desk.batch();
        batch.contacts.push(Write { row: contact, read_at });
        writer.commit(&mut batch).unwrap();
    }
    let names_of = |query: &str| {
        let filter = Filter { query: Some(query.into()), ..Filter::default() };
        let page = store.read(|reader| reader.list(&filter, None, None, 50)).unwrap();
        let listed: Vec<String> = page.items.into_iter().filter_map(|row| row.contact_name).collect();
        let cards = store.read(|reader| reader.contacts(Some(query), None, 50)).unwrap();
        let carded: Vec<String> = cards.items.into_iter().filter_map(|card| card.contact.name).collect();
        assert_eq!(listed, carded);
        listed
    };
    assert_eq!(names_of("jo"), ["José Álvarez", "Jordan Lee"]);
    assert_eq!(names_of("alv JOSE"), ["José Álvarez"]);
    assert_eq!(names_of("(212) 555-0134"), ["José Álvarez"]);
    assert_eq!(names_of("0134"), ["José Álvarez", "王小明"]);
    assert_eq!(names_of("小明"), ["王小明"]);
    assert!(names_of("%").is_empty() && names_of("_o").is_empty(), "no sign means anything");
}

fn counters_are_kept_with_the_commit(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    for text in 0..3 {
        desk.receive(&mut writer, &format!("+1212555013{text}"), &format!("SM{text}")).unwrap();
    }
    let _ = desk.receive(&mut writer, "+12125550199", "SM1").unwrap_err();
    let counters = store.read(|reader| reader.counters()).unwrap();
    assert_eq!(counters.into_iter().collect::<Vec<_>>(), [(Counter::Status(Status::Open), 3)]);
}
