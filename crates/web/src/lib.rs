//! Carrier webhooks, REST API, event stream and pages over HTTP.
//!
//! The program makes an [`App`] of a running engine and serves a [`Front`] before its [`router`]; `docs/api.md` is the API's short guide, and
//! `/api/v1/openapi.json` its whole description, generated from the handlers.
//!
//! ```no_run
//! # async fn serve(engine: baton_engine::Engine) -> Result<(), Box<dyn std::error::Error>> {
//! let app = baton_web::App::new(engine, baton_web::Settings::default());
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
//! app.listens_at(listener.local_addr()?).await?;
//! let front = baton_web::Front::new(app.clone(), baton_web::router(app));
//! axum::serve(listener, front).await?;
//! # Ok(()) }
//! ```
//!
//! * `hooks` takes what carriers bring. It is the hot path: the front brings it there past the router and every layer.
//! * `api` is the REST API, a file per resource; `shape` is how things look from outside; `answer` how requests are read.
//! * `auth` says who is asking: bearer tokens, sessions, passwords, tokens of forms.
//! * `pages` fills the view models of `baton-pages`.
//!
//! To add an operation: a handler with its `#[utoipa::path]` in a file of `api`, and its name in `api::routes`; what is
//! not documented is not served.

mod answer;
mod api;
mod app;
mod auth;
mod front;
mod health;
mod hooks;
mod pages;
mod rehearsal;
mod router;
mod shape;

pub use app::{App, Settings};
pub use auth::{PasswordError, Secret, hash_password, hash_secret, new_secret, new_token};
pub use front::{Door, Front};
pub use router::router;

/// Every scope that a program's token can have.
pub const SCOPES: [&str; 8] = ["read", "route", "note", "notes", "draft", "send", "contacts", "admin"];
