//! Pictures and files that a carrier holds: fetched in a job, with a size limit, and only from the public internet.
//!
//! A media URL is a stranger's word, and so is every redirect. Each hop is resolved here, checked, and connected to
//! at the very addresses that were checked, so that neither a redirect nor a name server that changes its mind can
//! lead into the private network. Credentials are for the first host only.

mod address;
mod content_type;
mod fetch;

use std::net::{IpAddr, SocketAddr};

use url::Url;

pub use address::is_public;
pub use content_type::content_type_of;
pub use fetch::{Fetched, MediaError, MediaFetcher, MediaLimits};

use crate::Secret;

/// What fetching takes beside the URL.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MediaAccess {
    /// User name and password for the first host.
    pub credentials: Option<(String, Secret)>,
    /// Loopback addresses that are allowed in spite of the rules, over plain HTTP too: where the line's own API base
    /// stands, in tests and rehearsals. Empty for every real line.
    pub loopback: Vec<SocketAddr>,
}

/// The address of `base`, if it is a literal loopback address.
pub(crate) fn loopback_of(base: &Url) -> Option<SocketAddr> {
    let ip: IpAddr = match base.host()? {
        url::Host::Ipv4(ip) => ip.into(),
        url::Host::Ipv6(ip) => ip.into(),
        url::Host::Domain(_) => return None,
    };
    ip.is_loopback().then_some(SocketAddr::new(ip, base.port_or_known_default()?))
}
