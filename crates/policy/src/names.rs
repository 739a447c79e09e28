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
            distance <= slips(longest) && distance < longest
        })
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, name)| name)
}

/// How many slips are one and the same name still: about one in three letters.
const fn slips(letters: usize) -> usize {
    if letters < 3 { 1 } else { (letters + 1) / 3 }
}

/// The address among `addresses` that is nearest: of two within one domain only what stands before it is compared, for the
/// rest is alike whoever is meant.
pub(crate) fn nearest_address<'n>(
    written: &str,
    addresses: impl IntoIterator<Item = &'n str>,
) -> Option<&'n str> {
    let Some((_, domain)) = written.trim().split_once('@') else { return nearest(written, addresses) };
    let ends =
        |address: &&str| address.split_once('@').is_some_and(|(_, other)| other.eq_ignore_ascii_case(domain));
    let (same, others): (Vec<&str>, Vec<&str>) = addresses.into_iter().partition(ends);
    let before = |address: &str| address.split_once('@').map_or("", |(before, _)| before).to_owned();
    let locals: Vec<String> = same.iter().map(|address| before(address)).collect();
    let near = nearest(&before(written.trim()), locals.iter().map(String::as_str));
    if let Some(place) = near.and_then(|near| locals.iter().position(|local| local == near)) {
        return Some(same[place]);
    }
    // Another domain: the same before it, and a slip behind.
    let twin = |address: &&str| before(address).eq_ignore_ascii_case(&before(written.trim()));
    nearest(written, others.into_iter().filter(twin))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Fails when somebody else of the same domain is proposed for a person who is not there, or when a slip is not
    /// recognised.
    #[test]
    fn only_what_is_near_is_proposed() {
        let team = ["maya@smile.example", "ben@smile.example", "ruth@smile.example"];
        assert_eq!(nearest_address("bob@smile.example", team), None);
        assert_eq!(nearest_address("ruht@smile.example", team), Some("ruth@smile.example"));
        assert_eq!(nearest_address("Maja@smile.example", team), Some("maya@smile.example"));
        assert_eq!(nearest_address("ruth@simle.example", team), Some("ruth@smile.example"));
        assert_eq!(nearest_address("bob@simle.example", team), None);
        assert_eq!(nearest("Sails", ["Sales", "Billing"]), Some("Sales"));
        assert_eq!(nearest("Mall", ["Bill"]), None);
    }
}
