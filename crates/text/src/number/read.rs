//! Reading what is not yet in its canonical form.

use super::clean::{after, clean, is_sender_name, is_short_code};
use super::error::NumberError;
use super::{Address, E164, Given, Region, plan};

/// Bytes of the longest number with whatever stands between its digits; beyond that nobody means a number.
const LONGEST: usize = 100;

/// Reads an address as somebody wrote it, by the rules of the shared vectors.
pub(super) fn read(raw: &str, region: Region) -> Result<Address, NumberError> {
    let text = clean(raw);
    if let Some(number) = after(&text, "whatsapp:") {
        let number = E164::parse(number).ok_or(NumberError::WhatsApp)?;
        return Ok(Address::WhatsApp(number));
    }
    if let Some(address) = after(&text, "rcs:").filter(|address| !address.is_empty()) {
        return Ok(Address::Rcs(Given::new(address)));
    }
    let text = after(&text, "tel:").or_else(|| after(&text, "sms:")).unwrap_or(&text).trim();
    if text.is_empty() {
        return Err(NumberError::Empty);
    }
    if is_short_code(text) {
        return Ok(Address::ShortCode(Given::new(text)));
    }
    if text.contains(char::is_alphabetic) {
        let sender = is_sender_name(text).then(|| Address::Alphanumeric(Given::new(text)));
        return sender.ok_or(NumberError::Letters);
    }
    if text.len() > LONGEST {
        return Err(NumberError::TooLong);
    }
    plan::read(text, region).map(Address::Phone).map_err(|misfit| NumberError::of(misfit, text, region))
}

/// A number in international form with separators, though no plan knows it.
pub(super) fn well_formed(raw: &str) -> Option<E164> {
    let text = clean(raw);
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '0'..='9' => plain.push(c),
            '+' if plain.is_empty() => plain.push(c),
            '-' | '.' | '/' | '(' | ')' | '\u{2010}'..='\u{2015}' => {}
            _ if c.is_whitespace() => {}
            _ => return None,
        }
    }
    E164::parse(&plain)
}
