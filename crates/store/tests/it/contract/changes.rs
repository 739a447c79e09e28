//! What falls due after a close, what is told once, and who changed what.

use super::*;

crate::on_both! {
    what_waits_for_its_time_is_due_and_a_reminder_also_after_the_close
    each_change_of_consent_is_told_once_whatever_a_customer_writes
    who_changed_people_and_lines_is_kept_and_nothing_of_a_change_that_failed
    a_change_of_what_somebody_else_changed_meanwhile_is_refused
}

/// Fails when a scheduled text or a reminder is not found at its time, or a reminder is lost with the close.
fn what_waits_for_its_time_is_due_and_a_reminder_also_after_the_close(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let mut conversation = desk.receive(&mut writer, "+12125550134", "SM1").unwrap();
    let due = || store.read(|reader| reader.due(Moment::MAX, None, 10)).unwrap();
    let seen = MessageId::new(conversation.thread, 1);
    conversation.scheduled.push(baton_core::Scheduled {
        id: baton_core::ScheduledId::new(conversation.id, 1),
        by: By::person(baton_core::PersonId(7)),
        body: "See you!".into(),
        media: Vec::new(),
        then: baton_core::Then::Pending { wake_at: Some(at(90)) },
        promise_by: None,
        timeframe: None,
        answers: Vec::new(),
        made_with: None,
        send_at: at(60),
        if_changed: baton_core::IfChanged::Send,
        despite_quiet_hours: true,
        written_at: at(1),
        seen,
        held: None,
        offer: None,
    });
    conversation.reminders.push(baton_core::Reminder {
        id: baton_core::ReminderId::new(conversation.id, 2),
        person: baton_core::PersonId(7),
        words: "Call the lab".into(),
        at: at(120),
        held: false,
    });
    let mut keep = |conversation: &Conversation| {
        let mut batch = desk.batch();
        batch.conversations.push(conversation.clone().into());
        writer.commit(&mut batch).unwrap();
    };
    keep(&conversation);
    assert_eq!(due(), [Due::Conversation(conversation.id, at(60))]);
    let stored = store.read(|reader| reader.conversation(conversation.id)).unwrap().unwrap();
    assert_eq!(stored, conversation, "it comes back as it was");
    conversation.scheduled[0].held = Some("something came".into());
    keep(&conversation);
    assert_eq!(due(), [Due::Conversation(conversation.id, at(120))], "a held one has no time");
    (conversation.status, conversation.closed_at) = (Status::Closed, Some(at(100)));
    keep(&conversation);
    assert_eq!(due(), [Due::Conversation(conversation.id, at(120))], "a reminder outlives the close");
}

/// Fails when a change of consent is lost, told as often as there are threads, or made up from what a text says.
fn each_change_of_consent_is_told_once_whatever_a_customer_writes(home: &Home) {
    use baton_core::{ConsentCause, ConsentNote, ConsentState, Event, LineId, Record};
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let phone = "+12125550134";
    let first = desk.receive(&mut writer, phone, "SM1").unwrap();
    desk.line = LineId(501);
    let second = desk.receive(&mut writer, phone, "SM2").unwrap();
    assert_eq!(first.number, second.number);
    let record = |thread: Option<ThreadId>, by: By, when: i64, event: Event| Record {
        position: Position(0),
        thread,
        conversation: None,
        at: at(when),
        by,
        events: vec![event],
    };
    let changed = |to, cause, evidence: &str| Event::ConsentChanged {
        number: first.number,
        from: ConsentState::Unstated,
        to,
        cause,
        evidence: evidence.into(),
        carrier_block: false,
    };
    let noted = |to, cause, evidence: &str| {
        let note = ConsentNote { to, cause, evidence: evidence.into(), carrier_block: false };
        Event::ConsentNoted { number: first.number, note }
    };
    let (a, b) = (Some(first.thread), Some(second.thread));
    let (out, back, word, person) =
        (ConsentState::Out, ConsentState::In, ConsentCause::Word, ConsentCause::Person);
    let dana = || By::person(baton_core::PersonId(7));
    let mut fake = crate::common::received(MessageId::new(first.thread, 2), phone, "SM3");
    if let Event::TextReceived { body, .. } = &mut fake {
        *body = r#"{"type":"consent.changed","to":"in"}"#.into();
    }
    let mut batch = desk.batch();
    batch.records = vec![
        record(a, By::Contact, 1, fake),
        record(a, By::Contact, 2, changed(out, word, "STOP")),
        record(b, By::Contact, 2, noted(out, word, "STOP")),
        record(None, dana(), 3, changed(back, person, "form")),
        record(a, dana(), 3, noted(back, person, "form")),
        record(b, dana(), 3, noted(back, person, "form")),
        record(None, dana(), 3, changed(out, person, "form")),
        record(a, dana(), 3, noted(out, person, "form")),
        record(b, dana(), 3, noted(out, person, "form")),
        record(None, dana(), 3, changed(back, person, "form")),
        record(a, dana(), 3, noted(back, person, "form")),
        record(b, dana(), 3, noted(back, person, "form")),
    ];
    writer.commit(&mut batch).unwrap();
    let number = store.read(|reader| reader.number(first.number)).unwrap().unwrap();
    let steps = store.read(|reader| reader.consent_of(&number)).unwrap();
    let told: Vec<_> = steps
        .iter()
        .map(|step| {
            let to = match &step.event {
                Event::ConsentChanged { to, .. } => *to,
                Event::ConsentNoted { note, .. } => note.to,
                other => panic!("{other:?} is no change of consent"),
            };
            (step.record.at, to, step.line.is_some())
        })
        .collect();
    assert_eq!(
        told,
        [(at(2), out, true), (at(3), back, false), (at(3), out, false), (at(3), back, false)],
        "in the order in which they were committed"
    );
}

/// Fails when a change of the team is not kept with who made it and when, when secrets stand in it, when what was refused or
/// changed nothing is kept, or when pages of it overlap.
fn who_changed_people_and_lines_is_kept_and_nothing_of_a_change_that_failed(home: &Home) {
    let (store, mut writer) = home.set_up();
    let first = store.read(|reader| reader.changes(None, 10)).unwrap();
    assert_eq!(first.len(), 1, "the first person");
    let Changed::Person(dana) = first[0].of else { panic!("{first:?}") };
    assert!(first[0].added && first[0].by.is_none(), "{first:?}");
    let chris =
        writer.add_person(&person("chris@cedarlane.example", "Chris Bell", Role::Agent), at(1)).unwrap();
    let by = Edit { by: Some(By::person(dana)), seen: None };
    let lead = PersonChange { role: Some(Role::Lead), ..PersonChange::default() };
    writer.edit_person(chris, &lead, &by, at(2)).unwrap();
    writer.edit_person(chris, &lead, &by, at(3)).unwrap();
    let left = PersonChange { active: Some(false), ..PersonChange::default() };
    sentence(writer.edit_person(dana, &left, &by, at(4)));
    let main = writer.add_line(&line("+12125550100"), at(5)).unwrap();
    let settings = Some(serde_json::json!({"token": "another secret"}));
    let change = LineChange { line: main, name: None, settings, retired: Some(true), carrier_answers: None };
    writer.edit_line(&change, &by, at(6)).unwrap();
    let all = store.read(|reader| reader.changes(None, 10)).unwrap();
    let told: Vec<_> = all
        .iter()
        .map(|one| {
            (
                one.of,
                one.at,
                one.by.is_some(),
                one.fields.iter().map(|field| field.field.as_str()).collect::<Vec<_>>(),
            )
        })
        .collect();
    assert_eq!(
        &told[..3],
        [
            (Changed::Line(main), at(6), true, vec!["retired", "settings"]),
            (
                Changed::Line(main),
                at(5),
                false,
                vec!["carrier", "carrier_answers", "name", "number", "retired"]
            ),
            (Changed::Person(chris), at(2), true, vec!["role"]),
        ]
    );
    assert_eq!((told[3].0, told[3].1, told.len()), (Changed::Person(chris), at(1), 5));
    let role = &all[2].fields[0];
    assert_eq!((&role.from, &role.to), (&serde_json::json!("agent"), &serde_json::json!("lead")));
    assert!(!format!("{all:?}").contains("secret"), "{all:?}");
    let page = store.read(|reader| reader.changes(Some(all[1].id), 2)).unwrap();
    assert_eq!(page, all[2..4]);
}

/// Fails when one admin overwrites what another has changed since they read it, when what they read is refused, or when a
/// refused change is made.
fn a_change_of_what_somebody_else_changed_meanwhile_is_refused(home: &Home) {
    let (store, mut writer) = home.set_up();
    let chris =
        writer.add_person(&person("chris@cedarlane.example", "Chris Bell", Role::Agent), at(1)).unwrap();
    let version = || store.read(|reader| reader.team_versions()).unwrap()[&Changed::Person(chris)];
    let named = |name: &str| PersonChange { name: Some(name.to_owned()), ..PersonChange::default() };
    let seen = |seen| Edit { by: None, seen: Some(seen) };
    let first = version();
    writer.edit_person(chris, &named("Chris B."), &seen(first), at(2)).unwrap();
    assert!(version() > first);
    let late = writer.edit_person(chris, &named("Christopher"), &seen(first), at(3));
    assert!(matches!(late, Err(StoreError::Outdated { version: now }) if now == version()), "{late:?}");
    let name = |store: &baton_store::Store| {
        let people = store.read(|reader| reader.people()).unwrap();
        people.into_iter().find(|account| account.person.id == chris).unwrap().person.name
    };
    assert_eq!(name(&store), "Chris B.");
    writer.edit_person(chris, &named("Christopher"), &seen(version()), at(4)).unwrap();
    assert_eq!(name(&store), "Christopher");
}
