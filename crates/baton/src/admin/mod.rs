//! What is done to a workspace from the command line.
//!
//! An [`Order`] is carried out by the same code wherever it runs: in this process when no server has the folder, in
//! the server when one does, which then knows of the change at once. [`carry_out`] finds out which.
#![expect(
    clippy::redundant_closure_for_method_calls,
    reason = "a reader's methods are not general enough in its lifetime"
)]

mod client;
mod lines;
mod moving;
mod people;
mod place;
mod policies;
mod set_up;
mod socket;
mod tokens;

pub(crate) use lines::{AddLine, ChangeLine, LineKind};
pub(crate) use people::AddPerson;
use place::Missing;
pub(crate) use place::Place;
pub(crate) use set_up::SetUp;
pub(crate) use socket::Socket;
pub(crate) use tokens::{AddToken, RevokeToken};

use crate::config::Folder;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::time::Duration;

/// Something to do to a workspace.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Order {
    /// Make the workspace.
    SetUp(SetUp),
    /// Somebody joins the team.
    AddPerson(AddPerson),
    /// Give somebody a new password.
    SetPassword {
        /// Who.
        email: String,
        /// A PHC string.
        hash: String,
    },
    /// Everybody.
    ListPeople,
    /// Make a bearer token.
    AddToken(AddToken),
    /// Every token that is not withdrawn.
    ListTokens,
    /// Withdraw a token.
    RevokeToken(RevokeToken),
    /// Add a line.
    AddLine(AddLine),
    /// Change a line, or take a retired one back.
    ChangeLine(ChangeLine),
    /// Retire a line.
    RetireLine {
        /// Its id or number.
        line: String,
        /// Also where something is still open on it.
        yes: bool,
    },
    /// Every line.
    ListLines,
    /// The policy that is live.
    ShowPolicy,
    /// What is wrong with a policy.
    CheckPolicy {
        /// The document.
        source: String,
    },
    /// Put a policy live.
    SetPolicy {
        /// The document.
        source: String,
    },
}

/// What came of an order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Answer {
    /// For programs.
    pub(crate) document: Value,
    /// For people.
    pub(crate) words: String,
    /// Whether all is well; a policy with problems is not.
    pub(crate) well: bool,
}

impl Answer {
    fn new(document: Value, words: impl Into<String>) -> Self {
        Self { document, words: words.into(), well: true }
    }
}

/// How often a command looks whether a server that has just been started hears it.
const LOOKS: Duration = Duration::from_millis(100);
/// After how many looks it says that it waits: two seconds.
const SAYS: u32 = 20;
/// How many looks it makes where something has the folder: half a minute.
const STARTING: u32 = 300;
/// The same where there is no workspace yet: a server that was started in the same breath makes its folder first.
const MADE: u32 = 10;

/// Carries an order out on a folder, by the server that has it or right here. One that is starting is waited for.
pub(crate) fn carry_out(folder: &Folder, order: Order) -> anyhow::Result<Answer> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut looks = 0;
    let place = loop {
        if let Some(answer) = runtime.block_on(client::ask(&folder.data, &order))? {
            return Ok(answer);
        }
        let missing = match Place::alone(folder, &order) {
            Ok(place) => break place,
            Err(error) => error,
        };
        let longest = match missing.downcast_ref() {
            Some(Missing::InUse(_)) => STARTING,
            Some(Missing::NotMade(_)) => MADE,
            None => 0,
        };
        if looks >= longest {
            return Err(missing);
        }
        looks += 1;
        if looks == SAYS {
            eprintln!("The baton that has {} is starting. Waiting for it.", folder.data.display());
        }
        runtime.block_on(async { tokio::time::sleep(LOOKS).await });
    };
    runtime.block_on(perform(&place, order))
}

/// Carries an order out where the workspace is.
pub(crate) async fn perform(place: &Place, order: Order) -> anyhow::Result<Answer> {
    match order {
        Order::SetUp(order) => set_up::set_up(place, order).await,
        Order::AddPerson(order) => people::add(place, order).await,
        Order::SetPassword { email, hash } => people::set_password(place, email, hash).await,
        Order::ListPeople => people::list(place).await,
        Order::AddToken(order) => tokens::add(place, order).await,
        Order::ListTokens => tokens::list(place).await,
        Order::RevokeToken(order) => tokens::revoke(place, order).await,
        Order::AddLine(order) => lines::add(place, order).await,
        Order::ChangeLine(order) => lines::change(place, order).await,
        Order::RetireLine { line, yes } => lines::retire(place, line, yes).await,
        Order::ListLines => lines::list(place).await,
        Order::ShowPolicy => policies::show(place).await,
        Order::CheckPolicy { source } => policies::check(place, source).await,
        Order::SetPolicy { source } => policies::set(place, source).await,
    }
}
