//! How Twilio's API is asked: paths, signing in, and what an answer's status means.

use reqwest::{Client, RequestBuilder, Response, StatusCode};
use url::Url;

use super::{TwilioAccount, codes, wire};
use crate::http_client::{BodyError, body_up_to};
use crate::{Failure, MediaAccess, Reason};

/// More than a page of the list has.
const ANSWER_LIMIT: usize = 4 << 20;

/// Twilio's API, for one account.
#[derive(Clone)]
pub(super) struct Api {
    account: TwilioAccount,
    client: Client,
}

impl Api {
    pub(super) fn new(account: &TwilioAccount, client: Client) -> Self {
        Self { account: account.clone(), client }
    }

    pub(super) fn account(&self) -> &TwilioAccount {
        &self.account
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// A URL below the account's; `last` are the segments after it.
    pub(super) fn url(&self, last: &[&str]) -> Url {
        let mut url = self.account.api_base.clone();
        // A base that cannot have a path (mailto:) is refused where lines are set up, and would fail to connect.
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(["2010-04-01", "Accounts", &self.account.sid]).extend(last);
        }
        url
    }

    /// Makes a request as often as there are passwords, as long as the answer is that the password is wrong: such a
    /// request did nothing.
    pub(super) async fn ask(&self, request: impl Fn() -> RequestBuilder) -> Result<Response, reqwest::Error> {
        let sign_ins = self.account.sign_ins();
        let (last, others) =
            sign_ins.split_last().map_or((("", ""), &[][..]), |(last, others)| (*last, others));
        for (user, password) in others {
            let answer = request().basic_auth(user, Some(password)).send().await?;
            if answer.status() != StatusCode::UNAUTHORIZED {
                return Ok(answer);
            }
        }
        request().basic_auth(last.0, Some(last.1)).send().await
    }

    /// Credentials go to Twilio's own hosts only, and to a loopback base.
    pub(super) fn media_access(&self, url: &str) -> MediaAccess {
        let loopback = crate::media::loopback_of(&self.account.api_base);
        let trusted = Url::parse(url).is_ok_and(|url| {
            url.origin() == self.account.api_base.origin()
                || url.scheme() == "https" && url.host_str().is_some_and(|host| host.ends_with(".twilio.com"))
        });
        let sign_in = self.account.sign_ins().first().filter(|_| trusted).copied();
        let credentials = sign_in.map(|(user, password)| (user.to_owned(), crate::Secret::new(password)));
        MediaAccess { credentials, loopback: loopback.into_iter().collect() }
    }
}

pub(super) async fn body(answer: Response) -> Result<Vec<u8>, BodyError> {
    body_up_to(answer, ANSWER_LIMIT).await
}

/// The failure that an answer of `status` with `body` tells of.
pub(super) fn failure(status: StatusCode, body: &[u8]) -> Failure {
    let error = wire::ApiError::read(body);
    let code = error.code();
    let reason = code.as_deref().map_or(Reason::Unknown, codes::reason);
    let by_status = match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Reason::Authentication,
        StatusCode::PAYMENT_REQUIRED => Reason::OutOfMoney,
        StatusCode::TOO_MANY_REQUESTS => Reason::TooFast,
        StatusCode::PAYLOAD_TOO_LARGE => Reason::Content,
        status if status.is_server_error() => Reason::CarrierFault,
        _ => Reason::Unknown,
    };
    let reason = if reason == Reason::Unknown { by_status } else { reason };
    let message = error.into_message().or_else(|| Some(format!("HTTP {}", status.as_u16())));
    Failure { reason, code, message }
}
