//! The pages beside the inbox.

use baton_pages::{
    Answer, Choice, Draft, ErrorPage, Event, FaultEntry, FaultsPage, Field, FirstText, Hand, Inbox,
    InboxPage, LineTrouble, List, Page, PhoneEntry, PhonePage, PhoneThread, PolicyPage, Problem, Ring, Setup,
    Severity, Shell, SignIn, Try, TryResult, View, Zone,
};

use super::{at, bold, hit, list, plain, queue_letters, queue_ring, rehearsal, shell};

pub(crate) fn first_visit() -> InboxPage {
    let mut shell = shell(View::Everyone);
    (shell.navigation.everyone, shell.navigation.mine, shell.navigation.answering) = (0, 0, 0);
    shell.navigation.queues.iter_mut().for_each(|queue| queue.count = 0);
    InboxPage {
        shell,
        list: List {
            groups: list::empty(),
            next: None,
            scope: "nothing yet".into(),
            cut: String::new(),
            nothing: "What customers text appears here.".into(),
            ..list::list()
        },
        beside: Inbox::First(Box::new(FirstText {
            number: "(212) 555-0100".into(),
            you: Ring::you("Chris Bell"),
            queue: Some(Ring::queue_answered_by_you("Scheduling", "Sc", "Chris Bell")),
            pretend_phone: true,
            team: "Your team is ready: 8 people, 6 queues, Ruth as the fallback.".into(),
        })),
    }
}

pub(crate) fn nothing_chosen() -> InboxPage {
    InboxPage { shell: shell(View::Mine), list: list::list(), beside: Inbox::Nothing }
}

pub(crate) fn phone() -> PhonePage {
    let event = |position, hand, ring, words, at| Event {
        position,
        hand,
        starts: position == 1,
        ring,
        words,
        more: Vec::new(),
        at,
    };
    let did = vec![
        event(
            1,
            Hand::Queue,
            Some(queue_ring("Front desk")),
            vec![bold("Front desk"), plain(" has it: no rule fits its words (line 18). Maya answers.")],
            at("21:41", "9:41 pm"),
        ),
        event(
            2,
            Hand::Queue,
            Some(queue_ring("On call")),
            vec![bold("On call"), plain(" has it, because Rosa says "), hit("URGENT"), plain(" (line 2).")],
            at("21:43", "9:43 pm"),
        ),
        event(
            3,
            Hand::Mate,
            Some(Ring::mate("Sam Okafor")),
            vec![bold("Sam"), plain(" claimed it,")],
            at("21:45", "9:45 pm"),
        ),
    ];
    let choice =
        |value: &str, words: &str, chosen| Choice { value: value.into(), words: words.into(), chosen };
    let mine =
        |text: &str, clock: &str, words: &str| PhoneEntry::Mine { text: text.into(), at: at(clock, words) };
    let theirs =
        |text: &str, clock: &str, words: &str| PhoneEntry::Theirs { text: text.into(), at: at(clock, words) };
    PhonePage {
        shell: Shell { rehearsal: Some(rehearsal()), ..shell(View::Elsewhere(Page::Phone)) },
        thread: PhoneThread {
            business: "Cedar Lane Physio".into(),
            line_number: "(212) 555-0100".into(),
            line: "l1".into(),
            from: "+12125550142".into(),
            first_name: "Rosa".into(),
            entries: vec![
                PhoneEntry::Day("Tuesday 12 May".into()),
                mine(
                    "My knee is really swollen after today’s session. What should I do?",
                    "21:41",
                    "9:41 pm",
                ),
                mine("URGENT", "21:43", "9:43 pm"),
                theirs(
                    "Hi Rosa, this is Sam, on call at Cedar Lane Physio. I’ve seen your message about the swelling and I’ll stay with you on this. Can you put weight on it?",
                    "21:47",
                    "9:47 pm",
                ),
            ],
            did,
            inbox: Some("/c/c20#conversation".into()),
        },
        customers: vec![
            choice("+12125550142", "Rosa Delgado", true),
            choice("+12125550134", "Jamie Park", false),
            choice("new", "Somebody new", false),
        ],
        lines: vec![choice("l1", "(212) 555-0100", true)],
        weather: vec![
            choice("usual", "does all as it should", true),
            choice("slow", "takes ten seconds for each step", false),
        ],
        tries: ["Two questions in one text", "URGENT", "STOP", "Thanks"]
            .map(|words| Try { words: words.into(), text: words.into() })
            .into(),
        key: "9f31".into(),
        wrong: None,
    }
}

pub(crate) fn faults(some: bool) -> FaultsPage {
    let line = LineTrouble {
        number: "(212) 555-0101".into(),
        why: "The line +12125550101 has no auth token, so Twilio cannot be reached. Enter it again.".into(),
    };
    let fault = FaultEntry {
        at: at("21:41", "Tue 12 May, 9:41 pm"),
        sentence: "A text came to +12125550199, which is no line here. Add it as a line, or take it out of the carrier's webhook.".into(),
        detail: "Ok(Text(InboundText { from: \"+12125550134\", body: \"Are you open?\" }))".into(),
    };
    FaultsPage {
        shell: shell(View::Elsewhere(Page::Faults)),
        numbers: vec!["(212) 555-0100".into()],
        people: "9 people".into(),
        lines: if some { vec![line] } else { Vec::new() },
        faults: if some { vec![fault] } else { Vec::new() },
    }
}

pub(crate) const POLICY: &str = r#"# After hours, what can't wait
IF message contains "urgent" and outside "Clinic hours"
  ASSIGN to on call
  PRIORITY urgent

# Everything else: the first line that fits
IF message contains "price", "quote", "estimate", "how much"
  ASSIGN to Sales queue
ELSE IF message contains "cancel" and contact is existing
  ASSIGN to Membership queue
ELSE
  ASSIGN to "Front desk" queue
"#;

pub(crate) fn policy(draft: Draft) -> PolicyPage {
    let live = draft == Draft::Live;
    let problem = Problem {
        severity: Severity::Error,
        place: Some((10, 13)),
        length: 10,
        source: "  ASSIGN to Membership queue".into(),
        sentence: "there is no queue called “Membership”.".into(),
        remedy: "did you mean Memberships?".into(),
    };
    let look = Problem {
        severity: Severity::Warning,
        place: Some((9, 9)),
        length: 8,
        source: r#"ELSE IF message contains "cancel" and contact is existing"#.into(),
        sentence: "a new contact who cancels falls through to Front desk.".into(),
        remedy: String::new(),
    };
    let answers = vec![Answer {
        ring: Ring::queue_answered_by("Scheduling", &queue_letters("Scheduling"), "Chris Bell"),
        words: vec![
            bold("Scheduling"),
            plain(" would own it, because the text says "),
            hit("reschedule"),
            plain(" (line 12)."),
        ],
        small: "Chris answers for it.".into(),
    }];
    PolicyPage {
        shell: shell(View::Elsewhere(Page::Routing)),
        state: "Version 14 is live since 4 May, by Ruth.".into(),
        version: "14".into(),
        text: POLICY.into(),
        draft,
        may_edit: true,
        problems: if live { Vec::new() } else { vec![problem, look] },
        moves: (draft == Draft::Checked).then(moves),
        next: "15".into(),
        try_text: "Hey, can I reschedule my appointment from tomorrow to Friday?".into(),
        tried: (!live).then_some(TryResult { answers }),
    }
}

pub(crate) fn sign_in(wrong: Option<&str>) -> SignIn {
    SignIn {
        business: "Cedar Lane Physio".into(),
        csrf: "token-against-forgery".into(),
        next: String::new(),
        email: "chris@cedarlane.example".into(),
        wrong: wrong.map(Into::into),
        keeper: "Ruth Adler".into(),
    }
}

pub(crate) fn setup() -> Setup {
    let field = |value: &str| Field { value: value.into(), wrong: None };
    let zone = |name: &str, chosen| Zone { name: name.into(), chosen };
    Setup {
        csrf: "token-against-forgery".into(),
        code: None,
        business: field("Cedar Lane Physio"),
        zones: vec![zone("America/Chicago", false), zone("America/New_York", true)],
        zone_chosen: false,
        zone_wrong: None,
        name: field("Ruth Adler"),
        email: Field {
            value: "ruth".into(),
            wrong: Some("This has no @. Write it whole, for example ruth@cedarlane.example.".into()),
        },
        password: field(""),
        wrong: None,
        routing: vec!["ASSIGN to General queue".into()],
    }
}

pub(crate) fn missing() -> ErrorPage {
    ErrorPage {
        status: 404,
        title: "There is no such conversation".into(),
        words: "It may have been merged or erased, or the address was cut off. Everything that is open stands in the inbox.".into(),
        way: ("/".into(), "Open the inbox".into()),
    }
}

fn moves() -> baton_pages::Moves {
    let queue = |name: &str| super::queue_ring(name);
    baton_pages::Moves {
        say: "11 conversations would get another owner at once.".into(),
        lines: vec![baton_pages::MoveLine {
            from: queue("Sales"),
            to: queue("Memberships"),
            words: "Sales to Memberships".into(),
            small: "Conversations: Rosa Delgado, Tom Whitlock, Noor Haddad and 8 more".into(),
            count: 11,
        }],
    }
}
