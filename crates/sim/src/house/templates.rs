//! Templates that every house has: for presses that use them wrongly.

/// They answer nothing by themselves.
pub(super) const TEMPLATES: &str = r#"
[templates.Quote]
text = "About [what]: I text you by [timeframe]."

[templates.Passing]
text = "In short: [summary]"

[templates."Wrap up"]
kind = "note"
text = "NOTE They asked for [what]."
"#;
