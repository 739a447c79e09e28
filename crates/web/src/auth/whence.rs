//! From where somebody calls, for the limit on wrong passwords.

use axum::http::HeaderMap;
use std::net::IpAddr;

/// Where a call comes from. What arrives from this very machine came through a proxy on it, if that says so: then it is
/// whom the proxy saw, the last of the addresses. What anybody else says of themselves is not believed.
pub(super) fn caller(peer: IpAddr, headers: &HeaderMap) -> String {
    let said = headers.get_all("x-forwarded-for").iter().next_back().and_then(|value| value.to_str().ok());
    let seen = said.and_then(|value| value.rsplit(',').next()?.trim().parse::<IpAddr>().ok());
    seen.filter(|_| peer.is_loopback()).unwrap_or(peer).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fails when everybody behind a proxy counts as one, so that one who guesses locks the others out; or when somebody
    /// who is not can say that they are somebody else.
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
        let away: IpAddr = [203, 0, 113, 9].into();
        assert_eq!(caller(here, &with(&["198.51.100.1, 203.0.113.7"])), "203.0.113.7");
        assert_eq!(caller(here, &with(&["198.51.100.1", "203.0.113.8"])), "203.0.113.8");
        assert_eq!(caller(away, &with(&["203.0.113.7"])), "203.0.113.9");
        assert_eq!(caller(here, &with(&["nonsense"])), "127.0.0.1");
        assert_eq!(caller(here, &with(&[])), "127.0.0.1");
    }
}
