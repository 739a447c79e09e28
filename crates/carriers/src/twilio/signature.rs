//! Twilio's signatures of webhooks (its documentation, "Validating Signatures from Twilio", and its SDK 9.13).
//!
//! Base64 of an HMAC over the URL as Twilio called it, followed by each parameter of a POST form as name and value,
//! sorted by name, the values of one name sorted and unique. HMAC-SHA1 with the account's auth token; or, where the
//! header `X-Twilio-Webhooks-Signature-Settings` says so, HMAC-SHA256 with a shared key that the header names. For a
//! JSON body the query holds its SHA-256 as `bodySHA256`, and the URL alone is signed.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::form::Form;
use crate::{Distrust, Secret, WebhookRequest};

const SIGNATURE: &str = "X-Twilio-Signature";
const SETTINGS: &str = "X-Twilio-Webhooks-Signature-Settings";

/// The secrets of an account, prepared: during a rotation several are valid at once.
#[derive(Clone, Default)]
pub(super) struct Keys {
    tokens: Vec<Hmac<Sha1>>,
    shared: Vec<(String, Hmac<Sha256>)>,
}

impl Keys {
    /// Prepares auth tokens and shared keys (id, secret).
    pub(super) fn new<'a>(
        tokens: impl Iterator<Item = &'a str>,
        shared: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let shared = shared.map(|(id, secret)| (id.to_owned(), keyed(secret)));
        Self { tokens: tokens.map(keyed).collect(), shared: shared.collect() }
    }

    /// Whether one of the keys signed this call. `form` is the decoded body; empty for GET and for JSON.
    pub(super) fn verify(&self, request: &WebhookRequest<'_>, form: &Form) -> Result<(), Distrust> {
        let unsigned = Distrust::Unsigned { header: SIGNATURE };
        let signature =
            request.header(SIGNATURE).filter(|signature| !signature.is_empty()).ok_or(unsigned)?;
        // What is not Base64 fits no key, and is refused as such by the comparison.
        let signature = BASE64_STANDARD.decode(signature).unwrap_or_default();
        let settings = Settings::read(request.header(SETTINGS).unwrap_or_default());
        match settings.algorithm.to_ascii_uppercase().as_str() {
            "HMAC_SHA1" => any_fits(&self.tokens, request.public_url, form, &signature),
            "HMAC_SHA256" => {
                let named: Vec<_> = self.shared.iter().filter(|(id, _)| id == settings.key).collect();
                if named.is_empty() {
                    return Err(settings.unknown());
                }
                any_fits(named.iter().map(|(_, key)| key), request.public_url, form, &signature)
            }
            _ => Err(settings.unknown()),
        }
    }
}

/// The signature that Twilio makes with an auth token for a POST of the form `parameters` to `url`. For load generators
/// and rehearsals, which call themselves as Twilio would.
pub fn sign_webhook(token: &Secret, url: &str, parameters: &[(&str, &str)]) -> String {
    let mut parameters = parameters.to_vec();
    parameters.sort_unstable();
    parameters.dedup();
    let mut mac: Hmac<Sha1> = keyed(token.reveal());
    mac.update(url.as_bytes());
    for (name, value) in parameters {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    BASE64_STANDARD.encode(mac.finalize().into_bytes())
}

/// A body that its URL vouches for by hash; true as well where the URL holds no hash.
pub(super) fn body_is_vouched_for(request: &WebhookRequest<'_>) -> bool {
    let query = Form::read(request.query().as_bytes());
    let Some(claimed) = query.get("bodySHA256") else { return true };
    let actual = Sha256::digest(request.body).iter().fold(String::with_capacity(64), |mut hex, byte| {
        hex.extend([byte >> 4, byte & 15].map(|nibble| char::from(b"0123456789abcdef"[usize::from(nibble)])));
        hex
    });
    claimed.as_bytes().ct_eq(actual.as_bytes()).into()
}

/// Whether the URL vouches for the body by hash, so that the body is no form.
pub(super) fn is_hashed(request: &WebhookRequest<'_>) -> bool {
    request.query().contains("bodySHA256=")
}

/// The header that names algorithm and key: `key=<id>,algorithm=HMAC_SHA256`.
struct Settings<'a> {
    key: &'a str,
    algorithm: &'a str,
}

impl<'a> Settings<'a> {
    /// A missing header, or one without an algorithm, means the auth token's signature.
    fn read(header: &'a str) -> Self {
        let value = |wanted: &str| {
            let mut parts = header.split(',').filter_map(|part| part.split_once('='));
            parts.find(|(name, _)| name.trim() == wanted).map(|(_, value)| value.trim())
        };
        let algorithm = value("algorithm").filter(|algorithm| !algorithm.is_empty());
        Self { key: value("key").unwrap_or_default(), algorithm: algorithm.unwrap_or("HMAC_SHA1") }
    }

    fn unknown(&self) -> Distrust {
        let short = |text: &str| text.chars().take(64).collect::<String>();
        Distrust::UnknownKey {
            found: format!("{} and the key “{}”", short(self.algorithm), short(self.key))
        }
    }
}

fn keyed<M: KeyInit>(secret: &str) -> M {
    M::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length")
}

fn any_fits<'a, M: Mac + Clone + 'a>(
    keys: impl IntoIterator<Item = &'a M>,
    url: &str,
    form: &Form,
    signature: &[u8],
) -> Result<(), Distrust> {
    let parameters = signed_parameters(form);
    let fits = |key: &M, url: &str| {
        let mut mac = key.clone();
        mac.update(url.as_bytes());
        mac.update(&parameters);
        mac.verify_slice(signature).is_ok()
    };
    let keys: Vec<&M> = keys.into_iter().collect();
    // Twilio is not consistent about the default port, so its SDK accepts both spellings; the usual one goes first.
    if keys.iter().any(|key| fits(key, url)) {
        return Ok(());
    }
    let other = with_port_toggled(url);
    if other.is_some_and(|other| keys.iter().any(|key| fits(key, &other))) {
        return Ok(());
    }
    let shown = url.split('?').next().unwrap_or_default().to_owned();
    Err(Distrust::WrongSignature { keys: keys.len(), url: shown })
}

/// Names and values, sorted, unique, one after another.
fn signed_parameters(form: &Form) -> Vec<u8> {
    // The first eight bytes as a number decide nearly every comparison, and agree with the whole.
    let mut pairs: Vec<(u64, &[u8], &[u8])> =
        form.iter().map(|(name, value)| (first_bytes(name), name, value)).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let mut text = Vec::with_capacity(form.len());
    for (_, name, value) in pairs {
        text.extend_from_slice(name);
        text.extend_from_slice(value);
    }
    text
}

/// The first eight bytes, most significant first, filled up with zeros.
fn first_bytes(name: &[u8]) -> u64 {
    let mut first = [0; 8];
    let length = name.len().min(8);
    first[..length].copy_from_slice(&name[..length]);
    u64::from_be_bytes(first)
}

/// The same URL with the default port of its scheme where it names none, and without the port where it names one.
fn with_port_toggled(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    // Neither the colon of a password nor those of an IPv6 address begin a port.
    let host = authority.rfind(['@', ']']).map_or(0, |at| at + 1);
    match authority[host..].rfind(':') {
        Some(colon) => Some(format!("{scheme}://{}{path}", &authority[..host + colon])),
        None if scheme == "https" => Some(format!("{scheme}://{authority}:443{path}")),
        None => Some(format!("{scheme}://{authority}:80{path}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_toggled_whatever_else_the_url_holds() {
        let cases = [
            ("https://text.example/hooks?a=1:2", "https://text.example:443/hooks?a=1:2"),
            ("https://text.example:443/hooks", "https://text.example/hooks"),
            ("http://text.example", "http://text.example:80"),
            ("https://user:word@text.example/x", "https://user:word@text.example:443/x"),
            ("https://[2001:db8::1]/x", "https://[2001:db8::1]:443/x"),
            ("https://[2001:db8::1]:8443/x", "https://[2001:db8::1]/x"),
        ];
        for (url, other) in cases {
            assert_eq!(with_port_toggled(url).as_deref(), Some(other));
        }
    }
}
