//! What goes with an offer: the giver's words, and those that templates make for them.

use super::fill::{self, Becomes};
use super::story::Story;
use super::write;
use crate::command::NewOffer;
use crate::handoff::{Baton, TellCustomer};
use crate::refusal::{Reason, Refusal};
use baton_templates::Name;

/// The most characters of a summary, of what is done and of what is pending, each.
const WORDS: usize = 1_000;

/// What the giver wrote, with what templates make of it, checked and trimmed. It is filled once, with the offer: what
/// the receiver reads and the customer gets is what the giver approved.
///
/// # Errors
/// If nothing says what the customer needs, something is missing in a template, or something is too long.
pub(super) fn written_down(story: &Story<'_>, offer: &NewOffer) -> Result<Baton, Refusal> {
    let given = Baton { made_with: None, summary_made_with: None, ..offer.baton.clone() };
    let summed_up = with_summary(story, offer, given)?;
    checked(&with_customer_text(story, offer, summed_up)?)
}

/// The summary made from its template: the giver's words stand in it where it names them, and then not beside it again.
fn with_summary(story: &Story<'_>, offer: &NewOffer, baton: Baton) -> Result<Baton, Refusal> {
    let Some(from) = &offer.summary_template else { return Ok(baton) };
    let becomes = Becomes::SummaryFor(offer.to, &baton);
    let filled = fill::fill(story, from, becomes, story.now()).map_err(of_the_summary)?;
    let says = |name| filled.names.contains(&name);
    if !says(Name::Summary) && !baton.summary.trim().is_empty() {
        let template = &filled.made_with.template;
        let sentence =
            format!("The template “{template}” has no [summary]. Give a summary or this template, not both.");
        return Err(Refusal::invalid(Reason::SummaryTwice, "summary", sentence));
    }
    let beside = |words: &String, name| {
        if says(name) || says(Name::Progress) { String::new() } else { words.clone() }
    };
    Ok(Baton {
        done: beside(&baton.done, Name::Done),
        pending: beside(&baton.pending, Name::Pending),
        summary: filled.body,
        summary_made_with: Some(filled.made_with),
        ..baton
    })
}

/// An offer may have two templates: what is wrong with this one is told at its own fields.
fn of_the_summary(refusal: Refusal) -> Refusal {
    match refusal {
        Refusal::Invalid { field: "template", reason, sentence } => {
            Refusal::Invalid { field: "summary_template", reason, sentence }
        }
        Refusal::Invalid { field: "values", reason, sentence } => {
            Refusal::Invalid { field: "summary_values", reason, sentence }
        }
        other => other,
    }
}

/// The text to the customer made from its template.
fn with_customer_text(story: &Story<'_>, offer: &NewOffer, baton: Baton) -> Result<Baton, Refusal> {
    let Some(from) = &offer.customer_template else { return Ok(baton) };
    if baton.to_customer.is_some() {
        return Err(Refusal::invalid(
            Reason::CustomerTextTwice,
            "customer_text",
            "Give a text or a template, not both.",
        ));
    }
    let filled = fill::fill(story, from, Becomes::HandoffTo(offer.to), story.now())?;
    Ok(Baton { to_customer: Some(filled.body), made_with: Some(filled.made_with), ..baton })
}

fn checked(baton: &Baton) -> Result<Baton, Refusal> {
    let summary = bounded("summary", &baton.summary)?;
    if summary.is_empty() {
        return Err(Refusal::invalid(
            Reason::SummaryUnsaid,
            "summary",
            "Say what the customer needs, so that whoever takes over does not have to ask again.",
        ));
    }
    let to_customer = baton.to_customer.as_deref().map(|words| baton_text::normalise(words.trim()));
    let to_customer = to_customer.filter(|words| !words.is_empty() && baton.tell != TellCustomer::No);
    if let Some(words) = &to_customer {
        write::fits("customer_text", words)?;
    }
    if to_customer.is_none() && baton.tell == TellCustomer::Now {
        return Err(Refusal::invalid(
            Reason::CustomerTextUnsaid,
            "customer_text",
            "Write the text that tells the customer, or do not tell them now.",
        ));
    }
    let (done, pending) = (bounded("done", &baton.done)?, bounded("pending", &baton.pending)?);
    Ok(Baton { summary, done, pending, to_customer, ..baton.clone() })
}

fn bounded(field: &'static str, words: &str) -> Result<String, Refusal> {
    let words = baton_text::normalise(words.trim());
    if words.chars().count() > WORDS {
        let sentence = format!("This has more than {WORDS} characters. Shorten it, or write a note.");
        return Err(Refusal::invalid(Reason::BatonTooLong, field, sentence));
    }
    Ok(words)
}
