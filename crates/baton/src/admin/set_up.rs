//! The workspace itself.

use super::{Answer, Place};
use anyhow::bail;
use baton_core::Role;
use baton_store::{NewPerson, NewWorkspace};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Make the workspace.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SetUp {
    /// The name of the business.
    pub(crate) business: String,
    /// IANA name.
    pub(crate) zone: String,
    /// The first person's address.
    pub(crate) email: String,
    /// The first person's name.
    pub(crate) name: String,
    /// The hash of their password, as a PHC string.
    pub(crate) password_hash: String,
    /// Where carriers and browsers reach it.
    pub(crate) public_url: Option<String>,
    /// Its time can be moved, for good.
    pub(crate) rehearsal: bool,
}

pub(super) async fn set_up(place: &Place, order: SetUp) -> anyhow::Result<Answer> {
    match place.is_rehearsal() {
        Some(true) if !order.rehearsal => bail!(
            "The server on this folder runs with --test-clock, so this would be a rehearsal's. Say --rehearsal, or stop it."
        ),
        Some(false) if order.rehearsal => bail!(
            "The server on this folder runs in real time, so this cannot be a rehearsal's. Stop it first."
        ),
        _ => {}
    }
    let policy = baton_policy::starter(&order.business, &order.email, &order.zone);
    let new = NewWorkspace {
        business: order.business.clone(),
        zone: order.zone.clone(),
        public_url: order.public_url,
        rehearsal: order.rehearsal,
        person: NewPerson {
            email: order.email.clone(),
            name: order.name.clone(),
            role: Role::Admin,
            password_hash: Some(order.password_hash),
        },
        policy,
        at: place.now(),
    };
    let person = place.set_up(new).await?;
    let document = json!({"business": order.business, "zone": order.zone, "rehearsal": order.rehearsal,
        "person": {"id": person.to_string(), "email": order.email, "name": order.name, "role": "admin"}});
    let words = format!(
        "{} is set up, in the time zone {}. {} is its first person, and answers for everything until the policy says \
         otherwise.\nNext: add a line with baton line add, and start the server with baton serve.",
        order.business, order.zone, order.name
    );
    Ok(Answer::new(document, words))
}
