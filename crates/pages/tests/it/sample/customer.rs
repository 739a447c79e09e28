//! Hal's page, who opted out, and Noor's conversation, who may want to.

use baton_pages::{
    Choice, ConsentForm, ConsentLine, ContactNumber, ContactPage, Earlier, Head, Page, Stamp, View, WishBox,
};

fn stamp(iso: &str, words: &str) -> Stamp {
    Stamp { iso: iso.into(), words: words.into(), exact: String::new() }
}

pub(crate) fn contact(wrong: Option<&str>) -> ContactPage {
    let line = |iso: &str, at: &str, what: &str, evidence: &str, by: &str| ConsentLine {
        at: stamp(iso, at),
        what: what.into(),
        evidence: evidence.into(),
        by: by.into(),
    };
    ContactPage {
        shell: super::shell(View::Elsewhere(Page::Customer)),
        id: "ct_7b3w9f".into(),
        who: "Hal Brandt".into(),
        first_name: "Hal".into(),
        intro: "It is 2:03 pm where Hal is. Sam Okafor looks after Hal.".into(),
        numbers: vec![
            ContactNumber {
                number: "(212) 555-0187".into(),
                lines: "texts with Main line".into(),
                out: true,
                consent: "No: they texted “STOP”".into(),
                evidence: "9 May; a START from it changes that".into(),
                unreachable: String::new(),
            },
            ContactNumber {
                number: "(646) 555-0119".into(),
                lines: String::new(),
                out: false,
                consent: "Not asked yet".into(),
                evidence: "answering them is allowed".into(),
                unreachable: "No, since 3 Mar".into(),
            },
        ],
        history: vec![
            line(
                "2026-05-09T18:03:00Z",
                "Sat 9 May, 2:03 pm",
                "(212) 555-0187 opted out",
                "“STOP”",
                "they texted it to Main line",
            ),
            line(
                "2026-03-04T15:00:00Z",
                "Wed 4 Mar, 10:00 am",
                "(212) 555-0187 agreed to texts",
                "“form of 4 March”",
                "recorded by Maya Ortiz",
            ),
        ],
        form: ConsentForm {
            numbers: vec![
                Choice { value: "nu_1".into(), words: "(212) 555-0187".into(), chosen: true },
                Choice { value: "nu_2".into(), words: "(646) 555-0119".into(), chosen: false },
            ],
            state: wrong.map(|_| "in".into()).unwrap_or_default(),
            evidence: wrong.map(|_| "told me on the phone".into()).unwrap_or_default(),
            asks: true,
            wrong: wrong.map(Into::into),
            ..ConsentForm::default()
        },
        conversations: vec![Earlier {
            id: "cv_2k7d9q".into(),
            title: "“invoice”".into(),
            small: "Dana, closed".into(),
            at: stamp("2026-05-09T18:00:00Z", "9 May"),
        }],
        facts: vec![("Next visit".into(), "Fri 15 May, 11:00 am".into()), ("Tags".into(), "monthly".into())],
    }
}

/// They may want no more texts.
pub(crate) fn wishes() -> Head {
    let wish = WishBox { text: "ms_8x1p4t".into(), words: "stop texting me".into() };
    Head { wish: Some(wish), ..super::conversation::head() }
}
