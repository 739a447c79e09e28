//! Jamie's conversation, and the states it can be in.

use baton_pages::{
    ActionForms, Ask, Assign, Choice, Composer, ComposerState, Conversation, Delivery, Details, Due,
    DueState, Earlier, Event, Fact, Hand, Head, Media, MediaState, Message, Mode, NewerText, Note, Party,
    PartyGroup, Rail, Reaction, ReactionKind, Ring, RuleLine, Stamp, StatusNow, Tag, Timeline, TimelineItem,
    WhyRouted,
};

use super::{at, bold, forms, hit, plain, queue_letters, queue_ring};

pub(crate) fn jamie() -> Conversation {
    Conversation {
        head: head(),
        timeline: timeline(),
        composer: composer(ComposerState::Ready),
        details: details(),
    }
}

fn promise() -> Due {
    let iso = |clock: &str| format!("2026-05-12T{clock}:00-04:00");
    Due {
        at: at("14:15", "12 min left"),
        started: iso("13:15"),
        risk_from: iso("14:00"),
        state: DueState::Risk,
    }
}

pub(crate) fn assign() -> Assign {
    let party = |value: &str, words: &str| Party { value: value.into(), words: words.into() };
    let people = vec![
        party("person-p2", "Dana Kim"),
        party("person-p3", "Ben Hart"),
        party("person-p9", "Tess Byrne (away, Maya covers)"),
    ];
    let queues = vec![party("queue-1", "Scheduling"), party("queue-2", "Billing")];
    Assign {
        groups: vec![
            PartyGroup { title: "People".into(), parties: people },
            PartyGroup { title: "Queues".into(), parties: queues },
        ],
    }
}

pub(crate) fn head() -> Head {
    Head {
        forms: forms(),
        who: "Jamie Park".into(),
        number: "(212) 555-0134".into(),
        ring: Ring::you("Chris Bell"),
        owns: "You own this.".into(),
        more: String::new(),
        small: "Given 12:41 pm: it was your turn in Scheduling".into(),
        due: Some(promise()),
        back: None,
        due_small: "next reply".into(),
        rail: Rail::Spent { percent: 80, state: DueState::Risk },
        actions: ActionForms {
            assign: Some(assign()),
            status: Some(StatusNow::Open),
            ..ActionForms::default()
        },
    }
}

/// As Scheduling has it and the reader may claim it, with no clocks.
pub(crate) fn head_of_a_queue() -> Head {
    Head {
        ring: Ring::queue_answered_by_you("Scheduling", &queue_letters("Scheduling"), "Chris Bell"),
        owns: "Scheduling has this.".into(),
        more: "You answer for it.".into(),
        small: "Routed 12:41 pm, because it says “reschedule”".into(),
        due: None,
        due_small: String::new(),
        rail: Rail::None,
        actions: ActionForms {
            claim: true,
            release: vec![Choice { value: "2".into(), words: "Billing".into(), chosen: false }],
            status: Some(StatusNow::Open),
            ..ActionForms::default()
        },
        ..head()
    }
}

/// As it waits for the customer.
pub(crate) fn head_waiting() -> Head {
    Head {
        owns: "You wait for Jamie.".into(),
        small: "Comes back to you Wed 13 May, 9:00 am, or when Jamie writes".into(),
        due: None,
        back: Some(Stamp {
            iso: "2026-05-13T09:00:00-04:00".into(),
            words: "back Wed 9 am".into(),
            exact: "Wed 13 May, 9:00 am".into(),
        }),
        due_small: "nothing runs until then".into(),
        rail: Rail::Waiting,
        actions: ActionForms {
            assign: Some(assign()),
            status: Some(StatusNow::Pending),
            ..ActionForms::default()
        },
        ..head()
    }
}

pub(crate) fn text(
    position: i64,
    hand: Hand,
    author: &str,
    words: &str,
    at: Stamp,
    delivery: Delivery,
) -> Message {
    Message {
        position,
        id: format!("m{position}"),
        hand,
        starts: false,
        author: author.into(),
        text: words.into(),
        at,
        delivery,
        media: Vec::new(),
        reactions: Vec::new(),
    }
}

fn delivered() -> Delivery {
    Delivery::Out("Delivered".into())
}

pub(crate) fn timeline() -> Timeline {
    let first = text(
        1,
        Hand::Queue,
        "Jamie",
        "Hey, can I reschedule my appointment from tomorrow to Friday? Also, do you guys offer payment plans now?",
        at("12:41", "12:41 pm"),
        Delivery::Received,
    );
    let moved = text(
        5,
        Hand::You,
        "You",
        "Hi Jamie, this is Chris at Cedar Lane Physio. I can help with the reschedule and I’ll loop in our billing team about payment plans. I’ve moved your appointment from Wednesday at 3pm to Friday at 11am. Does that work?",
        at("12:55", "12:55 pm"),
        delivered(),
    );
    let again = text(
        6,
        Hand::You,
        "Jamie",
        "Friday at 11 is perfect, thanks! And the payment plans? My invoice is due on the 15th",
        at("13:15", "1:15 pm"),
        Delivery::Received,
    );
    let routed = Event {
        position: 2,
        hand: Hand::Queue,
        starts: false,
        ring: Some(queue_ring("Scheduling")),
        words: vec![
            plain("Routed to "),
            bold("Scheduling"),
            plain(" because the text says "),
            hit("reschedule"),
            plain(". It also says "),
            hit("payment plans"),
            plain(", so Billing has an ask."),
        ],
        at: at("12:41", "12:41 pm"),
    };
    let claimed = Event {
        position: 3,
        hand: Hand::You,
        starts: false,
        ring: Some(Ring::you("Chris Bell")),
        words: vec![bold("You"), plain(" claimed it.")],
        at: at("12:44", "12:44 pm"),
    };
    let note = Note {
        position: 4,
        hand: Hand::You,
        title: "Note by you".into(),
        text: "Fri 11:00 with Sam is free. Wed 3:00 goes back to the wait list.".into(),
        at: at("12:52", "12:52 pm"),
    };
    Timeline {
        forms: forms(),
        first_name: "Jamie".into(),
        before: None,
        seen: "m6".into(),
        items: vec![
            TimelineItem::Day(at("00:00", "Today, Tuesday 12 May")),
            TimelineItem::Message(Message { starts: true, ..first }),
            TimelineItem::Event(routed),
            TimelineItem::Event(claimed),
            TimelineItem::Note(note),
            TimelineItem::Message(moved),
            TimelineItem::Message(again),
        ],
    }
}

/// Every state that an entry can be in.
pub(crate) fn every_state() -> Timeline {
    let mine = |position, words: &str, delivery| {
        text(position, Hand::You, "You", words, at("14:01", "2:01 pm"), delivery)
    };
    let reacted = Message {
        reactions: vec![Reaction { kind: ReactionKind::Loved, words: "Jamie loved this".into() }],
        ..mine(20, "I’ve moved your appointment to Friday at 11am. Does that work?", delivered())
    };
    let failed = mine(
        21,
        "Parking and the way in: cedarlane.example/visit",
        Delivery::Failed { why: "the carrier blocks this link.".into(), again: true },
    );
    let unknown = mine(
        22,
        "You’ll hear from Dana by 2:15 pm.",
        Delivery::Unknown { why: "The carrier did not answer, and does not list it.".into() },
    );
    let cancelled =
        mine(23, "See you Monday at 9", Delivery::Cancelled("Jamie opted out before it left.".into()));
    let waiting =
        mine(24, "One more thing: bring your card.", Delivery::Waiting("Waits for its turn".into()));
    let pictures = Message {
        media: vec![
            Media { words: "Picture, 1.2 MB".into(), state: MediaState::Coming },
            Media {
                words: "Picture".into(),
                state: MediaState::Failed {
                    why: "the carrier did not answer.".into(),
                    again: Some("f1".into()),
                },
            },
            Media {
                words: "PDF, 80 KB".into(),
                state: MediaState::Here { href: "/media/f2".into(), picture: false },
            },
        ],
        ..text(25, Hand::You, "Jamie", "Here are the letters", at("14:02", "2:02 pm"), Delivery::Received)
    };
    let items = [reacted, failed, unknown, cancelled, pictures, waiting].map(TimelineItem::Message);
    Timeline { before: Some(1), items: items.into(), ..timeline() }
}

pub(crate) fn composer(state: ComposerState) -> Composer {
    Composer {
        forms: forms(),
        person: "p1".into(),
        first_name: "Jamie".into(),
        seen: "m6".into(),
        key: "5b0c1e9a".into(),
        mode: Mode::Text,
        draft: String::new(),
        state,
    }
}

pub(crate) fn composer_newer() -> Composer {
    let newer = NewerText {
        what: "Ben answered 12 seconds ago: “Yes, three payments, no fee.”".into(),
        then: "open".into(),
    };
    Composer { draft: "Yes, we do: three monthly payments.".into(), ..composer(ComposerState::Newer(newer)) }
}

pub(crate) fn composer_opted_out() -> Composer {
    composer(ComposerState::OptedOut {
        what: "Hal replied STOP on 9 May.".into(),
        then: "Nobody can text (212) 555-0187 until he texts START. You can call, or leave a note.".into(),
    })
}

pub(crate) fn details() -> Details {
    let fact = |term: &str, value: &str| Fact { term: term.into(), value: value.into() };
    let earlier = |id: &str, title: &str, small: &str, iso: &str, words: &str| Earlier {
        id: id.into(),
        title: title.into(),
        small: small.into(),
        at: Stamp { iso: iso.into(), words: words.into(), exact: String::new() },
    };
    Details {
        forms: forms(),
        who: "Jamie Park".into(),
        first_name: "Jamie".into(),
        asks: vec![
            Ask {
                words: "Move Wed 3 pm to Friday".into(),
                answered: true,
                small: String::new(),
                ring: Ring::you("Chris Bell"),
            },
            Ask {
                words: "Payment plans".into(),
                answered: false,
                small: "because it says payment plans (line 14)".into(),
                ring: queue_ring("Billing"),
            },
        ],
        facts: vec![
            fact("Phone", "(212) 555-0134"),
            fact("There now", "2:03 pm, Eastern"),
            fact("Texts", "Allowed: web form, 4 Mar 2024"),
            fact("Looked after", "by Sam Okafor"),
        ],
        tags: vec![Tag { name: "reschedule".into() }],
        may_tag: true,
        known_tags: vec!["urgent".into(), "new".into()],
        why: Some(WhyRouted {
            title: "Why it came to Scheduling".into(),
            lines: vec![
                RuleLine {
                    number: 12,
                    text: r#"ELSE IF message contains "reschedule", "appointment", "time""#.into(),
                },
                RuleLine { number: 13, text: "  ASSIGN to Scheduling queue".into() },
            ],
            sentence: String::new(),
            linked: true,
        }),
        earlier: vec![
            earlier("c90", "First visit, forms", "Maya, closed in 12 min", "2026-03-03", "3 Mar"),
            earlier("c91", "Insurance card", "Dana, closed in 1 h 5", "2025-11-18", "18 Nov 2025"),
        ],
    }
}
