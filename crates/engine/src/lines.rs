//! Which carrier each line speaks through.

mod settings;

pub use settings::TwilioSettings;

use baton_carriers::media::{Fetched, MediaError, MediaFetcher, MediaLimits};
use baton_carriers::{Carrier, HttpClient, MediaAccess, Reply, Simulator};
use baton_core::{Line, LineId};
use baton_store::LineWithSecrets;
use rustc_hash::FxHashMap;
use std::fmt;
use std::sync::Arc;

/// Why a line has no carrier, as a sentence for an admin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NoCarrier(pub String);

/// What a line's settings come to.
#[derive(Debug, Clone)]
pub struct Spoken {
    /// What it speaks through.
    pub carrier: Arc<dyn Carrier>,
    /// The account at the carrier: a call for one line of it may bring texts for another.
    pub account: String,
}

type Build = dyn Fn(&LineWithSecrets, Option<&str>) -> Result<Spoken, NoCarrier> + Send + Sync;
type Fetch = dyn Fn(String, MediaAccess) -> Reply<'static, Result<Fetched, MediaError>> + Send + Sync;

/// The world outside, as an engine reaches it.
#[derive(Clone)]
pub struct Carriers {
    build: Arc<Build>,
    fetch: Arc<Fetch>,
    simulator: Arc<Simulator>,
}

impl Carriers {
    /// Real carriers speak through `client`; simulated lines share the one pretend network.
    pub fn real(client: HttpClient, simulator: Arc<Simulator>) -> Self {
        let fetcher = MediaFetcher::new(client.clone(), MediaLimits::default());
        let network = Arc::clone(&simulator);
        Self::new(simulator, move |line, public_url| settings::spoken(line, public_url, &client, &network))
            .fetching(move |url, access| {
                let fetcher = fetcher.clone();
                Box::pin(async move { fetcher.fetch(&url, &access).await })
            })
    }

    /// Makes each line's carrier from its settings and the workspace's public URL by `build`; no media are fetched.
    pub fn new(
        simulator: Arc<Simulator>,
        build: impl Fn(&LineWithSecrets, Option<&str>) -> Result<Spoken, NoCarrier> + Send + Sync + 'static,
    ) -> Self {
        let nowhere = |_, _| -> Reply<'static, _> {
            Box::pin(std::future::ready(Err(MediaError::Failed {
                why: "there is no network here".to_owned(),
            })))
        };
        Self { build: Arc::new(build), fetch: Arc::new(nowhere), simulator }
    }

    /// The same, fetching media by `fetch`.
    #[must_use]
    pub fn fetching(
        mut self,
        fetch: impl Fn(String, MediaAccess) -> Reply<'static, Result<Fetched, MediaError>> + Send + Sync + 'static,
    ) -> Self {
        self.fetch = Arc::new(fetch);
        self
    }

    /// The pretend network, for its weather and its phones.
    pub fn simulator(&self) -> &Arc<Simulator> {
        &self.simulator
    }

    pub(crate) async fn fetch(&self, url: String, access: MediaAccess) -> Result<Fetched, MediaError> {
        (self.fetch)(url, access).await
    }
}

impl fmt::Debug for Carriers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Carriers").finish_non_exhaustive()
    }
}

/// Every line with what it speaks through: immutable, replaced as a whole when a line changes.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    lines: FxHashMap<LineId, (Line, Result<Spoken, NoCarrier>)>,
    /// All lines of the account of each; itself first, also where it has no working carrier.
    accounts: FxHashMap<LineId, Arc<[LineId]>>,
}

impl Lines {
    pub(crate) fn build(carriers: &Carriers, lines: Vec<LineWithSecrets>, public_url: Option<&str>) -> Self {
        let lines = lines.into_iter().map(|with_secrets| {
            let spoken = (carriers.build)(&with_secrets, public_url);
            if let Err(why) = &spoken {
                tracing::warn!(line = %with_secrets.line.number, %why, "a line cannot send");
            }
            (with_secrets.line.id, (with_secrets.line, spoken))
        });
        let mut built = Self { lines: lines.collect(), accounts: FxHashMap::default() };
        let accounts = built.lines.keys().map(|line| (*line, built.of_one_account(*line))).collect();
        built.accounts = accounts;
        built
    }

    /// The line, and what it speaks through.
    pub(crate) fn get(&self, id: LineId) -> Option<(&Line, Result<&Spoken, &NoCarrier>)> {
        self.lines.get(&id).map(|(line, spoken)| (line, spoken.as_ref()))
    }

    /// The line of the same account with this number; one that is retired only if there is no other.
    pub(crate) fn of_account(&self, like: LineId, number: &str) -> Option<&Line> {
        let fitting = self.same_account(like).filter(|line| line.number == number);
        fitting.min_by_key(|line| (line.retired, line.id))
    }

    /// All lines of the account of one; itself first, also where it has no working carrier.
    pub(crate) fn all_of_account(&self, like: LineId) -> Arc<[LineId]> {
        self.accounts.get(&like).map_or_else(|| Arc::from([like]), Arc::clone)
    }

    fn of_one_account(&self, like: LineId) -> Arc<[LineId]> {
        let mut others: Vec<_> =
            self.same_account(like).map(|line| line.id).filter(|id| *id != like).collect();
        others.sort_unstable();
        std::iter::once(like).chain(others).collect()
    }

    fn same_account(&self, like: LineId) -> impl Iterator<Item = &Line> {
        let of =
            self.lines.get(&like).and_then(|(of, spoken)| Some((of.carrier, &spoken.as_ref().ok()?.account)));
        self.lines.values().filter_map(move |(line, other)| {
            let (carrier, account) = of?;
            let same = line.carrier == carrier && other.as_ref().is_ok_and(|other| other.account == *account);
            same.then_some(line)
        })
    }

    /// The simulated line with this number.
    pub(crate) fn simulated(&self, number: &str) -> Option<&Line> {
        let lines = self.lines.values().map(|(line, _)| line);
        lines
            .filter(|line| line.carrier == baton_core::LineCarrier::Simulator)
            .find(|line| line.number == number)
    }

    /// A simulated line, whichever.
    pub(crate) fn any_simulated(&self) -> Option<LineId> {
        let lines = self.lines.values().map(|(line, _)| line);
        lines.filter(|line| line.carrier == baton_core::LineCarrier::Simulator).map(|line| line.id).min()
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = LineId> {
        self.lines.keys().copied()
    }
}
