//! The policy: shown, checked, put live.

use super::{Answer, Place};
use anyhow::Context;
use baton_core::known;
use baton_policy::{Known, Report, render};
use baton_store::{CommitError, Reader, StoreError};
use serde_json::json;

pub(super) async fn show(place: &Place) -> anyhow::Result<Answer> {
    let saved = place.read(|reader| reader.policy(None)).await?;
    let saved =
        saved.context("There is no workspace here yet. Make one with baton init, or open the page once.")?;
    let document = json!({"version": saved.version, "policy": saved.source, "saved_at": saved.at,
        "saved_by": saved.by.map(|person| person.to_string())});
    Ok(Answer::new(document, saved.source))
}

pub(super) async fn check(place: &Place, source: String) -> anyhow::Result<Answer> {
    let report = report(place, &source).await?;
    Ok(told(&report, &source, "It can be put live."))
}

pub(super) async fn set(place: &Place, source: String) -> anyhow::Result<Answer> {
    let report = report(place, &source).await?;
    if !report.is_usable() {
        return Ok(told(&report, &source, ""));
    }
    let text = source.clone();
    let saved =
        place.change(move |writer, at| writer.save_policy(&text, None, None, at).map_err(plain)).await?;
    let mut answer = told(&report, &source, &format!("Version {saved} is live."));
    answer.document["version"] = saved.into();
    Ok(answer)
}

/// Without an expected version nothing can have moved.
fn plain(error: CommitError) -> StoreError {
    match error {
        CommitError::Store(error) => error,
        other => StoreError::Database(other.to_string()),
    }
}

async fn report(place: &Place, source: &str) -> anyhow::Result<Report> {
    let around = place.read(around).await?;
    Ok(baton_policy::check(source, &around))
}

/// The people and lines that a policy may name.
fn around(reader: &mut Reader<'_>) -> Result<Known, StoreError> {
    let people: Vec<_> = reader.people()?.into_iter().map(|account| account.person).collect();
    let lines: Vec<_> =
        reader.lines_with_secrets()?.into_iter().map(|with_secrets| with_secrets.line).collect();
    Ok(known(&people, &lines))
}

fn told(report: &Report, source: &str, good: &str) -> Answer {
    let usable = report.is_usable();
    let mut words = render(report, source);
    if usable {
        words = if words.is_empty() { good.to_owned() } else { format!("{words}\n{good}") };
    }
    let document = json!({"usable": usable, "problems": report.problems, "warnings": report.warnings});
    Answer { document, words, well: usable }
}
