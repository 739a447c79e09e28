//! A server from its start to its stop.

use crate::admin::Socket;
use crate::stop::Stop;
use anyhow::{Context, bail};
use axum::Router;
use baton_engine::{Carriers, Clock, Engine, Options};
use baton_store::Store;
use baton_web::{App, Front, Settings};
use std::future::Future;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// Where it listens when nobody says.
const USUAL: &str = "127.0.0.1:7766";
/// How long requests that are being answered get before open streams are closed.
const ANSWERS: Duration = Duration::from_millis(500);
/// How long texts that are on their way to a carrier get to come back.
const TEXTS: Duration = Duration::from_secs(5);
/// How long closed streams get to say goodbye.
const GOODBYES: Duration = Duration::from_secs(2);
/// How long work off the runtime gets after that. All of it together stays below ten seconds.
const REST: Duration = Duration::from_secs(1);

/// What a server is made of.
#[derive(Debug)]
pub(crate) struct Plan {
    /// Its data folder, which `store` has locked.
    pub(crate) folder: PathBuf,
    /// The open store.
    pub(crate) store: Arc<Store>,
    /// Domain time.
    pub(crate) clock: Clock,
    /// The world outside.
    pub(crate) carriers: Carriers,
    /// `HOST:PORT`, if somebody said.
    pub(crate) listen: Option<String>,
    /// What may be set about its face.
    pub(crate) settings: Settings,
}

/// A server that accepts connections, and what it is made of.
#[derive(Debug)]
pub(crate) struct Running {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// Its engine.
    pub(crate) engine: Engine,
    /// Its face.
    pub(crate) app: App,
}

/// Runs a server until it is told to stop. `dress` may put more around what it answers; `greet` is called when it
/// accepts, and what it returns is printed after the address.
pub(crate) fn run(
    plan: Plan,
    dress: impl AsyncFnOnce(&Engine, Router) -> anyhow::Result<Router>,
    greet: impl FnOnce(&Running) -> String,
) -> anyhow::Result<()> {
    let runtime = runtime()?;
    let outcome = {
        runtime.block_on(async {
            let options = Options::new(plan.carriers);
            let engine = Engine::start(plan.store, plan.clock.clone(), options).await?;
            let public_url = plan.settings.public_url.clone();
            let known = engine.public_url();
            let app = App::new(engine.clone(), plan.settings);
            let router = baton_web::router(app.clone());
            let router = dress(&engine, router).await?;
            if public_url.is_some() && public_url.as_deref() != known.as_deref() && !app.needs_setup() {
                engine.administer(move |writer, _| writer.set_public_url(public_url.as_deref())).await??;
            }
            serve(plan.folder, plan.listen, engine, app, router, greet).await
        })
    };
    runtime.shutdown_timeout(REST);
    outcome
}

/// On two cores one thread for connections and one for the writer are best: a second one for connections makes both
/// slower (docs/performance.md).
fn runtime() -> anyhow::Result<Runtime> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(cores.saturating_sub(1).clamp(1, 8))
        .enable_all()
        .build()
        .context("the server could not be started")
}

async fn serve(
    folder: PathBuf,
    listen: Option<String>,
    engine: Engine,
    app: App,
    router: Router,
    greet: impl FnOnce(&Running) -> String,
) -> anyhow::Result<()> {
    // Heard before anybody is told that the server is there.
    let mut stop = Stop::listen()?;
    let listener = bind(listen.as_deref()).await?;
    let address = listener.local_addr()?;
    app.listens_at(address).await?;
    let commands = tokio::spawn(Socket::listen(&folder)?.serve(engine.clone()));
    let (last_call, called) = oneshot::channel::<()>();
    let mut serving = tokio::spawn(accept(listener, Front::new(app.clone(), router), async move {
        // The other end is dropped only after the last call.
        let _ = called.await;
    }));
    let running = Running { address, engine, app };
    say(&format!("listening on http://{address}\n{}", greet(&running)));
    let mut broken = None;
    tokio::select! {
        () = stop.wait() => {}
        ended = &mut serving => ended.context("the server broke off")??,
        part = running.engine.broken() => broken = Some(part),
    }
    tracing::info!("stopping");
    commands.abort();
    let _ = last_call.send(());
    tokio::select! {
        () = goodbye(&running.engine, serving) => {}
        () = stop.wait() => tracing::warn!("told to stop twice, so streams are cut off; what was accepted is stored"),
    }
    match broken {
        None => Ok(()),
        // Whoever watches over the server starts it again; half of it would go on as if nothing were missing.
        Some(part) => {
            bail!("{part} ended by a mistake of the program's, so the server has stopped. Please report it.")
        }
    }
}

async fn accept(
    listener: TcpListener,
    front: Front,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, front).with_graceful_shutdown(stop).await
}

/// Requests end, then the engine, and with its feed the streams.
async fn goodbye(engine: &Engine, mut serving: JoinHandle<std::io::Result<()>>) {
    let answered = tokio::time::timeout(ANSWERS, &mut serving).await.is_ok();
    engine.stop(TEXTS).await;
    if !answered && tokio::time::timeout(GOODBYES, &mut serving).await.is_err() {
        tracing::warn!("some connections did not end by themselves and are cut off");
    }
}

async fn bind(listen: Option<&str>) -> anyhow::Result<TcpListener> {
    let wanted = listen.unwrap_or(USUAL);
    match TcpListener::bind(wanted).await {
        Ok(listener) => Ok(listener),
        // Nobody asked for that very port, so another one does as well.
        Err(error) if listen.is_none() && error.kind() == std::io::ErrorKind::AddrInUse => {
            eprintln!("{USUAL} is in use, so another port was taken. Choose one with --listen.");
            Ok(TcpListener::bind("127.0.0.1:0").await?)
        }
        Err(error) => {
            let remedy = "Choose another with --listen HOST:PORT; port 0 takes a free one.";
            Err(error).with_context(|| format!("{wanted} cannot be listened on. {remedy}"))
        }
    }
}

/// A reader who has gone does not stop the server.
fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{}", text.trim_end());
    let _ = out.flush();
}
