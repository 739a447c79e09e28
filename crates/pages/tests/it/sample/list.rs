//! The list of the sample: some rows with promises, some without.

use baton_pages::{
    Choice, ConversationRow, Due, DueState, Filter, Group, List, Rail, Ring, RowLabel, Said, SaidMark, View,
};

use super::{at, queue_letters};

fn choice(value: &str, words: &str, chosen: bool) -> Choice {
    Choice { value: value.into(), words: words.into(), chosen }
}

pub(crate) fn filter() -> Filter {
    Filter {
        view: View::Everyone,
        q: String::new(),
        owners: vec![
            choice("", "everyone’s", true),
            choice("person-p1", "mine", false),
            choice("person-p2", "Dana Kim’s", false),
            choice("queue-2", "Billing’s", false),
        ],
        statuses: vec![
            choice("open", "open", true),
            choice("pending", "waiting", true),
            choice("closed", "closed", false),
        ],
        tags: vec![choice("", "any", true), choice("new", "new", false), choice("urgent", "urgent", false)],
        set: 0,
    }
}

pub(crate) fn row(id: &str, who: &str, ring: Ring, said: &str) -> ConversationRow {
    ConversationRow {
        id: id.into(),
        list: String::new(),
        group: "ours".into(),
        who: who.into(),
        ring,
        label: None,
        rail: Rail::None,
        said: Said { mark: None, words: said.into() },
        priority: "",
        tags: Vec::new(),
        covers: String::new(),
        unread: false,
        current: false,
    }
}

fn due(clock: &str, words: &str, started: &str, risk: &str, state: DueState) -> Due {
    let iso = |clock: &str| format!("2026-05-12T{clock}:00-04:00");
    Due { at: at(clock, words), started: iso(started), risk_from: iso(risk), state }
}

fn promised(row: ConversationRow, promise: Due, percent: u8) -> ConversationRow {
    let state = promise.state;
    ConversationRow { label: Some(RowLabel::Due(promise)), rail: Rail::Spent { percent, state }, ..row }
}

fn aged(row: ConversationRow, clock: &str, words: &str) -> ConversationRow {
    ConversationRow { label: Some(RowLabel::Waits(at(clock, words))), ..row }
}

fn answered_by(queue: &str, person: &str) -> Ring {
    Ring::queue_answered_by(queue, &queue_letters(queue), person)
}

fn late() -> Group {
    let tom = row(
        "c1",
        "Tom Whitlock",
        answered_by("Billing", "Dana Kim"),
        "Hello?? I asked this morning about invoice 2071",
    );
    let tom = promised(tom, due("13:59", "4 min late", "12:59", "13:44", DueState::Late), 100);
    let tom = ConversationRow { unread: true, group: "late".into(), ..tom };
    Group { key: "late".into(), title: "Late".into(), count: 1, rows: vec![tom], teach: String::new() }
}

fn soon() -> Group {
    let grace = row("c2", "Grace Lin", answered_by("Sales", "Jordan Lee"), "Is the first visit free?");
    let grace = promised(grace, due("14:06", "3 min left", "13:51", "14:02", DueState::Risk), 80);
    let omar = row("c3", "Omar Aziz", Ring::mate("Ben Hart"), "Was the second payment taken twice?");
    let omar = promised(omar, due("14:11", "8 min left", "13:11", "13:56", DueState::Risk), 87);
    let jamie = row(
        "c7",
        "Jamie Park",
        Ring::you("Chris Bell"),
        "Friday at 11 is perfect, thanks! And the payment plans?",
    );
    let jamie = promised(jamie, due("14:15", "12 min left", "13:15", "14:00", DueState::Risk), 80);
    let rows = vec![
        ConversationRow { tags: vec!["new".into()], ..grace },
        omar,
        ConversationRow { current: true, ..jamie },
    ];
    Group { key: "soon".into(), title: "Within 15 min".into(), count: 3, rows, teach: String::new() }
}

fn ours() -> Group {
    let noor = ConversationRow {
        said: Said {
            mark: Some(SaidMark::Failed("Not delivered".into())),
            words: "See you Monday at 9".into(),
        },
        ..row("c9", "Noor Haddad", Ring::you("Chris Bell"), "")
    };
    let unknown = row(
        "c8",
        "(646) 555-0177",
        answered_by("Front desk", "Maya Ortiz"),
        "Is the side entrance open on Thursdays?",
    );
    let ines = row(
        "c10",
        "Ines Marques",
        Ring::queue_answered_by_you("Scheduling", &queue_letters("Scheduling"), "Chris Bell"),
        "My bus is late, can we start at 4:30 instead of 4?",
    );
    let gus = row("c11", "Gus Cole", Ring::mate("Maya Ortiz"), "So who do I talk to about my orthotics?");
    let carla =
        row("c12", "Carla Nuñez", Ring::mate("Dana Kim"), "Do you take the new insurance card as a photo?");
    let rows = vec![
        ConversationRow { unread: true, tags: vec!["new".into()], ..aged(unknown, "13:54", "9 min") },
        aged(noor, "13:31", "32 min"),
        ConversationRow { unread: true, ..aged(ines, "13:36", "27 min") },
        ConversationRow { tags: vec!["hot-potato".into()], ..aged(gus, "13:00", "1 h") },
        aged(carla, "11:45", "2 h"),
    ];
    Group { key: "ours".into(), title: "Waiting for us".into(), count: 17, rows, teach: String::new() }
}

fn customer() -> Group {
    let back = |id: &str, who: &str, ring: Ring, said: &str, words: &str| ConversationRow {
        label: Some(RowLabel::Back(at("18:00", words))),
        rail: Rail::Waiting,
        group: "customer".into(),
        ..row(id, who, ring, said)
    };
    let rosa = back(
        "c20",
        "Rosa Delgado",
        Ring::mate("Sam Okafor"),
        "Sam: ice and rest it today. Text me how it feels tonight",
        "back 6:00 pm",
    );
    let rows = vec![
        ConversationRow { tags: vec!["urgent".into()], ..rosa },
        back("c21", "Mila Horvat", Ring::you("Chris Bell"), "You: does 8:30 suit you?", "back 6:00 pm"),
        back(
            "c22",
            "Beth Amari",
            Ring::mate("Dana Kim"),
            "Dana: we just need to know which card to charge",
            "back Thu 9 am",
        ),
    ];
    Group {
        key: "customer".into(),
        title: "Waiting for the customer".into(),
        count: 10,
        rows,
        teach: String::new(),
    }
}

pub(crate) fn list() -> List {
    List {
        title: "Due next".into(),
        scope: "everyone, 31".into(),
        query: String::new(),
        filter: filter(),
        groups: vec![late(), soon(), ours(), customer()],
        next: Some("b2Zmc2V0".into()),
        cut: String::new(),
        nothing: "Nothing waits for you.".into(),
        position: 4711,
    }
}

/// As a newcomer sees them.
pub(crate) fn empty() -> Vec<Group> {
    let group = |key: &str, title: &str, teach: &str| Group {
        key: key.into(),
        title: title.into(),
        count: 0,
        rows: Vec::new(),
        teach: teach.into(),
    };
    vec![
        group("ours", "Waiting for us", "Somebody texted and waits for an answer. Start at the top."),
        group(
            "customer",
            "Waiting for the customer",
            "We replied and need something from them. They come back by themselves.",
        ),
    ]
}
