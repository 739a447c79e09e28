//! Carrier webhooks, REST API, event stream, pages over HTTP.
