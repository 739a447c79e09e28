//! Webhooks as Twilio sends them, written and signed beforehand: twenty parameters, the signature, nothing to compute
//! while the clock runs.

use baton_carriers::{Secret, sign_webhook};
use std::fmt::Write as _;
use std::ops::Range;

/// What customers of a practice text.
const TEXTS: [&str; 12] = [
    "Hi, can I reschedule my appointment from Tuesday to Friday?",
    "How much is a first visit? Can I get a quote?",
    "Running ten minutes late, sorry",
    "Is the side entrance open on Thursdays?",
    "Please send the invoice to my employer",
    "What time is my appointment tomorrow?",
    "Do you take the new insurance card?",
    "Thanks, and what does the six-visit pack cost?",
    "My knee is worse since last night, can somebody look at it this week?",
    "Can I bring my daughter along?",
    "I never got the receipt for March, could you send it again please?",
    "Where can I park?",
];

/// To which line, for which URL, signed with what.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// The webhook's URL as the carrier knows it: it is signed.
    pub(super) url: String,
    /// The line's number.
    pub(super) number: String,
    /// The account.
    pub(super) account: String,
    /// The auth token.
    pub(super) token: String,
}

/// Requests, ready to be sent.
#[derive(Debug)]
pub(super) struct Webhooks {
    bytes: Vec<u8>,
    requests: Vec<Range<usize>>,
}

impl Webhooks {
    /// So many texts from so many phones in turn. `run` keeps their ids apart from those of another run.
    pub(super) fn prepare(target: &Target, run: u32, count: u32, phones: u32) -> Self {
        let token = Secret::new(&target.token);
        let path = target
            .url
            .split("//")
            .nth(1)
            .and_then(|rest| rest.find('/').map(|slash| &rest[slash..]))
            .unwrap_or("/");
        let mut bytes = Vec::with_capacity(count as usize * 1_000);
        let mut requests = Vec::with_capacity(count as usize);
        for index in 0..count {
            let start = bytes.len();
            one(&mut bytes, target, &token, path, run, index, index % phones);
            requests.push(start..bytes.len());
        }
        Self { bytes, requests }
    }

    /// The request of that place.
    pub(super) fn get(&self, index: usize) -> Option<&[u8]> {
        self.bytes.get(self.requests.get(index)?.clone())
    }
}

/// A phone's number, of the numbers that are given to nobody (555) in all area codes.
pub(super) fn phone(index: u32) -> String {
    format!("+1{}555{:04}", 201 + (index / 200) % 790, index % 200)
}

fn one(bytes: &mut Vec<u8>, target: &Target, token: &Secret, path: &str, run: u32, index: u32, phone: u32) {
    let sid = format!("SM{run:08x}{index:024x}");
    let from = self::phone(phone);
    let body = TEXTS[index as usize % TEXTS.len()];
    let parameters = [
        ("ToCountry", "US"),
        ("ToState", "NY"),
        ("SmsMessageSid", &sid),
        ("NumMedia", "0"),
        ("ToCity", "NEW YORK"),
        ("FromZip", "10001"),
        ("SmsSid", &sid),
        ("FromState", "NY"),
        ("SmsStatus", "received"),
        ("FromCity", "NEW YORK"),
        ("Body", body),
        ("FromCountry", "US"),
        ("To", &target.number),
        ("ToZip", "10001"),
        ("NumSegments", "1"),
        ("MessageSid", &sid),
        ("AccountSid", &target.account),
        ("From", &from),
        ("MessagingServiceSid", ""),
        ("ApiVersion", "2010-04-01"),
    ];
    let signature = sign_webhook(token, &target.url, &parameters);
    let form = form(&parameters);
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: texts.example\r\nUser-Agent: TwilioProxy/1.1\r\n\
         Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\nContent-Length: {}\r\nAccept: */*\r\n\
         X-Twilio-Signature: {signature}\r\nI-Twilio-Idempotency-Token: {sid}\r\n\r\n",
        form.len()
    );
    bytes.extend_from_slice(head.as_bytes());
    bytes.extend_from_slice(form.as_bytes());
}

/// `application/x-www-form-urlencoded` (the URL standard's serializer).
pub(super) fn form(parameters: &[(&str, &str)]) -> String {
    let mut form = String::with_capacity(600);
    for (name, value) in parameters {
        if !form.is_empty() {
            form.push('&');
        }
        form.push_str(name);
        form.push('=');
        for byte in value.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => {
                    form.push(char::from(byte));
                }
                b' ' => form.push('+'),
                // Writing to a String cannot fail.
                other => drop(write!(form, "%{other:02X}")),
            }
        }
    }
    form
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn phones_are_all_different_up_to_the_most_that_may_be_asked_for() {
        let phones: HashSet<String> = (0..150_000).map(phone).collect();
        assert_eq!(phones.len(), 150_000);
        assert!(phones.iter().all(|phone| phone.len() == 12));
    }

    #[test]
    fn a_request_is_whole_and_has_twenty_parameters() {
        let target = Target {
            url: "http://texts.example/hooks/twilio/ln_1".to_owned(),
            number: "+12125550100".to_owned(),
            account: "AC1".to_owned(),
            token: "secret".to_owned(),
        };
        let webhooks = Webhooks::prepare(&target, 1, 3, 2);
        let text = std::str::from_utf8(webhooks.get(2).unwrap()).unwrap();
        let (head, form) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("POST /hooks/twilio/ln_1 HTTP/1.1\r\n"), "{head}");
        assert!(head.contains(&format!("Content-Length: {}\r\n", form.len())));
        assert_eq!(form.split('&').count(), 20);
        assert!(form.contains("From=%2B12015550000&"), "the third text is the first phone's again: {form}");
        assert!(webhooks.get(3).is_none());
    }
}
