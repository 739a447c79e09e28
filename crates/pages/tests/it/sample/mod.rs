//! One set of people and one moment, Tuesday 12 May 2026, 2:03 pm Eastern, for tests and the gallery.

pub(crate) mod compose;
pub(crate) mod conversation;
pub(crate) mod customer;
pub(crate) mod handoff;
pub(crate) mod list;
pub(crate) mod others;
pub(crate) mod timeline;

use baton_pages::{
    Forms, Inbox, InboxPage, Meanwhile, MeanwhileGroup, MeanwhileLine, Navigation, QueueLink, Rehearsal,
    RehearsalMove, RehearsalStep, Ring, Shell, Span, Stamp, View, Viewer,
};

pub(crate) const QUEUES: [&str; 6] =
    ["Front desk", "Scheduling", "Billing", "Memberships", "Sales", "On call"];

pub(crate) fn at(clock: &str, words: &str) -> Stamp {
    Stamp {
        iso: format!("2026-05-12T{clock}:00-04:00"),
        words: words.into(),
        exact: format!("Tue 12 May, {words}"),
    }
}

pub(crate) fn plain(words: &str) -> Span {
    Span::Plain(words.into())
}

pub(crate) fn bold(words: &str) -> Span {
    Span::Bold(words.into())
}

pub(crate) fn hit(words: &str) -> Span {
    Span::Hit(words.into())
}

pub(crate) fn queue_ring(name: &str) -> Ring {
    Ring::queue(name, &queue_letters(name))
}

pub(crate) fn queue_letters(name: &str) -> String {
    let all = baton_pages::letters::queue_letters(&QUEUES);
    let place = QUEUES.iter().position(|queue| *queue == name).expect("a queue of the sample");
    all[place].clone()
}

pub(crate) fn forms() -> Forms {
    Forms { conversation: "c7".into(), csrf: "token-against-forgery".into(), list: String::new(), told: None }
}

pub(crate) fn shell(view: View) -> Shell {
    let counts = [4, 3, 8, 2, 3, 1];
    let queues = QUEUES.iter().zip(counts).enumerate().map(|(n, (name, count))| QueueLink {
        id: n.to_string(),
        name: (*name).into(),
        ring: queue_ring(name),
        count,
    });
    Shell {
        business: "Cedar Lane Physio".into(),
        viewer: Viewer {
            id: "p1".into(),
            name: "Chris Bell".into(),
            ring: Ring::you("Chris Bell"),
            line: "On until 4 pm".into(),
        },
        navigation: Navigation {
            view,
            everyone: 31,
            mine: 6,
            answering: 7,
            asked: 2,
            told: 3,
            queues: queues.collect(),
            pretend_phone: true,
            routing: true,
            faults: true,
        },
        rehearsal: None,
        csrf: "token-against-forgery".into(),
        position: 4711,
        now: Stamp {
            iso: "2026-05-12T14:03:00-04:00".into(),
            words: "Tue 12 May, 2:03 pm".into(),
            exact: String::new(),
        },
        notice: None,
    }
}

/// What happened from two to a quarter to ten.
pub(crate) fn meanwhile() -> Meanwhile {
    let at = |words: &str| Stamp {
        iso: "2026-05-12T18:00:00-04:00".into(),
        words: words.into(),
        exact: String::new(),
    };
    let line = |time: &str, words: Vec<Span>| MeanwhileLine { words, at: at(time) };
    Meanwhile {
        title: "From Tue 12 May, 2:03 pm to 9:47 pm: 10 things in 1 conversation".into(),
        groups: vec![
            MeanwhileGroup {
                name: "The team".into(),
                href: None,
                lines: vec![line("6:00 pm", vec![Span::Plain("Rota ".into()), Span::Bold("Nights".into())])],
                more: 0,
            },
            MeanwhileGroup {
                name: "Rosa Delgado".into(),
                href: Some("/c/c7".into()),
                lines: vec![line(
                    "9:41 pm",
                    vec![Span::Bold("Rosa".into()), Span::Plain(" texted: “<b>Help</b>”".into())],
                )],
                more: 3,
            },
        ],
        more: Some("And 5 things in other conversations.".into()),
    }
}

pub(crate) fn rehearsal() -> Rehearsal {
    let step = |words: &str, exact: &str, to| RehearsalStep { words: words.into(), exact: exact.into(), to };
    Rehearsal {
        clock: "Tuesday 9:47 pm".into(),
        standing: true,
        steps: vec![
            step("+15 min", "Tue 12 May, 10:02 pm", RehearsalMove::By(900)),
            step("to opening time", "Wed 13 May, 8:00 am", RehearsalMove::Until("opening".into())),
        ],
        mover: None,
        meanwhile: Some(meanwhile()),
    }
}

pub(crate) fn inbox() -> InboxPage {
    InboxPage {
        shell: shell(View::Everyone),
        list: list::list(),
        beside: Inbox::Conversation(Box::new(conversation::jamie())),
    }
}
