//! The team.

use super::{Answer, Place};
use crate::output::table;
use anyhow::bail;
use baton_core::Role;
use baton_store::NewPerson;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Somebody joins the team.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AddPerson {
    /// Their address.
    pub(crate) email: String,
    /// Their name.
    pub(crate) name: String,
    /// What they may do.
    pub(crate) role: Role,
    /// A PHC string; none while they have no password.
    pub(crate) password_hash: Option<String>,
}

pub(super) async fn add(place: &Place, order: AddPerson) -> anyhow::Result<Answer> {
    let AddPerson { email, name, role, password_hash } = order;
    let signs_in = password_hash.is_some();
    let new = NewPerson { email: email.clone(), name: name.clone(), role, password_hash };
    let id = place.change(move |writer, at| writer.add_person(&new, at)).await?;
    let document = json!({"id": id.to_string(), "email": email, "name": name, "role": role});
    let next = if signs_in {
        String::new()
    } else {
        format!(" They cannot sign in yet: baton person password --email {email} gives them a password.")
    };
    let words = format!("{name} is part of the team. The policy says which queues they belong to.{next}");
    Ok(Answer::new(document, words))
}

pub(super) async fn list(place: &Place) -> anyhow::Result<Answer> {
    let accounts = place.read(|reader| reader.people()).await?;
    let people: Vec<Value> = accounts
        .iter()
        .map(|account| {
            let person = &account.person;
            json!({"id": person.id.to_string(), "email": person.email, "name": person.name, "role": person.role,
                "active": person.active, "password": account.password_hash.is_some()})
        })
        .collect();
    let rows = accounts.iter().map(|account| {
        let person = &account.person;
        let state = match (person.active, account.password_hash.is_some()) {
            (false, _) => "left",
            (true, false) => "has no password yet",
            (true, true) => "",
        };
        vec![person.email.clone(), person.name.clone(), role_word(person.role).to_owned(), state.to_owned()]
    });
    let words = table(&rows.collect::<Vec<_>>());
    Ok(Answer::new(json!({"items": people}), words))
}

pub(super) async fn set_password(place: &Place, email: String, hash: String) -> anyhow::Result<Answer> {
    let wanted = email.clone();
    let Some(account) = place.read(move |reader| reader.account(&wanted)).await? else {
        bail!("There is nobody with the address {email} here. List the team with baton person list.");
    };
    let person = account.person;
    let id = person.id;
    place.write(move |writer| writer.set_password(id, &hash)).await?;
    let words = format!("{} has a new password, and is signed out everywhere.", person.name);
    Ok(Answer::new(json!({"id": id.to_string()}), words))
}

fn role_word(role: Role) -> &'static str {
    match role {
        Role::Agent => "agent",
        Role::Lead => "lead",
        Role::Admin => "admin",
    }
}
