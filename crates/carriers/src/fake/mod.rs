//! A server that behaves like Twilio's API, for tests: it takes messages, lists them, refuses, breaks off and stalls as
//! told, hands out media, and signs the calls that Twilio would make.
//!
//! Its idea of Twilio is checked against Twilio's own SDK in `tests/it/twilio_sdk.rs`.

mod message;
mod reply;
mod server;
mod state;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use baton_hours::MachineTime;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use url::Url;

pub use message::FakeMessage;
pub use reply::{Behaviour, MediaReply};
use state::State;
pub use state::{FakeRequest, SignedCall};

use crate::{Secret, TwilioAccount};

/// A running fake. It stops when it is dropped.
#[derive(Debug)]
pub struct FakeTwilio {
    address: SocketAddr,
    shared: Arc<Shared>,
    serving: JoinHandle<()>,
}

/// What the server's tasks and the test look at together.
#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    /// Lets one held request go on.
    release: Notify,
    /// Somebody's request was recorded.
    seen: Notify,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl FakeTwilio {
    /// Starts it on a free loopback port, for one account. Its clock stands at `now`.
    pub async fn start(account_sid: &str, auth_token: &str, now: MachineTime) -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let state = Mutex::new(State::new(account_sid, auth_token, now));
        let shared = Arc::new(Shared { state, release: Notify::new(), seen: Notify::new() });
        let serving = tokio::spawn(server::serve(listener, Arc::clone(&shared)));
        Ok(Self { address, shared, serving })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where its API stands.
    pub fn base(&self) -> Url {
        Url::parse(&format!("http://{}", self.address)).expect("an address makes a URL")
    }

    /// The account that it serves, with its API base set.
    pub fn account(&self) -> TwilioAccount {
        let (sid, token) = self.shared.state().account();
        let mut account = TwilioAccount::new(sid, Secret::new(token));
        account.api_base = self.base();
        account
    }

    /// Moves its clock.
    pub fn set_clock(&self, now: MachineTime) {
        self.shared.state().now = now;
    }

    /// How it takes the next message; several are used up in order, and then it accepts again.
    pub fn next(&self, behaviour: Behaviour) {
        self.shared.state().behaviours.push_back(behaviour);
    }

    /// Lets one request go on that [`Behaviour::Hold`] holds.
    pub fn release(&self) {
        self.shared.release.notify_one();
    }

    /// Refuses texts to `number` from now on, as after a STOP (21610).
    pub fn block(&self, number: &str) {
        self.shared.state().blocked.insert(number.to_owned());
    }

    /// Takes texts to `number` again, as after a START from that phone.
    pub fn unblock(&self, number: &str) {
        self.shared.state().blocked.remove(number);
    }

    /// The messages that it took, oldest first.
    pub fn messages(&self) -> Vec<FakeMessage> {
        self.shared.state().messages.clone()
    }

    /// Every request that reached it, in order.
    pub fn requests(&self) -> Vec<FakeRequest> {
        self.shared.state().requests.clone()
    }

    /// Waits until `count` requests have reached it.
    pub async fn requests_seen(&self, count: usize) {
        loop {
            let seen = self.shared.seen.notified();
            if self.shared.state().requests.len() >= count {
                return;
            }
            seen.await;
        }
    }

    /// Hands out `replies` under `/media/{name}`, one after another; the last one stays.
    pub fn put_media(&self, name: &str, replies: impl IntoIterator<Item = MediaReply>) -> String {
        self.shared.state().media.insert(name.to_owned(), replies.into_iter().collect());
        format!("http://{}/media/{name}", self.address)
    }

    /// Moves a message on, and makes the signed callback that Twilio would make for it; none if the message asked for
    /// none, or if there is no such message.
    pub fn status(&self, sid: &str, status: &str, error_code: Option<u32>) -> Option<SignedCall> {
        self.shared.state().move_on(sid, status, error_code)
    }

    /// The signed call for a text that comes in: `parameters` beside the account's.
    pub fn inbound(&self, url: &str, parameters: &[(&str, &str)]) -> SignedCall {
        self.shared.state().signed(url, parameters)
    }
}

impl Drop for FakeTwilio {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
