//! The pages as HTML: view models, templates, style sheet, scripts. No I/O.
