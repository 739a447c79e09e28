//! The texts of `[consent]`: what Baton answers to words of consent, in the words of the business.

use baton_templates::{Code as Said, Name, Template as Words, Values};
use baton_text::{ConsentWord, ConsentWords, measure, normalise};

use crate::contact::Confirmations;
use crate::limits;
use crate::problem::{Code, Findings, Span};
use crate::read::embedded::Embedded;
use crate::read::section::{Section, Text, Wanted};

const TEXT: Wanted = Wanted {
    what: "the text",
    example: "\"[Business Name]: no more texts. Reply START to get them again.\"",
};
/// So long a business's name counts in a text that is measured before it is known.
const A_NAME: &str = "twenty characters it";
/// So long a number counts.
const A_NUMBER: &str = "+1 212-555-0100";

/// What each text has to say, beside the name of the business.
struct Says {
    key: &'static str,
    /// The kind of word of which it has to name one.
    does: ConsentWord,
    /// What that is for.
    how: &'static str,
    remedy: &'static str,
}

const OUT: Says = Says {
    key: "opt_out_text",
    does: ConsentWord::OptIn,
    how: "how to get texts again",
    remedy: "name a word that opts in, such as START",
};
const IN: Says = Says {
    key: "opt_in_text",
    does: ConsentWord::OptOut,
    how: "how to end texts",
    remedy: "name a word that opts out, such as STOP",
};
const FIRST: Says = Says { key: "first_text_words", ..IN };
const HELP: Says = Says { key: "help_text", ..IN };

/// The three texts, as far as the policy has them; `words` are those that their readers know.
pub(crate) fn read(
    section: &mut Section<'_>,
    words: &ConsentWords,
    findings: &mut Findings<'_>,
) -> Confirmations {
    let mut ask = |says: &Says| {
        let text = section.ask(says.key)?.text(findings, TEXT)?;
        one(text, says, words, findings)
    };
    Confirmations { opted_out: ask(&OUT), opted_in: ask(&IN), help: ask(&HELP) }
}

/// What is added to a first text that does not say whose it is and how to stop, as far as the policy has words for it.
pub(crate) fn first_text(
    section: &mut Section<'_>,
    words: &ConsentWords,
    findings: &mut Findings<'_>,
) -> Option<Words> {
    let text = section.ask(FIRST.key)?.text(findings, TEXT)?;
    one(text, &FIRST, words, findings)
}

/// One of them; none where it cannot be sent as it is.
fn one(text: Text<'_>, says: &Says, words: &ConsentWords, findings: &mut Findings<'_>) -> Option<Words> {
    let embedded = Embedded::new(text, findings.source());
    let template = match Words::parse(embedded.value()) {
        Ok(template) => template,
        Err(problems) => {
            embedded.report_template(&problems, findings);
            return None;
        }
    };
    let mut sound = true;
    let mut wrong = |at: Span, message: String, remedy: &str, findings: &mut Findings<'_>| {
        sound = false;
        findings.problem(Code::BadValue, at, message, remedy.to_owned());
    };
    let filled = [Name::BusinessName, Name::OurNumber];
    let asks: Vec<String> = template
        .names()
        .into_iter()
        .filter(|name| !filled.contains(name))
        .map(|name| name.to_string())
        .chain(template.blanks().into_iter().map(|label| format!("[{label}]")))
        .collect();
    if !asks.is_empty() {
        let message = format!("“{}” has {}, which nobody is there to fill", says.key, asks.join(", "));
        wrong(text.at, message, "only [Business Name] and [Our Number] can stand in it", findings);
    }
    if !template.names().contains(&Name::BusinessName) {
        let message = format!("“{}” does not say whose text it is", says.key);
        wrong(text.at, message, "put [Business Name] into it", findings);
    }
    if !words.names(embedded.value(), says.does) {
        wrong(text.at, format!("“{}” does not say {}", says.key, says.how), says.remedy, findings);
    }
    if !sound {
        return None;
    }
    let values = Values::new().with(Name::BusinessName, A_NAME).with(Name::OurNumber, A_NUMBER);
    // Both names have a value, and it has no others.
    let filled = normalise(&template.fill(&values).unwrap_or_default());
    let length = filled.chars().count();
    if length > limits::CONFIRMATION {
        let (most, key) = (limits::CONFIRMATION, says.key);
        let message =
            format!("“{key}” has {length} characters with a name of 20; no carrier takes more than {most}");
        let remedy = "shorten it, so that it comes as one".to_owned();
        findings.problem(Code::BadValue, text.at, message, remedy);
        return None;
    }
    let segments = measure(&filled);
    if segments.segments > 1 {
        let why = segments.forcing.map_or(String::new(), |forcing| {
            format!(", for “{forcing}” is not in the short alphabet of phones")
        });
        let message =
            format!("“{}” takes {} segments with a name of 20 characters{why}", says.key, segments.segments);
        let code = Code::Template(Said::ManySegments);
        findings.warning(code, text.at, message, "shorten it, so that it comes as one".to_owned());
    }
    Some(template)
}
