//! Texts of ours and notes.

use baton_core::{ConversationId, Moment, OutText};
use serde::Serialize;
use utoipa::ToSchema;

/// A text of ours as it is now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"id": "ms_8x1p4t", "conversation": "cv_2k7d9q", "direction": "out",
    "to": "+12125550134", "text": "Friday at 11, does that work?", "state": "queued", "code": null, "advice": null,
    "written_at": "2026-05-12T16:55:00Z"}))]
pub(crate) struct MessageView {
    /// Opaque id.
    id: String,
    /// The conversation that it belongs to; null for a confirmation outside of any.
    #[schema(required = true)]
    conversation: Option<String>,
    /// Always `out`.
    direction: &'static str,
    /// To which number.
    to: String,
    /// What it says.
    text: String,
    /// `queued`, `sending`, `sent`, `delivered`, `failed`, `undelivered`, `unknown` or `cancelled`.
    state: &'static str,
    /// The carrier's code, if it failed with one.
    #[schema(required = true)]
    code: Option<String>,
    /// If it failed: why, and what one can do.
    #[schema(required = true)]
    advice: Option<String>,
    /// When the button was pressed.
    #[schema(value_type = String, format = DateTime)]
    written_at: Moment,
}

impl From<&OutText> for MessageView {
    fn from(text: &OutText) -> Self {
        let failure = text.failure.as_ref();
        Self {
            id: text.id.to_string(),
            conversation: text.conversation.as_ref().map(ConversationId::to_string),
            direction: "out",
            to: text.to.clone(),
            text: text.body.clone(),
            state: text.state.word(),
            code: failure.and_then(|failure| failure.code.clone()),
            advice: failure.map(|failure| failure.advice.clone()),
            written_at: text.written_at,
        }
    }
}

/// A note that was written.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"id": "ms_8x1p4u", "conversation": "cv_2k7d9q", "text": "She prefers mornings."}))]
pub(crate) struct NoteView {
    /// Opaque id.
    pub(crate) id: String,
    /// The conversation.
    pub(crate) conversation: String,
    /// What it says.
    pub(crate) text: String,
}
