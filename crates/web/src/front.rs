//! Where connections come in: carriers' calls go to their handler at once, everything else through the router.
//!
//! A router that knows a hundred addresses costs a carrier's call a sixth of all the time that it takes besides the
//! writer's, and it has one address.

use crate::app::App;
use crate::hooks;
use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use axum::serve::IncomingStream;
use std::convert::Infallible;
use std::future::{Future, Ready, ready};
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::net::TcpListener;
use tower_service::Service;

/// What [`axum::serve`] is given: a [`Door`] for each connection.
#[derive(Debug, Clone)]
pub struct Front {
    app: App,
    router: Router,
}

impl Front {
    /// `router` is [`crate::router`], perhaps with more around it.
    pub fn new(app: App, router: Router) -> Self {
        Self { app, router }
    }
}

impl Service<IncomingStream<'_, TcpListener>> for Front {
    type Response = Door;
    type Error = Infallible;
    type Future = Ready<Result<Door, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, stream: IncomingStream<'_, TcpListener>) -> Self::Future {
        let Self { app, router } = self.clone();
        ready(Ok(Door { app, router, peer: *stream.remote_addr() }))
    }
}

/// Answers what comes over one connection.
#[derive(Debug, Clone)]
pub struct Door {
    app: App,
    router: Router,
    /// Who is at its other end.
    peer: SocketAddr,
}

impl Service<Request> for Door {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        // A router always is.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        if let Some(line) = hooks::line_of(&request) {
            let call = hooks::twilio(self.app.clone(), line, request);
            return Box::pin(async move { Ok(call.await) });
        }
        request.extensions_mut().insert(ConnectInfo(self.peer));
        Box::pin(Service::call(&mut self.router, request))
    }
}
