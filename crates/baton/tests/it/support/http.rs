//! The least HTTP that a test needs.

use super::{ACCOUNT, AUTH_TOKEN, PUBLIC};
use baton_carriers::{Secret, sign_webhook};
use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::net::TcpStream;

/// An answer.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Response {
    /// A header of it.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

/// Asks on a connection of its own. Panics where there is no answer.
pub(crate) fn exchange(
    address: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Response {
    try_exchange(address, method, path, headers, body).unwrap()
}

/// Asks on a connection of its own.
pub(crate) fn try_exchange(
    address: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> io::Result<Response> {
    let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    for (name, value) in headers {
        write!(request, "{name}: {value}\r\n").unwrap();
    }
    write!(request, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let Some((head, body)) = answer.split_once("\r\n\r\n") else {
        return Err(io::Error::other("the server broke off"));
    };
    let status = head.get(9..12).and_then(|digits| digits.parse().ok()).expect("an answer has a status");
    Ok(Response { status, head: head.to_owned(), body: body.to_owned() })
}

/// A text as Twilio brings it, signed.
pub(crate) fn webhook(
    address: &str,
    path: &str,
    to: &str,
    from: &str,
    sid: &str,
    body: &str,
) -> io::Result<Response> {
    let parameters = [
        ("AccountSid", ACCOUNT),
        ("ApiVersion", "2010-04-01"),
        ("Body", body),
        ("From", from),
        ("MessageSid", sid),
        ("NumMedia", "0"),
        ("NumSegments", "1"),
        ("SmsMessageSid", sid),
        ("SmsSid", sid),
        ("SmsStatus", "received"),
        ("To", to),
    ];
    let signature = sign_webhook(&Secret::new(AUTH_TOKEN), &format!("{PUBLIC}{path}"), &parameters);
    let form: Vec<String> =
        parameters.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    let headers =
        [("Content-Type", "application/x-www-form-urlencoded"), ("X-Twilio-Signature", signature.as_str())];
    try_exchange(address, "POST", path, &headers, &form.join("&"))
}

/// A value of a form or query.
pub(crate) fn encode(value: &str) -> String {
    value.bytes().fold(String::new(), |mut encoded, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' => encoded.push(char::from(byte)),
            other => write!(encoded, "%{other:02X}").unwrap(),
        }
        encoded
    })
}
