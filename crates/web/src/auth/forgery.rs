//! Against requests that another site makes in the name of whoever is signed in here.

use crate::answer::Problem;
use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// The token that a form carries: bound to the cookie's secret, which no other site can read, and not the secret itself.
pub(crate) fn csrf_token(secret: &str) -> String {
    let hash = Sha256::new().chain_update(b"baton form\0").chain_update(secret.as_bytes()).finalize();
    URL_SAFE_NO_PAD.encode(&hash[..24])
}

/// Whether a form's token is the right one; takes the same time whatever differs.
pub(crate) fn same_token(secret: &str, token: &str) -> bool {
    let right = csrf_token(secret);
    right.len() == token.len()
        && right.bytes().zip(token.bytes()).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

/// Refuses what a browser says comes from another site. Clients that are no browsers send neither header.
pub(crate) fn refuse_foreign(headers: &HeaderMap, public_url: Option<&str>) -> Result<(), Problem> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let foreign_fetch = text("sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none"));
    let foreign_origin = text("origin").is_some_and(|origin| !is_ours(origin, headers, public_url));
    if foreign_fetch || foreign_origin {
        return Err(Problem::forbidden(
            "This request comes from another site. Open Baton itself, and try again there.",
        ));
    }
    Ok(())
}

fn is_ours(origin: &str, headers: &HeaderMap, public_url: Option<&str>) -> bool {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or("");
    let by_host = origin.split_once("://").is_some_and(|(_, authority)| authority == host);
    let configured = public_url.is_some_and(|url| url == origin || url.starts_with(&format!("{origin}/")));
    by_host || configured
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn a_token_fits_its_own_secret_alone() {
        assert!(same_token("one", &csrf_token("one")));
        assert!(!same_token("one", &csrf_token("two")));
        assert!(!same_token("one", ""));
    }

    #[test]
    fn another_site_is_refused_and_our_own_is_not() {
        let refused = |pairs: &[(&'static str, &'static str)]| {
            refuse_foreign(&headers(pairs), Some("https://texts.example")).is_err()
        };
        assert!(refused(&[("origin", "https://evil.example"), ("host", "texts.example")]));
        assert!(refused(&[("origin", "null"), ("host", "texts.example")]));
        assert!(refused(&[("sec-fetch-site", "cross-site")]));
        assert!(!refused(&[("origin", "https://texts.example"), ("host", "127.0.0.1:9000")]));
        assert!(!refused(&[("origin", "http://127.0.0.1:9000"), ("host", "127.0.0.1:9000")]));
        assert!(!refused(&[("sec-fetch-site", "same-origin")]));
        assert!(!refused(&[]));
    }
}
