//! What the server has to say beside its answers goes to stderr.

use tracing::level_filters::LevelFilter;

/// How much is said: `error`, `warn` (as it is without it), `info`, `debug`, `trace` or `off`.
const VARIABLE: &str = "BATON_LOG";

/// Starts writing what happens to stderr.
pub(crate) fn start() {
    let wanted = std::env::var(VARIABLE).unwrap_or_default();
    let level = match wanted.trim() {
        "" => LevelFilter::WARN,
        word => word.parse().unwrap_or_else(|_| {
            eprintln!("{VARIABLE} is “{word}”; it can be off, error, warn, info, debug or trace. Going on with warn.");
            LevelFilter::WARN
        }),
    };
    tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::stderr).with_ansi(false).init();
}
