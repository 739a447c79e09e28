//! What one webhook costs: decode, verify and read an ordinary text of 20 parameters.
//!
//! `cargo bench -p baton-carriers --bench webhook`

use std::hint::black_box;
use std::time::Instant;

use baton_carriers::{
    Carrier, HttpClient, Patience, Secret, Twilio, TwilioAccount, WebhookRequest, sign_webhook,
};
use baton_hours::MachineTime;
use http::{HeaderMap, HeaderValue, Method};
use url::form_urlencoded::Serializer;

const ROUNDS: u32 = 200_000;

const PARAMETERS: [(&str, &str); 20] = [
    ("ToCountry", "US"),
    ("ToState", "OH"),
    ("SmsMessageSid", "SM00000000000000000000000000000001"),
    ("NumMedia", "0"),
    ("ToCity", "CEDAR FALLS"),
    ("FromZip", "44101"),
    ("SmsSid", "SM00000000000000000000000000000001"),
    ("FromState", "OH"),
    ("SmsStatus", "received"),
    ("FromCity", "CLEVELAND"),
    ("Body", "Hey, can I reschedule my appointment from tomorrow to Friday?"),
    ("FromCountry", "US"),
    ("To", "+15005550001"),
    ("MessagingServiceSid", "MG00000000000000000000000000000000"),
    ("ToZip", "44102"),
    ("NumSegments", "1"),
    ("MessageSid", "SM00000000000000000000000000000001"),
    ("AccountSid", "AC00000000000000000000000000000000"),
    ("From", "+15005550006"),
    ("ApiVersion", "2010-04-01"),
];

#[expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]
fn main() {
    let token = Secret::new("12345678901234567890123456789012");
    let url = "https://text.example.com/hooks/twilio/line_1";
    let body = Serializer::new(String::new()).extend_pairs(PARAMETERS).finish();
    let mut headers = HeaderMap::new();
    let signature = sign_webhook(&token, url, &PARAMETERS);
    headers
        .insert("X-Twilio-Signature", HeaderValue::from_str(&signature).expect("Base64 is a header value"));
    let client = HttpClient::new(Patience::default()).expect("the system has root certificates");
    let twilio = Twilio::new(TwilioAccount::new("AC00000000000000000000000000000000", token), &client);
    let request = WebhookRequest {
        method: &Method::POST,
        public_url: url,
        headers: &headers,
        body: body.as_bytes(),
        received_at: MachineTime::from_micros(0),
    };
    let mut best = f64::INFINITY;
    for _ in 0..5 {
        let start = Instant::now();
        for _ in 0..ROUNDS {
            let arrival = twilio.receive(black_box(&request)).expect("it is signed");
            assert!(black_box(arrival).events[0].is_ok());
        }
        best = best.min(start.elapsed().as_secs_f64() / f64::from(ROUNDS));
    }
    println!(
        "decode, verify and read {} parameters, {} bytes: {:.2} µs",
        PARAMETERS.len(),
        body.len(),
        best * 1e6
    );
}
