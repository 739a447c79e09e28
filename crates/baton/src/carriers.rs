//! The world outside, as this program reaches it.

use baton_carriers::simulator::Weather;
use baton_carriers::{HttpClient, Patience, Simulator};
use baton_core::LineCarrier;
use baton_engine::{Carriers, Clock, NoCarrier, Spoken};
use std::sync::Arc;

/// Real carriers and the pretend one. On a machine without root certificates only pretend phones can be reached, and
/// every real line says why.
pub(crate) fn carriers(clock: &Clock) -> Carriers {
    with_weather(clock, Weather::fair())
}

/// The same with another weather between pretend phones and their line.
pub(crate) fn with_weather(clock: &Clock, weather: Weather) -> Carriers {
    // Ids of the pretend network must not repeat from one start to the next.
    let seed = clock.machine().micros().cast_unsigned();
    let simulator = Arc::new(Simulator::new(seed, weather));
    match HttpClient::new(Patience::default()) {
        Ok(client) => Carriers::real(client, simulator),
        Err(error) => {
            tracing::warn!(%error, "only pretend phones can be reached");
            without_network(simulator, error.to_string())
        }
    }
}

fn without_network(simulator: Arc<Simulator>, why: String) -> Carriers {
    let network = Arc::clone(&simulator);
    Carriers::new(simulator, move |line, _| match line.line.carrier {
        LineCarrier::Simulator => Ok(Spoken { carrier: Arc::clone(&network) as _, account: String::new() }),
        LineCarrier::Twilio => Err(NoCarrier(why.clone())),
    })
}
