//! Which emoji say thanks, and which say more.

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// Emoji that approve, thank, greet or laugh, without variation selectors and skin tones.
const APPROVE: &str = "👍👌🙏🤝🙌👏🤘🤙✌🤞🫶🤟👊🤜🤛💪🫡🙇🙋💁🙆🤗😊☺🙂😀😃😄😁😆😅😂🤣😉😌😍🥰😘😗😙😚😇🤩🥳😎😋😛😜🤪😝🥲😸😹😺😻🤠\
    ❤♥♡🧡💛💚💙🩵💜🖤🤍🤎🩷💗💖💕💞💓💘💝💟❣💌💋😽🌹💐🌷🌸🌺🌻🌼🏵🌟⭐✨💫🎉🎊🥂🍻🍾🎈🏆🥇💯🔥✅☑✔✓👋👐🤲🆗🎯🚀💃🕺🫂👼😏🤌👯👑💎";

/// Emoji that say nothing by themselves and may go along with kind words: "have a great day ☀️".
const GO_ALONG: &str = "☀🌞🌈🌅🌙🌛🌜😴💤☕🍵🍀🌴🏖⛱🎄🎅🤶🎁❄⛄🎃🦃🐰🐣🎆🎇🕎☮🕊🍰🎂🧁🍕🍺🍷🐶🐱🐾🦷🏠🏡🚗✈🌊🎶🎵📅🗓📌📍📝👀🙈🙉🙊🐻🦋🌿🍃🌱🤓🧘😬🆒👻🌎🌍🌏";

/// What the emoji of a text come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Emoji {
    /// There is none.
    None,
    /// All of them approve, thank or laugh.
    Approves,
    /// Some only go along with words.
    GoesAlong,
    /// One is sad or angry, asks, or is not known.
    NeedsAnswer,
}

/// Reads the emoji and other symbols among the words.
pub(super) fn found_in(text: &str) -> Emoji {
    let mut found = Emoji::None;
    for c in text.chars() {
        if c.is_ascii() {
            if matches!(
                c,
                '$' | '%' | '@' | '#' | '<' | '>' | '=' | '+' | '/' | '\\' | '|' | '[' | ']' | '{' | '}'
            ) {
                return Emoji::NeedsAnswer;
            }
        } else if is_symbol(c) {
            found = match found {
                Emoji::None | Emoji::Approves if APPROVE.contains(c) => Emoji::Approves,
                _ if APPROVE.contains(c) || GO_ALONG.contains(c) => Emoji::GoesAlong,
                _ => return Emoji::NeedsAnswer,
            };
        }
    }
    found
}

/// A symbol with a meaning of its own: not a skin tone, a joiner, or the sign of man or woman in a joined emoji.
fn is_symbol(c: char) -> bool {
    !matches!(c, '\u{1f3fb}'..='\u{1f3ff}' | '♀' | '♂' | '´' | '¨')
        && c.general_category_group() == GeneralCategoryGroup::Symbol
}
