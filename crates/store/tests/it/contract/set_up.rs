//! The policy, the team’s secrets, and the folder.

use super::*;

crate::on_both! {
    who_left_cannot_be_the_fallback
    the_policy_is_saved_once_for_each_version
    tokens_and_sessions_are_found_by_their_hash
    what_was_read_is_not_unread_again
    a_picture_is_due_until_it_is_here
    a_reaction_finds_the_latest_texts
    a_rehearsals_folder_does_not_open_as_a_real_one
    a_second_workspace_is_refused
}

fn who_left_cannot_be_the_fallback(home: &Home) {
    let (store, mut writer) = home.set_up();
    let dana = store.read(|reader| reader.account("Dana@CedarLane.example")).unwrap().unwrap().person;
    let left = PersonChange { active: Some(false), ..PersonChange::default() };
    let refused = sentence(writer.change_person(dana.id, &left, at(1)));
    assert!(refused.contains("policy"), "{refused}");
    assert!(store.read(|reader| reader.people()).unwrap()[0].person.active, "nothing was changed");
    let chris =
        writer.add_person(&person("chris@cedarlane.example", "Chris Bell", Role::Agent), at(1)).unwrap();
    let twice = sentence(writer.add_person(&person(" Chris@cedarlane.example", "Chris", Role::Agent), at(1)));
    assert!(twice.contains("already"), "{twice}");
    writer.change_person(chris, &left, at(2)).unwrap();
    assert!(!writer.load_directory().unwrap().is_active(chris));
}

fn the_policy_is_saved_once_for_each_version(home: &Home) {
    let (store, mut writer) = home.set_up();
    let first = store.read(|reader| reader.policy(None)).unwrap().unwrap();
    assert_eq!(first.version, 1);
    assert_eq!(writer.save_policy(&first.source, Some(1), None, at(5)).unwrap(), 2);
    let late = writer.save_policy(&first.source, Some(1), None, at(6));
    assert!(matches!(late, Err(CommitError::DirectoryMoved)), "{late:?}");
    let wrong = writer.save_policy("nonsense = ", None, None, at(7));
    assert!(matches!(wrong, Err(CommitError::Store(StoreError::Setup(_)))), "{wrong:?}");
    let directory = writer.load_directory().unwrap();
    assert_eq!((directory.policy_version, directory.queues.len()), (2, 1));
    let names = store.read(|reader| reader.queue_names()).unwrap();
    assert_eq!(names, [(directory.queues[0].id, "General".to_owned())], "a queue keeps its id");
    assert_eq!(store.read(|reader| reader.policy(Some(1))).unwrap(), Some(first));
    let line_id = writer.add_line(&line("+12125550100"), at(8)).unwrap();
    let again = sentence(writer.add_line(&line("+12125550100"), at(8)));
    assert!(again.contains("+12125550100"), "{again}");
    let lines = store.read(|reader| reader.lines_with_secrets()).unwrap();
    assert_eq!((lines[0].line.id, &lines[0].settings["token"]), (line_id, &serde_json::json!("secret")));
}

fn tokens_and_sessions_are_found_by_their_hash(home: &Home) {
    let (store, mut writer) = home.set_up();
    let program = writer.add_program("Booking").unwrap();
    let now = MachineTime::from_micros(1_000_000);
    let token = Token {
        hash: vec![7; 32],
        name: "booking".into(),
        holder: Holder::Program(program),
        scopes: vec!["read".into()],
        created_at: now,
        revoked_at: None,
    };
    writer.add_token(&token).unwrap();
    let twin = Token { hash: vec![8; 32], ..token.clone() };
    assert!(sentence(writer.add_token(&twin)).contains("booking"));
    assert_eq!(store.read(|reader| reader.token(&[7; 32])).unwrap(), Some(token));
    assert!(writer.revoke_token(&[7; 32], now).unwrap() && !writer.revoke_token(&[7; 32], now).unwrap());
    assert_eq!(store.read(|reader| reader.token(&[7; 32])).unwrap().unwrap().revoked_at, Some(now));
    assert!(store.read(|reader| reader.tokens()).unwrap().is_empty());
    writer.add_token(&twin).unwrap();
    let person = store.read(|reader| reader.people()).unwrap()[0].person.id;
    let session = Session { hash: vec![1; 32], person, created_at: now, expires_at: now };
    writer.add_session(&session).unwrap();
    assert_eq!(store.read(|reader| reader.session(&[1; 32])).unwrap(), Some(session.clone()));
    writer.set_password(person, "$argon2id$x").unwrap();
    assert_eq!(store.read(|reader| reader.session(&[1; 32])).unwrap(), None, "a new password ends sessions");
    writer.add_session(&session).unwrap();
    writer.sweep_sessions(now).unwrap();
    assert_eq!(store.read(|reader| reader.session(&[1; 32])).unwrap(), None);
}

fn what_was_read_is_not_unread_again(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let conversation = desk.receive(&mut writer, "+12125550134", "SM1").unwrap();
    let viewer = baton_core::PersonId(1);
    let unread = |id| store.read(|reader| reader.row(id, Some(viewer))).unwrap().unwrap().unread;
    assert!(unread(conversation.id));
    let seen = |ordinal| ReadMark {
        person: viewer,
        up_to: baton_core::MessageId::new(conversation.thread, ordinal),
    };
    writer.mark_read(&[seen(1)]).unwrap();
    assert!(!unread(conversation.id));
    desk.receive(&mut writer, "+12125550134", "SM2").unwrap();
    assert!(unread(conversation.id));
    writer.mark_read(&[seen(2), seen(1)]).unwrap();
    assert!(!unread(conversation.id), "marks only move forward");
}

fn a_picture_is_due_until_it_is_here(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let conversation = desk.receive(&mut writer, "+12125550134", "SM1").unwrap();
    let message = baton_core::MessageId::new(conversation.thread, 1);
    let mut job = MediaJob {
        message,
        index: 0,
        line: desk.line,
        media: baton_core::Media { url: "https://x".into(), content_type: "image/jpeg".into(), size: None },
        state: MediaState::Coming,
        attempts: 0,
        next_at: Some(50),
        trouble: None,
    };
    let mut batch = desk.batch();
    batch.media.push(job.clone());
    writer.commit(&mut batch).unwrap();
    assert_eq!(store.read(|reader| reader.media_coming(5)).unwrap(), [job.clone()]);
    assert!(store.read(|reader| reader.media_file(message, 0)).unwrap().is_none());
    (job.state, job.next_at) = (MediaState::Here, None);
    let file = MediaFile { content_type: "image/jpeg".into(), bytes: vec![0, 255, 7] };
    writer.save_media(&job, Some(&file)).unwrap();
    assert_eq!(store.read(|reader| reader.media_coming(5)).unwrap(), []);
    assert_eq!(store.read(|reader| reader.media_of(&[message])).unwrap(), [job]);
    assert_eq!(store.read(|reader| reader.media_file(message, 0)).unwrap(), Some(file));
}

fn a_reaction_finds_the_latest_texts(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    for text in 0..60 {
        desk.receive(&mut writer, "+12125550134", &format!("SM{text}")).unwrap();
    }
    let need = Need { quotable: true, ..desk.need("+12125550134") };
    let subject = writer.load(&[need]).unwrap().pop().unwrap();
    let bodies: Vec<_> = subject.quotable.iter().map(|text| text.body.as_str()).collect();
    let expected: Vec<_> = (20..60).rev().map(|text| format!("this is SM{text}")).collect();
    assert_eq!(bodies, expected);
    let thread = subject.thread.unwrap().id;
    for (ordinal, body) in [(1, Some("this is SM0")), (60, Some("this is SM59")), (61, None)] {
        let id = baton_core::MessageId::new(thread, ordinal);
        assert_eq!(store.read(|reader| reader.message_body(id)).unwrap().as_deref(), body);
    }
}

fn a_rehearsals_folder_does_not_open_as_a_real_one(home: &Home) {
    let store = home.open();
    store.writer().unwrap().set_up(&cedar_lane(true)).unwrap();
    drop(store);
    let mut options = home.options();
    options.rehearsal = Some(false);
    let refused = baton_store::Store::open(&options);
    assert!(matches!(refused, Err(StoreError::Rehearsal(_))), "{refused:?}");
    options.rehearsal = Some(true);
    assert!(baton_store::Store::open(&options).unwrap().workspace().unwrap().unwrap().rehearsal);
}

fn a_second_workspace_is_refused(home: &Home) {
    let store = home.open();
    assert_eq!(store.workspace().unwrap(), None);
    let mut writer = store.writer().unwrap();
    assert!(matches!(writer.load_directory(), Err(StoreError::Setup(_))));
    assert!(store.writer().is_err(), "there is one writer");
    writer.set_up(&cedar_lane(false)).unwrap();
    assert!(sentence(writer.set_up(&cedar_lane(false))).contains("already"));
    writer.set_public_url(Some("https://texts.example/")).unwrap();
    assert_eq!(store.workspace().unwrap().unwrap().public_url.as_deref(), Some("https://texts.example"));
}
