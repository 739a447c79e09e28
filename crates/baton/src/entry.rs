//! What people type, read once at the door: addresses, names, zones, numbers, URLs, secrets.

use anyhow::{Context, bail, ensure};
use baton_hours::Zone;
use baton_text::{Address, Region};
use std::io::Read;

/// The most bytes of a secret on stdin.
const SECRET: u64 = 4_096;

/// An e-mail address, lower-cased. Whether it exists only a mail can tell, so only what cannot be one is refused.
pub(crate) fn email(text: &str) -> Result<String, String> {
    let text = text.trim();
    let example = "Write one such as ruth@cedarlane.example.";
    let Some((name, host)) = text.rsplit_once('@') else {
        return Err(format!("“{text}” is no e-mail address: there is no @ in it. {example}"));
    };
    if name.is_empty() || host.is_empty() || host.starts_with('.') || host.ends_with('.') {
        return Err(format!("“{text}” is no e-mail address: something is missing beside the @. {example}"));
    }
    if text.len() > 254 || name.contains('@') || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(format!("“{text}” is no e-mail address. {example}"));
    }
    Ok(text.to_lowercase())
}

/// The name of a person, business, token or line: 1 to 60 characters.
pub(crate) fn name(text: &str) -> Result<String, String> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err("A name has at least one letter.".to_owned()),
        1..=60 if text.chars().any(char::is_control) => Err("A name stands on one line.".to_owned()),
        1..=60 => Ok(text.to_owned()),
        count => Err(format!("A name has at most 60 characters, and this one has {count}.")),
    }
}

/// An IANA time zone.
pub(crate) fn zone(text: &str) -> Result<String, String> {
    if let Ok(zone) = Zone::named(text.trim()) {
        return Ok(zone.name().to_owned());
    }
    let names: Vec<String> = Zone::names().collect();
    let near = nearest(text.trim(), names.iter().map(String::as_str));
    let near = near.map_or_else(String::new, |near| format!(" Did you mean {near}?"));
    Err(format!("There is no time zone “{text}”.{near} Zones are named like America/New_York."))
}

/// The zone that this machine is set to, by the ways in which Unix systems say it.
pub(crate) fn machine_zone() -> String {
    let by_variable = std::env::var("TZ").ok();
    let by_file = || std::fs::read_to_string("/etc/timezone").ok();
    let by_link = || {
        let target = std::fs::read_link("/etc/localtime").ok()?;
        Some(target.to_str()?.split_once("zoneinfo/")?.1.to_owned())
    };
    let candidates = [by_variable, by_file(), by_link()];
    candidates
        .into_iter()
        .flatten()
        .find_map(|name| zone(name.trim_start_matches(':')).ok())
        .unwrap_or("UTC".to_owned())
}

/// A phone number of the business, in international form, or a short code.
pub(crate) fn number(text: &str) -> Result<String, String> {
    match Address::from_person(text, Region::US).map_err(|error| error.to_string())? {
        address @ (Address::Phone(_) | Address::ShortCode(_)) => Ok(address.to_string()),
        _ => Err(format!("“{text}” is no phone number of a line. Write one such as +12125550100.")),
    }
}

/// A URL under which something is reached over HTTP, without a slash at the end.
pub(crate) fn url(text: &str) -> Result<String, String> {
    let text = text.trim().trim_end_matches('/');
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split('/').next()).unwrap_or_default();
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '@');
    if host.is_empty() || text.contains(odd) {
        return Err(format!(
            "“{text}” is no URL that can be used here. Write one such as https://texts.example."
        ));
    }
    Ok(text.to_owned())
}

/// Where the data lies, on a PostgreSQL server.
pub(crate) fn database(text: &str) -> Result<String, String> {
    if text.starts_with("postgres://") || text.starts_with("postgresql://") {
        return Ok(text.to_owned());
    }
    Err("A database is named like postgres://baton@localhost/baton. Leave it out for SQLite in the folder."
        .to_owned())
}

/// A secret from stdin, without the line break at its end.
pub(crate) fn secret(what: &str) -> anyhow::Result<String> {
    let mut text = String::new();
    let read = std::io::stdin().lock().take(SECRET + 1).read_to_string(&mut text);
    read.with_context(|| format!("{what} could not be read from stdin"))?;
    ensure!(text.len() as u64 <= SECRET, "{what} on stdin is longer than {SECRET} bytes.");
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    if text.is_empty() {
        bail!("Nothing came on stdin, where {what} was expected.");
    }
    Ok(text.to_owned())
}

/// The candidate that `text` was probably meant to be, if one is near enough.
pub(crate) fn nearest<'c>(text: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    let wanted = text.to_lowercase();
    let scored =
        candidates.map(|name| (strsim::normalized_damerau_levenshtein(&wanted, &name.to_lowercase()), name));
    let best = scored.max_by(|(a, _), (b, _)| a.total_cmp(b))?;
    (best.0 >= 0.6).then_some(best.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_cannot_be_one_is_refused_with_a_sentence() {
        assert_eq!(email(" Ruth@CedarLane.example "), Ok("ruth@cedarlane.example".to_owned()));
        for wrong in
            ["", "ruth", "@cedarlane.example", "ruth@", "ru th@cedarlane.example", "a@b@c", "ruth@.example"]
        {
            let sentence = email(wrong).unwrap_err();
            assert!(sentence.contains("is no e-mail address"), "{wrong}: {sentence}");
        }
    }

    #[test]
    fn a_misspelled_zone_is_refused_with_the_nearest() {
        assert_eq!(zone("america/new_york"), Ok("America/New_York".to_owned()));
        let sentence = zone("America/New_Yrok").unwrap_err();
        assert!(sentence.contains("Did you mean America/New_York?"), "{sentence}");
    }

    #[test]
    fn a_number_two_digits_short_is_refused_as_such() {
        assert_eq!(number("(212) 555-0100"), Ok("+12125550100".to_owned()));
        assert!(number("212 555 01").unwrap_err().contains("two digits short"));
        assert!(number("CEDAR").is_err());
    }

    #[test]
    fn a_public_url_is_one_and_has_no_slash_at_its_end() {
        assert_eq!(url("https://texts.example/"), Ok("https://texts.example".to_owned()));
        for wrong in ["texts.example", "https://", "ftp://texts.example", "https://a b", "https://u@h"] {
            assert!(url(wrong).is_err(), "{wrong}");
        }
    }
}
