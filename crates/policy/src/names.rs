//! When two names are one, and which name was probably meant.

use baton_routing::keyword::Folded;

/// What a name is compared by, as in the routing text: capitals, accents and the width of white space do not matter.
pub(crate) fn folded(name: &str) -> String {
    Folded::of(name).text().trim().to_owned()
}

/// The name among `names` that is nearest to what was written, if it is near enough for a slip.
pub(crate) fn nearest<'n>(written: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let wanted = folded(written);
    let near = |name: &str| strsim::osa_distance(&wanted, &folded(name));
    names
        .into_iter()
        .map(|name| (near(name), name))
        .filter(|&(distance, name)| {
            let longest = wanted.chars().count().max(name.chars().count());
            distance <= (longest / 3).max(1) && distance < longest
        })
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, name)| name)
}

/// The remedy that names what was probably meant.
pub(crate) fn did_you_mean<'n>(written: &str, names: impl IntoIterator<Item = &'n str>) -> Option<String> {
    nearest(written, names).map(|name| format!("did you mean {name}?"))
}

/// `text`, cut where it is too long to be quoted in a sentence.
pub(crate) fn quoted(text: &str) -> String {
    let mut letters = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    let start: String = letters.by_ref().take(60).collect();
    let dots = if letters.next().is_some() { "…" } else { "" };
    format!("“{start}{dots}”")
}
