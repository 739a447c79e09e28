//! What a test can tell the fake to do.

/// How the fake takes a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Behaviour {
    /// Accepts it: 201.
    Accept,
    /// Accepts it and closes the connection without an answer.
    AcceptAndDrop,
    /// Accepts it and never answers.
    AcceptAndStall,
    /// Accepts it and answers with this status and no readable body, as a gateway does that gave up waiting.
    AcceptAndFail {
        /// The HTTP status.
        status: u16,
    },
    /// Closes the connection and forgets it.
    Drop,
    /// Waits for `FakeTwilio::release`, and then accepts it.
    Hold,
    /// Refuses it as the API does.
    Refuse {
        /// The HTTP status.
        status: u16,
        /// Twilio's code.
        code: u32,
        /// A Retry-After header, in seconds.
        retry_after: Option<u32>,
    },
}

/// How the fake answers for a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaReply {
    /// The HTTP status.
    pub status: u16,
    /// Its content type.
    pub content_type: &'static str,
    /// Where it leads on to.
    pub location: Option<String>,
    /// The bytes.
    pub body: Vec<u8>,
}

impl MediaReply {
    /// A file.
    pub fn file(content_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self { status: 200, content_type, location: None, body: body.into() }
    }

    /// A redirect.
    pub fn redirect(location: impl Into<String>) -> Self {
        Self { status: 302, content_type: "text/plain", location: Some(location.into()), body: Vec::new() }
    }

    /// A bare status.
    pub fn status(status: u16) -> Self {
        Self { status, content_type: "text/plain", location: None, body: Vec::new() }
    }
}
