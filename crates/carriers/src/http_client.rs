//! The one way in which this crate speaks HTTP as a client.

use std::sync::Arc;
use std::time::Duration;

use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt;

/// How long a carrier may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// To be connected, TLS included. When it runs out, nothing was sent.
    pub connect: Duration,
    /// For the whole of a request. When it runs out, the request may have been carried out.
    pub answer: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), answer: Duration::from_secs(30) }
    }
}

/// Clients that share one TLS configuration: certificates are judged as the operating system does.
#[derive(Debug, Clone)]
pub struct HttpClient {
    tls: ClientConfig,
    api: reqwest::Client,
}

/// The client could not be built.
#[derive(Debug, thiserror::Error)]
pub enum HttpClientError {
    /// The system's root certificates are missing or unreadable.
    #[error(
        "wanted the system's root certificates to check carriers with, found none: install ca-certificates ({0})"
    )]
    Certificates(#[source] rustls::Error),
    /// The HTTP client refused its configuration.
    #[error("the HTTP client could not be started: {0}")]
    Client(#[from] reqwest::Error),
}

impl HttpClient {
    /// Builds it, reading the system's root certificates once.
    pub fn new(patience: Patience) -> Result<Self, HttpClientError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(BuilderVerifierExt::with_platform_verifier)
            .map_err(HttpClientError::Certificates)?
            .with_no_client_auth();
        let api = builder(&tls, patience).build()?;
        Ok(Self { tls, api })
    }

    /// The client for carriers' APIs, with its pool of connections.
    pub(crate) fn api(&self) -> &reqwest::Client {
        &self.api
    }

    /// A client whose connections can only go where `configure` says.
    pub(crate) fn pinned(
        &self,
        patience: Patience,
        configure: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
    ) -> Result<reqwest::Client, reqwest::Error> {
        configure(builder(&self.tls, patience)).build()
    }
}

/// No redirects, no proxy and no repetition behind our back: each would send something twice or elsewhere.
fn builder(tls: &ClientConfig, patience: Patience) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls.clone())
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .no_proxy()
        .connect_timeout(patience.connect)
        .timeout(patience.answer)
        // A connection that the other side closes while we write costs an unknown outcome: keep none for long.
        .pool_idle_timeout(Duration::from_secs(20))
        .user_agent(concat!("baton/", env!("CARGO_PKG_VERSION")))
}

/// An error with its causes, without the URL: that holds account ids and customers' numbers.
pub(crate) fn in_words(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut words = error.to_string();
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        words.push_str(": ");
        words.push_str(&cause.to_string());
        source = cause.source();
    }
    words
}

/// The body, if it has at most `limit` bytes.
pub(crate) async fn body_up_to(mut answer: reqwest::Response, limit: usize) -> Result<Vec<u8>, BodyError> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(BodyError::Broken)? {
        if body.len() + chunk.len() > limit {
            return Err(BodyError::TooLarge { limit });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Why a body could not be read.
#[derive(Debug)]
pub(crate) enum BodyError {
    Broken(reqwest::Error),
    TooLarge { limit: usize },
}

impl BodyError {
    pub(crate) fn in_words(self) -> String {
        match self {
            Self::Broken(error) => in_words(error),
            Self::TooLarge { limit } => format!("the answer has more than {limit} bytes"),
        }
    }
}

/// The Retry-After header in seconds; its form as a date is rare, and ignored.
pub(crate) fn retry_after(answer: &reqwest::Response) -> Option<Duration> {
    let seconds = answer.headers().get(http::header::RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds).min(Duration::from_hours(24)))
}
