//! A customer, with what can be said of their conversation.

use super::Office;
use super::office::is_called;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

/// Somebody who texts the office.
pub(super) struct Customer<'o> {
    office: &'o Office,
    name: &'static str,
    number: String,
    conversation: RefCell<Option<String>>,
}

impl<'o> Customer<'o> {
    pub(super) fn new(office: &'o Office, name: &'static str, number: String) -> Self {
        Self { office, name, number, conversation: RefCell::default() }
    }

    /// They text, and it is stored, routed and owned when this comes back.
    pub(super) async fn texts(&self, words: &str) {
        let path = format!("/api/v1/simulator/{}/texts", self.office.shop.line);
        let body = json!({"from": self.number, "text": words});
        let received = self.office.ruth.post(&path, &body).await.expect(201);
        let Some(conversation) = received["conversation"].as_str() else { return };
        let first = self.conversation.replace(Some(conversation.to_owned())).is_none();
        if first {
            self.is_known_as(&json!({"name": self.name})).await;
        }
    }

    /// What the office knows about them changes.
    pub(super) async fn is_known_as(&self, change: &Value) {
        let contact = self.reads().await["contact"]["id"].as_str().unwrap().to_owned();
        self.office.ruth.patch(&format!("/api/v1/contacts/{contact}"), change).await.expect(200);
    }

    /// The id of their conversation.
    pub(super) fn id(&self) -> String {
        self.conversation.borrow().clone().expect("they have texted")
    }

    /// Where their conversation stands in the API, with more after it.
    pub(super) fn path(&self, rest: &str) -> String {
        format!("/api/v1/conversations/{}{rest}", self.id())
    }

    /// Their conversation, as it is.
    pub(super) async fn reads(&self) -> Value {
        self.office.ruth.get(&self.path("")).await.expect(200)
    }

    /// Everything that happened in it.
    pub(super) async fn timeline(&self) -> Vec<Value> {
        self.office.ruth.items(&self.path("/timeline?limit=200")).await
    }

    /// The last entry of a type.
    pub(super) async fn last(&self, kind: &str) -> Value {
        let timeline = self.timeline().await;
        let found = timeline.iter().rfind(|entry| entry["type"] == kind);
        found.cloned().unwrap_or_else(|| panic!("no {kind} in {timeline:#?}"))
    }

    /// Law 1 in a sentence: this is whose it is.
    pub(super) fn is_owned_by<'c>(&'c self, owner: &'c str) -> Owned<'c> {
        Owned { customer: self, owner, because: None }
    }

    /// Law 2: this person answers for it.
    pub(super) async fn is_answered_for_by(&self, person: &str) {
        let found = self.reads().await;
        assert!(is_called(&found["accountable"]["name"], person), "{}", found["accountable"]);
    }

    /// Open, pending or closed.
    pub(super) async fn is(&self, status: &str) {
        assert_eq!(self.reads().await["status"], status);
    }

    /// These tags and no others.
    pub(super) async fn is_tagged(&self, tags: &[&str]) {
        let mut found: Vec<String> = serde_json::from_value(self.reads().await["tags"].clone()).unwrap();
        found.sort();
        assert_eq!(found, tags);
    }

    /// What is promised first, and by when.
    pub(super) async fn is_promised(&self, kind: &str, by: &str) {
        let clock = self.reads().await["clock"].clone();
        assert_eq!(clock["kind"], kind, "{clock}");
        assert_eq!(self.office.shown(&clock["due_at"]), by, "{clock}");
    }

    /// What is promised so, however it stands.
    pub(super) async fn clock(&self, kind: &str) -> Value {
        let clocks = self.reads().await["clocks"].clone();
        let clocks = clocks.as_array().unwrap().clone();
        clocks.into_iter().find(|clock| clock["kind"] == kind).unwrap_or_else(|| panic!("no {kind}"))
    }

    /// Why it is whose it is, in words: every reason so far, oldest first.
    pub(super) async fn reasons(&self) -> Vec<String> {
        let timeline = self.timeline().await;
        let moves = timeline
            .iter()
            .filter(|entry| entry["type"] == "conversation.routed" || entry["type"] == "owner.changed");
        moves.filter_map(|entry| entry["why"].as_str().map(str::to_owned)).collect()
    }

    /// The texts of ours that are on their phone, oldest first: what reached it, and not what we believe of it.
    pub(super) async fn has_got(&self) -> Vec<String> {
        self.office.settles().await;
        let phone = self.office.shop.engine.simulator().inbox(&self.number);
        phone.iter().map(|text| text.body.clone()).collect()
    }
}

/// Whose a conversation is, and why.
pub(super) struct Owned<'c> {
    customer: &'c Customer<'c>,
    owner: &'c str,
    because: Option<&'c str>,
}

impl<'c> Owned<'c> {
    /// The last reason in the timeline holds these words.
    pub(super) fn because(self, words: &'c str) -> Self {
        Self { because: Some(words), ..self }
    }

    async fn look(self) {
        let found = self.customer.reads().await;
        assert!(is_called(&found["owner"]["name"], self.owner), "{} has it", found["owner"]);
        let Some(words) = self.because else { return };
        let whys = self.customer.reasons().await;
        let why = whys.last().map_or("", String::as_str);
        assert!(why.contains(words), "the last reason is “{why}”, of {whys:#?}");
    }
}

impl<'c> IntoFuture for Owned<'c> {
    type Output = ();
    type IntoFuture = Pin<Box<dyn Future<Output = ()> + 'c>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.look())
    }
}
