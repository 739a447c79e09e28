//! Who reads a page, and the frame that they read it in.

use super::fields::Fields;
use super::meanwhile::Move;
use super::reply;
use super::rules::Rules;
use super::when::When;
use crate::answer::Problem;
use crate::app::App;
use crate::auth::{
    Caller, address_of, csrf_token, read_cookie, refuse_foreign, same_token, set_cookie, signed_in,
};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use baton_core::{Directory, HandoffId, LineCarrier, Moment, Owner, Person, PersonId, QueueId, Role, Status};
use baton_pages::{Navigation, Notice, QueueLink, Ring, Shell, View, Viewer};
use baton_store::Counter;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// The most bytes of a form: a policy with every byte escaped fits.
const FORM: usize = 4 * 1024 * 1024;

/// The cookie of what is kept, how many it holds, and for how long.
const KEPT: &str = "baton-kept";
const KEPT_MOST: usize = 30;
const KEPT_FOR: std::time::Duration = std::time::Duration::from_hours(7 * 24);

/// Somebody at a page.
#[derive(Debug, Clone)]
pub(super) struct Desk {
    pub(super) app: App,
    pub(super) caller: Caller,
    pub(super) me: Person,
    pub(super) directory: Arc<Directory>,
    pub(super) when: When,
    /// The page asks for a fragment.
    pub(super) live: bool,
    /// Offers that came back and that their holder keeps: they are not said again in this browser.
    pub(super) kept: Vec<HandoffId>,
    /// When shifts and hours change next, found once for whoever of the page is asked about.
    pub(super) shifts: Arc<OnceLock<Vec<Moment>>>,
    /// The lines of the routing text, found once for whatever reason the page says.
    rules: Arc<OnceLock<Rules>>,
    csrf: String,
    said: Option<String>,
    /// How the page before this one moved the rehearsal's clock.
    pub(super) moved: Option<Move>,
}

/// A form that somebody at a page sent, and that is ours.
#[derive(Debug)]
pub(super) struct Press {
    pub(super) desk: Desk,
    pub(super) form: Fields,
}

impl FromRequestParts<App> for Desk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        if app.needs_setup() {
            return Err(reply::redirect("/setup"));
        }
        match signed_in(app, &parts.headers, &parts.method).await {
            Ok(caller) => Self::of(app, caller, &parts.headers).map_err(|problem| reply::problem(&problem)),
            Err(problem) if problem.status() == StatusCode::UNAUTHORIZED => Err(signed_out(parts)),
            Err(problem) => Err(reply::problem(&problem)),
        }
    }
}

fn is_live(headers: &HeaderMap) -> bool {
    headers.get("hx-request").is_some_and(|value| value == "true")
}

/// A page goes to the sign-in and comes back; a live one is told to.
fn signed_out(parts: &Parts) -> Response {
    if is_live(&parts.headers) {
        return reply::go("/signin", StatusCode::UNAUTHORIZED);
    }
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    if parts.method != axum::http::Method::GET || path == "/" {
        return reply::redirect("/signin");
    }
    let next: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
    reply::redirect(&format!("/signin?next={next}"))
}

impl Desk {
    fn of(app: &App, caller: Caller, headers: &HeaderMap) -> Result<Self, Problem> {
        let me = caller.at_least(Role::Agent)?.clone();
        let directory = app.directory()?;
        let when = When::new(directory.policy.zone().clone(), app.now());
        let csrf = caller.session().map(csrf_token).unwrap_or_default();
        let said = reply::said_before(headers);
        let kept = read_cookie(headers, KEPT).unwrap_or_default();
        let kept = kept.split('.').filter_map(|id| id.parse().ok()).collect();
        let moved = Move::read(headers);
        let live = is_live(headers);
        let (shifts, rules) = (Arc::default(), Arc::default());
        Ok(Self {
            app: app.clone(),
            caller,
            me,
            directory,
            when,
            live,
            kept,
            shifts,
            rules,
            csrf,
            said,
            moved,
        })
    }

    /// Somebody who is told something in the words of the pages, and is at none.
    pub(super) fn without_a_page(app: &App, caller: &Caller) -> Result<Self, Problem> {
        Self::of(app, caller.clone(), &HeaderMap::new())
    }

    /// The cookie that remembers what came back and is kept: the latest ones.
    pub(super) fn keeps(&self) -> axum::http::HeaderValue {
        let first = self.kept.len().saturating_sub(KEPT_MOST);
        let ids: Vec<String> = self.kept[first..].iter().map(ToString::to_string).collect();
        set_cookie(self.app.cookies(), KEPT, &ids.join("."), Some(KEPT_FOR))
    }

    /// The lines of the routing text that is live.
    pub(super) fn rules(&self) -> &Rules {
        self.rules.get_or_init(|| Rules::of(self.directory.policy.source()))
    }

    /// The token of this session's forms.
    pub(super) fn csrf(&self) -> String {
        self.csrf.clone()
    }

    pub(super) fn is_admin(&self) -> bool {
        self.me.role == Role::Admin
    }

    /// The frame, with the view that is shown in it.
    pub(super) async fn shell(&self, view: View) -> Result<Shell, Problem> {
        let (navigation, position) = self.navigation(view).await?;
        Ok(Shell {
            business: self.directory.business.clone(),
            viewer: Viewer {
                id: self.me.id.to_string(),
                name: self.me.name.clone(),
                ring: Ring::you(&self.me.name),
                line: self.line(),
            },
            navigation,
            rehearsal: self.rehearsal().await?,
            csrf: self.csrf(),
            position,
            now: self.when.exact(self.when.now()),
            notice: self.said.clone().map(Notice::only),
        })
    }

    /// What stands under the reader's name: whether they are on, else what they are.
    pub(super) fn line(&self) -> String {
        let there = super::team::capital(&super::targets::there(self, self.me.id));
        if there == "On" { role_line(self.me.role).to_owned() } else { there }
    }

    /// Does work that may be long where nobody waits for it: not on the threads that serve everybody.
    pub(super) async fn beside<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let desk = self.clone();
        let done = tokio::task::spawn_blocking(move || work(&desk)).await;
        done.map_err(|error| Problem::ours(error.to_string()))
    }

    /// How much everybody has.
    #[expect(clippy::redundant_closure_for_method_calls, reason = "the method is of one lifetime only")]
    pub(super) async fn counters(&self) -> Result<HashMap<Counter, i64>, Problem> {
        self.app.read(|reader| reader.counters()).await
    }

    /// The left column with its counts, and the position at which they hold.
    pub(super) async fn navigation(&self, view: View) -> Result<(Navigation, i64), Problem> {
        let (me, whom) = (self.me.id, super::put_to::whom(self, &View::Everyone));
        let read = move |reader: &mut baton_store::Reader<'_>| {
            let (asked, told) = (reader.put_to_count(&whom)?, super::told::unread(reader, me)?);
            Ok((reader.counters()?, asked, told, reader.feed_head()?))
        };
        let (counters, asked, told, head) = self.app.read(read).await?;
        let directory = &self.directory;
        let queue = |queue: &baton_core::Queue| QueueLink {
            id: queue.id.to_string(),
            name: queue.name.clone(),
            ring: Ring::queue(&queue.name, &queue.initials),
            count: count(&counters, Counter::OwnedByQueue(queue.id)),
        };
        let navigation = Navigation {
            view,
            everyone: live(&counters),
            mine: count(&counters, Counter::OwnedByPerson(self.me.id)),
            answering: count(&counters, Counter::AnsweredBy(self.me.id)),
            asked,
            told,
            queues: directory.queues.iter().map(queue).collect(),
            pretend_phone: pretends(directory),
            routing: true,
            faults: self.is_admin(),
        };
        Ok((navigation, head.0))
    }

    /// Who has something, as a ring of the list: with the one who answers for a queue beside.
    pub(super) fn ring(&self, owner: Owner, answers: PersonId) -> Ring {
        match owner {
            Owner::Person(person) => self.person_ring(person),
            Owner::Queue(queue) => {
                let (name, letters) = self.queue_words(queue);
                let who = self.directory.owner_name(Owner::Person(answers));
                if answers == self.me.id {
                    Ring::queue_answered_by_you(&name, &letters, who)
                } else {
                    Ring::queue_answered_by(&name, &letters, who)
                }
            }
        }
    }

    /// Who has something, as a ring of the timeline.
    pub(super) fn bare_ring(&self, owner: Owner) -> Ring {
        match owner {
            Owner::Person(person) => self.person_ring(person),
            Owner::Queue(queue) => {
                let (name, letters) = self.queue_words(queue);
                Ring::queue(&name, &letters)
            }
        }
    }

    fn person_ring(&self, person: PersonId) -> Ring {
        let name = self.directory.owner_name(Owner::Person(person));
        if person == self.me.id { Ring::you(name) } else { Ring::mate(name) }
    }

    fn queue_words(&self, queue: QueueId) -> (String, String) {
        match self.directory.queue(queue) {
            Some(queue) => (queue.name.clone(), queue.initials.clone()),
            None => ("a former queue".to_owned(), "?".to_owned()),
        }
    }

    /// "You", or a colleague's first name, at the beginning of a sentence.
    pub(super) fn first_name(&self, person: PersonId) -> String {
        if person == self.me.id {
            return "You".to_owned();
        }
        self.directory.person(person).map_or("Somebody who left", Person::first_name).to_owned()
    }

    /// "you", or a colleague's first name, within one.
    pub(super) fn whom(&self, person: PersonId) -> String {
        if person == self.me.id { "you".to_owned() } else { self.first_name(person) }
    }
}

/// Whether there is a line for pretend phones.
pub(super) fn pretends(directory: &Directory) -> bool {
    directory.lines.values().any(|line| line.carrier == LineCarrier::Simulator && !line.retired)
}

fn count(counters: &HashMap<Counter, i64>, counter: Counter) -> u64 {
    counters.get(&counter).copied().and_then(|value| u64::try_from(value).ok()).unwrap_or(0)
}

fn live(counters: &HashMap<Counter, i64>) -> u64 {
    count(counters, Counter::Status(Status::Open)) + count(counters, Counter::Status(Status::Pending))
}

fn role_line(role: Role) -> &'static str {
    match role {
        Role::Agent => "Agent",
        Role::Lead => "Lead",
        Role::Admin => "Admin",
    }
}

impl FromRequest<App> for Press {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let desk = Desk::from_request_parts(&mut parts, app).await?;
        let form = read_form(body).await?;
        let ours = desk.caller.session().is_some_and(|secret| same_token(secret, form.get("csrf")));
        if ours { Ok(Self { desk, form }) } else { Err(reply::problem(&stale())) }
    }
}

/// A form from before a sign-in, or not ours.
pub(super) fn stale() -> Problem {
    Problem::forbidden("This page is older than your sign-in. Load it anew, and press again.")
}

/// Reads a form's fields.
pub(super) async fn read_form(body: axum::body::Body) -> Result<Fields, Response> {
    let read = axum::body::to_bytes(body, FORM).await;
    let body = read.map_err(|_| {
        let words = "What was sent is too large, or broke off.";
        reply::problem(&Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", words))
    })?;
    Ok(Fields::read(&body))
}

/// A form of somebody who is not signed in: it must come from our own page, in the browser that asked for it.
#[derive(Debug)]
pub(super) struct DoorPress {
    pub(super) app: App,
    pub(super) form: Fields,
    /// Where it comes from, for how often somebody may be wrong.
    pub(super) address: String,
}

impl FromRequest<App> for DoorPress {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        refuse_foreign(&parts.headers, app.public_url().as_deref())
            .map_err(|problem| reply::problem(&problem))?;
        let form = read_form(body).await?;
        let cookies = app.cookies();
        let secret = read_cookie(&parts.headers, cookies.door()).unwrap_or("");
        if secret.is_empty() || !same_token(secret, form.get("csrf")) {
            let words = "This page was open for too long. Load it anew, and press again.";
            return Err(reply::problem(&Problem::forbidden(words)));
        }
        let peer = parts.extensions.get::<axum::extract::ConnectInfo<std::net::SocketAddr>>();
        let proxy = app.settings().behind_proxy;
        let address = peer.map(|peer| address_of(peer.0.ip(), &parts.headers, proxy)).unwrap_or_default();
        Ok(Self { app: app.clone(), form, address })
    }
}
