//! A server of one's own: this very program, as a process beside the generator.

use super::business::Business;
use super::http::{Connection, address_of};
use anyhow::{Context, bail, ensure};
use baton_engine::Clock;
use baton_store::{OpenOptions, Store};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;
use tokio::time::Instant;

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
    _folder: TempDir,
}

impl OwnServer {
    /// Sets up a business in an empty store and starts a server on it.
    pub(super) async fn start(database: Option<&str>) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("baton-bench-").tempdir()?;
        let options = OpenOptions {
            folder: folder.path().to_owned(),
            database: database.map(str::to_owned),
            rehearsal: Some(false),
        };
        let business = tokio::task::spawn_blocking(move || {
            let store = Store::open(&options)?;
            ensure!(
                store.workspace()?.is_none(),
                "The database to measure with must be empty; this one is in use."
            );
            Business::found(&store, Clock::real().now())
        });
        let business = business.await.context("the set-up broke off")??;
        let mut command =
            Command::new(std::env::current_exe().context("this program does not know where it is")?);
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(folder.path());
        command.args(database.iter().flat_map(|url| ["--database", *url]));
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
        let mut server = Self { child, address, business, start: Duration::ZERO, _folder: folder };
        let mut connection = Connection::open(address).await?;
        let health = connection.ask(b"GET /health HTTP/1.1\r\nHost: texts.example\r\n\r\n").await?;
        ensure!(health.status == 200, "the server says {} of its health", health.status);
        server.start = began.elapsed();
        Ok(server)
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
