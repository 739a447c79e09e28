//! Lists, their filters and counters.

use super::*;

crate::on_both! {
    lists_page_through_everything_once_in_their_order
    a_search_that_many_fit_says_that_it_looked_at_some_of_them
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
    // What a search finds is what a walk through the same list holds, of those numbers.
    let searches = [None, Some("212 555"), Some("+1212555001"), Some("01"), Some("5550013"), Some("999")];
    let all_of =
        |filter: Filter| searches.map(|query| Filter { query: query.map(str::to_owned), ..filter.clone() });
    for filter in filters.into_iter().flat_map(all_of) {
        let digits: Option<String> =
            filter.query.as_ref().map(|query| query.chars().filter(char::is_ascii_digit).collect());
        let mut expected: Vec<_> = all
            .iter()
            .filter(|row| {
                let Some(digits) = &digits else { return true };
                let at = all.iter().position(|other| other.id == row.id).unwrap();
                let number = format!("1212555{at:04}");
                number.ends_with(digits) || number.starts_with(digits) || number[1..].starts_with(digits)
            })
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

/// Fails when whoever looks for one of very many takes what is shown for all that there is.
fn a_search_that_many_fit_says_that_it_looked_at_some_of_them(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    for text in 0..=Reader::SOUGHT {
        desk.receive(&mut writer, &format!("+1212555{text:04}"), &format!("SM{text}")).unwrap();
    }
    let search = |query: &str| {
        let filter = Filter { query: Some(query.to_owned()), ..Filter::default() };
        store
            .read(|reader| {
                let found = reader.list(&filter, None, None, 50)?.items.len();
                // The next list of the same read goes on with whom the first one found.
                let closed = Filter { status: Some(Status::Closed), ..filter.clone() };
                Ok((found, reader.list(&closed, None, None, 50)?.items.len(), reader.search_was_cut()))
            })
            .unwrap()
    };
    assert_eq!(search("212555"), (50, 0, true));
    assert_eq!(search("2125550500"), (1, 0, false));
    assert_eq!(search("0007"), (1, 0, false));
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
