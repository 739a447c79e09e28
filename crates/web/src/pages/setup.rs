//! The first visit: a business, its first person, and a policy to begin with.

use super::desk::DoorPress;
use super::doors::{door, enter, with_cookie};
use super::fields::Fields;
use super::reply::{html, problem, redirect};
use crate::answer::Problem;
use crate::app::App;
use crate::auth::{check_new, hash_secret};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use baton_core::Role;
use baton_hours::Zone;
use baton_pages::{Field, Setup, Zone as ZoneChoice};
use baton_store::{NewPerson, NewWorkspace};

/// The time zone that is chosen before anybody chose.
const USUAL_ZONE: &str = "America/New_York";
/// The most characters of a name.
const NAME: usize = 100;

/// `GET /setup`.
pub(super) async fn page(State(app): State<App>, headers: HeaderMap) -> Response {
    if !app.needs_setup() {
        return redirect("/");
    }
    let (csrf, cookie) = door(&app, &headers);
    with_cookie(html(StatusCode::OK, &form(&app, csrf, &Fields::default(), &Wrong::default())), cookie)
}

/// What is wrong, by field.
#[derive(Debug, Default)]
struct Wrong {
    code: Option<String>,
    business: Option<String>,
    zone: Option<String>,
    name: Option<String>,
    email: Option<String>,
    password: Option<String>,
    beyond: Option<String>,
}

impl Wrong {
    fn is_any(&self) -> bool {
        [&self.code, &self.business, &self.zone, &self.name, &self.email, &self.password]
            .iter()
            .any(|wrong| wrong.is_some())
    }
}

fn form(app: &App, csrf: String, fields: &Fields, wrong: &Wrong) -> Setup {
    let field = |name: &str, wrong: &Option<String>| Field {
        value: fields.get(name).trim().to_owned(),
        wrong: wrong.clone(),
    };
    let chosen = Some(fields.get("zone")).filter(|zone| !zone.is_empty()).unwrap_or(USUAL_ZONE);
    Setup {
        csrf,
        code: app.settings().setup_code.as_ref().map(|_| field("code", &wrong.code)),
        business: field("business", &wrong.business),
        zones: zones(chosen),
        zone_chosen: !fields.get("zone").is_empty(),
        zone_wrong: wrong.zone.clone(),
        name: field("name", &wrong.name),
        email: field("email", &wrong.email),
        password: Field { value: String::new(), wrong: wrong.password.clone() },
        routing: routing_lines(),
        wrong: wrong.beyond.clone(),
    }
}

/// The zones of places, and UTC; what else the database has are older names of the same, and such as nobody lives in.
fn zones(chosen: &str) -> Vec<ZoneChoice> {
    const PARTS: [&str; 9] = [
        "Africa/",
        "America/",
        "Antarctica/",
        "Asia/",
        "Atlantic/",
        "Australia/",
        "Europe/",
        "Indian/",
        "Pacific/",
    ];
    let of_a_place =
        |name: &String| name == "UTC" || name == chosen || PARTS.iter().any(|part| name.starts_with(part));
    Zone::names().filter(of_a_place).map(|name| ZoneChoice { chosen: name == chosen, name }).collect()
}

/// The routing text that the set-up writes, as it stands in the policy to begin with.
fn routing_lines() -> Vec<String> {
    let policy = baton_policy::starter("", "somebody@example.com", USUAL_ZONE);
    let text = policy.split_once("text = \"\"\"").map_or("", |(_, rest)| rest);
    let text = text.split_once("\"\"\"").map_or(text, |(text, _)| text);
    text.trim_matches('\n').lines().map(str::to_owned).collect()
}

fn check(app: &App, fields: &Fields) -> Wrong {
    let name = |field: &str, what: &str| {
        let length = fields.get(field).trim().chars().count();
        (!(1..=NAME).contains(&length)).then(|| format!("Write {what}, at most {NAME} characters."))
    };
    let code = app.settings().setup_code.as_ref().filter(|code| {
        // Hashes are compared, so that the time it takes tells nothing about the code.
        hash_secret(code) != hash_secret(fields.get("code").trim())
    });
    Wrong {
        code: code.map(|_| "That is not the code. It stands where the program was started.".to_owned()),
        business: name("business", "the name of the business"),
        zone: Zone::named(fields.get("zone")).err().map(|error| format!("{error}.")),
        name: name("name", "your name"),
        email: (!is_address(fields.get("email").trim()))
            .then(|| "Write an email address, such as ruth@example.com.".to_owned()),
        password: check_new(fields.get("password")).err().map(|error| error.to_string()),
        beyond: None,
    }
}

/// Enough of an address to sign in with; whether mail arrives there is not asked.
fn is_address(text: &str) -> bool {
    let plain =
        text.len() <= 254 && !text.contains(|c: char| c.is_whitespace() || c.is_control() || c == '"');
    plain
        && text
            .split_once('@')
            .is_some_and(|(who, host)| !who.is_empty() && !host.is_empty() && !host.contains('@'))
}

/// `POST /setup`.
pub(super) async fn set_up(headers: HeaderMap, press: DoorPress) -> Response {
    let DoorPress { app, form: fields, address } = press;
    if !app.needs_setup() {
        return redirect("/signin");
    }
    let now = app.machine_now();
    if let Err(wait) = app.attempts().begin("set-up", &address, now) {
        let minutes = wait.as_secs().div_ceil(60);
        return problem(&Problem::too_many(format!("Too many wrong codes. Wait {minutes} minutes."), 900));
    }
    let mut wrong = check(&app, &fields);
    if wrong.code.is_none() {
        app.attempts().give_back("set-up", &address);
    }
    if !wrong.is_any() {
        match make(&app, &fields).await {
            Ok(Ok(person)) => return enter(&app, person, false, "/").await,
            Ok(Err(sentence)) => wrong.beyond = Some(sentence),
            Err(refused) => return problem(&refused),
        }
    }
    let (csrf, cookie) = door(&app, &headers);
    with_cookie(html(StatusCode::UNPROCESSABLE_ENTITY, &form(&app, csrf, &fields, &wrong)), cookie)
}

async fn make(app: &App, fields: &Fields) -> Result<Result<baton_core::PersonId, String>, Problem> {
    let said = |name: &str| fields.get(name).trim().to_owned();
    let (business, email, zone) = (said("business"), said("email").to_lowercase(), said("zone"));
    let hashed = app.passwords().hash(fields.get("password").to_owned()).await;
    let password_hash = hashed.map_err(|error| Problem::field("password", error.to_string()))?;
    let new = NewWorkspace {
        policy: baton_policy::starter(&business, &email, &zone),
        business,
        zone,
        public_url: app.settings().public_url.clone(),
        rehearsal: app.settings().rehearsal,
        person: NewPerson {
            email,
            name: said("name"),
            role: Role::Admin,
            password_hash: Some(password_hash),
        },
        at: app.now(),
    };
    Ok(app.set_up(new).await?.map_err(|error| error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_set_up_shows_the_very_routing_text_that_it_writes() {
        let lines = routing_lines();
        assert!(lines.iter().any(|line| line.contains("General")), "{lines:?}");
    }

    #[test]
    fn an_address_needs_both_sides() {
        assert!(is_address("ruth@cedarlane.example"));
        for wrong in ["ruth", "@example.com", "ruth@", "a b@example.com", "a@b@c"] {
            assert!(!is_address(wrong), "{wrong}");
        }
    }
}
