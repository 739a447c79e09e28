//! The first text that we send to somebody who never texted us names the business and says how to stop (CTIA, Messaging
//! Principles and Best Practices). What lacks it gets it at its end, as the policy and its author say.

use super::story::Story;
use super::write::{Words, fits};
use crate::command::Introduce;
use crate::directory::Directory;
use crate::event::TextKind;
use crate::refusal::{Reason, Refusal};
use crate::thread::Thread;
use baton_policy::FirstText;
use baton_templates::{Name, Values};
use baton_text::{Address, says_how_to_stop, squeeze};

/// Completes the words of a first text.
pub(super) fn complete(
    story: &Story<'_>,
    wanted: Introduce,
    kind: TextKind,
    words: &mut Words,
) -> Result<(), Refusal> {
    words.body = completed(story, wanted, kind, std::mem::take(&mut words.body))?;
    Ok(())
}

/// The same for words alone.
pub(super) fn completed(
    story: &Story<'_>,
    wanted: Introduce,
    kind: TextKind,
    mut body: String,
) -> Result<String, Refusal> {
    let by_program = kind == TextKind::Program;
    if by_program && wanted == Introduce::AsItIs {
        return Err(Refusal::invalid(
            Reason::IntroducesUnsaid,
            "introduce",
            "Only a person can say that a first text goes out as it is. Leave it out: what is missing is added.",
        ));
    }
    let mode = story.directory().policy.consent().first_text;
    let adds = match (wanted, mode) {
        (Introduce::AsItIs, _) | (Introduce::Unsaid, FirstText::Off) => false,
        (Introduce::Add, _) | (Introduce::Unsaid, FirstText::Append) => true,
        (Introduce::Unsaid, FirstText::Warn) => by_program,
    };
    let thread = story.thread()?;
    if !adds || !thread.is_silent() {
        return Ok(body);
    }
    let line = story.line()?.number.as_str();
    if let Some(missing) = missing(story.directory(), line, &body) {
        if !body.is_empty() {
            body.push('\n');
        }
        body.push_str(&missing);
        fits("text", &body)?;
    }
    Ok(body)
}

/// What a first text on that line lacks; none where it says all. In the business's words where its policy has them, else in
/// ours, of which only what is missing.
fn missing(directory: &Directory, line: &str, body: &str) -> Option<String> {
    let business = directory.business.as_str();
    let consent = directory.policy.consent();
    let named = squeeze(body).contains(&squeeze(business));
    let stops = says_how_to_stop(body, &consent.words);
    if named && stops {
        return None;
    }
    let values = Values::new()
        .with(Name::BusinessName, business)
        .with(Name::OurNumber, Address::from_stored(line).human());
    // A business whose name says nothing is named by ours all the same.
    let own = consent.first_text_words.as_ref().and_then(|own| own.fill(&values).ok());
    let own = own.map(|text| baton_text::normalise(text.trim()));
    Some(own.unwrap_or_else(|| match (named, stops) {
        (true, _) => "Reply STOP to get no more texts.".to_owned(),
        (false, true) => business.to_owned(),
        (false, false) => format!("{business}. Reply STOP to get no more texts."),
    }))
}

impl Directory {
    /// What a person at a page is offered to add to a text in this thread, for it is the first and may lack it; none where
    /// something was texted there, or the policy wants nothing added.
    pub fn introduction(&self, thread: &Thread) -> Option<String> {
        let line = self.lines.get(&thread.line)?;
        let wanted = thread.is_silent() && self.policy.consent().first_text != FirstText::Off;
        if wanted { missing(self, &line.number, "") } else { None }
    }
}
