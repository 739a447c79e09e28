//! A policy for each way of owning conversations that the article describes.

use baton_policy::MODELS;
use serde_json::json;

/// The article's routing rule, as it is printed.
pub(super) const RULE: &str = r#"IF message contains "price", "quote", "estimate"
  ASSIGN to Sales queue
ELSE IF message contains "reschedule", "appointment", "time"
  ASSIGN to Scheduling queue
ELSE
  ASSIGN to General queue
"#;

/// The article's four templates, letter for letter, by the names that the policy gives them.
const TEMPLATES: [(&str, &str, &str); 4] = [
    ("First response", "", include_str!("../../../../templates/tests/article/first-response.txt")),
    (
        "Handoff, internal",
        "kind = \"note\"",
        include_str!("../../../../templates/tests/article/handoff-internal.txt"),
    ),
    ("Handoff, customer", "", include_str!("../../../../templates/tests/article/handoff-customer.txt")),
    (
        "Waiting on you",
        "then = \"pending\"",
        include_str!("../../../../templates/tests/article/waiting-on-you.txt"),
    ),
];

/// The article's auto-reply, letter for letter.
const AFTER_HOURS: &str = "Thanks for texting [Business Name]. You’ve reached us outside of our normal hours (9am–6pm). Our \
                           team will see your message at 9am and respond within 1 hour. If this is urgent, reply ‘URGENT’ \
                           and we’ll prioritize your message first.";

/// The article's standards of response times, its hours from nine to six, an on-call owner, its auto-reply and its
/// templates.
pub(super) fn standards() -> String {
    let mut policy = include_str!("policies/standards.toml").replace("{rule}", RULE);
    policy += &section("After hours", "", AFTER_HOURS);
    for (name, more, text) in TEMPLATES {
        policy += &section(name, more, text);
    }
    policy
}

/// A template in a policy; what JSON quotes, TOML reads.
fn section(name: &str, more: &str, text: &str) -> String {
    format!("\n[templates.{}]\n{more}\ntext = {}\n", json!(name), json!(text))
}

/// The article's roles: Sales, Front desk, Accounts, Customer service.
pub(super) const ROLES: &str = include_str!("policies/roles.toml");

/// The model of that name, with people of the office for those that it leaves open.
pub(super) fn model(name: &str) -> String {
    let source = MODELS.iter().find(|model| model.name == name).unwrap().source;
    let people =
        [("first", "chris"), ("second", "dana"), ("third", "ben"), ("fourth", "sam"), ("lead", "maya")];
    people.iter().fold(source.to_owned(), |source, (open, name)| {
        source.replace(&format!("{open}@example.com"), &format!("{name}@cedarlane.example"))
    })
}
