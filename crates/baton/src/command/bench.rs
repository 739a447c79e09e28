//! `baton bench`.

use crate::bench;
use crate::entry;
use crate::output::print;
use clap::{Args, Subcommand};
use std::process::ExitCode;

const EXAMPLES: &str = "\
Examples:
  baton bench inbound                                   as many texts a second as go
  baton bench inbound --rate 12000                      how long each waits at a given rate
  baton bench inbound --database postgres://baton@localhost/empty
  baton bench list --json
  baton bench routing
  baton bench timers                                    a million conversations whose timers wait
  baton bench shift --open 10000 --rate 1000            a shift ends while texts come in

A bench starts a server of its own on an empty folder, or uses an empty database that you name, and takes both away
afterwards (the database's content is yours to drop). --server measures one that runs, on a line made for it.
Generator and server share this machine; close what else works on it.";

/// Measures this machine.
#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub(crate) enum Bench {
    /// Signed webhooks into a running server, each stored and routed before its answer.
    #[command(after_help = EXAMPLES)]
    Inbound(Inbound),
    /// The conversation list, while texts come in.
    #[command(after_help = EXAMPLES)]
    List(List),
    /// Routing decisions alone.
    #[command(after_help = EXAMPLES)]
    Routing(Routing),
    /// Timers that fall due at one instant while a crowd of others waits and texts come in.
    #[command(after_help = EXAMPLES)]
    Timers(Timers),
    /// The end of a shift, at which everything that its people have moves on while texts come in.
    #[command(after_help = EXAMPLES)]
    Shift(Shift),
}

/// Signed webhooks into a running server.
#[derive(Debug, Args)]
pub(crate) struct Inbound {
    /// How many texts.
    #[arg(long, value_name = "COUNT", default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(1..=2_000_000))]
    count: u32,
    /// From how many phones.
    #[arg(long, value_name = "COUNT", default_value_t = 40_000, value_parser = clap::value_parser!(u32).range(1..=150_000))]
    phones: u32,
    /// Texts a second, each sent at its time whatever became of the ones before; without it as many as go.
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..))]
    rate: Option<u32>,
    /// Connections that are kept open.
    #[arg(long, value_name = "COUNT", default_value_t = 256, value_parser = clap::value_parser!(u32).range(1..=1_024))]
    connections: u32,
    /// An empty PostgreSQL database for the server to be measured; without one, SQLite.
    #[arg(long, value_name = "URL", value_parser = entry::database, conflicts_with = "server")]
    database: Option<String>,
    /// Leave out the floor: the store's own group commit with the same rows.
    #[arg(long)]
    no_floor: bool,
    /// A server that runs, by its address: http://HOST:PORT.
    #[arg(long, value_name = "URL", value_parser = entry::url, requires_all = ["webhook", "number", "auth_token_stdin"])]
    server: Option<String>,
    /// The webhook of its line, as baton line add printed it, with the public URL it is signed for.
    #[arg(long, value_name = "URL", value_parser = entry::url, requires = "server")]
    webhook: Option<String>,
    /// The number of its line.
    #[arg(long, value_name = "NUMBER", value_parser = entry::number, allow_hyphen_values = true, requires = "server")]
    number: Option<String>,
    /// The auth token of its line comes on stdin.
    #[arg(long, requires = "server")]
    auth_token_stdin: bool,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// The conversation list, while texts come in.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// How many conversations are open.
    #[arg(long, value_name = "COUNT", default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(1..=150_000))]
    conversations: u32,
    /// How many pages of each kind are asked for, one after another.
    #[arg(long, value_name = "COUNT", default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..))]
    requests: u32,
    /// How many texts come in each second meanwhile.
    #[arg(long, value_name = "COUNT", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..))]
    rate: u32,
    /// An empty PostgreSQL database for the server to be measured; without one, SQLite.
    #[arg(long, value_name = "URL", value_parser = entry::database)]
    database: Option<String>,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// Routing decisions alone.
#[derive(Debug, Args)]
pub(crate) struct Routing {
    /// How many rules, of three keywords each.
    #[arg(long, value_name = "COUNT", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=5_000))]
    rules: u32,
    /// How many decisions.
    #[arg(long, value_name = "COUNT", default_value_t = 500_000, value_parser = clap::value_parser!(u32).range(1..))]
    count: u32,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// Timers that fall due at one instant.
#[derive(Debug, Args)]
pub(crate) struct Timers {
    /// How many conversations have a timer that waits for later. The same is measured without them first.
    #[arg(long, value_name = "COUNT", default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(1..=5_000_000))]
    waiting: u32,
    /// How many timers fall due at one instant.
    #[arg(long, value_name = "COUNT", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    due: u32,
    /// How many texts come in each second meanwhile.
    #[arg(long, value_name = "COUNT", default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..=50_000))]
    rate: u32,
    /// An empty PostgreSQL database for the server to be measured; without one, SQLite.
    #[arg(long, value_name = "URL", value_parser = entry::database)]
    database: Option<String>,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// The end of a shift.
#[derive(Debug, Args)]
pub(crate) struct Shift {
    /// How many conversations are open, all in the hands of whose shift ends.
    #[arg(long, value_name = "COUNT", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=150_000))]
    open: u32,
    /// How many texts come in each second meanwhile.
    #[arg(long, value_name = "COUNT", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=50_000))]
    rate: u32,
    /// An empty PostgreSQL database for the server to be measured; without one, SQLite.
    #[arg(long, value_name = "URL", value_parser = entry::database)]
    database: Option<String>,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

impl Bench {
    /// Measures, and prints what was measured.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let (json, report) = match self {
            Self::Inbound(inbound) => (inbound.json, inbound.measure()?),
            Self::List(list) => (
                list.json,
                bench::list(&bench::ListPlan {
                    conversations: list.conversations,
                    requests: list.requests,
                    rate: list.rate,
                    database: list.database,
                })?,
            ),
            Self::Routing(routing) => (routing.json, bench::routing(routing.rules, routing.count)?),
            Self::Timers(timers) => (
                timers.json,
                bench::timers(&bench::TimersPlan {
                    waiting: timers.waiting,
                    due: timers.due,
                    rate: timers.rate,
                    database: timers.database,
                })?,
            ),
            Self::Shift(shift) => (
                shift.json,
                bench::shift(&bench::ShiftPlan {
                    open: shift.open,
                    rate: shift.rate,
                    database: shift.database,
                })?,
            ),
        };
        print(json, &report.document, &report.words)?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Inbound {
    fn measure(self) -> anyhow::Result<bench::Report> {
        let running = match (self.server, self.webhook, self.number) {
            (Some(server), Some(webhook), Some(number)) => Some(bench::RunningServer {
                server,
                webhook,
                number,
                token: entry::secret("the auth token")?,
            }),
            _ => None,
        };
        bench::inbound(&bench::InboundPlan {
            count: self.count,
            phones: self.phones,
            rate: self.rate,
            connections: self.connections,
            database: self.database,
            floor: !self.no_floor,
            running,
        })
    }
}
