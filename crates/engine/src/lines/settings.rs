//! What a line's stored settings mean to its carrier.

use super::{NoCarrier, Spoken};
use baton_carriers::{
    BlockScope, HttpClient, KeywordHandling, Pace, Secret, Simulator, Twilio, TwilioAccount,
};
use baton_core::LineCarrier;
use baton_store::LineWithSecrets;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The settings of a line on Twilio, as they are stored with it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TwilioSettings {
    /// `AC…`.
    pub account_sid: String,
    /// The account's token first, then one that is valid beside it while tokens are rotated.
    pub auth_tokens: Vec<String>,
    /// An API key to sign in with: `SK…` and its secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_key: Option<(String, String)>,
    /// Keys of webhooks signed with HMAC-SHA256: id and secret.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shared_keys: Vec<(String, String)>,
    /// Where the API stands, if not at Twilio's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_base: Option<String>,
    /// Segments a second, if the line's registration allows more than one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segments_per_second: Option<u32>,
}

/// The carrier of a line.
pub(super) fn spoken(
    line: &LineWithSecrets,
    public_url: Option<&str>,
    client: &HttpClient,
    simulator: &Arc<Simulator>,
) -> Result<Spoken, NoCarrier> {
    match line.line.carrier {
        LineCarrier::Simulator => Ok(Spoken { carrier: Arc::clone(simulator) as _, account: String::new() }),
        LineCarrier::Twilio => twilio(line, public_url, client),
    }
}

fn twilio(
    line: &LineWithSecrets,
    public_url: Option<&str>,
    client: &HttpClient,
) -> Result<Spoken, NoCarrier> {
    let number = &line.line.number;
    let settings: TwilioSettings = serde_json::from_value(line.settings.clone()).map_err(|error| {
        NoCarrier(format!(
            "The Twilio settings of the line {number} cannot be read: {error}. Enter them again."
        ))
    })?;
    let mut tokens = settings.auth_tokens.iter().map(Secret::new);
    let first = tokens.next().ok_or_else(|| {
        NoCarrier(format!(
            "The line {number} has no auth token, so Twilio cannot be reached. Enter it again."
        ))
    })?;
    let mut account = TwilioAccount::new(&settings.account_sid, first);
    account.auth_tokens.extend(tokens);
    account.api_key = settings.api_key.as_ref().map(|(key, secret)| (key.clone(), Secret::new(secret)));
    account.shared_keys =
        settings.shared_keys.iter().map(|(id, secret)| (id.clone(), Secret::new(secret))).collect();
    account.keywords = if line.line.carrier_answers {
        KeywordHandling::Carrier(BlockScope::Line)
    } else {
        KeywordHandling::Ours
    };
    if let Some(pace) = settings.segments_per_second {
        account.pace = Pace::segments_per_second(pace);
    }
    if let Some(base) = &settings.api_base {
        account.api_base = base.parse().map_err(|error| {
            NoCarrier(format!(
                "“{base}” is no URL of an API ({error}). Enter one such as https://api.twilio.com."
            ))
        })?;
    }
    if let Some(public) = public_url {
        let url = format!("{}/hooks/twilio/{}", public.trim_end_matches('/'), line.line.id);
        account.status_callback = Some(url.parse().map_err(|error| {
            NoCarrier(format!(
                "The public URL “{public}” is none ({error}). Enter one such as https://text.example."
            ))
        })?);
    }
    Ok(Spoken { carrier: Arc::new(Twilio::new(account, client)), account: settings.account_sid })
}
