//! What happened between Jamie and the team, and every state that an entry can be in.

use baton_pages::{
    Delivery, Event, Hand, Media, MediaState, Message, Note, Reaction, ReactionKind, Ring, Stamp, Timeline,
    TimelineItem,
};

use super::{at, bold, forms, hit, plain, queue_ring};

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
        sent: None,
        at,
        delivery,
        media: Vec::new(),
        reactions: Vec::new(),
        night: None,
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
        more: Vec::new(),
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
        more: Vec::new(),
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
        told: None,
        newest_by: "Jamie wrote".into(),
        waits: Some(7),
        items: vec![
            TimelineItem::Day { day: at("00:00", "Today, Tuesday 12 May"), hand: Hand::None },
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
