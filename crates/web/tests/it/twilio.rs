//! A line on Twilio, with a fake of it at the other end.

use crate::client::{Answer, Client};
use crate::shop::{AUTH_TOKEN, SID, Shop};
use baton_carriers::fake::{FakeTwilio, SignedCall};
use baton_core::LineId;

/// The number of the line.
pub(crate) const NUMBER: &str = "+12125550101";

/// Where a carrier's calls arrive, and where it keeps our texts.
pub(crate) struct Wire {
    pub(crate) fake: FakeTwilio,
    pub(crate) line: LineId,
    carrier: Client,
    base: String,
}

impl Wire {
    pub(crate) async fn open(shop: &Shop) -> Self {
        let fake = FakeTwilio::start(SID, AUTH_TOKEN, shop.engine.clock().machine()).await.unwrap();
        let line = shop.real_line(&fake).await;
        Self { fake, line, carrier: shop.nobody(), base: format!("http://{}", shop.address) }
    }

    /// The path under which the line is called.
    pub(crate) fn path(&self) -> String {
        format!("/hooks/twilio/{}", self.line)
    }

    /// The signed call for a text to the line, with `more` parameters beside the usual ones.
    pub(crate) fn call(&self, from: &str, sid: &str, body: &str, more: &[(&str, &str)]) -> SignedCall {
        let usual = [("MessageSid", sid), ("From", from), ("To", NUMBER), ("Body", body)];
        let parameters: Vec<_> = more.iter().chain(&usual).copied().collect();
        let mut named = std::collections::BTreeSet::new();
        // What a test says itself goes before what is usual.
        let parameters: Vec<_> = parameters.into_iter().filter(|(name, _)| named.insert(*name)).collect();
        self.fake.inbound(&format!("{}{}", self.base, self.path()), &parameters)
    }

    /// Makes a call as the carrier does; the answer's status.
    pub(crate) async fn deliver(&self, call: &SignedCall) -> u16 {
        self.deliver_at(call.url.strip_prefix(&self.base).unwrap(), call).await
    }

    /// The same at another path than the one that was signed.
    pub(crate) async fn deliver_at(&self, path: &str, call: &SignedCall) -> u16 {
        let carrier = self.carrier.with("x-twilio-signature", &call.signature);
        let kind = "application/x-www-form-urlencoded";
        carrier.send("POST", path, kind, call.body.clone()).await.status
    }

    /// The same, with the whole answer.
    pub(crate) async fn answer(&self, call: &SignedCall) -> Answer {
        let carrier = self.carrier.with("x-twilio-signature", &call.signature);
        let (path, kind) = (call.url.strip_prefix(&self.base).unwrap(), "application/x-www-form-urlencoded");
        carrier.send("POST", path, kind, call.body.clone()).await
    }

    /// The same call, so many times at the same moment; the answers' statuses.
    pub(crate) async fn deliver_all(&self, calls: &[SignedCall]) -> Vec<u16> {
        let tasks = calls.iter().map(|call| {
            let path = call.url.strip_prefix(&self.base).unwrap().to_owned();
            let (carrier, body) =
                (self.carrier.with("x-twilio-signature", &call.signature), call.body.clone());
            let kind = "application/x-www-form-urlencoded";
            tokio::spawn(async move { carrier.send("POST", &path, kind, body).await.status })
        });
        let mut statuses = Vec::new();
        for task in tasks.collect::<Vec<_>>() {
            statuses.push(task.await.unwrap());
        }
        statuses
    }

    /// A customer texts, and the carrier is told that it is stored.
    pub(crate) async fn text(&self, from: &str, sid: &str, body: &str) {
        assert_eq!(self.deliver(&self.call(from, sid, body, &[])).await, 200);
    }

    /// A word about a text of ours, and the carrier is told that it is stored.
    pub(crate) async fn word(&self, sid: &str, status: &str, code: Option<u32>) {
        let call = self.fake.status(sid, status, code).expect("a callback was asked for");
        assert_eq!(self.deliver(&call).await, 200, "{status}");
    }

    /// What the carrier was handed, as words.
    pub(crate) fn bodies(&self) -> Vec<String> {
        self.fake.messages().into_iter().map(|message| message.body).collect()
    }
}
