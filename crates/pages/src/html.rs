//! What every view model shares: rendering, times, words with emphasis, and the context of forms.

use std::borrow::Cow;
use std::fmt;

use askama::Template;

/// Anything of this crate that can be shown.
pub trait Html {
    /// The finished HTML: a whole page or a fragment, by type.
    fn html(&self) -> String;
}

impl<T: Template> Html for T {
    fn html(&self) -> String {
        self.render().expect("writing to a String cannot fail, and no template returns an error of its own")
    }
}

/// A moment, for people and for machines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// RFC 3339, for `datetime`.
    pub iso: String,
    /// What is read, in the workspace's zone: "2:03 pm".
    pub words: String,
    /// The exact time for hovering: "Tue 12 May, 2:03 pm". Empty for none.
    pub exact: String,
}

/// A stretch of a sentence about what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// Quiet words.
    Plain(String),
    /// Who or what it is about.
    Bold(String),
    /// The customer's own words that made a rule fit.
    Hit(String),
}

/// Words whose times of day stay on one line: "9:52 am" never breaks before its "am". What a customer is texted never goes
/// through here, for this space would cost them a longer text.
pub(crate) fn unbroken(words: &str) -> Cow<'_, str> {
    let is_time = |at: &usize| {
        let (before, after) = (&words[..*at], &words[at + 1..]);
        let ends = |rest: &str| !rest.starts_with(|letter: char| letter.is_alphanumeric());
        before.ends_with(|digit: char| digit.is_ascii_digit())
            && ["am", "pm"].iter().any(|half| after.strip_prefix(half).is_some_and(ends))
    };
    let mut whole = Cow::Borrowed(words);
    for (at, _) in
        words.match_indices(' ').filter(|(at, _)| is_time(at)).collect::<Vec<_>>().into_iter().rev()
    {
        whole.to_mut().replace_range(at..=at, "\u{a0}");
    }
    whole
}

/// What a form needs besides its own fields: carried by every fragment that holds forms.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Forms {
    /// The opaque id of the conversation.
    pub conversation: String,
    /// The token that proves that the form is ours, bound to the session.
    pub csrf: String,
    /// The query of the list that the reader came from, without `?` ("view=mine&tag=new"). May be empty.
    pub list: String,
    /// As [`Timeline::told`](crate::Timeline::told): what is done here reads what was shown with it.
    pub told: Option<i64>,
}

/// An icon of the sprite, beside words or inside something that has a label.
pub(crate) fn icon(name: &'static str) -> Icon {
    Icon(name)
}

/// See [`icon`].
pub(crate) struct Icon(&'static str);

impl fmt::Display for Icon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sprite = crate::asset_path("icons.svg");
        write!(f, r#"<svg class="i" aria-hidden="true"><use href="{sprite}#i-{}"/></svg>"#, self.0)
    }
}

impl askama::filters::HtmlSafe for Icon {}

#[cfg(test)]
mod tests {
    use super::unbroken;

    /// Fails when a time of day can break before its am or pm, or when other words change.
    #[test]
    fn a_time_of_day_stays_on_one_line() {
        for (words, kept) in [
            ("Tue 1 Dec, 9:52 am", "Tue 1 Dec, 9:52_am"),
            ("back 1 Dec, 6 pm. 9:52 am", "back 1 Dec, 6_pm. 9:52_am"),
            ("12 am", "12_am"),
            ("I am here, 3 amber lights, room 5 pmx", "I am here, 3 amber lights, room 5 pmx"),
            ("Zoë’s at 9 am, ł 10 pm", "Zoë’s at 9_am, ł 10_pm"),
            ("", ""),
        ] {
            assert_eq!(unbroken(words), kept.replace('_', "\u{a0}"), "{words}");
        }
    }
}
