//! How a queue hands on what comes to it: `distribute` and `claim_within`.

use crate::built::Feature;
use crate::length::Length;
use crate::names::{did_you_mean, quoted};
use crate::problem::{Code, Findings};
use crate::queue::Distribute;
use crate::read::lengths::promise;
use crate::read::section::{Field, Section, Wanted, refuse};

const DISTRIBUTE: Wanted = Wanted { what: "a way to distribute", example: "\"claim\"" };

/// The way to distribute, and for how long something waits to be claimed.
pub(crate) fn distribution(
    section: &mut Section<'_>,
    findings: &mut Findings<'_>,
) -> (Distribute, Option<Length>) {
    let way = section.ask("distribute").and_then(|field| way(field, findings)).unwrap_or_default();
    let field = section.ask_built("claim_within", Feature::ClaimWithin, findings);
    if let (Some(field), Distribute::RoundRobin | Distribute::LeastBusy) = (field, way) {
        let message = "“claim_within” does nothing here: what is distributed waits for no claim";
        let remedy = "take it out, or write distribute = \"claim\"".to_owned();
        findings.warning(Code::NoEffect, field.at, message, remedy);
    }
    (way, field.and_then(|field| promise(field, findings)))
}

fn way(field: Field<'_>, findings: &mut Findings<'_>) -> Option<Distribute> {
    let named = field.text(findings, DISTRIBUTE)?;
    let (way, feature) = match named.value {
        "claim" => return Some(Distribute::Claim),
        "round_robin" => (Distribute::RoundRobin, Feature::RoundRobin),
        "least_busy" => (Distribute::LeastBusy, Feature::LeastBusy),
        other => {
            let message = format!("there is no way to distribute called {}", quoted(other));
            let remedy = did_you_mean(other, ["claim", "round_robin", "least_busy"])
                .unwrap_or_else(|| "write distribute = \"claim\"".to_owned());
            findings.problem(Code::UnknownName, named.at, message, remedy);
            return None;
        }
    };
    refuse(feature, named.at, findings);
    Some(way)
}
