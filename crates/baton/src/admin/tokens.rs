//! Bearer tokens of people and programs.

use super::{Answer, Place};
use crate::output::table;
use anyhow::bail;
use baton_hours::MachineTime;
use baton_store::{Holder, Program, Reader, StoreError, Token};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::HashMap;

/// Make a bearer token.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AddToken {
    /// What its maker calls it; the program's name too, for a program.
    pub(crate) name: String,
    /// The address of the person for whom it speaks; none: a program of that name.
    pub(crate) person: Option<String>,
    /// What it may do; empty: whatever its holder may.
    pub(crate) scopes: Vec<String>,
}

/// Withdraw a token.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RevokeToken {
    /// Its name.
    pub(crate) name: String,
    /// The address of its person, where several have one of this name.
    pub(crate) person: Option<String>,
}

pub(super) async fn add(place: &Place, order: AddToken) -> anyhow::Result<Answer> {
    let (holder, owner) = match &order.person {
        Some(email) => person(place, email).await?,
        None => (program(place, &order.name).await?, order.name.clone()),
    };
    let secret = baton_web::new_token();
    let token = Token {
        hash: secret.hash,
        name: order.name.clone(),
        holder,
        scopes: order.scopes.clone(),
        created_at: place.machine(),
        revoked_at: None,
    };
    place.write(move |writer| writer.add_token(&token)).await?;
    let document = json!({"token": secret.text, "name": order.name, "holder": holder_id(holder), "scopes": order.scopes});
    let words = format!("{}\n\nIt speaks for {owner}, and is shown this once: keep it safe.", secret.text);
    Ok(Answer::new(document, words))
}

async fn person(place: &Place, email: &str) -> anyhow::Result<(Holder, String)> {
    let wanted = email.to_owned();
    let account = place.read(move |reader| reader.account(&wanted)).await?;
    match account.map(|account| account.person) {
        Some(person) if person.active => Ok((Holder::Person(person.id), person.name)),
        Some(person) => {
            bail!("{} is not part of the team any more, so no token can speak for them.", person.name)
        }
        None => bail!("There is nobody with the address {email} here. List the team with baton person list."),
    }
}

/// The program of this name; made if there is none.
async fn program(place: &Place, name: &str) -> anyhow::Result<Holder> {
    let programs = place.read(|reader| reader.programs()).await?;
    if let Some(Program { id, active, .. }) = programs.into_iter().find(|program| program.name == name) {
        if !active {
            bail!("The program {name} was switched off. Use another name.");
        }
        return Ok(Holder::Program(id));
    }
    let name = name.to_owned();
    Ok(Holder::Program(place.write(move |writer| writer.add_program(&name)).await?))
}

pub(super) async fn list(place: &Place) -> anyhow::Result<Answer> {
    let (tokens, names) = place.read(with_holders).await?;
    let holder = |token: &Token| names.get(&holder_id(token.holder)).cloned().unwrap_or_default();
    let items: Vec<Value> = tokens
        .iter()
        .map(|token| {
            json!({"name": token.name, "holder": {"id": holder_id(token.holder), "name": holder(token)},
                "scopes": token.scopes, "created_at": moment(token.created_at)})
        })
        .collect();
    let rows = tokens.iter().map(|token| {
        let may = if token.scopes.is_empty() { "everything".to_owned() } else { token.scopes.join(", ") };
        vec![token.name.clone(), holder(token), may, moment(token.created_at)]
    });
    let words = table(&rows.collect::<Vec<_>>());
    Ok(Answer::new(
        json!({"items": items}),
        if words.is_empty() { "There are no tokens.".to_owned() } else { words },
    ))
}

fn with_holders(reader: &mut Reader<'_>) -> Result<(Vec<Token>, HashMap<String, String>), StoreError> {
    let people =
        reader.people()?.into_iter().map(|account| (account.person.id.to_string(), account.person.name));
    let programs = reader.programs()?.into_iter().map(|program| (program.id.to_string(), program.name));
    Ok((reader.tokens()?, people.chain(programs).collect()))
}

pub(super) async fn revoke(place: &Place, order: RevokeToken) -> anyhow::Result<Answer> {
    let holder = match &order.person {
        Some(email) => Some(person(place, email).await?.0),
        None => None,
    };
    let tokens = place.read(|reader| reader.tokens()).await?;
    let fits = |token: &Token| token.name == order.name && holder.is_none_or(|holder| holder == token.holder);
    let mut fitting = tokens.into_iter().filter(fits);
    let token = match (fitting.next(), fitting.next()) {
        (Some(token), None) => token,
        (None, _) => bail!("There is no token named “{}” here. List them with baton token list.", order.name),
        (Some(_), Some(_)) => bail!("Several have a token named “{}”. Say whose with --person.", order.name),
    };
    let at = place.machine();
    place.write(move |writer| writer.revoke_token(&token.hash, at)).await?;
    Ok(Answer::new(
        json!({"revoked": order.name}),
        format!("The token “{}” is refused from now on.", order.name),
    ))
}

fn holder_id(holder: Holder) -> String {
    match holder {
        Holder::Person(id) => id.to_string(),
        Holder::Program(id) => id.to_string(),
    }
}

/// As RFC 3339.
fn moment(at: MachineTime) -> String {
    baton_core::Moment::from_micros(at.micros()).to_string()
}
