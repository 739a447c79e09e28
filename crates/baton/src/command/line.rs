//! `baton line`.

use super::order;
use crate::admin::{AddLine, ChangeLine, LineKind, Order};
use crate::config::Folder;
use crate::entry;
use baton_engine::TwilioSettings;
use clap::{Args, Subcommand};
use std::process::ExitCode;

const EXAMPLES: &str = "\
Examples:
  baton line add simulator --data ./data --number +12125550100 --json
  baton line add twilio --data ./data --number +12125550100 --account-sid AC… --auth-token-stdin --json < token.txt
  baton line list --data ./data
  baton line change +12125550100 --data ./data --account-sid AC… --auth-token-stdin < token.txt
  baton line retire +12125550100 --data ./data --yes

The webhook that is printed for a line on Twilio is what to enter there, under \"A message comes in\".";

/// Phone numbers of the business.
#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub(crate) enum Line {
    /// Add one.
    #[command(subcommand, after_help = EXAMPLES)]
    Add(Add),
    /// Every line.
    #[command(after_help = EXAMPLES)]
    List(List),
    /// Change one: its name, or the account it is on. Its history stays.
    #[command(after_help = EXAMPLES)]
    Change(Change),
    /// Retire one: it sends nothing any more. Its history stays. What is still open on it is said first.
    #[command(after_help = EXAMPLES)]
    Retire(Retire),
}

/// Adds a line.
#[derive(Debug, Subcommand)]
pub(crate) enum Add {
    /// A line that pretend phones text.
    #[command(after_help = EXAMPLES)]
    Simulator(Simulator),
    /// A number on a Twilio account.
    #[command(after_help = EXAMPLES)]
    Twilio(Twilio),
}

/// What every line has.
#[derive(Debug, Args)]
pub(crate) struct Common {
    #[command(flatten)]
    folder: Folder,
    /// The number.
    #[arg(long, value_name = "NUMBER", value_parser = entry::number, allow_hyphen_values = true)]
    number: String,
    /// What the team calls it; the number where it is not said.
    #[arg(long, value_name = "NAME", value_parser = entry::name)]
    name: Option<String>,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// A line that pretend phones text.
#[derive(Debug, Args)]
pub(crate) struct Simulator {
    #[command(flatten)]
    common: Common,
}

/// A number on a Twilio account.
#[derive(Debug, Args)]
pub(crate) struct Twilio {
    #[command(flatten)]
    common: Common,
    /// The account.
    #[arg(long, value_name = "AC…", value_parser = account_sid)]
    account_sid: String,
    /// The account's auth token comes on stdin; a second line holds the other one while tokens are rotated.
    #[arg(long, required = true)]
    auth_token_stdin: bool,
    /// Where the API stands, if not at Twilio's; for tests and rehearsals.
    #[arg(long, value_name = "URL", value_parser = entry::url)]
    api_base: Option<String>,
    /// Segments a second, if the number's registration allows more than one.
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=1_000))]
    segments_per_second: Option<u32>,
    /// Twilio answers STOP, START and HELP by itself, as its default opt-out handling and Advanced Opt-Out do.
    #[arg(long)]
    carrier_answers: bool,
}

/// Every line.
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    folder: Folder,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// Changes a line.
#[derive(Debug, Args)]
pub(crate) struct Change {
    #[command(flatten)]
    folder: Folder,
    /// Its id or its number.
    #[arg(value_name = "LINE", allow_hyphen_values = true)]
    line: String,
    /// What the team calls it.
    #[arg(long, value_name = "NAME", value_parser = entry::name)]
    name: Option<String>,
    /// The Twilio account that it is on from here on; what the old one still has to say is heard.
    #[arg(long, value_name = "AC…", value_parser = account_sid, requires = "auth_token_stdin")]
    account_sid: Option<String>,
    /// The account's auth token comes on stdin; a second line holds the other one while tokens are rotated.
    #[arg(long)]
    auth_token_stdin: bool,
    /// Where the API stands, if not at Twilio's; for tests and rehearsals.
    #[arg(long, value_name = "URL", value_parser = entry::url)]
    api_base: Option<String>,
    /// Whether Twilio answers STOP, START and HELP by itself.
    #[arg(long, value_name = "yes|no", value_parser = yes_or_no)]
    carrier_answers: Option<bool>,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// Retires a line.
#[derive(Debug, Args)]
pub(crate) struct Retire {
    #[command(flatten)]
    folder: Folder,
    /// Its id or its number.
    #[arg(value_name = "LINE", allow_hyphen_values = true)]
    line: String,
    /// Also where something is still open on it.
    #[arg(long)]
    yes: bool,
    /// Take it back into use instead.
    #[arg(long, conflicts_with = "yes")]
    undo: bool,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

fn yes_or_no(text: &str) -> Result<bool, String> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err("yes or no".to_owned()),
    }
}

fn account_sid(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.starts_with("AC") && text.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Ok(text.to_owned());
    }
    Err(format!(
        "“{text}” is no account SID. Twilio's console shows it; it begins with AC and has 34 characters."
    ))
}

impl Line {
    /// Does it.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Add(Add::Simulator(Simulator { common })) => add(common, LineKind::Simulator),
            Self::Add(Add::Twilio(twilio)) => {
                let secrets = entry::secret("the auth token")?;
                let auth_tokens =
                    secrets.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty());
                let settings = TwilioSettings {
                    account_sid: twilio.account_sid,
                    auth_tokens: auth_tokens.collect(),
                    api_key: None,
                    shared_keys: Vec::new(),
                    api_base: twilio.api_base,
                    segments_per_second: twilio.segments_per_second,
                };
                let carrier_answers = twilio.carrier_answers;
                add(twilio.common, LineKind::Twilio { settings: Box::new(settings), carrier_answers })
            }
            Self::List(List { folder, json }) => order(&folder, Order::ListLines, json),
            Self::Change(change) => {
                let auth_tokens = if change.auth_token_stdin {
                    let secrets = entry::secret("the auth token")?;
                    let lines = secrets.lines().map(|line| line.trim().to_owned());
                    Some(lines.filter(|line| !line.is_empty()).collect())
                } else {
                    None
                };
                let wanted = ChangeLine {
                    line: change.line,
                    name: change.name,
                    account_sid: change.account_sid,
                    auth_tokens,
                    api_base: change.api_base,
                    carrier_answers: change.carrier_answers,
                    retired: None,
                };
                order(&change.folder, Order::ChangeLine(wanted), change.json)
            }
            Self::Retire(Retire { folder, line, undo: true, json, .. }) => {
                let wanted = ChangeLine { line, retired: Some(false), ..ChangeLine::default() };
                order(&folder, Order::ChangeLine(wanted), json)
            }
            Self::Retire(Retire { folder, line, yes, json, .. }) => {
                order(&folder, Order::RetireLine { line, yes }, json)
            }
        }
    }
}

fn add(Common { folder, number, name, json }: Common, kind: LineKind) -> anyhow::Result<ExitCode> {
    order(&folder, Order::AddLine(AddLine { number, name, kind }), json)
}
