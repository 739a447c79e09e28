//! The bar with the rehearsal's clock.

use super::desk::{Desk, Press};
use super::fields::Fields;
use super::meanwhile::Move;
use super::reply::{problem, redirect, redirect_saying};
use crate::answer::Problem;
use crate::rehearsal::HowFar;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use baton_core::{Person, Role};
use baton_engine::ClockKind;
use baton_pages::{Mover, Rehearsal, RehearsalMove, RehearsalStep};
use std::time::Duration;

/// A day of the week that is further away than this has its name today.
const NEARLY_A_WEEK: Duration = Duration::from_hours(6 * 24 + 1);

/// `POST /test-clock`.
pub(super) async fn advance(headers: HeaderMap, Press { desk, form }: Press) -> Response {
    if !desk.app.clock().is_rehearsal() {
        return super::not_found();
    }
    let back = came_from(&headers, form.get("to"));
    let moved = async {
        desk.caller.at_least(Role::Admin)?;
        let to = wanted(&form)?.target(&desk.app)?;
        crate::api::advance_to(&desk.app, to).await
    };
    match moved.await {
        Ok(moved) => Move::told_by(&desk.app, &moved, redirect(&back)),
        Err(refused) if refused.status().is_server_error() => problem(&refused),
        Err(refused) => redirect_saying(desk.app.cookies(), &back, refused.detail()),
    }
}

/// How far the form says.
fn wanted(form: &Fields) -> Result<HowFar, Problem> {
    let to = form.said("advance_to").map(|to| to.parse()).transpose();
    let seconds = form.said("advance_seconds").map(|seconds| seconds.parse()).transpose();
    Ok(HowFar {
        advance_to: to.map_err(|_| Problem::field("advance_to", "That is no time."))?,
        advance_seconds: seconds.map_err(|_| Problem::field("advance_seconds", "That is no number."))?,
        advance_until: form.said("advance_until"),
        hours: form.said("hours"),
    })
}

impl Desk {
    /// The bar of a rehearsal; none on a real server.
    pub(super) async fn rehearsal(&self) -> Result<Option<Rehearsal>, Problem> {
        let kind = self.app.clock().kind();
        if kind == ClockKind::Real {
            return Ok(None);
        }
        let clock = self.when.exact(self.when.now()).words;
        let standing = kind == ClockKind::Standing;
        if !self.is_admin() {
            let rehearsal =
                Rehearsal { clock, standing, steps: Vec::new(), mover: self.mover(), meanwhile: None };
            return Ok(Some(rehearsal));
        }
        let meanwhile = match self.moved {
            Some(moved) => Some(moved.meanwhile(self).await?),
            None => None,
        };
        Ok(Some(Rehearsal { clock, standing, steps: self.steps(), mover: None, meanwhile }))
    }

    /// The ways to move the clock; when each arrives is told beside.
    fn steps(&self) -> Vec<RehearsalStep> {
        let (policy, now) = (&self.directory.policy, self.when.now());
        let mut steps = vec![RehearsalStep {
            words: "+15 min".into(),
            exact: self.when.exact(now + Duration::from_mins(15)).words,
            to: RehearsalMove::By(900),
        }];
        let mut until = |words: &str, word: &str| {
            if let Ok(at) = crate::rehearsal::next(policy, now, word, None) {
                let exact = self.when.exact(at).words;
                // On a Monday after nine the next one is that of next week.
                let words =
                    if at > now + NEARLY_A_WEEK { words.replace("to ", "to next ") } else { words.into() };
                steps.push(RehearsalStep { words, exact, to: RehearsalMove::Until(word.into()) });
            }
        };
        until("to closing time", "closing");
        if !crate::rehearsal::is_open(policy, now) {
            until("to opening time", "opening");
        }
        until("to Monday 9:00", "mon 09:00");
        steps
    }

    /// Who may move the clock, told to who may not.
    fn mover(&self) -> Option<Mover> {
        let may = |person: &&Person| person.active && person.role == Role::Admin;
        let admin = self.directory.people.values().filter(may).min_by_key(|person| person.id)?;
        let word = admin.email.split('@').next().unwrap_or_default();
        let door = self.app.settings().door.as_deref();
        Some(Mover { name: admin.first_name().to_owned(), href: door.map(|door| format!("{door}{word}")) })
    }
}

/// The page that the form stood on: a path of ours, or the inbox.
fn came_from(headers: &HeaderMap, to: &str) -> String {
    if is_ours(to) {
        return to.to_owned();
    }
    let referer = headers.get(header::REFERER).and_then(|value| value.to_str().ok()).unwrap_or("");
    let path = referer.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
    page_of(path.filter(|path| is_ours(path)).unwrap_or("/"))
}

/// The page that shows what this address shows: one that a form was sent to, and that came back with it, has no page of its
/// own.
fn page_of(path: &str) -> String {
    let parts: Vec<&str> = path.split(['?', '#']).next().unwrap_or("").split('/').skip(1).collect();
    match parts.as_slice() {
        ["c", _] | ["c", _, "handoff"] => path.to_owned(),
        ["c", id, ..] => format!("/c/{id}"),
        [page @ ("policy" | "team" | "phone"), _, ..] => format!("/{page}"),
        _ => path.to_owned(),
    }
}

/// Whether this leads to a page of ours and not elsewhere. Browsers take tabs and line breaks out of an address before they
/// read it, so none may stand in it.
pub(super) fn is_ours(path: &str) -> bool {
    let whole = path.chars().all(|char| char > ' ' && char != '\u{7f}' && char != '\\');
    whole && path.starts_with('/') && !path.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fails when whoever moves the clock on a page that answered a form is led to an address that shows nothing, or away
    /// from the page that they were on.
    #[test]
    fn a_form_leads_back_to_a_page() {
        for (from, to) in [
            ("/", "/"),
            ("/?view=mine", "/?view=mine"),
            ("/c/cv_1?view=mine", "/c/cv_1?view=mine"),
            ("/c/cv_1/handoff", "/c/cv_1/handoff"),
            ("/c/cv_1/handoffs", "/c/cv_1"),
            ("/c/cv_1/asks/as_2/drop", "/c/cv_1"),
            ("/policy", "/policy"),
            ("/policy/check", "/policy"),
            ("/policy/try?line=1", "/policy"),
            ("/team/pe_1", "/team"),
            ("/phone/texts", "/phone"),
        ] {
            assert_eq!(page_of(from), to);
        }
    }
}
