//! Cookies: read one, set one, take one away (RFC 6265).

use axum::http::{HeaderMap, HeaderValue, header};
use std::time::Duration;

/// The names of our cookies. Over https they carry the prefix that binds them to this host and to https.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cookies {
    /// Whether browsers reach us over https.
    pub(crate) secure: bool,
}

impl Cookies {
    /// The one that says who is signed in.
    pub(crate) fn session(self) -> &'static str {
        if self.secure { "__Host-baton" } else { "baton" }
    }

    /// The one that binds the forms of sign-in and set-up to the browser that asked for them.
    pub(crate) fn door(self) -> &'static str {
        if self.secure { "__Host-baton-door" } else { "baton-door" }
    }
}

/// What a request carries under this name.
pub(crate) fn read_cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find_map(|(key, value)| (key == name).then_some(value))
}

/// Sets a cookie that no script can read; without `lives` it ends with the browser.
pub(crate) fn set_cookie(cookies: Cookies, name: &str, value: &str, lives: Option<Duration>) -> HeaderValue {
    let secure = if cookies.secure { "; Secure" } else { "" };
    let age = lives.map(|lives| format!("; Max-Age={}", lives.as_secs())).unwrap_or_default();
    let line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}");
    HeaderValue::try_from(line).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// Takes a cookie away.
pub(crate) fn clear_cookie(cookies: Cookies, name: &str) -> HeaderValue {
    set_cookie(cookies, name, "", Some(Duration::ZERO))
}
