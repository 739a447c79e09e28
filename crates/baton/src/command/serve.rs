//! `baton serve`.

use crate::carriers::carriers;
use crate::config::Folder;
use crate::server::{self, Plan, Running};
use anyhow::Context;
use baton_core::Moment;
use baton_engine::Clock;
use baton_store::{OpenOptions, Store};
use baton_web::Settings;
use clap::Args;
use std::net::ToSocketAddrs;
use std::process::ExitCode;
use std::sync::Arc;

const EXAMPLES: &str = "\
Examples:
  baton serve --data ./data
  baton serve --data ./data --listen 0.0.0.0:80 --public-url https://texts.example
  baton serve --data ./rehearsal --test-clock 2026-03-06T16:58:00-05:00

Settings come from DATA/baton.toml (listen, public_url, database, behind_proxy), then the environment (BATON_LISTEN …), then these
flags; later ones win. Without a workspace the first visitor sets one up. SIGTERM and Ctrl-C stop the server within ten
seconds; nothing that was accepted is lost.";

/// Characters of the code that a first visitor from elsewhere must know.
const CODE: usize = 12;

/// Runs the server.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Serve {
    #[command(flatten)]
    folder: Folder,
    /// Where to listen; port 0 takes a free one.
    #[arg(long, value_name = "HOST:PORT", env = "BATON_LISTEN")]
    listen: Option<String>,
    /// A rehearsal: the time stands still at TIME (RFC 3339) until it is moved, or goes on from now with “running”.
    #[arg(long, value_name = "TIME|running", env = "BATON_TEST_CLOCK", value_parser = test_clock)]
    test_clock: Option<TestClock>,
}

/// How a rehearsal's time goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TestClock {
    /// It goes on from where it had come, at first from now.
    Running,
    /// It stands until it is moved.
    At(Moment),
}

fn test_clock(text: &str) -> Result<TestClock, String> {
    if text.eq_ignore_ascii_case("running") {
        return Ok(TestClock::Running);
    }
    text.parse().map(TestClock::At).map_err(|error| {
        format!("“{text}” is no time ({error}). Write running, or one such as 2026-03-06T16:58:00-05:00.")
    })
}

impl Serve {
    /// Runs until it is told to stop.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let config = self.folder.config()?;
        let rehearsal = self.test_clock.is_some();
        let options = OpenOptions {
            folder: self.folder.data.clone(),
            database: config.database,
            rehearsal: Some(rehearsal),
        };
        let store = Arc::new(Store::open(&options)?);
        let clock = match self.test_clock {
            None => Clock::real(),
            Some(TestClock::Running) => Clock::rehearsal(&self.folder.data, None)?,
            Some(TestClock::At(at)) => Clock::rehearsal(&self.folder.data, Some(at))?,
        };
        let listen = self.listen.or(config.listen);
        let setup_code = match store.workspace()? {
            None if is_open_to_others(listen.as_deref()) => Some(code()),
            _ => None,
        };
        let settings = Settings {
            public_url: config.public_url,
            setup_code: setup_code.clone(),
            rehearsal,
            behind_proxy: config.behind_proxy,
            door: None,
        };
        let carriers = carriers(&clock);
        let plan = Plan { folder: self.folder.data, store, clock, carriers, listen, settings };
        server::run(plan, async |_, router| Ok(router), |running| greeting(running, setup_code.as_deref()))?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Whether others than this machine's users can be the first visitor.
fn is_open_to_others(listen: Option<&str>) -> bool {
    let Some(listen) = listen else { return false };
    let addresses = listen.to_socket_addrs().context("not an address");
    addresses.is_ok_and(|mut addresses| addresses.any(|address| !address.ip().is_loopback()))
}

fn code() -> String {
    baton_web::new_secret().text.chars().filter(char::is_ascii_alphanumeric).take(CODE).collect()
}

fn greeting(running: &Running, setup_code: Option<&str>) -> String {
    match (running.app.needs_setup(), setup_code) {
        (false, _) => String::new(),
        (true, None) => "Open that address in a browser to set up the workspace.".to_owned(),
        (true, Some(code)) => {
            format!("Open that address in a browser to set up the workspace. The code it asks for: {code}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_clock_runs_or_stands_at_a_time_with_its_offset() {
        assert_eq!(test_clock("running"), Ok(TestClock::Running));
        let five_hours_behind = test_clock("2026-03-06T16:58:00-05:00").unwrap();
        assert_eq!(five_hours_behind, TestClock::At("2026-03-06T21:58:00Z".parse().unwrap()));
        assert!(test_clock("tomorrow").unwrap_err().contains("Write running, or one such as"));
    }

    #[test]
    fn a_first_visitor_from_elsewhere_must_know_a_code() {
        assert!(!is_open_to_others(None));
        assert!(!is_open_to_others(Some("127.0.0.1:0")));
        assert!(!is_open_to_others(Some("[::1]:80")));
        assert!(is_open_to_others(Some("0.0.0.0:80")));
        assert_eq!(code().len(), CODE);
    }
}
