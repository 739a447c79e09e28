//! Jamie's conversation, handed over: the sheet, the offer from both sides, what came back, who is there, the rota.

use baton_pages::{
    Answers, Ask, AskForm, AwayLine, CameBack, Choice, Conversation, DayHead, GapsAt, Ghost, Head, Line,
    Member, Offer, OpenAsk, Page, QueueDay, QueueWeek, Ring, RotaPage, Sheet, StintLine, SummaryPart,
    SummarySource, SummaryTemplate, Target, TeamPage, TemplateBlank, Told, View, WeekLink, WordForm, Written,
};

use super::conversation::{head, jamie};
use super::{forms, queue_letters, queue_ring};

const TEXT: &str =
    "I’m looping in Dana from our billing team. Dana takes over from here and texts you by 2:15 pm.";

fn choice(value: &str, words: &str, chosen: bool) -> Choice {
    Choice { value: value.into(), words: words.into(), chosen }
}

fn target(value: &str, name: &str, small: &str, ring: Ring) -> Target {
    let short = name.split(' ').next().unwrap_or(name).to_owned();
    Target {
        value: value.into(),
        name: name.into(),
        short,
        small: small.into(),
        ring,
        suggestion: TEXT.into(),
        role: "Dana (Billing)".into(),
    }
}

/// "For Dana (Billing). They need: …", with something to fill in.
fn template(wrong: Option<&str>) -> SummaryTemplate {
    let of = |source, words: &str| SummaryPart::Of { source, words: words.into(), otherwise: None };
    SummaryTemplate {
        name: "Handoff, internal".into(),
        chosen: true,
        asks: true,
        parts: vec![
            SummaryPart::Words("For ".into()),
            of(SummarySource::Receiver, "Dana (Billing)"),
            SummaryPart::Words(". They need: ".into()),
            of(SummarySource::Summary, "Three payments if we can."),
            SummaryPart::Words(" By: ".into()),
            of(SummarySource::Blank(0), ""),
        ],
        blanks: vec![TemplateBlank {
            label: "deadline".into(),
            value: String::new(),
            otherwise: None,
            hint: String::new(),
            wrong: wrong.map(str::to_owned),
        }],
    }
}

/// The sheet, with something refused where a test wants it.
pub(crate) fn sheet(wrong: Option<&str>) -> Sheet {
    let billing = Ring::queue_answered_by("Billing", &queue_letters("Billing"), "Dana Kim");
    Sheet {
        forms: forms(),
        who: "Jamie Park".into(),
        first_name: "Jamie".into(),
        stays: "It stays yours until somebody accepts.".into(),
        seen: "m6".into(),
        key: "5b0c1e9b".into(),
        asks: Vec::new(),
        targets: vec![
            target("person-p2", "Dana Kim", "Billing, on until 6 pm, 4 of 8 in hand", Ring::mate("Dana Kim")),
            target("queue-2", "Billing", "Dana and Ben are on", billing),
        ],
        others: vec![(
            "People".into(),
            vec![target("person-p9", "Tess Byrne", "away, Maya covers", Ring::away("Tess Byrne"))],
        )],
        chosen: "person-p2".into(),
        suggested: TEXT.into(),
        templates: vec![template(wrong)],
        template_wrong: None,
        summary: Written { words: "Three payments if we can.".into(), wrong: wrong.map(str::to_owned) },
        done: Written { words: "Appointment moved to Fri 15 May, 11:00".into(), wrong: None },
        pending: Written { words: "Payment plan for invoice 2093, $480".into(), wrong: None },
        customer_text: Written { words: TEXT.into(), wrong: None },
        tell: vec![
            choice("on_acceptance", "Once it is accepted", true),
            choice("now", "With the offer", false),
            choice("no", "Not at all", false),
        ],
        confirm_back: true,
        to_wrong: wrong.map(str::to_owned),
        refused: wrong.map(str::to_owned),
        silent: None,
    }
}

pub(crate) fn ghost() -> Ghost {
    Ghost {
        ring: Ring::receiver("DK", "Dana Kim"),
        bold: "If you offer this to Dana,".into(),
        plain: "they see what you write here. Jamie gets this text:".into(),
        words: TEXT.into(),
        small: "Not sent yet".into(),
    }
}

pub(crate) fn with_sheet(wrong: Option<&str>) -> Conversation {
    let mut conversation = jamie();
    conversation.head.actions.hand_off = true;
    conversation.sheet = Some((sheet(wrong), ghost()));
    conversation
}

pub(crate) fn offer(may_answer: bool) -> Offer {
    Offer {
        id: "ho1".into(),
        summary: "Three payments if we can.".into(),
        done: "Appointment moved to Fri 15 May, 11:00".into(),
        pending: "Payment plan for invoice 2093, $480".into(),
        customer_text: TEXT.into(),
        customer_gets: "goes out once you accept".into(),
        customer: "Jamie".into(),
        giver: "Chris".into(),
        may_answer,
        may_withdraw: !may_answer,
        reasons: vec!["I’m full".into(), "It isn’t mine".into()],
    }
}

/// As Dana sees it.
pub(crate) fn offered() -> Head {
    Head {
        ring: Ring::mate("Chris Bell").offered("DK", "you"),
        owns: "Chris offers you this.".into(),
        small: "Chris’s until you accept; back at 2:13 pm".into(),
        offer: Some(offer(true)),
        ..head()
    }
}

/// As Chris sees it.
pub(crate) fn offering() -> Head {
    Head { ring: Ring::you("Chris Bell").offered("DK", "Dana Kim"), offer: Some(offer(false)), ..head() }
}

pub(crate) fn came_back() -> Head {
    let mut head = head();
    head.actions.hand_off = true;
    head.actions.close.open_ask = Some("“Payment plans” is still open.".into());
    let back = CameBack {
        id: "ho1".into(),
        words: "Dana declined: “Can’t before 3.”".into(),
        small: "Jamie is still yours, 9 min left.".into(),
    };
    Head { came_back: Some(back), ..head }
}

/// With a question that may be answered, moved and dropped, and one that a text may answer.
pub(crate) fn with_asks(wrong: Option<&str>) -> Conversation {
    let mut conversation = jamie();
    let form = AskForm {
        id: "as1".into(),
        open: wrong.is_some(),
        wrong: wrong.map(str::to_owned),
        to_wrong: None,
        reason: "by phone".into(),
    };
    let ask = Ask {
        heading: "What Jamie asks".into(),
        words: "Payment plans".into(),
        answered: false,
        small: "Billing, due 2:15 pm".into(),
        ring: queue_ring("Billing"),
        form: Some(form),
    };
    conversation.details.asks = vec![ask];
    conversation.details.ask_owners = vec![("Queues".into(), vec![choice("queue-2", "Billing", false)])];
    let open = OpenAsk { id: "as1".into(), words: "Payment plans (Billing)".into(), ticked: true };
    conversation.composer.answers = Answers { asks: vec![open], ..Answers::default() };
    conversation
}

pub(crate) fn told() -> Told {
    Told {
        conversation: Some("c8".into()),
        list: String::new(),
        ring: Ring::mate("Priya Nair").offered("DK", "you"),
        words: "Priya offers you Dev Shah.".into(),
        small: "Refund for May.".into(),
        offer: Some("ho2".into()),
        first_name: "Dev".into(),
        csrf: "token-against-forgery".into(),
    }
}

fn away() -> Vec<AwayLine> {
    vec![AwayLine {
        ring: Ring::away("Tess Byrne"),
        cover: Some(Ring::mate("Maya Ortiz")),
        words: "Tess Byrne until Thu 9 am".into(),
        small: "Maya covers".into(),
        back: None,
    }]
}

fn word(person: &str, name: &str, for_other: bool, wrong: Option<&str>) -> WordForm {
    WordForm {
        csrf: "token-against-forgery".into(),
        person: person.into(),
        now: "On until 4 pm".into(),
        states: vec![choice("rota", "As the rota says", true), choice("away", "Away", false)],
        covers: vec![choice("", "Nobody: their queues answer", true), choice("p4", "Maya Ortiz", false)],
        from: Written::default(),
        until: Written { words: "2026-05-11T09:00".into(), wrong: wrong.map(str::to_owned) },
        cover_wrong: None,
        returns: false,
        refused: None,
        for_other,
        name: name.into(),
    }
}

pub(crate) fn team(wrong: Option<&str>) -> TeamPage {
    TeamPage {
        shell: super::shell(View::Elsewhere(Page::Team)),
        say: "5 of 9 are on.".into(),
        mine: word("p1", "Chris", false, wrong),
        team: vec![Member {
            ring: Ring::mate("Dana Kim"),
            name: "Dana Kim".into(),
            queues: "Billing".into(),
            there: "On until 6 pm".into(),
            load: "4 of 8 in hand".into(),
            form: Some(word("p2", "Dana", true, None)),
            say_it: None,
            first_name: "Dana".into(),
        }],
        away: away(),
    }
}

pub(crate) fn rota() -> RotaPage {
    let day = |place: i8| QueueDay {
        today: place == 1,
        stints: vec![
            StintLine {
                ring: Some(Ring::mate("Maya Ortiz")),
                words: "8–12".into(),
                small: "instead".into(),
                why: "Sam at a wedding".into(),
            },
            StintLine { ring: None, words: "12–1".into(), small: String::new(), why: String::new() },
        ],
        strip: vec![("0.0".into(), "39.2".into(), false), ("40.0".into(), "9.2".into(), true)],
        quiet: String::new(),
    };
    let closed = QueueDay { quiet: "closed".into(), ..QueueDay::default() };
    let heads = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].iter().zip(0..).map(|(weekday, place)| {
        DayHead { weekday: (*weekday).into(), day: 11 + place, today: place == 1, first: place == 1 }
    });
    RotaPage {
        shell: super::shell(View::Elsewhere(Page::Rota)),
        week: "11 to 17 May".into(),
        hours: "Clinic: Monday to Friday 9 am to 6 pm.".into(),
        say: "One gap this week".into(),
        at: vec![GapsAt { place: 1, queue: "Billing".into(), count: 1 }],
        then: "New texts wait with the queue, and its lead answers.".into(),
        weeks: vec![
            WeekLink { href: "/rota?week=2026-05-11".into(), words: "This week".into(), shown: true },
            WeekLink { href: "/rota?week=2026-05-18".into(), words: "18 to 24 May".into(), shown: false },
        ],
        days: heads.collect(),
        queues: vec![QueueWeek {
            ring: Ring::queue_answered_by("Front desk", "Fd", "Maya Ortiz"),
            name: "Front desk".into(),
            now: "Chris is on, Maya from Wed 8 am".into(),
            days: (0..6).map(day).chain([closed]).collect(),
        }],
        gaps: vec![Line {
            words: "Front desk, Thu 14 May 12 pm to 1 pm".into(),
            small: "New texts wait with the queue, and Maya answers.".into(),
        }],
        every_week: vec!["Front desk, in every week: nobody on Thursday noon to 1 pm.".into()],
        away: away(),
        shifts: vec![Line {
            words: "Nights: every day, 6 pm to 8 am the next day, a new person every 7 worked shifts from 2026-01-05 on"
                .into(),
            small: "Sam and Tess, in turn".into(),
        }],
        overrides: vec![Line {
            words: "On call, Sat 16 May 6 pm to Sun 17 May 8 am".into(),
            small: "Tess: Sam at a wedding".into(),
        }],
        edit: "/policy?edit=1".into(),
        edit_words: "Change it in the policy".into(),
    }
}
