//! What the fake remembers.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use baton_hours::MachineTime;
use url::form_urlencoded::Serializer;

use super::message::FakeMessage;
use super::reply::{Behaviour, MediaReply};
use crate::Secret;

/// A request that reached the fake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FakeRequest {
    /// The method.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// The Authorization header.
    pub authorization: Option<String>,
    /// The form in the body, decoded.
    pub form: Vec<(String, String)>,
}

/// A call that Twilio would make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCall {
    /// Where to, by POST.
    pub url: String,
    /// The X-Twilio-Signature header.
    pub signature: String,
    /// The body, a form.
    pub body: String,
}

#[derive(Debug)]
pub(super) struct State {
    pub(super) sid: String,
    pub(super) token: String,
    pub(super) now: MachineTime,
    pub(super) behaviours: VecDeque<Behaviour>,
    pub(super) blocked: BTreeSet<String>,
    pub(super) messages: Vec<FakeMessage>,
    pub(super) requests: Vec<FakeRequest>,
    pub(super) media: BTreeMap<String, VecDeque<MediaReply>>,
}

impl State {
    pub(super) fn new(sid: &str, token: &str, now: MachineTime) -> Self {
        Self {
            sid: sid.to_owned(),
            token: token.to_owned(),
            now,
            behaviours: VecDeque::new(),
            blocked: BTreeSet::new(),
            messages: Vec::new(),
            requests: Vec::new(),
            media: BTreeMap::new(),
        }
    }

    pub(super) fn account(&self) -> (String, String) {
        (self.sid.clone(), self.token.clone())
    }

    /// Takes the message in `form`, or says which of Twilio's codes refuses it.
    pub(super) fn take(&mut self, form: &[(String, String)]) -> Result<FakeMessage, u32> {
        let all =
            |name: &str| form.iter().filter(|(own, _)| own == name).map(|(_, value)| value.clone()).collect();
        let one = |name: &str| form.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone());
        let to = one("To").filter(|to| to.starts_with('+')).ok_or(21_211_u32)?;
        let from = one("From").ok_or(21_603_u32)?;
        let body = one("Body").unwrap_or_default();
        let media: Vec<String> = all("MediaUrl");
        if body.is_empty() && media.is_empty() {
            return Err(21_602);
        }
        if body.chars().count() > 1_600 {
            return Err(21_617);
        }
        if self.blocked.contains(&to) {
            return Err(21_610);
        }
        let kind = if media.is_empty() { "SM" } else { "MM" };
        let message = FakeMessage {
            sid: format!("{kind}{}{:024x}", self.mark(), self.messages.len() + 1),
            status_callback: one("StatusCallback"),
            status: "queued".to_owned(),
            error_code: None,
            created_at: self.now,
            sent_at: None,
            from,
            to,
            body,
            media,
        };
        self.messages.push(message.clone());
        Ok(message)
    }

    pub(super) fn move_on(&mut self, sid: &str, status: &str, error_code: Option<u32>) -> Option<SignedCall> {
        let now = self.now;
        let message = self.messages.iter_mut().find(|message| message.sid == sid)?;
        status.clone_into(&mut message.status);
        message.error_code = error_code.or(message.error_code);
        message.sent_at = message.sent_at.or(Some(now).filter(|_| status != "queued"));
        let message = message.clone();
        let code = error_code.map(|code| code.to_string());
        let mut parameters = vec![
            ("MessageSid", message.sid.as_str()),
            ("SmsSid", &message.sid),
            ("MessageStatus", status),
            ("SmsStatus", status),
            ("From", &message.from),
            ("To", &message.to),
            ("ApiVersion", "2010-04-01"),
        ];
        parameters.extend(code.as_deref().map(|code| ("ErrorCode", code)));
        Some(self.signed(message.status_callback.as_deref()?, &parameters))
    }

    /// Eight digits of the account's, so that no two accounts give the same id.
    fn mark(&self) -> String {
        let digits: Vec<char> = self.sid.chars().rev().filter(char::is_ascii_hexdigit).take(8).collect();
        format!("{:0>8}", digits.into_iter().rev().collect::<String>().to_lowercase())
    }

    /// A signed call with `parameters` and the account's.
    pub(super) fn signed(&self, url: &str, parameters: &[(&str, &str)]) -> SignedCall {
        let mut parameters = parameters.to_vec();
        parameters.push(("AccountSid", &self.sid));
        let signature = crate::sign_webhook(&Secret::new(&*self.token), url, &parameters);
        let body = Serializer::new(String::new()).extend_pairs(&parameters).finish();
        SignedCall { url: url.to_owned(), signature, body }
    }
}
