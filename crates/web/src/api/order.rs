//! What a request that changes something carries: who sends it, about what, over which version, with which body and key.

use super::moves::seen_version;
use crate::answer::{Answer, Press, Pressed, Problem};
use crate::app::App;
use crate::auth::{May, Need};
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use baton_core::{Command, MessageId, Position, Seen};
use baton_store::Outcome;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};

/// A request that changes the thing that its address names.
pub(super) struct Order<N, T> {
    pub(super) app: App,
    pub(super) caller: May<N>,
    /// As it stands in the address.
    pub(super) id: String,
    /// The version that the caller has seen (`If-Match`), if they say one.
    pub(super) version: Option<Position>,
    pub(super) wanted: T,
    /// The `Idempotency-Key`, if there is one.
    pub(super) press: Option<Press>,
}

impl<N: Need, T: DeserializeOwned> FromRequest<App> for Order<N, T> {
    type Rejection = Problem;

    /// Who may not is told so, whatever they sent.
    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let caller = May::from_request_parts(&mut parts, app).await?;
        let id = Path::from_request_parts(&mut parts, app).await;
        let Path(id) = id.map_err(|_| Problem::not_found("thing"))?;
        let version = seen_version(&parts.headers)?;
        let Pressed { wanted, press } = Pressed::from_request(Request::from_parts(parts, body), app).await?;
        Ok(Self { app: app.clone(), caller, id, version, wanted, press })
    }
}

impl<N, T> Order<N, T> {
    /// Has it decided and committed.
    pub(super) async fn submit(&mut self, command: Command) -> Answer<Outcome> {
        self.app.submit_at(self.version, &self.caller, command, self.press.take()).await
    }
}

/// The field `seen`: the last message that its author has seen. Unsaid, it is not checked.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct LastSeen(Option<MessageId>);

impl LastSeen {
    pub(super) fn is_said(self) -> bool {
        self.0.is_some()
    }

    pub(super) fn message(self) -> Option<MessageId> {
        self.0
    }
}

impl From<LastSeen> for Seen {
    fn from(LastSeen(message): LastSeen) -> Self {
        message.map_or(Self::Unsaid, Self::UpTo)
    }
}

impl<'de> Deserialize<'de> for LastSeen {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| text.parse().map_err(D::Error::custom)).transpose().map(Self)
    }
}
