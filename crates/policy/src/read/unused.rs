//! What a document describes and nothing in it uses; and what it leaves out that everything would use.

use baton_routing::Span;

use crate::escalation::Escalation;
use crate::names::quoted;
use crate::problem::{Code, Findings};
use crate::queue::Queue;
use crate::read::rotas::Read;
use crate::target::Target;

/// Rotas that no queue has, and paths that no target enters; and that there is no target at all.
pub(crate) fn warn(
    rotas: &[Read],
    queues: &[Queue],
    escalations: &[(Escalation, Span)],
    targets: &[Target],
    findings: &mut Findings<'_>,
) {
    // What could not be read may well be what uses it.
    if findings.problems() > 0 {
        return;
    }
    if targets.is_empty() {
        let message = "nothing is promised to anybody: the policy has no targets, so no conversation has a clock, and nobody \
                       is warned or told of one that waits";
        let remedy =
            "write [[targets]], for example name = \"Everybody\" with first_response = \"1 h\"".to_owned();
        findings.warning(Code::NothingPromised, Span::default(), message, remedy);
    }
    for (at, read) in rotas.iter().enumerate() {
        if !queues.iter().any(|queue| queue.rota == Some(at)) {
            let name = quoted(&read.rota.name);
            let message = format!("no queue has the rota {name}: nobody is on shift by it");
            let remedy = format!("write rota = \"{}\" under a queue, or take it out", read.rota.name);
            findings.warning(Code::Unused, read.at, message, remedy);
        }
    }
    for (at, (escalation, place)) in escalations.iter().enumerate() {
        if !targets.iter().any(|target| target.escalation == Some(at)) {
            let message = format!("no target enters the escalation {}", quoted(&escalation.name));
            let remedy = format!("write escalation = \"{}\" under a target, or take it out", escalation.name);
            findings.warning(Code::Unused, *place, message, remedy);
        }
    }
}
