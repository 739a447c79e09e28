//! What a line on Twilio is set up with.

use url::Url;

use crate::{KeywordHandling, Pace, Secret};

/// Where Twilio's API stands.
const API_BASE: &str = "https://api.twilio.com";

/// A Twilio account, as one line uses it.
#[derive(Debug, Clone)]
pub struct TwilioAccount {
    /// `AC…`, part of every path of the API.
    pub sid: String,
    /// Auth tokens. Several are valid while one is rotated; the first is the one we sign in with.
    pub auth_tokens: Vec<Secret>,
    /// An API key (`SK…` and its secret) to sign in with instead of the auth token.
    pub api_key: Option<(String, Secret)>,
    /// Shared keys (id and secret) for webhooks signed with HMAC-SHA256.
    pub shared_keys: Vec<(String, Secret)>,
    /// Where the API stands; another than Twilio's for tests and rehearsals.
    pub api_base: Url,
    /// Where status callbacks go: a public URL. None sends without asking for any.
    pub status_callback: Option<Url>,
    /// Who answers STOP, START and HELP on this line.
    pub keywords: KeywordHandling,
    /// How fast this line may be fed.
    pub pace: Pace,
}

impl TwilioAccount {
    /// An account as a US long code usually has it: one segment a second, Twilio answering the reserved words.
    pub fn new(sid: impl Into<String>, auth_token: Secret) -> Self {
        Self {
            sid: sid.into(),
            auth_tokens: vec![auth_token],
            api_key: None,
            shared_keys: Vec::new(),
            api_base: Url::parse(API_BASE).expect("the constant is a URL"),
            status_callback: None,
            keywords: KeywordHandling::Carrier(crate::BlockScope::Line),
            pace: Pace::segments_per_second(1),
        }
    }

    /// User names and passwords to sign in with, in the order to try them.
    pub(super) fn sign_ins(&self) -> Vec<(&str, &str)> {
        match &self.api_key {
            Some((key, secret)) => vec![(key, secret.reveal())],
            None => self.auth_tokens.iter().map(|token| (self.sid.as_str(), token.reveal())).collect(),
        }
    }
}
