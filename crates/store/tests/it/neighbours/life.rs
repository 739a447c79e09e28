//! A life much like ours: what happens in a workspace, so that every table has rows.

use super::*;

/// What a business comes to in a while: `times` texts of each phone from that one on, and something in every table.
pub(super) fn lives(writer: &mut Writer, desk: &mut Desk, first: u32, times: u32) {
    for place in first..first + 4 {
        let mut talk = None;
        for time in 0..times {
            talk = Some(desk.receive(writer, &phone(place), &format!("SM{place}-{time}")).unwrap());
        }
        // One stays open, and waits in its queue.
        if place % 4 != 3 {
            busy(writer, desk, &talk.unwrap(), place);
        }
    }
    let hash = |what: &str| format!("{what} {first}").into_bytes();
    let program = writer.add_program(&format!("Booking {first}")).unwrap();
    for (name, holder) in [("Laptop", Holder::Person(DANA)), ("Shop", Holder::Program(program))] {
        let scopes = vec!["read".to_owned()];
        let (name, hash, created_at) = (format!("{name} {first}"), hash(name), now(1));
        writer.add_token(&Token { hash, name, holder, scopes, created_at, revoked_at: None }).unwrap();
    }
    let session = Session { hash: hash("session"), person: DANA, created_at: now(1), expires_at: now(90) };
    writer.add_session(&session).unwrap();
    let chris = person(&format!("chris{first}@cedarlane.example"), "Chris Bell", Role::Lead);
    let chris = writer.add_person(&chris, at(3)).unwrap();
    let change = PersonChange { name: Some("Chris B.".to_owned()), role: None, active: None };
    writer.change_person(chris, &change, at(4)).unwrap();
    let away = Availability::Away { from: at(5), until: Some(at(500)), cover: Some(DANA) };
    writer.set_availability(chris, &away, &By::person(chris), at(5)).unwrap();
    let added = writer.add_line(&line(&format!("+1212556{first:04}")), at(6)).unwrap();
    let retired = Some(true);
    let change = LineChange { line: added, name: None, settings: None, retired, carrier_answers: None };
    writer.change_line(&change, at(7)).unwrap();
    writer.mark_told_read(DANA, Position(8)).unwrap();
    let after = Some(ConversationId(i64::from(first)));
    writer.save_job("edges", Some(&Job { name: "edges".to_owned(), after, at: Some(at(9)) })).unwrap();
    let policy = baton_policy::starter("Cedar Lane Physio", "dana@cedarlane.example", "America/New_York");
    writer.save_policy(&format!("{policy}\n# {first}\n"), None, Some(DANA), at(10)).unwrap();
    desk.directory_version = writer.load_directory().unwrap().version;
    writer
        .forget_old_presses(
            now(i64::from(first)),
            std::time::Duration::from_hours(1),
            std::time::Duration::ZERO,
        )
        .unwrap();
}

/// Whatever a conversation can hold that has rows of its own.
fn busy(writer: &mut Writer, desk: &mut Desk, talk: &Conversation, place: u32) {
    let message = |ordinal| MessageId::new(talk.thread, ordinal);
    let text = |ordinal, state, carrier_id| OutText {
        id: message(ordinal),
        conversation: Some(talk.id),
        line: talk.line,
        number: talk.number,
        to: phone(place),
        body: "this is ours".into(),
        media: Vec::new(),
        by: By::Policy,
        kind: TextKind::Person,
        written_at: at(i64::from(place)),
        state,
        carrier_id,
        failure: None,
        attempts: 0,
        lookups: 0,
        next_at: Some(at(60 + i64::from(place))),
        expires_at: None,
        settled: false,
    };
    let mut batch = desk.batch();
    batch.texts.push(text(20, TextState::Queued, None));
    batch.texts.push(text(21, TextState::Sending, None));
    batch.texts.push(text(22, TextState::Sent, Some(format!("SMout{place}"))));
    let ask = Ask {
        id: AskId::new(talk.id, 1),
        owner: Owner::Queue(GENERAL),
        accountable: DANA,
        by: Some(DANA),
        words: Some("this is asked".into()),
        why: None,
        message: None,
        target: None,
        due_at: None,
        opened_at: at(30),
        clock: None,
    };
    let offer = Handoff {
        id: HandoffId::new(talk.id, 2),
        from: PersonId(9),
        to: Owner::Person(DANA),
        baton: Baton { summary: "this is offered".into(), ..Baton::default() },
        offered_at: at(5),
        expires_at: at(500),
    };
    let wake_at = Some(at(40 + i64::from(place)));
    let row = Conversation {
        asks: vec![ask],
        handoff: Some(offer),
        wake_at,
        status: Status::Pending,
        ..talk.clone()
    };
    batch.conversations.push(row.into());
    let told = Event::Told { who: DANA, about: Notice::AskOpened, message: None };
    batch.records.push(common::record(
        &baton_core::Thread::new(talk.thread, talk.line, talk.number, talk.contact),
        talk,
        vec![told],
    ));
    batch.counters.push((Counter::Open(DANA), 1));
    batch.turns.push((GENERAL, Turns::default()));
    batch.idempotency.push((press(place), Outcome { message: Some(message(20)), ..Outcome::default() }));
    writer.commit(&mut batch).unwrap();
    writer.mark_read(&[ReadMark { person: DANA, up_to: message(1) }]).unwrap();
    let media =
        Media { url: "https://this is a picture".into(), content_type: "image/png".into(), size: None };
    let job = MediaJob {
        message: message(1),
        index: 0,
        line: talk.line,
        media,
        state: MediaState::Here,
        attempts: 1,
        next_at: Some(i64::from(place)),
        trouble: None,
    };
    let file = MediaFile { content_type: "image/png".into(), bytes: b"this is a file".to_vec() };
    writer.save_media(&job, Some(&file)).unwrap();
}
