//! Emoji in the wordings of reactions.

use unicode_properties::UnicodeEmoji;

/// Emoji that ask or object, without variation selectors and skin tones.
const ASK_OR_OBJECT: &str =
    "❓❔⁉👎😡😠🤬😤😢😭😞😔😟😕🙁☹😣😖😫😩🥺😥😰😨😱😳😧😦😮😯😲😒🙄😑😐🤨🤔🤷🫤💔❌🚫🛑🆘🤮🤢🖕";

/// Splits a text after the emoji that it begins with; a keycap is an emoji, a digit is not.
pub(super) fn split(text: &str) -> Option<(&str, &str)> {
    let end = text
        .char_indices()
        .find(|&(at, c)| !(is_emoji_part(c) || begins_keycap(&text[at..])))
        .map_or(text.len(), |(at, _)| at);
    (end > 0).then(|| text.split_at(end))
}

/// Whether somebody should look.
pub(super) fn asks_or_objects(emoji: &str) -> bool {
    emoji.chars().any(|c| ASK_OR_OBJECT.contains(c))
}

fn is_emoji_part(c: char) -> bool {
    !c.is_ascii() && c.is_emoji_char_or_emoji_component()
}

/// `1`, then a variation selector or not, then the keycap.
fn begins_keycap(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_ascii_digit() || matches!(c, '#' | '*'))
        && match chars.next() {
            Some('\u{20e3}') => true,
            Some('\u{fe0f}') => chars.next() == Some('\u{20e3}'),
            _ => false,
        }
}
