//! The REST API under `/api/v1`: a file per resource, its documentation on the function.

mod asks;
mod availability;
mod changes;
mod clock;
mod consent;
mod contacts;
mod conversations;
mod document;
mod events;
mod evidence;
mod faults;
mod handoffs;
mod media;
mod messages;
mod moves;
mod order;
pub(crate) mod paths;
mod policy;
mod preview;
mod reminders;
mod rotas;
mod scheduled;
mod simulator;
mod team;
mod templates;
mod timeline;
mod told;
mod trial;
mod watch;
mod weather;
pub(crate) mod when;

pub(crate) use clock::advance_to;
pub(crate) use document::document;
pub(crate) use events::{Tone, stream};
pub(crate) use media::{fetch_again, is_picture};
pub(crate) use preview::moving_by;
pub(crate) use templates::{in_order as templates_in_order, values as template_values};
pub(crate) use trial::{Outcome as TrialOutcome, Trial, run as run_trial};

use crate::app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of the API with its documentation.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(conversations::list, conversations::begin))
        .routes(routes!(conversations::get, moves::patch))
        .routes(routes!(timeline::timeline))
        .routes(routes!(messages::send))
        .routes(routes!(messages::note))
        .routes(routes!(messages::get))
        .routes(routes!(messages::settle))
        .routes(routes!(messages::cancel))
        .routes(routes!(moves::claim))
        .routes(routes!(moves::release))
        .routes(routes!(moves::assign))
        .routes(routes!(handoffs::offer))
        .routes(routes!(handoffs::accept))
        .routes(routes!(handoffs::decline))
        .routes(routes!(handoffs::withdraw))
        .routes(routes!(asks::open))
        .routes(routes!(asks::patch))
        .routes(routes!(scheduled::patch, scheduled::drop))
        .routes(routes!(scheduled::send_now))
        .routes(routes!(reminders::set))
        .routes(routes!(reminders::drop))
        .routes(routes!(consent::record))
        .routes(routes!(consent::judge))
        .routes(routes!(watch::watch, watch::unwatch))
        .routes(routes!(evidence::get))
        .routes(routes!(evidence::csv))
        .routes(routes!(media::get))
        .routes(routes!(media::retry))
        .routes(routes!(templates::list))
        .routes(routes!(contacts::list))
        .routes(routes!(contacts::get, contacts::patch))
        .routes(routes!(team::people))
        .routes(routes!(preview::removal))
        .routes(routes!(preview::check_person))
        .routes(routes!(preview::check_line))
        .routes(routes!(team::person))
        .routes(routes!(team::queues))
        .routes(routes!(team::lines))
        .routes(routes!(team::line))
        .routes(routes!(availability::list))
        .routes(routes!(availability::get, availability::put))
        .routes(routes!(availability::cancel))
        .routes(routes!(availability::on))
        .routes(routes!(rotas::list))
        .routes(routes!(rotas::preview))
        .routes(routes!(policy::get, policy::put))
        .routes(routes!(policy::check))
        .routes(routes!(trial::try_it))
        .routes(routes!(faults::list))
        .routes(routes!(changes::list))
        .routes(routes!(told::list))
        .routes(routes!(told::read))
        .routes(routes!(simulator::text, simulator::inbox))
        .routes(routes!(weather::get, weather::put))
        .routes(routes!(clock::get, clock::advance))
        .routes(routes!(events::events))
}
