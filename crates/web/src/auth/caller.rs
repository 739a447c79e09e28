//! Somebody who proved who they are: by a bearer token, or by the cookie of a session.

use super::cookie::{Cookies, read_cookie};
use super::forgery::refuse_foreign;
use super::secret::hash_secret;
use crate::answer::Problem;
use crate::app::App;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use baton_core::{Audience, By, Person, PersonId, ProgramId, Role};
use baton_hours::MachineTime;
use baton_store::{Holder, Reader, StoreError};
use std::marker::PhantomData;
use std::ops::Deref;

/// What a token may do, by the API's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Read conversations, contacts, the team and the stream; notes aside.
    Read,
    /// Tag, move, wait and close.
    Route,
    /// Write notes.
    Note,
    /// Read notes (law 12).
    Notes,
    /// Send texts.
    Send,
    /// Change contacts, and record what they said about texts: people only.
    Contacts,
    /// What only an admin may: put a policy live, move a rehearsal's clock.
    Admin,
}

impl Scope {
    fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Route => "route",
            Self::Note => "note",
            Self::Notes => "notes",
            Self::Send => "send",
            Self::Contacts => "contacts",
            Self::Admin => "admin",
        }
    }
}

/// What an address of the API asks of whoever calls it.
pub(crate) trait Need: Send + Sync {
    /// The scope that a token must have.
    const SCOPE: Scope;
    /// The least role, where programs may not at all.
    const LEAST: Option<Role> = None;
}

/// Somebody who may do what `N` names. The only way in which a handler of the API gets its caller: one that forgets to
/// say what it needs does not compile.
#[derive(Debug, Clone)]
pub(crate) struct May<N> {
    caller: Caller,
    need: PhantomData<N>,
}

impl<N> May<N> {
    /// Who it is.
    pub(crate) fn caller(self) -> Caller {
        self.caller
    }
}

impl<N> Deref for May<N> {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.caller
    }
}

impl<N: Need> FromRequestParts<App> for May<N> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let proof = proof_of(&parts.headers, app.cookies());
        let caller = find(app, proof, &parts.headers, &parts.method).await?;
        caller.also::<N>()?;
        Ok(Self { caller, need: PhantomData })
    }
}

macro_rules! needs {
    ($($name:ident: $scope:ident $(at least $least:ident)?;)*) => {$(
        #[doc = concat!("Whoever calls needs [`Scope::", stringify!($scope), "`].")]
        #[derive(Debug, Clone, Copy)]
        pub(crate) enum $name {}

        impl Need for $name {
            const SCOPE: Scope = Scope::$scope;
            $(const LEAST: Option<Role> = Some(Role::$least);)?
        }
    )*};
}

needs! {
    Read: Read;
    Route: Route;
    AddNote: Note;
    SendTexts: Send;
    ChangeContacts: Contacts at least Agent;
    Administer: Admin at least Admin;
}

/// How somebody proved who they are, to be proved again while a stream is open.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Proof {
    /// The hash of a bearer token.
    Token(Vec<u8>),
    /// The secret of a session's cookie.
    Session(String),
}

/// For whom a request speaks.
#[derive(Debug, Clone)]
enum Who {
    /// A person, with the name of the token that speaks for them, if one does.
    Person { person: Person, token: Option<String> },
    /// A program.
    Program { id: ProgramId, name: String },
}

/// Somebody who proved who they are.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    who: Who,
    proof: Proof,
    /// What the token may do; none: whatever its holder may.
    scopes: Option<Vec<String>>,
}

impl Caller {
    /// For whom commands are given.
    pub(crate) fn by(&self) -> By {
        match &self.who {
            Who::Person { person, token } => By::Person { id: person.id, token: token.clone() },
            Who::Program { id, name } => By::Program { id: *id, name: name.clone() },
        }
    }

    /// The scope of their `Idempotency-Key`s.
    pub(crate) fn key_scope(&self) -> String {
        match &self.who {
            Who::Person { person, .. } => format!("person:{}", person.id.0),
            Who::Program { id, .. } => format!("program:{}", id.0),
        }
    }

    /// Refuses what their token may not do.
    /// Refused where they may not do what `N` names: for what a request asks for beside what its address does.
    pub(crate) fn also<N: Need>(&self) -> Result<(), Problem> {
        self.may(N::SCOPE)?;
        N::LEAST.map_or(Ok(()), |least| self.at_least(least).map(|_| ()))
    }

    fn may(&self, scope: Scope) -> Result<(), Problem> {
        if self.has(scope) {
            return Ok(());
        }
        let word = scope.word();
        Err(Problem::new(
            axum::http::StatusCode::FORBIDDEN,
            "scope_missing",
            format!("This token lacks the scope “{word}”. An admin can make one that has it."),
        ))
    }

    fn has(&self, scope: Scope) -> bool {
        self.scopes.as_ref().is_none_or(|scopes| scopes.iter().any(|held| held == scope.word()))
    }

    /// Whether they may read notes: everybody of the team, and programs that were allowed to (law 12).
    pub(crate) fn reads_notes(&self) -> bool {
        self.has(Scope::Notes)
    }

    /// What they are shown.
    pub(crate) fn audience(&self) -> Audience {
        Audience::reading_notes(self.reads_notes())
    }

    /// The person, if it is one.
    pub(crate) fn as_person(&self) -> Option<&Person> {
        match &self.who {
            Who::Person { person, .. } => Some(person),
            Who::Program { .. } => None,
        }
    }

    /// The id of the person, if it is one.
    pub(crate) fn person_id(&self) -> Option<PersonId> {
        self.as_person().map(|person| person.id)
    }

    /// Refuses programs, and people whose role is below `least`.
    pub(crate) fn at_least(&self, least: Role) -> Result<&Person, Problem> {
        match self.as_person() {
            Some(person) if person.role >= least => Ok(person),
            Some(_) => {
                let word = crate::shape::role_word(least);
                Err(Problem::forbidden(format!("This needs the role {word}. Ask somebody who has it.")))
            }
            None => Err(Problem::forbidden("A program may not do this. Use the token of a person.")),
        }
    }

    /// The secret of their session, if that is how they are here.
    pub(crate) fn session(&self) -> Option<&str> {
        match &self.proof {
            Proof::Session(secret) => Some(secret),
            Proof::Token(_) => None,
        }
    }
}

/// Who reads a page: somebody with a session. Tokens are for the API, where each address asks for its scope.
pub(crate) async fn signed_in(app: &App, headers: &HeaderMap, method: &Method) -> Result<Caller, Problem> {
    let session = session_of(headers, app.cookies());
    let proof = session.ok_or_else(|| Problem::unauthorized("Sign in to read this page."));
    find(app, proof, headers, method).await
}

/// Who sends this request.
async fn find(
    app: &App,
    proof: Result<Proof, Problem>,
    headers: &HeaderMap,
    method: &Method,
) -> Result<Caller, Problem> {
    app.directory()?;
    let proof = proof?;
    if matches!(proof, Proof::Session(_)) && !method.is_safe() {
        refuse_foreign(headers, app.public_url().as_deref())?;
    }
    match known(app, proof.clone()).await? {
        Some(caller) => Ok(caller),
        None if matches!(proof, Proof::Token(_)) => {
            Err(Problem::unauthorized("This token is unknown, withdrawn, or its holder is no longer here."))
        }
        None => Err(Problem::unauthorized("You are signed out. Sign in again.")),
    }
}

/// Whether they are still who they were: not signed out, not withdrawn, not gone.
pub(crate) async fn revalidate(app: &App, caller: &Caller) -> bool {
    matches!(known(app, caller.proof.clone()).await, Ok(Some(_)))
}

fn proof_of(headers: &HeaderMap, cookies: Cookies) -> Result<Proof, Problem> {
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        let token = value.to_str().ok().and_then(|text| {
            let (scheme, token) = text.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
        });
        let token = token.filter(|token| !token.is_empty() && token.len() <= 255);
        return token.map(|token| Proof::Token(hash_secret(token))).ok_or_else(|| {
            Problem::unauthorized("Send the token as the header Authorization: Bearer TOKEN.")
        });
    }
    session_of(headers, cookies).ok_or_else(|| {
        Problem::unauthorized("Send a token as the header Authorization: Bearer TOKEN, or sign in.")
    })
}

fn session_of(headers: &HeaderMap, cookies: Cookies) -> Option<Proof> {
    let secret = read_cookie(headers, cookies.session()).filter(|secret| !secret.is_empty());
    secret.map(|secret| Proof::Session(secret.to_owned()))
}

async fn known(app: &App, proof: Proof) -> Result<Option<Caller>, Problem> {
    let now = app.machine_now();
    let asked = proof.clone();
    let found = app.read(move |reader| look_up(reader, &asked, now)).await?;
    let directory = app.directory()?;
    Ok(found.and_then(|found| {
        let who = match found.holder {
            FoundHolder::Person(id) => {
                let person = directory.person(id).filter(|person| person.active)?.clone();
                Who::Person { person, token: found.token }
            }
            FoundHolder::Program(id, name) => Who::Program { id, name },
        };
        Some(Caller { who, proof, scopes: found.scopes })
    }))
}

enum FoundHolder {
    Person(PersonId),
    Program(ProgramId, String),
}

struct Found {
    holder: FoundHolder,
    token: Option<String>,
    scopes: Option<Vec<String>>,
}

fn look_up(reader: &mut Reader<'_>, proof: &Proof, now: MachineTime) -> Result<Option<Found>, StoreError> {
    match proof {
        Proof::Session(secret) => {
            let session = reader.session(&hash_secret(secret))?.filter(|session| session.expires_at > now);
            Ok(session.map(|session| Found {
                holder: FoundHolder::Person(session.person),
                token: None,
                scopes: None,
            }))
        }
        Proof::Token(hash) => {
            let Some(token) = reader.token(hash)?.filter(|token| token.revoked_at.is_none()) else {
                return Ok(None);
            };
            match token.holder {
                Holder::Person(person) => Ok(Some(Found {
                    holder: FoundHolder::Person(person),
                    token: Some(token.name),
                    scopes: Some(token.scopes).filter(|scopes| !scopes.is_empty()),
                })),
                Holder::Program(id) => {
                    let program =
                        reader.programs()?.into_iter().find(|program| program.id == id && program.active);
                    Ok(program.map(|program| Found {
                        holder: FoundHolder::Program(id, program.name),
                        token: None,
                        scopes: Some(token.scopes),
                    }))
                }
            }
        }
    }
}
