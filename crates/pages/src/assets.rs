//! Style sheet, scripts and icons, compiled in, under an address that changes whenever one of them does.

use std::io::Write as _;
use std::sync::LazyLock;

use flate2::{Compression, write::GzEncoder};
use sha2::{Digest as _, Sha256};

/// A file to be served as it is, for good: its address names its content.
#[derive(Debug)]
pub struct Asset {
    /// Name, the last part of its address.
    pub name: &'static str,
    /// For `Content-Type`.
    pub content_type: &'static str,
    /// The file; a script of ours without its comments.
    pub bytes: &'static [u8],
    /// The file, gzipped (RFC 1952), for clients that accept it.
    pub gzip: Vec<u8>,
}

const SCRIPT: &str = "text/javascript; charset=utf-8";

macro_rules! files {
    ($($name:literal: $type:expr, $path:literal;)*) => {
        [$(($name, $type, include_bytes!(concat!("../assets/", $path)).as_slice())),*]
    };
}

const FILES: &[(&str, &str, &[u8])] = &files! {
    "baton.css": "text/css; charset=utf-8", "baton.css";
    "icons.svg": "image/svg+xml", "icons.svg";
    "mark.svg": "image/svg+xml", "mark.svg";
    "app.js": SCRIPT, "app.js";
    "bars.js": SCRIPT, "bars.js";
    "composer.js": SCRIPT, "composer.js";
    "keys.js": SCRIPT, "keys.js";
    "list.js": SCRIPT, "list.js";
    "live.js": SCRIPT, "live.js";
    "pane.js": SCRIPT, "pane.js";
    "offers.js": SCRIPT, "offers.js";
    "phone.js": SCRIPT, "phone.js";
    "policy.js": SCRIPT, "policy.js";
    "rehearsal.js": SCRIPT, "rehearsal.js";
    "setup.js": SCRIPT, "setup.js";
    "sheet.js": SCRIPT, "sheet.js";
    "templates.js": SCRIPT, "templates.js";
    "told.js": SCRIPT, "told.js";
    "segments.js": SCRIPT, "segments.js";
    "stream.js": SCRIPT, "stream.js";
    "ticker.js": SCRIPT, "ticker.js";
    "words.js": SCRIPT, "words.js";
    "htmx.js": SCRIPT, "vendor/htmx.min.js";
};

static HASH: LazyLock<String> = LazyLock::new(hash);

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|&(name, content_type, bytes)| {
            let bytes = if content_type == SCRIPT && name != "htmx.js" { uncommented(bytes) } else { bytes };
            Asset { name, content_type, bytes, gzip: gzip(bytes) }
        })
        .collect()
});

/// A script of ours without the lines that are comments alone, which nobody's browser needs.
fn uncommented(script: &'static [u8]) -> &'static [u8] {
    let Ok(text) = std::str::from_utf8(script) else { return script };
    let mut kept = String::with_capacity(text.len());
    let mut within = false;
    for line in text.lines() {
        let words = line.trim_start();
        let begins = words.starts_with("/**");
        if within || begins {
            within = !words.contains("*/");
        } else if !words.starts_with("//") {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    Vec::leak(kept.into_bytes())
}

/// One hash over all files: scripts import each other by relative address, so they change address together.
fn hash() -> String {
    let mut hasher = Sha256::new();
    for (name, _, bytes) in FILES {
        hasher.update(name.as_bytes());
        hasher.update(bytes.len().to_be_bytes());
        hasher.update(bytes);
    }
    let digest = hasher.finalize();
    let head = digest.iter().take(8).fold(0u64, |sum, byte| sum << 8 | u64::from(*byte));
    format!("{head:016x}")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("writing to a Vec cannot fail")
}

/// All files, compressed on first use.
pub fn assets() -> &'static [Asset] {
    &ASSETS
}

/// The file at `/assets/{hash}/{name}`; `None` for an unknown name or the hash of another version.
///
/// Answer it with `Cache-Control: public, max-age=31536000, immutable`.
pub fn asset(hash: &str, name: &str) -> Option<&'static Asset> {
    if hash != *HASH {
        return None;
    }
    ASSETS.iter().find(|asset| asset.name == name)
}

/// The address of a file.
pub fn asset_path(name: &str) -> String {
    format!("/assets/{}/{name}", *HASH)
}
