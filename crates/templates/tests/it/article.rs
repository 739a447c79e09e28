//! The article's four templates, letter for letter (tests/article).

use crate::common::{ready, usual};
use baton_templates::{Context, Name, Severity, Values};

const FIRST_RESPONSE: &str = include_str!("../article/first-response.txt");
const HANDOFF_INTERNAL: &str = include_str!("../article/handoff-internal.txt");
const HANDOFF_CUSTOMER: &str = include_str!("../article/handoff-customer.txt");
const WAITING_ON_YOU: &str = include_str!("../article/waiting-on-you.txt");

/// Fails when one of the article's names is not known, or one of its blanks is taken for a name.
#[test]
fn names_are_told_from_blanks() {
    let first = ready(FIRST_RESPONSE);
    let names = [Name::FirstName, Name::YourName, Name::Team, Name::BusinessName, Name::Timeframe];
    assert_eq!(first.names(), names);
    assert_eq!(first.blanks(), ["short description", "what they can expect"]);

    let internal = ready(HANDOFF_INTERNAL);
    assert_eq!(internal.names(), [Name::NameRole, Name::Summary, Name::Progress]);
    assert_eq!(internal.blanks(), [""; 0]);

    let customer = ready(HANDOFF_CUSTOMER);
    assert_eq!((customer.names(), customer.blanks()), (vec![Name::NameRole, Name::Timeframe], vec!["area"]));

    let waiting = ready(WAITING_ON_YOU);
    assert_eq!(
        (waiting.names(), waiting.blanks()),
        (vec![Name::FirstName], vec!["specific info", "next step"])
    );
}

/// Fails when one of them cannot be used, or is warned about, where the article uses it or in the composer.
#[test]
fn each_can_be_used_where_the_article_uses_it() {
    let uses = [
        (FIRST_RESPONSE, Context::Composer),
        (HANDOFF_INTERNAL, Context::HandoffNote),
        (HANDOFF_CUSTOMER, Context::HandoffCustomer),
        (WAITING_ON_YOU, Context::Composer),
    ];
    for (source, context) in uses {
        let template = ready(source);
        assert_eq!(template.warnings(), []);
        assert_eq!(template.check(context), []);
        assert!(template.check(Context::Composer).iter().all(|problem| problem.severity != Severity::Error));
    }
}

/// Fails when filling changes a letter of the article beside the brackets, or fills one with something else.
#[test]
fn filled_they_read_as_the_article_means_them() {
    let filled = [FIRST_RESPONSE, HANDOFF_INTERNAL, HANDOFF_CUSTOMER, WAITING_ON_YOU]
        .map(|source| ready(source).fill(&usual()).expect("every blank has a value"));
    insta::assert_snapshot!(filled.join("\n----\n"));
}

/// Fails when what is done and what is pending do not make up the article's one bracket for both.
#[test]
fn done_and_pending_make_up_the_context_of_the_note() {
    let values = Values::new().with(Name::Done, "sent March").with(Name::Pending, "April");
    assert_eq!(ready("[what’s been done, what’s pending]").fill(&values).unwrap(), "sent March; April");
    let half = Values::new().with(Name::Done, "sent March");
    assert!(ready("[what’s been done, what’s pending]").fill(&half).is_err());
}
