//! Jamie's conversation, and the states it can be in.

use baton_pages::{
    ActionForms, Answers, Ask, Assign, Choice, Composer, ComposerState, Conversation, Details, Due, DueState,
    Earlier, Fact, Head, Mode, NameForm, NewerText, Party, PartyGroup, Rail, Ring, RuleLine, Stamp,
    StatusNow, Tag, WhyRouted,
};

use super::timeline::timeline;
use super::{at, forms, queue_letters, queue_ring};

pub(crate) fn jamie() -> Conversation {
    Conversation {
        head: head(),
        timeline: timeline(),
        composer: composer(ComposerState::Ready),
        details: details(),
        sheet: None,
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
        offer: None,
        came_back: None,
        wish: None,
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
        answers: Answers { to: "Jamie".into(), ..Answers::default() },
        main: "open".into(),
        made: String::new(),
        at: 0,
        introduction: None,
        introduces: true,
        later: super::compose::later(),
        templates: None,
    }
}

pub(crate) fn composer_newer() -> Composer {
    let newer = NewerText {
        what: "Ben answered 12 seconds ago: “Yes, three payments, no fee.”".into(),
        press: ("then".into(), "open".into()),
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
    let fact =
        |term: &str, value: &str| Fact { term: term.into(), value: value.into(), number: String::new() };
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
                heading: "What Jamie asks".into(),
                words: "Move Wed 3 pm to Friday".into(),
                answered: true,
                small: String::new(),
                ring: Ring::you("Chris Bell"),
                form: None,
            },
            Ask {
                heading: "What Jamie asks".into(),
                words: "Payment plans".into(),
                answered: false,
                small: "because it says payment plans (line 14)".into(),
                ring: queue_ring("Billing"),
                form: None,
            },
        ],
        ask_owners: Vec::new(),
        handed_over: None,
        contact: "ct_7b3w9f".into(),
        watchers: vec!["Ruth Lane".into()],
        watches: false,
        name: NameForm { was: "Jamie Park".into(), value: "Jamie Park".into(), wrong: None },
        facts: vec![
            Fact { number: "(212) 555-0134".into(), ..fact("Phone", "") },
            fact("There now", "2:03 pm, Eastern"),
            fact("Texts", "Allowed: web form, 4 Mar 2024"),
            fact("Looked after", "by Sam Okafor"),
        ],
        tags: vec![Tag { name: "reschedule".into() }],
        may_tag: true,
        known_tags: vec!["urgent".into(), "new".into()],
        reminders: super::compose::reminders(),
        why: Some(WhyRouted {
            title: "How it was routed".into(),
            lines: vec![
                RuleLine {
                    number: 12,
                    text: r#"ELSE IF message contains "reschedule", "appointment", "time""#.into(),
                },
                RuleLine { number: 13, text: "  ASSIGN to Scheduling queue".into() },
            ],
            sentence: String::new(),
            at: Some(72),
        }),
        earlier: vec![
            earlier("c90", "First visit, forms", "Maya, closed in 12 min", "2026-03-03", "3 Mar"),
            earlier("c91", "Insurance card", "Dana, closed in 1 h 5", "2025-11-18", "18 Nov 2025"),
        ],
    }
}
