//! Fetching, hop by hop.

use std::net::SocketAddr;

use http::header::{CONTENT_TYPE, LOCATION};
use reqwest::{Response, StatusCode};
use url::{Host, Url};

use super::{MediaAccess, content_type_of, is_public};
use crate::http_client::{BodyError, HttpClient, Patience, body_up_to, in_words};

/// How much is fetched, and how far it is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MediaLimits {
    /// The most bytes that a file may have.
    pub bytes: usize,
    /// How many redirects are followed.
    pub redirects: usize,
    /// How long each hop may take.
    pub patience: Patience,
}

impl Default for MediaLimits {
    /// 16 MB (no carrier delivers more than 5), five redirects.
    fn default() -> Self {
        Self { bytes: 16 << 20, redirects: 5, patience: Patience::default() }
    }
}

/// A file as it was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What it is, by its bytes first.
    pub content_type: &'static str,
}

/// Why a file could not be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MediaError {
    /// The carrier does not have it yet; it often is there some seconds later.
    #[error("the carrier does not have the file yet")]
    NotThereYet,
    /// It is there no more.
    #[error("the carrier has deleted the file")]
    Gone,
    /// The host wants other credentials.
    #[error("the carrier refused to hand the file out ({status}): an admin checks the line's credentials")]
    NotAllowed {
        /// The HTTP status.
        status: u16,
    },
    /// It leads where Baton does not go.
    #[error("wanted a file on the public internet over https, found {found}: it was not fetched")]
    Forbidden {
        /// Where it led; without path and query.
        found: String,
    },
    /// It has more bytes than we take.
    #[error("the file has more than {limit} bytes")]
    TooLarge {
        /// The most that is taken.
        limit: usize,
    },
    /// It leads on and on.
    #[error("the file's address leads on more than {limit} times")]
    TooFarAway {
        /// The most that is followed.
        limit: usize,
    },
    /// The host could not be reached, broke off or has a fault.
    #[error("the file could not be fetched just now: {why}")]
    Failed {
        /// What happened.
        why: String,
    },
}

impl MediaError {
    /// Whether trying again some time later can help.
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::NotThereYet | Self::Failed { .. })
    }
}

/// Fetches files. Nothing is kept between two.
#[derive(Debug, Clone)]
pub struct MediaFetcher {
    client: HttpClient,
    limits: MediaLimits,
}

impl MediaFetcher {
    /// A fetcher with `limits`.
    pub fn new(client: HttpClient, limits: MediaLimits) -> Self {
        Self { client, limits }
    }

    /// Fetches the file at `url`.
    pub async fn fetch(&self, url: &str, access: &MediaAccess) -> Result<Fetched, MediaError> {
        let mut url = Url::parse(url).map_err(|_| MediaError::Forbidden { found: "no URL".to_owned() })?;
        let first = url.origin();
        for _ in 0..=self.limits.redirects {
            let credentials = access.credentials.as_ref().filter(|_| url.origin() == first);
            let answer =
                self.hop(&url, access, credentials.map(|(user, secret)| (&**user, secret.reveal()))).await?;
            if !answer.status().is_redirection() {
                return self.take(answer).await;
            }
            url = target(&url, &answer)?;
        }
        Err(MediaError::TooFarAway { limit: self.limits.redirects })
    }

    /// One request, to the addresses that were checked and to no others.
    async fn hop(
        &self,
        url: &Url,
        access: &MediaAccess,
        sign_in: Option<(&str, &str)>,
    ) -> Result<Response, MediaError> {
        let addresses = allowed_addresses(url, access).await?;
        let client = self.client.pinned(self.limits.patience, |builder| match url.host() {
            Some(Host::Domain(name)) => builder.resolve_to_addrs(name, &addresses),
            // A literal address was checked itself, and is not resolved.
            _ => builder,
        });
        let mut request = client.map_err(failed)?.get(url.clone());
        if let Some((user, password)) = sign_in {
            request = request.basic_auth(user, Some(password));
        }
        request.send().await.map_err(failed)
    }

    async fn take(&self, answer: Response) -> Result<Fetched, MediaError> {
        match answer.status() {
            status if status.is_success() => {}
            StatusCode::NOT_FOUND => return Err(MediaError::NotThereYet),
            StatusCode::GONE => return Err(MediaError::Gone),
            StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT => return Err(fault(&answer)),
            status if status.is_client_error() => {
                return Err(MediaError::NotAllowed { status: status.as_u16() });
            }
            _ => return Err(fault(&answer)),
        }
        let declared =
            answer.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let bytes = body_up_to(answer, self.limits.bytes).await.map_err(|error| match error {
            BodyError::TooLarge { limit } => MediaError::TooLarge { limit },
            BodyError::Broken(error) => failed(error),
        })?;
        let content_type = content_type_of(&bytes, declared.as_deref());
        Ok(Fetched { bytes, content_type })
    }
}

/// The addresses of `url` that may be connected to.
async fn allowed_addresses(url: &Url, access: &MediaAccess) -> Result<Vec<SocketAddr>, MediaError> {
    let forbidden = || MediaError::Forbidden { found: url.origin().ascii_serialization() };
    let port = url.port_or_known_default().ok_or_else(forbidden)?;
    let all: Vec<SocketAddr> = match url.host().ok_or_else(forbidden)? {
        Host::Ipv4(ip) => vec![(ip, port).into()],
        Host::Ipv6(ip) => vec![(ip, port).into()],
        Host::Domain(name) => {
            let found = tokio::net::lookup_host((name, port)).await;
            found
                .map_err(|error| MediaError::Failed { why: format!("its host has no address: {error}") })?
                .collect()
        }
    };
    let allowed = |address: &SocketAddr| {
        access.loopback.contains(address) || url.scheme() == "https" && is_public(address.ip())
    };
    let some: Vec<SocketAddr> = all.into_iter().filter(allowed).collect();
    if some.is_empty() { Err(forbidden()) } else { Ok(some) }
}

/// Where a redirect leads. Credentials written into it are dropped.
fn target(from: &Url, answer: &Response) -> Result<Url, MediaError> {
    let location = answer.headers().get(LOCATION).and_then(|value| value.to_str().ok());
    let target = location.and_then(|location| from.join(location).ok());
    let mut target = target.ok_or_else(|| MediaError::Failed { why: "it leads on to nowhere".to_owned() })?;
    // Both fail only for URLs that cannot hold credentials.
    let _ = target.set_username("");
    let _ = target.set_password(None);
    Ok(target)
}

fn failed(error: reqwest::Error) -> MediaError {
    MediaError::Failed { why: in_words(error) }
}

fn fault(answer: &Response) -> MediaError {
    MediaError::Failed { why: format!("its host answered {}", answer.status().as_u16()) }
}
