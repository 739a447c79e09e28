//! From where somebody calls, for the limit on wrong passwords.

use axum::http::HeaderMap;
use std::net::IpAddr;

/// Where a call comes from. What arrives from this very machine came through a proxy on it where `behind_proxy` says that
/// there is one: then it is whom the proxy saw, the last of the addresses. What anybody else says of themselves is not
/// believed.
pub(crate) fn address_of(peer: IpAddr, headers: &HeaderMap, behind_proxy: bool) -> String {
    let said = headers.get_all("x-forwarded-for").iter().next_back().and_then(|value| value.to_str().ok());
    let seen = said.and_then(|value| value.rsplit(',').next()?.trim().parse::<IpAddr>().ok());
    // On a socket of both families this machine is `::ffff:127.0.0.1`.
    let peer = peer.to_canonical();
    seen.filter(|_| behind_proxy && peer.is_loopback()).unwrap_or(peer).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fails when everybody behind a proxy counts as one, so that one who guesses locks the others out; on a socket of both
    /// families too; or when somebody who is not can say that they are somebody else.
    #[test]
    fn a_proxy_on_this_machine_says_who_calls_and_nobody_else_does() {
        let with = |values: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append("x-forwarded-for", axum::http::HeaderValue::from_static(value));
            }
            headers
        };
        let here: IpAddr = [127, 0, 0, 1].into();
        let here_on_both: IpAddr = std::net::Ipv4Addr::LOCALHOST.to_ipv6_mapped().into();
        assert_eq!(address_of(here_on_both, &with(&["203.0.113.7"]), true), "203.0.113.7");
        let away: IpAddr = [203, 0, 113, 9].into();
        assert_eq!(address_of(here, &with(&["198.51.100.1, 203.0.113.7"]), true), "203.0.113.7");
        assert_eq!(address_of(here, &with(&["198.51.100.1", "203.0.113.8"]), true), "203.0.113.8");
        assert_eq!(address_of(away, &with(&["203.0.113.7"]), true), "203.0.113.9");
        assert_eq!(address_of(here, &with(&["nonsense"]), true), "127.0.0.1");
        assert_eq!(address_of(here, &with(&[]), true), "127.0.0.1");
        // Nobody said that there is a proxy, and whoever is on this machine could be anybody.
        assert_eq!(address_of(here, &with(&["203.0.113.7"]), false), "127.0.0.1");
    }
}
