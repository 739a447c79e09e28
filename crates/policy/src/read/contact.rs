//! `[quiet_hours]` and `[consent]`: when and whether customers are written to.

use rustc_hash::FxHashMap;

use baton_text::{ConsentWord, ConsentWords, ExtraWord, Standing, consent_word, squeeze};

use crate::built::Feature;
use crate::contact::{Confirmations, Consent, ConsentScope, FirstText, QuietHours, Spoken};
use crate::limits;
use crate::names::quoted;
use crate::problem::{Code, Findings};
use crate::read::confirm;
use crate::read::dates::time;
use crate::read::section::{Section, Text, Wanted, entries, refuse};
use crate::read::templates::choice;
use crate::read::workspace::name;

const QUIET: Wanted = Wanted { what: "a table", example: "{ from = \"08:00\", to = \"21:00\" }" };
const CONSENT: Wanted = Wanted { what: "a table", example: "{ opt_out = [\"parar\"] }" };
const WORDS: Wanted = Wanted { what: "a list of words", example: "[\"parar\"]" };
const LANGUAGES: Wanted =
    Wanted { what: "tables by the tags of languages", example: "{ es = { opt_out = [\"parar\"] } }" };
const LANGUAGE: Wanted = Wanted { what: "a table", example: "{ opt_out = [\"parar\"] }" };
const FIRST: Wanted = Wanted { what: "what becomes of a first text", example: "\"append\"" };
const SCOPE: Wanted = Wanted { what: "what an opt-out holds for", example: "\"workspace\"" };

/// Where a word of consent stands.
struct Stands {
    /// In which list, and so with which meaning.
    list: &'static str,
    /// In which table, as a sentence calls it.
    table: String,
}

/// All that stand so far, by the form in which texts are compared.
type Taken = FxHashMap<String, Vec<Stands>>;

/// `[quiet_hours]`: from when until when what the business starts goes out.
pub(crate) fn quiet_hours(top: &mut Section<'_>, findings: &mut Findings<'_>) -> QuietHours {
    let mut quiet = QuietHours::default();
    let Some(field) = top.ask_built("quiet_hours", Feature::QuietHours, findings) else { return quiet };
    let Some(table) = field.table(findings, QUIET) else { return quiet };
    let mut section = Section::new("[quiet_hours]", table);
    let from = section.ask("from").and_then(|field| time(field, findings));
    let to = section.ask("to").and_then(|field| time(field, findings));
    section.finish(findings);
    quiet.from = from.unwrap_or(quiet.from);
    quiet.to = to.unwrap_or(quiet.to);
    if quiet.to <= quiet.from {
        let message = format!("texts would go out from {} to {}, which is not later", quiet.from, quiet.to);
        let remedy =
            "from is when they may begin in the morning, to when they end: from = \"08:00\", to = \"21:00\"";
        findings.problem(Code::BadValue, field.at, message, remedy.to_owned());
    }
    quiet
}

/// `[consent]`: words of one's own, and what an opt-out holds for.
pub(crate) fn consent(top: &mut Section<'_>, findings: &mut Findings<'_>) -> Consent {
    let mut consent = Consent::default();
    let Some(field) = top.ask_built("consent", Feature::Consent, findings) else { return consent };
    let Some(table) = field.table(findings, CONSENT) else { return consent };
    let mut section = Section::new("[consent]", table);
    let mut taken = Taken::default();
    [consent.opt_out, consent.opt_in, consent.help] = words(&mut section, &mut taken, findings);
    if let Some(named) = section.ask("scope").and_then(|field| field.text(findings, SCOPE)) {
        let scopes = [("workspace", ConsentScope::Workspace), ("line", ConsentScope::Line)];
        consent.scope = choice(named, "scope", &scopes, findings).unwrap_or_default();
        if consent.scope == ConsentScope::Line {
            refuse(Feature::ConsentByLine, named.at, findings);
        }
    }
    let languages = section.ask("languages").and_then(|field| {
        let table = field.table(findings, LANGUAGES)?;
        let spoken = entries(table);
        field.limited(findings, spoken.len(), limits::LANGUAGES);
        Some(spoken.into_iter().take(limits::LANGUAGES).collect::<Vec<_>>())
    });
    let mut spoken: Vec<(Spoken, Section<'_>)> = Vec::new();
    for entry in languages.unwrap_or_default() {
        let (tag, name) = (entry.key.to_lowercase(), format!("[consent.languages.{}]", entry.key));
        let Some(table) = entry.table(findings, LANGUAGE) else { continue };
        if !is_tag(&tag) {
            let message = format!("{} is no tag of a language", quoted(entry.key));
            findings.problem(
                Code::BadValue,
                entry.at,
                message,
                "write one such as es, fr or pt-BR".to_owned(),
            );
        } else if spoken.iter().any(|(other, _)| other.tag == tag) {
            let message = format!("the language {} stands there twice", quoted(&tag));
            findings.problem(Code::Duplicate, entry.at, message, "take one of them out".to_owned());
        }
        let mut section = Section::new(name, table);
        let words = words(&mut section, &mut taken, findings);
        spoken.push((Spoken { tag, words, confirm: Confirmations::default() }, section));
    }
    consent.languages = spoken.iter().map(|(spoken, _)| spoken.clone()).collect();
    // Each was looked at alone, and none has two meanings.
    let words = |consent: &Consent, of: Option<&str>| {
        ConsentWords::new(consent.extra().filter(|word| is_known_to(word, of))).unwrap_or_default()
    };
    consent.words = ConsentWords::new(consent.extra()).unwrap_or_default();
    consent.confirm = confirm::read(&mut section, &words(&consent, None), findings);
    if let Some(named) = section.ask("first_text").and_then(|field| field.text(findings, FIRST)) {
        let modes = [("append", FirstText::Append), ("warn", FirstText::Warn), ("off", FirstText::Off)];
        consent.first_text = choice(named, "way with first texts", &modes, findings).unwrap_or_default();
    }
    consent.first_text_words = confirm::first_text(&mut section, &words(&consent, None), findings);
    consent.languages = spoken
        .into_iter()
        .map(|(spoken, mut section)| {
            let confirm = confirm::read(&mut section, &words(&consent, Some(&spoken.tag)), findings);
            section.finish(findings);
            Spoken { confirm, ..spoken }
        })
        .collect();
    section.finish(findings);
    consent
}

/// The three lists of words of a section.
fn words(section: &mut Section<'_>, taken: &mut Taken, findings: &mut Findings<'_>) -> [Vec<String>; 3] {
    let lists =
        [("opt_out", ConsentWord::OptOut), ("opt_in", ConsentWord::OptIn), ("help", ConsentWord::Help)];
    lists.map(|(key, does)| {
        let texts = section.ask(key).and_then(|field| field.texts(findings, WORDS, limits::WORDS));
        let texts = texts.unwrap_or_default();
        texts
            .into_iter()
            .filter_map(|text| {
                let stands = Stands { list: key, table: section.name().to_owned() };
                word(text, stands, does, taken, findings)
            })
            .collect()
    })
}

/// Whether a text in a language may name this word, that its readers can undo what it says: everybody's words, and those of
/// the same language, as `es` and `es-mx` are; in a text for everybody, none of a single language.
fn is_known_to(word: &ExtraWord, tag: Option<&str>) -> bool {
    let language = |tag: &str| tag.split('-').next().map(str::to_owned);
    word.language.as_deref().is_none_or(|own| tag.is_some_and(|tag| language(own) == language(tag)))
}

/// Whether it has the shape of a language's tag (BCP 47): two or three letters, perhaps with parts behind hyphens.
fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or("");
    let is_part =
        |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (2..=3).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(is_part)
}

/// A word in the form in which texts are compared; a problem where it says nothing, stands twice in a table or elsewhere
/// with another meaning, or is one of law. Languages may share a word with one meaning.
fn word(
    text: Text<'_>,
    stands: Stands,
    does: ConsentWord,
    taken: &mut Taken,
    findings: &mut Findings<'_>,
) -> Option<String> {
    let written = name(text, "a word of consent", findings)?;
    let squeezed = squeeze(written);
    let wrong = if squeezed.is_empty() {
        Some((Code::BadValue, format!("{} has no letter to know it by", quoted(written))))
    } else if let Some(law) = consent_word(written, Standing::Asked).filter(|law| law.does != does) {
        Some((Code::BadValue, format!("{} {} whatever a policy says", quoted(written), meaning(law.does))))
    } else if let Some(problem) = unusable(written, does) {
        Some((Code::BadValue, problem))
    } else {
        let all = taken.entry(squeezed.clone()).or_default();
        let before = all.iter().find(|other| other.list != stands.list || other.table == stands.table);
        let wrong = before.map(|Stands { list, table }| {
            (Code::Duplicate, format!("{} stands in “{list}” of {table} already", quoted(written)))
        });
        if wrong.is_none() {
            all.push(stands);
        }
        wrong
    };
    let Some((code, message)) = wrong else { return Some(squeezed) };
    findings.problem(code, text.at, message, "take it out".to_owned());
    None
}

/// Why a word cannot be one of consent by itself: too long to be typed, an answer to many questions as YES is, or what may
/// ask for no more texts and is to do something else.
fn unusable(written: &str, does: ConsentWord) -> Option<String> {
    let word = ExtraWord { does, word: written.to_owned(), language: None };
    let problem = ConsentWords::new([word]).err()?.into_iter().next()?.to_string();
    Some(problem.trim_end_matches('.').to_owned())
}

const fn meaning(does: ConsentWord) -> &'static str {
    match does {
        ConsentWord::OptOut => "opts out",
        ConsentWord::OptIn => "opts in again",
        ConsentWord::Help => "asks for help",
    }
}
