//! The pages: view models filled from store and engine, forms turned into commands.
//!
//! `baton_pages::routes` says what each address answers. To add a page: its handler here, its view model there.

mod absence;
mod actions;
mod asks;
mod assets;
mod contact;
mod desk;
mod doors;
mod ends;
mod faults;
mod fields;
mod filling;
mod filter;
mod handoff;
mod inbox;
mod later;
mod listing;
mod meanwhile;
mod naming;
mod offered;
mod outcome;
mod phone;
mod policy;
mod policy_moves;
mod promise;
mod put_to;
mod reading;
mod rehearsal;
mod reminders;
mod reply;
mod rota;
mod rota_week;
mod rules;
mod sending;
mod setup;
mod sheet;
mod story;
mod summary;
mod targets;
mod team;
mod tell;
mod templates;
mod thread;
mod told;
mod told_notices;
mod told_said;
mod told_words;
mod turns;
mod urgent;
mod watch;
mod weather;
mod when;
mod wish;
mod write;

pub(crate) use meanwhile::{Sentences, between};
pub(crate) use reply::{not_found, problem};
pub(crate) use told_said::{Around, Said as ToldSaid, TellTold};

use crate::app::App;
use axum::Router;
use axum::routing::{get, post};

/// Every page, fragment and form.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/", get(inbox::inbox))
        .route("/list", get(inbox::list))
        .route("/rows", get(inbox::rows))
        .route("/events", get(inbox::events))
        .route("/c/{id}", get(inbox::conversation))
        .route("/c/{id}/live", get(inbox::live))
        .route("/c/{id}/earlier", get(inbox::earlier))
        .route("/c/{id}/read", post(inbox::read))
        .route("/c/{id}/messages", post(write::text))
        .route("/c/{id}/notes", post(write::note))
        .route("/c/{id}/messages/{message}/again", post(write::again))
        .route("/c/{id}/messages/{message}/arrived", post(write::arrived))
        .route("/c/{id}/templates", post(templates::open))
        .route("/c/{id}/templates/put", post(templates::put))
        .route("/c/{id}/templates/leave", post(templates::leave))
        .route("/c/{id}/scheduled/{text}/send", post(later::send))
        .route("/c/{id}/scheduled/{text}/change", post(later::change))
        .route("/c/{id}/scheduled/{text}/drop", post(later::drop_it))
        .route("/c/{id}/reminders", post(reminders::set))
        .route("/c/{id}/reminders/{reminder}/drop", post(reminders::drop_it))
        .route("/c/{id}/media/{media}/again", post(write::fetch_again))
        .route("/c/{id}/claim", post(actions::claim))
        .route("/c/{id}/release", post(actions::release))
        .route("/c/{id}/assign", post(actions::assign))
        .route("/c/{id}/status", post(actions::status))
        .route("/c/{id}/tags", post(actions::tags))
        .route("/c/{id}/name", post(naming::name))
        .route("/c/{id}/wish", post(wish::judge))
        .route("/c/{id}/watch", post(watch::watch))
        .route("/contacts/{id}", get(contact::page))
        .route("/contacts/{id}/consent", post(contact::record))
        .route("/c/{id}/handoff", get(sheet::sheet))
        .route("/c/{id}/handoffs", post(handoff::offer))
        .route("/c/{id}/handoffs/{handoff}", get(handoff::ended))
        .route("/c/{id}/handoffs/{handoff}/accept", post(handoff::accept))
        .route("/c/{id}/handoffs/{handoff}/decline", post(handoff::decline))
        .route("/c/{id}/handoffs/{handoff}/withdraw", post(handoff::withdraw))
        .route("/c/{id}/kept", post(handoff::kept))
        .route("/c/{id}/asks", post(asks::open))
        .route("/c/{id}/asks/{ask}/answer", post(asks::answer))
        .route("/c/{id}/asks/{ask}/move", post(asks::move_it))
        .route("/c/{id}/asks/{ask}/drop", post(asks::drop_it))
        .route("/told", get(told::told))
        .route("/told/read", post(told::read))
        .route("/me", get(team::me))
        .route("/team", get(team::page))
        .route("/team/{person}", post(team::say_it))
        .route("/team/{person}/not-away", post(team::not_away))
        .route("/rota", get(rota::page))
        .route("/phone", get(phone::page))
        .route("/phone/live", get(phone::live))
        .route("/phone/texts", post(phone::text))
        .route("/phone/weather", post(weather::say))
        .route("/policy", get(policy::page).post(policy::save))
        .route("/policy/check", post(policy::check))
        .route("/policy/try", post(policy::try_it))
        .route("/faults", get(faults::page))
        .route("/test-clock", post(rehearsal::advance))
        .route("/signin", get(doors::page).post(doors::sign_in))
        .route("/signout", post(doors::sign_out))
        .route("/setup", get(setup::page).post(setup::set_up))
        .route("/assets/{hash}/{file}", get(assets::file))
}
