//! What is written in other ways than by typing it and pressing the button: templates, later, at night.

use super::{at, forms};
use baton_pages::{
    Choice, Composer, ComposerState, Conversation, Despite, Hand, LaterForm, LaterTime, Mode, NightThere,
    ReminderLine, Reminders, ScheduledForm, ScheduledText, Stamp, TemplateBlank, TemplateChoice,
    TemplatePart, Templates, Timeline, TimelineItem,
};

fn choices(all: [(&str, &str); 3]) -> Vec<Choice> {
    let choice = |(value, words): (&str, &str)| Choice {
        value: value.into(),
        words: words.into(),
        chosen: matches!(value, "ask" | "open"),
    };
    all.map(choice).into()
}

pub(crate) fn later() -> LaterForm {
    let time = |value: &str, words: &str, small: &str| LaterTime {
        value: value.into(),
        words: words.into(),
        small: small.into(),
        chosen: false,
    };
    LaterForm {
        times: vec![
            time("2026-05-13T13:00:00Z", "Tomorrow", "Wed 9 am"),
            time("2026-05-18T13:00:00Z", "Monday", "18 May, 9 am"),
        ],
        own: String::new(),
        wrong: None,
        zone: "In the time of New York.".into(),
        if_changed: choices([("ask", "ask me"), ("cancel", "drop it"), ("send", "send it anyway")]),
        after: choices([("open", "leave it open"), ("pending", "wait"), ("closed", "close")]),
    }
}

fn words(words: &str) -> TemplatePart {
    TemplatePart::Words(words.into())
}

fn blank(label: &str, value: &str, wrong: Option<&str>) -> TemplateBlank {
    TemplateBlank {
        label: label.into(),
        value: value.into(),
        otherwise: None,
        hint: String::new(),
        wrong: wrong.map(Into::into),
    }
}

/// "Waiting on you", half filled, and two others.
pub(crate) fn templates(wrong: Option<&str>) -> Templates {
    let other = |name: &str, small: &str| TemplateChoice {
        name: name.into(),
        small: small.into(),
        chosen: false,
        parts: vec![words(small)],
        blanks: Vec::new(),
        count: "1 text".into(),
    };
    let waiting = TemplateChoice {
        name: "Waiting on you".into(),
        small: "quick update: we’re ready to move forward, we just need…".into(),
        chosen: true,
        parts: vec![
            words("Hi "),
            TemplatePart::Known("Jamie".into()),
            words(", quick update: we’re ready to move forward, we just need "),
            TemplatePart::Blank { blank: 0, words: "the card’s last four digits".into() },
            words(" from you. Once we have that, we’ll "),
            TemplatePart::Blank { blank: 1, words: String::new() },
            words(" and confirm by text."),
        ],
        blanks: vec![
            blank("What you need", "the card’s last four digits", None),
            blank("What happens next", "", wrong),
        ],
        count: "2 texts".into(),
    };
    Templates {
        forms: forms(),
        draft: String::new(),
        mode: Mode::Text,
        made: String::new(),
        seen: "m6".into(),
        query: String::new(),
        choices: vec![
            waiting,
            other("Wait list", "you’re on the list for Tuesday."),
            other("All settled", "All done."),
        ],
        nothing: "No template has these words.".into(),
        refused: None,
    }
}

fn composer() -> Composer {
    super::conversation::composer(ComposerState::Ready)
}

pub(crate) fn with_templates(wrong: Option<&str>) -> Conversation {
    let composer = Composer { templates: Some(templates(wrong)), ..composer() };
    Conversation { composer, ..super::conversation::jamie() }
}

/// At night, with what was typed.
pub(crate) fn at_night() -> Conversation {
    let night = NightThere {
        what: "It is 22:30 where Jamie is. What we start goes out from 08:00 to 21:00 there.".into(),
        by_day: Some(("2026-05-14T12:00:00Z".into(), "Text at 8 am (their morning)".into())),
        despite: "open".into(),
        anyway: "Text now all the same".into(),
    };
    let state = ComposerState::Night(night);
    let composer = Composer { state, draft: "Sorry, we were swamped today.".into(), ..composer() };
    Conversation { composer, ..super::conversation::jamie() }
}

pub(crate) fn scheduled(held: bool) -> ScheduledText {
    ScheduledText {
        id: "st1".into(),
        hand: Hand::You,
        author: "You".into(),
        text: "Good morning Jamie, the plan for invoice 2093 is ready.".into(),
        at: Stamp { words: "Wed 9 am".into(), ..at("09:00", "") },
        small: if held { String::new() } else { "asks you if something comes first".into() },
        came: None,
        held: held.then(|| "Jamie wrote after you wrote this.".into()),
        form: Some(ScheduledForm {
            at: "2026-05-13T09:00".into(),
            words: "See you at 11!".into(),
            was: "See you at 11!".into(),
            wrong: None,
            open: false,
            despite: None,
        }),
    }
}

/// A text waits for tomorrow.
pub(crate) fn with_scheduled(text: ScheduledText) -> Conversation {
    let jamie = super::conversation::jamie();
    let mut items = jamie.timeline.items;
    items.push(TimelineItem::Scheduled(text));
    Conversation { timeline: Timeline { items, ..jamie.timeline }, ..jamie }
}

/// The same, as it could not go out at once.
pub(crate) fn refused_at_night() -> ScheduledText {
    let despite = Despite { action: "send", words: "Send it now all the same".into() };
    let wrong = Some("It is 22:30 where Jamie is.".into());
    let text = scheduled(false);
    ScheduledText {
        form: text.form.map(|form| ScheduledForm { wrong, despite: Some(despite), ..form }),
        ..text
    }
}

pub(crate) fn reminders() -> Reminders {
    Reminders {
        set: vec![ReminderLine {
            id: "r1".into(),
            words: "Ask Dana about the deposit".into(),
            at: Stamp { words: "Wed 9 am".into(), ..at("09:00", "") },
            whose: String::new(),
            may_drop: true,
        }],
        times: vec![
            ("2h".into(), "In 2 hours".into()),
            ("2026-05-13T13:00:00Z".into(), "Tomorrow 9 am".into()),
        ],
        ..Reminders::default()
    }
}
