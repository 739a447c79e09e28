//! A server of one's own: this very program, as a process beside the generator.

use super::business::{Business, Shop};
use super::http::{Connection, address_of};
use anyhow::{Context, bail, ensure};
use baton_engine::Clock;
use baton_store::{OpenOptions, Store};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::time::Instant;

/// Where a server keeps what it knows: a folder of its own, and perhaps a database that was named.
#[derive(Debug)]
pub(super) struct Site {
    folder: TempDir,
    database: Option<String>,
    shop: Shop,
}

impl Site {
    /// A new folder.
    pub(super) fn new(database: Option<&str>, shop: Shop) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("baton-bench-").tempdir()?;
        Ok(Self { folder, database: database.map(str::to_owned), shop })
    }

    /// Its store, while no server runs on it.
    pub(super) fn open(&self) -> anyhow::Result<Store> {
        Ok(Store::open(&OpenOptions {
            folder: self.folder.path().to_owned(),
            database: self.database.clone(),
            rehearsal: Some(self.shop.is_rehearsal()),
        })?)
    }

    /// Sets up the business. The store must be empty.
    pub(super) fn found(&self) -> anyhow::Result<Business> {
        let store = self.open()?;
        ensure!(
            store.workspace()?.is_none(),
            "The database to measure with must be empty; this one is in use."
        );
        Business::found(&store, self.shop, Clock::real().now())
    }

    /// How large its files are together, in bytes; none where a database was named.
    pub(super) fn bytes(&self) -> anyhow::Result<Option<u64>> {
        if self.database.is_some() {
            return Ok(None);
        }
        let mut bytes = 0;
        for file in std::fs::read_dir(self.folder.path())? {
            bytes += file?.metadata()?.len();
        }
        Ok(Some(bytes))
    }
}

/// A server that runs, ended when dropped.
#[derive(Debug)]
pub(super) struct OwnServer {
    child: Child,
    /// Where it listens.
    pub(super) address: SocketAddr,
    /// The business in it.
    pub(super) business: Business,
    /// From its start to its first answer.
    pub(super) start: Duration,
    site: Arc<Site>,
}

impl OwnServer {
    /// Sets up a business in an empty store and starts a server on it.
    pub(super) async fn start(database: Option<&str>) -> anyhow::Result<Self> {
        Self::start_as(database, Shop::Queues).await
    }

    /// The same with that business.
    pub(super) async fn start_as(database: Option<&str>, shop: Shop) -> anyhow::Result<Self> {
        let site = Arc::new(Site::new(database, shop)?);
        let founding = Arc::clone(&site);
        let business = tokio::task::spawn_blocking(move || founding.found());
        let business = business.await.context("the set-up broke off")??;
        Self::start_on(site, business).await
    }

    /// Starts a server on what is there already.
    pub(super) async fn start_on(site: Arc<Site>, business: Business) -> anyhow::Result<Self> {
        let mut command =
            Command::new(std::env::current_exe().context("this program does not know where it is")?);
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(site.folder.path());
        command.args(site.database.iter().flat_map(|url| ["--database", url.as_str()]));
        if site.shop.is_rehearsal() {
            command.args(["--test-clock", "running"]);
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let began = Instant::now();
        let mut child = command.spawn().context("the server to measure could not be started")?;
        let listening = listening(&mut child);
        let address = match listening {
            Ok(address) => address,
            Err(error) => {
                end(&mut child);
                return Err(error);
            }
        };
        let mut server = Self { child, address, business, start: Duration::ZERO, site };
        let mut connection = Connection::open(address).await?;
        let health = connection.ask(b"GET /health HTTP/1.1\r\nHost: texts.example\r\n\r\n").await?;
        ensure!(health.status == 200, "the server says {} of its health", health.status);
        server.start = began.elapsed();
        Ok(server)
    }

    /// Asks it to stop, and waits until it has: another can start on the same site then, and lead at once.
    pub(super) fn stop(mut self) -> anyhow::Result<Arc<Site>> {
        let pid = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &pid]).status().context("there is no kill here")?;
        ensure!(told.success(), "the server to measure could not be told to stop");
        let ended = self.child.wait()?;
        ensure!(ended.success(), "the server to measure ended with {ended}");
        Ok(Arc::clone(&self.site))
    }

    /// Its process.
    pub(super) fn pid(&self) -> u32 {
        self.child.id()
    }
}

/// Its first line.
fn listening(child: &mut Child) -> anyhow::Result<SocketAddr> {
    let mut line = String::new();
    let out = child.stdout.take().context("the server to measure has no stdout")?;
    BufReader::new(out).read_line(&mut line)?;
    match line.trim().strip_prefix("listening on ") {
        Some(url) => address_of(url),
        None => bail!("the server to measure did not start"),
    }
}

fn end(child: &mut Child) {
    // It may have ended by itself.
    let _ = child.kill();
    let _ = child.wait();
}

impl Drop for OwnServer {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}
