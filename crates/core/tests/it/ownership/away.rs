//! Who is away, and who covers for them.

use super::*;

/// Fails when what somebody has stays with them once they are away, when it moves without a word, or when it comes back
/// though the policy does not say so.
#[test]
fn what_somebody_has_goes_to_their_cover_at_once_and_stays_there() {
    let mut office = Office::at(HOUSE, ny("05-11 11:00"));
    office.text(1, "Your invoice");
    office.claim(1, SAM);
    office.is_away(SAM, "05-12 00:00", Some("05-15 12:00"), Some(BEN));
    assert_eq!(office.owner(1), Owner::Person(SAM), "it lies ahead");
    office.until("05-12 00:00");
    assert_eq!(office.owner(1), Owner::Person(BEN));
    assert_eq!(office.of(1).covers, Some(SAM));
    assert_eq!(office.answers(1), BEN);
    assert_eq!(office.moves(1).last(), Some(&(Owner::Person(BEN), OwnerCause::Cover)));
    let reason = office.told.iter().rev().find_map(|(_, event, ..)| match event {
        Event::OwnerChanged { reason, .. } => reason.clone(),
        _ => None,
    });
    assert_eq!(reason.as_deref(), Some("for Sam Cole, who is away"));
    let hears = |who| {
        let told = |event: &Event| matches!(event, Event::Told { who: to, about: Notice::Covering, .. } if *to == who);
        office.told.iter().filter(|(_, event, ..)| told(event)).count()
    };
    assert_eq!((hears(BEN), hears(SAM)), (1, 0), "the cover is told");
    office.until("05-15 13:00");
    assert_eq!(office.owner(1), Owner::Person(BEN), "what moved stays");
    office.is_away(BEN, "05-15 13:00", None, Some(TESS));
    assert_eq!(
        (office.owner(1), office.of(1).covers),
        (Owner::Person(TESS), Some(BEN)),
        "for Ben, not for Sam"
    );
}

/// Fails when the policy's `return_after_away` is not followed, also while the cover is away themselves.
#[test]
fn what_moved_comes_back_where_the_policy_says_so() {
    let policy = house_with(&[("reopen_within", "return_after_away = true\nreopen_within")]);
    let mut office = Office::at(&policy, ny("05-11 11:00"));
    office.text(1, "Your invoice");
    office.claim(1, SAM);
    office.is_away(SAM, "05-11 11:00", Some("05-13 12:00"), Some(BEN));
    office.is_away(BEN, "05-13 12:00", None, Some(TESS));
    office.until("05-13 11:00");
    assert_eq!(office.owner(1), Owner::Person(BEN));
    office.until("05-13 12:00");
    assert_eq!(office.owner(1), Owner::Person(SAM), "not on to Ben's cover");
    assert_eq!((office.of(1).covers, office.answers(1)), (None, SAM));
    assert_eq!(office.moves(1).len(), 3);
}

/// zammad #3694, #5566: fails when the chain of covers is not followed at every instant, when a step of it is no event,
/// or when somebody who stands in goes on after the absence ended.
#[test]
fn a_chain_of_covers_is_followed_at_each_instant() {
    let mut office = office_with(&[("lead = \"tess@cedarlane.example\"\n", "")], "05-11 09:30");
    // Sam until Friday 12:00, covered by Ben; Ben on Tuesday and Wednesday, by Chris; Chris on Wednesday from 10 to 11.
    office.text(1, "Your invoice");
    office.claim(1, SAM);
    office.reply(1, SAM, Then::Pending { wake_at: None });
    office.is_account_of(3, SAM);
    office.is_away(SAM, "05-11 10:00", Some("05-15 12:00"), Some(BEN));
    office.is_away(BEN, "05-12 00:00", Some("05-14 00:00"), Some(CHRIS));
    office.is_away(CHRIS, "05-13 10:00", Some("05-13 11:00"), None);
    office.until("05-16 00:00");
    let cover = |who, wall| (who, ny(wall), OwnerCause::Cover);
    assert_eq!(office.owner(1), Owner::Person(SAM), "it waits, so it is his still");
    assert_eq!(
        office.answered_by(1),
        [
            cover(BEN, "05-11 10:00"),
            cover(CHRIS, "05-12 00:00"),
            cover(TESS, "05-13 10:00"), // on in Billing
            cover(CHRIS, "05-13 11:00"),
            cover(BEN, "05-14 00:00"),
            (SAM, ny("05-15 12:00"), OwnerCause::ShiftChange),
        ]
    );
    // And what newly falls to him.
    for (wall, owner, covers) in [
        ("05-12 09:30", Owner::Person(CHRIS), Some(SAM)),
        ("05-13 10:30", Owner::Queue(FRONT_DESK), None),
        ("05-14 09:30", Owner::Person(BEN), Some(SAM)),
        ("05-15 12:00", Owner::Person(SAM), None),
    ] {
        let mut office = office_with(&[("lead = \"tess@cedarlane.example\"\n", "")], "05-11 09:30");
        office.is_account_of(3, SAM);
        office.is_away(SAM, "05-11 10:00", Some("05-15 12:00"), Some(BEN));
        office.is_away(BEN, "05-12 00:00", Some("05-14 00:00"), Some(CHRIS));
        office.is_away(CHRIS, "05-13 10:00", Some("05-13 11:00"), None);
        office.until(wall);
        office.text(3, "Hello");
        assert_eq!((office.owner(3), office.of(3).covers), (owner, covers), "{wall}");
    }
}

/// Fails when a circle of covers, or an end without one, is followed for ever or is nobody's: the queue answers then.
#[test]
fn a_circle_and_an_end_without_cover_go_on_with_the_queue() {
    for cover in [None, Some(TESS)] {
        let mut office = Office::at(HOUSE, ny("05-11 11:00"));
        office.text(1, "Your invoice");
        office.claim(1, SAM);
        office.is_away(TESS, "05-11 11:00", None, Some(SAM));
        office.is_away(SAM, "05-11 11:00", None, cover);
        assert_eq!(office.owner(1), Owner::Person(SAM), "it stays theirs");
        assert_eq!(office.answers(1), RUTH, "Tess is on and leads Billing, but away");
        office.says(TESS, &Availability::Rota);
        let (owner, answers) = (office.owner(1), office.answers(1));
        let expected = if cover.is_some() { Owner::Person(TESS) } else { Owner::Person(SAM) };
        assert_eq!((owner, answers), (expected, TESS));
    }
}

/// Fails when what waits for the customer moves before they write, or does not when they do or when its time comes.
#[test]
fn what_waits_goes_to_the_cover_when_it_is_open_again() {
    let mut office = Office::at(HOUSE, ny("05-11 11:00"));
    for customer in 1..=5 {
        office.text(customer, "Your invoice");
        office.claim(customer, SAM);
    }
    let text = office.reply(4, SAM, Then::Pending { wake_at: None }).message.expect("a text is written");
    office.act(4, &By::Policy, |_| Command::HandOver(text));
    office.text(5, "STOP");
    let wake_at = Some(ny("05-11 15:00"));
    for customer in 1..=3 {
        office.reply(customer, SAM, Then::Pending { wake_at: wake_at.filter(|_| customer == 2) });
    }
    office.is_away(SAM, "05-11 11:30", None, Some(BEN));
    office.until("05-11 12:00");
    assert!((1..=3).all(|customer| office.owner(customer) == Owner::Person(SAM)));
    assert!((1..=3).all(|customer| office.answers(customer) == BEN));
    office.text(1, "Here it is");
    assert_eq!((office.owner(1), office.of(1).covers), (Owner::Person(BEN), Some(SAM)));
    office.until("05-11 15:00");
    assert_eq!((office.owner(2), office.of(2).covers), (Owner::Person(BEN), Some(SAM)), "it woke");
    office.act(3, &By::person(TESS), Command::Open);
    assert_eq!((office.owner(3), office.of(3).covers), (Owner::Person(BEN), Some(SAM)));
    assert_eq!((office.owner(4), office.owner(5)), (Owner::Person(SAM), Owner::Person(SAM)));
    let lost = Delivery { state: TextState::Undelivered, carrier_id: None, failure: None };
    office.act(4, &By::Carrier, |_| Command::Delivery(text, lost));
    assert_eq!((office.owner(4), office.of(4).covers), (Owner::Person(BEN), Some(SAM)), "it is owed again");
    office.text(5, "START");
    assert_eq!(office.of(5).status, Status::Open);
    assert_eq!(
        (office.owner(5), office.of(5).covers),
        (Owner::Person(BEN), Some(SAM)),
        "texts go there again"
    );
}

/// Fails when something newly falls to somebody who is away though somebody covers for them, by whatever way.
#[test]
fn whatever_newly_falls_to_somebody_away_is_their_covers() {
    let to_maya = "IF message contains \"Maya\"\n  ASSIGN to maya@cedarlane.example\nELSE IF message contains \"price\"";
    let mut office = office_with(&[("IF message contains \"price\"", to_maya)], "05-11 09:00");
    office.text(6, "Hello");
    office.claim(6, MAYA);
    office.close(6, MAYA);
    office.is_account_of(1, MAYA);
    office.is_away(MAYA, "05-11 09:00", None, Some(BEN));
    office.text(1, "Hello");
    office.text(2, "A word with Maya");
    office.text(3, "Hello");
    office.text(3, "It is about Maya"); // a rule overrules the ELSE
    office.text(4, "Your invoice");
    office.assign(4, Owner::Person(MAYA));
    office.text(5, "Your invoice");
    office.claim(5, MAYA);
    office.text(6, "One more thing");
    for customer in [1, 2, 3, 4, 6] {
        let found = office.of(customer);
        assert_eq!((found.owner, found.covers), (Owner::Person(BEN), Some(MAYA)), "{customer}");
    }
    assert_eq!(office.owner(5), Owner::Person(MAYA), "what she takes herself is hers");
    let moves = office.moves(4).len();
    office.assign(4, Owner::Person(MAYA));
    assert_eq!(office.moves(4).len(), moves, "Ben has it for her already");
    let text = office.text(2, "Please, Maya");
    assert!(!names(&text).contains(&"ask.opened"), "it is hers: {:?}", names(&text));
}

/// Fails when a question for somebody who is away becomes an ask of its own though their cover has the conversation.
#[test]
fn what_asks_for_somebody_away_is_no_ask_beside_what_their_cover_has() {
    let to_maya = "ELSE IF message contains \"Maya\"\n  ASSIGN to maya@cedarlane.example\nELSE IF message contains \"appointment\"";
    let mut office = office_with(&[("ELSE IF message contains \"appointment\"", to_maya)], "05-11 09:00");
    office.is_away(MAYA, "05-11 09:00", None, Some(BEN));
    office.text(1, "A word with Maya");
    office.text(1, "It is about the price, and for Maya");
    let asks: Vec<_> = office.of(1).asks.iter().map(|ask| ask.owner).collect();
    assert_eq!((office.owner(1), asks), (Owner::Person(BEN), vec![Owner::Queue(SALES)]));
}

/// Fails when the owner is taken for away after the end, or before the beginning, of their absence; when being in does
/// not end it; or when a later absence does not hold over an earlier one.
#[test]
fn an_absence_holds_from_its_beginning_to_its_end() {
    let mut office = Office::at(HOUSE, ny("05-11 09:00"));
    office.is_away(MAYA, "05-11 10:00", Some("05-11 12:00"), Some(BEN));
    office.is_away(MAYA, "05-11 11:00", Some("05-11 11:30"), Some(SAM));
    let mut seen = Vec::new();
    for wall in ["05-11 09:59", "05-11 10:00", "05-11 11:00", "05-11 11:30", "05-11 12:00"] {
        seen.push(office.directory.cover(MAYA, ny(wall)));
    }
    assert_eq!(seen, [None, Some(BEN), Some(SAM), Some(BEN), None]);
    let before = Moment::from_micros(ny("05-11 12:00").micros() - 1);
    assert_eq!(office.directory.cover(MAYA, before), Some(BEN));
    office.until("05-11 10:30");
    office.says(MAYA, &Availability::In { until: None });
    assert!(office.directory.is_there(MAYA, office.now));
    assert!(!office.directory.is_there(MAYA, ny("05-11 11:10")), "what lies ahead holds still");
}

/// Fails when somebody can be away in a way that cannot be.
#[test]
fn an_absence_that_cannot_be_is_refused_with_the_reason() {
    let office = office_with(&[], "05-11 09:00");
    let try_it = |from, until: Option<&str>, cover| {
        let away = Availability::Away { from: ny(from), until: until.map(ny), cover };
        office.directory.presence_after(MAYA, &away, office.now).map_err(|refusal| refusal.code())
    };
    assert_eq!(try_it("05-11 10:00", Some("05-11 10:00"), None), Err("invalid"));
    assert_eq!(try_it("05-11 07:00", Some("05-11 09:00"), None), Err("invalid"));
    assert_eq!(try_it("05-11 10:00", None, Some(MAYA)), Err("invalid"));
    assert_eq!(try_it("05-11 10:00", None, Some(PersonId(99))), Err("not_found"));
    assert!(try_it("05-11 07:00", Some("05-11 09:01"), Some(BEN)).is_ok());
}

/// Fails when absences that are over count towards the most that somebody can have ahead.
#[test]
fn only_what_lies_ahead_counts_towards_the_most() {
    let mut office = Office::at(HOUSE, ny("05-11 09:00"));
    for hour in 10..=19 {
        for minute in [0, 10, 20, 30, 40] {
            let from = format!("05-11 {hour}:{minute:02}");
            let until = format!("05-11 {hour}:{:02}", minute + 5);
            office.is_away(PRIYA, &from, Some(&until), None);
        }
    }
    let more = Availability::Away { from: ny("05-13 10:00"), until: None, cover: None };
    let asked = |office: &Office| office.directory.presence_after(PRIYA, &more, office.now);
    assert_eq!(asked(&office).map_err(|refusal| refusal.code()), Err("invalid"), "fifty lie ahead");
    office.now = ny("05-12 09:00");
    assert!(asked(&office).is_ok(), "and none any more");
}

// Their own word.

/// Fails when the rota overrules what somebody says of themselves, or when their word holds on after its end.
#[test]
fn ones_own_word_comes_before_the_rota_until_it_ends() {
    let mut office = Office::at(HOUSE, ny("05-11 09:00"));
    let desk = |office: &Office| {
        let desk = office.directory.queue(FRONT_DESK).expect("it is there");
        office.directory.on(desk, office.now).collect::<Vec<_>>()
    };
    assert_eq!(desk(&office), [MAYA]);
    office.says(MAYA, &Availability::Out { until: Some(ny("05-11 09:30")) });
    office.says(DANA, &Availability::In { until: Some(ny("05-11 09:15")) });
    assert_eq!(desk(&office), [DANA]);
    assert_eq!(office.directory.next_edge(office.now), Some(ny("05-11 09:15")));
    office.until("05-11 09:15");
    assert_eq!(desk(&office), []);
    office.until("05-11 09:30");
    assert_eq!(desk(&office), [MAYA]);
    office.says(MAYA, &out());
    office.says(MAYA, &Availability::Rota);
    assert_eq!(desk(&office), [MAYA]);
}

/// Fails when an edge of a rota, of hours or of somebody's presence is passed over, or one is named that is none.
#[test]
fn the_next_edge_is_the_first_of_rotas_hours_and_people() {
    let mut office = Office::at(HOUSE, ny("05-11 07:00"));
    let away = Availability::Away { from: ny("05-11 12:00"), until: Some(ny("05-11 12:30")), cover: None };
    office.says(PRIYA, &away);
    let mut edges = Vec::new();
    let mut at = office.now;
    while let Some(edge) = office.directory.next_edge(at).filter(|edge| *edge < ny("05-12 09:00")) {
        edges.push(edge);
        at = edge;
    }
    let walls = [
        "05-11 08:00",
        "05-11 09:00",
        "05-11 10:00",
        "05-11 12:00",
        "05-11 12:30",
        "05-11 13:00",
        "05-11 16:00",
        "05-11 18:00",
        "05-12 08:00",
    ];
    assert_eq!(edges, walls.map(ny));
}

// Distribution.
