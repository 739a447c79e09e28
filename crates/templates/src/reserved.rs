//! Texts that invite an answer which consent understands as its own.
//!
//! "Reply CANCEL to cancel" gets the customer opted out of every text when they only meant the appointment (47 CFR
//! 64.1200(a)(10) names the words). STOP and HELP are not warned about: what they do is what texts say they do.

use crate::problem::{Code, TemplateProblem};
use baton_text::{ConsentWord, Keyword, Standing, consent_word};
use std::ops::Range;

/// Verbs that ask for an answer.
const VERBS: [&str; 7] = ["reply", "respond", "answer", "text", "txt", "send", "type"];
/// What may stand between the verb and the word.
const FILLERS: [&str; 8] = ["with", "back", "the", "word", "just", "simply", "us", "please"];
/// What goes on after a word that is invited in small letters: "reply cancel to cancel", but not "reply end of day".
const FOLLOWERS: [&str; 4] = ["to", "for", "if", "or"];

/// A word of the text, with what stands between it and the word before.
struct Word<'s> {
    text: &'s str,
    span: Range<usize>,
    begins_sentence: bool,
    quoted: bool,
}

/// The reserved words that the text invites, each once.
pub(crate) fn invited(source: &str, outside: &[Range<usize>]) -> Vec<TemplateProblem> {
    let words = words(source, outside);
    let mut told: Vec<&str> = Vec::new();
    let mut warnings = Vec::new();
    let mut verb_before = false;
    let mut verb_beside = false;
    for (at, word) in words.iter().enumerate() {
        if word.begins_sentence {
            (verb_before, verb_beside) = (false, false);
        }
        let keyword =
            consent_word(word.text, Standing::Normal).filter(|keyword| means_another_thing(*keyword));
        if let Some(keyword) = keyword {
            let next = words.get(at + 1).filter(|next| !next.begins_sentence);
            let before = at.checked_sub(1).map(|at| &words[at]).filter(|_| !word.begins_sentence);
            let goes_on = next.is_none_or(|next| is_among(next.text, &FOLLOWERS));
            let after_or = verb_before && before.is_some_and(|before| is_among(before.text, &["or"]));
            let stands_out = word.quoted || is_shouted(word.text);
            let amid_shouting = before.into_iter().chain(next).any(|other| is_shouted(other.text));
            let on_its_own = keyword.may_mean_another_thing() && is_shouted(word.text) && !amid_shouting;
            let is_invited =
                on_its_own || (verb_before && stands_out) || ((verb_beside || after_or) && goes_on);
            if is_invited && !told.contains(&keyword.word) {
                told.push(keyword.word);
                warnings.push(warning(keyword, word.span.clone()));
            }
        }
        let is_verb = is_among(word.text, &VERBS);
        verb_before |= is_verb;
        verb_beside = is_verb || (verb_beside && is_among(word.text, &FILLERS));
    }
    warnings
}

/// Words that are also words of everyday business, or that bring an answer which nobody expects.
fn means_another_thing(keyword: Keyword) -> bool {
    keyword.may_mean_another_thing() || matches!(keyword.word, "start" | "info")
}

fn warning(keyword: Keyword, span: Range<usize>) -> TemplateProblem {
    let word = keyword.word.to_uppercase();
    let consequence = match keyword.does {
        ConsentWord::OptOut => "opts the customer out of every text, whatever they meant",
        ConsentWord::OptIn => "is heard as consent to texts, and opens no conversation",
        ConsentWord::Help => "is answered by the help text, and opens no conversation",
    };
    TemplateProblem::warning(Code::ReservedWord, span, format!("the answer {word} {consequence}"))
        .remedy("invite another word, such as CHANGE or C")
}

fn words<'s>(source: &'s str, outside: &[Range<usize>]) -> Vec<Word<'s>> {
    let mut words = Vec::new();
    let mut begins_sentence = true;
    for range in outside {
        let mut before = None;
        let mut chars = source[range.clone()].char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let start = range.start + at;
            if !c.is_alphanumeric() {
                begins_sentence |= matches!(c, '.' | '!' | '?' | '\n' | ';' | '…');
                before = Some(c);
                continue;
            }
            while chars.next_if(|(_, c)| c.is_alphanumeric()).is_some() {}
            let end = chars.peek().map_or(range.end, |(at, _)| range.start + at);
            let after = chars.peek().map(|(_, c)| *c);
            let quoted = before.is_some_and(is_quote) && after.is_some_and(is_quote);
            words.push(Word { text: &source[start..end], span: start..end, begins_sentence, quoted });
            begins_sentence = false;
            before = None;
        }
    }
    words
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '”' | '„' | '‘' | '’' | '«' | '»' | '*')
}

fn is_among(word: &str, list: &[&str]) -> bool {
    list.iter().any(|one| one.eq_ignore_ascii_case(word))
}

/// Whether it is written in capitals only, and is long enough for that to mean something.
fn is_shouted(word: &str) -> bool {
    word.chars().nth(1).is_some()
        && word.chars().all(|c| !c.is_lowercase())
        && word.chars().any(char::is_uppercase)
}
