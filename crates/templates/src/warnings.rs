//! What somebody should look at, wherever a template is used.

use crate::fold::fold;
use crate::name::Name;
use crate::problem::{Code, TemplateProblem};
use crate::read::{MOST_PROBLEMS, Piece, Pieces};
use crate::{LONGEST_LABEL, reserved};
use baton_text::{Encoding, measure, normalise};
use std::ops::Range;

/// So many segments may the words of a template take, without its values, before somebody is asked to look.
pub const MOST_SEGMENTS: usize = 3;

/// The warnings about a text in order, of very many the first.
pub(crate) fn of(source: &str, read: &Pieces) -> Vec<TemplateProblem> {
    let mut warnings = nearly_known(read);
    for range in &read.outside {
        brackets(source, range.clone(), &mut warnings);
    }
    warnings.extend(reserved::invited(source, &read.outside));
    warnings.sort_by_key(|warning| warning.span.start);
    warnings.truncate(MOST_PROBLEMS - 1);
    warnings.extend(segments(source, read));
    warnings
}

fn nearly_known(read: &Pieces) -> Vec<TemplateProblem> {
    let warn = |name: Name, span: &Range<usize>| {
        let message =
            "this is no name that Baton knows: as it stands it is a blank for the sender to fill in";
        TemplateProblem::warning(Code::NearlyKnown, span.clone(), message)
            .remedy(format!("did you mean {name}?"))
    };
    read.blanks.iter().filter_map(|blank| Some(warn(Name::near(&blank.key)?, &blank.span))).collect()
}

/// Brackets that go out as they are and were probably meant otherwise.
fn brackets(source: &str, outside: Range<usize>, warnings: &mut Vec<TemplateProblem>) {
    let mut open = 0_usize;
    let mut at = outside.start;
    while let Some(place) = source[at..outside.end].find(['[', ']']).map(|length| at + length) {
        if source[place..].starts_with('[') {
            // Outside of slots brackets only open in pairs.
            at = place + 2;
            open += 1;
            warnings.extend(literal_name(source, place, &outside));
        } else {
            at = place + 1;
            if open == 0 {
                let message = "this ] closes nothing, and is sent as it stands";
                warnings.push(TemplateProblem::warning(Code::StrayBracket, place..at, message).remedy(
                    "take it out, or open the bracket: [ begins a name or a blank, [[ a bracket that is sent",
                ));
            }
            open = open.saturating_sub(1);
        }
    }
}

/// A known name after the `[[` at `place`.
fn literal_name(source: &str, place: usize, outside: &Range<usize>) -> Option<TemplateProblem> {
    let longest = source[place + 2..outside.end]
        .char_indices()
        .nth(LONGEST_LABEL + 1)
        .map_or(outside.end, |(at, _)| place + 2 + at);
    let length = source[place + 2..longest].find(['[', ']'])?;
    let inside = &source[place + 2..place + 2 + length];
    let name = Name::folded(&fold(inside))?;
    let message = format!("[[ is a bracket that is sent: the customer reads {name}");
    let span = place..place + 3 + length;
    Some(
        TemplateProblem::warning(Code::LiteralName, span, message)
            .remedy(format!("write {name} to have it filled")),
    )
}

fn segments(source: &str, read: &Pieces) -> Option<TemplateProblem> {
    let words = read.all.iter().filter_map(|piece| match piece {
        Piece::Text(words) => Some(words.as_str()),
        Piece::Slot(_) => None,
    });
    let words = normalise(&words.collect::<String>());
    let cost = measure(&words);
    if cost.segments <= MOST_SEGMENTS {
        return None;
    }
    let message = format!("the text takes {} segments before anything is filled in", cost.segments);
    let warning = TemplateProblem::warning(Code::ManySegments, 0..source.len(), message);
    let plain = measure(&words.chars().map(typewritten).collect::<String>());
    Some(match cost.forcing {
        Some(forcing) if plain.encoding == Encoding::Gsm7 => warning.remedy(format!(
            "“{forcing}” makes every segment shorter: with plain quotation marks and dashes it is {}",
            plain.segments
        )),
        _ => warning.remedy("say it shorter"),
    })
}

/// The character of a typewriter for one that a word processor put there.
fn typewritten(c: char) -> char {
    match c {
        '‘' | '’' => '\'',
        '“' | '”' | '„' => '"',
        '‐' | '‑' | '–' | '—' => '-',
        '\u{A0}' | '\u{202F}' => ' ',
        _ => c,
    }
}
