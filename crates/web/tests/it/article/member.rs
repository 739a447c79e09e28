//! Somebody of the team, with what they do.

use super::{Customer, Office};
use crate::client::{Answer, Client};
use serde_json::{Value, json};
use std::future::{Future, IntoFuture};
use std::pin::Pin;

/// Somebody of the team.
pub(super) struct Member<'o> {
    pub(super) office: &'o Office,
    pub(super) client: Client,
    pub(super) id: String,
}

impl Member<'_> {
    /// They take it.
    pub(super) async fn claims(&self, customer: &Customer<'_>) {
        self.client.post(&customer.path("/claim"), &json!({})).await.expect(200);
    }

    /// They give it back to a queue.
    pub(super) async fn releases(&self, customer: &Customer<'_>, queue: &str) -> Answer {
        self.client.post(&customer.path("/release"), &json!({"queue": queue})).await
    }

    /// They text the customer.
    pub(super) fn texts<'t>(&'t self, customer: &'t Customer<'_>, words: &str) -> Text<'t> {
        let (path, body) = (customer.path("/messages"), json!({"text": words}));
        Text { member: self, path, body, promise: None }
    }

    /// They text the customer with a template of the policy.
    pub(super) async fn texts_with(&self, customer: &Customer<'_>, template: &str, values: &Value) -> Value {
        let body = json!({"template": template, "values": values});
        self.client.post(&customer.path("/messages"), &body).await.expect(201)
    }

    /// They note something with a template of the policy.
    pub(super) async fn notes_with(&self, customer: &Customer<'_>, template: &str, values: &Value) -> Value {
        let body = json!({"template": template, "values": values});
        self.client.post(&customer.path("/notes"), &body).await.expect(201)
    }

    /// They note something that the customer never sees.
    pub(super) async fn notes(&self, customer: &Customer<'_>, words: &str) {
        self.client.post(&customer.path("/notes"), &json!({"text": words})).await.expect(201);
    }

    /// They change its status or tags.
    pub(super) async fn changes(&self, customer: &Customer<'_>, change: &Value) {
        self.client.patch(&customer.path(""), change).await.expect(200);
    }

    /// They offer it, with what goes with it.
    pub(super) async fn offers(&self, customer: &Customer<'_>, offer: &Value) -> Value {
        self.client.post(&customer.path("/handoffs"), offer).await.expect(201)
    }

    /// They accept an offer.
    pub(super) async fn accepts(&self, offer: &Value) {
        self.answers(offer, "accept", &json!({})).await.expect(200);
    }

    /// They decline an offer.
    pub(super) async fn declines(&self, offer: &Value, reason: &str) {
        self.answers(offer, "decline", &json!({"reason": reason})).await.expect(200);
    }

    async fn answers(&self, offer: &Value, how: &str, body: &Value) -> Answer {
        let path = format!("/api/v1/handoffs/{}/{how}", offer["id"].as_str().unwrap());
        self.client.post(&path, body).await
    }

    /// They say whether they are there.
    pub(super) async fn is(&self, availability: &Value) {
        let path = format!("/api/v1/people/{}/availability", self.id);
        self.client.put(&path, availability).await.expect(200);
    }

    /// They see all that is open, and who has it.
    pub(super) async fn sees(&self) -> Vec<Value> {
        self.client.items("/api/v1/conversations?limit=200").await
    }
}

/// A text on its way to being sent.
pub(super) struct Text<'t> {
    member: &'t Member<'t>,
    path: String,
    body: Value,
    promise: Option<&'t str>,
}

impl<'t> Text<'t> {
    /// It promises something by then: `Tue 14:23`.
    pub(super) fn promising(self, by: &'t str) -> Self {
        Self { promise: Some(by), ..self }
    }

    /// And now we wait for the customer.
    pub(super) fn and_waits(mut self) -> Self {
        self.body["then"] = "pending".into();
        self
    }

    /// And that was all.
    pub(super) fn and_closes(mut self) -> Self {
        self.body["then"] = "closed".into();
        self.body["reason"] = "answered".into();
        self
    }

    /// It answers these questions.
    pub(super) fn answering(mut self, asks: &[&Value]) -> Self {
        self.body["answers"] = json!(asks.iter().map(|ask| &ask["id"]).collect::<Vec<_>>());
        self
    }

    /// What is said where it cannot be.
    pub(super) async fn refusal(self) -> String {
        let refused = self.member.client.post(&self.path, &self.body).await;
        assert!([403, 409].contains(&refused.status), "refused for what it is: {}", refused.body);
        refused.json()["detail"].as_str().unwrap().to_owned()
    }
}

impl<'t> IntoFuture for Text<'t> {
    type Output = Value;
    type IntoFuture = Pin<Box<dyn Future<Output = Value> + 't>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let Self { member, path, mut body, promise } = self;
            if let Some(by) = promise {
                body["promise_by"] = member.office.next(by).await.into();
            }
            member.client.post(&path, &body).await.expect(201)
        })
    }
}
