//! The description of the API (`OpenAPI` 3.1), generated from the handlers.

use axum::http::header;
use axum::response::IntoResponse;
use bytes::Bytes;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, Info, OpenApi, SecurityRequirement};

/// The document, ready to be served.
#[derive(Debug, Clone)]
pub(crate) struct Document(Bytes);

impl IntoResponse for Document {
    fn into_response(self) -> axum::response::Response {
        ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")], self.0)
            .into_response()
    }
}

/// What the handlers say of themselves, with what they share.
pub(crate) fn document(mut described: OpenApi) -> Document {
    described.info = Info::new("Baton", env!("CARGO_PKG_VERSION"));
    described.info.description = Some(
        "A team inbox for business texting in which every conversation has exactly one owner. Errors are \
         application/problem+json; times are RFC 3339 in UTC; ids are opaque."
            .to_owned(),
    );
    let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    let components = described.components.take().unwrap_or_else(|| ComponentsBuilder::new().build());
    let components = ComponentsBuilder::from(components).security_scheme("bearer", bearer).build();
    described.components = Some(components);
    described.security = Some(vec![SecurityRequirement::new("bearer", Vec::<String>::new())]);
    Document(Bytes::from(described.to_json().unwrap_or_default()))
}
