//! An office that is spoken to over HTTP alone: its policy, its clock, its people and its customers.

use super::{Customer, Member};
use crate::client::Client;
use crate::shop::Shop;
use baton_hours::{Moment, Zone};
use serde_json::{Value, json};
use std::cell::Cell;

/// Cedar Lane Physio, on Tuesday 12 May 2026 at 14:03 in New York, with a policy of the article's.
pub(super) struct Office {
    pub(super) shop: Shop,
    /// The admin, who sets things up, moves the clock and looks.
    pub(super) ruth: Client,
    zone: Zone,
    customers: Cell<u16>,
}

impl Office {
    /// Opens with this policy.
    pub(super) async fn open(policy: &str) -> Self {
        let shop = Shop::open().await;
        let ruth = shop.person("ruth").await;
        let version = ruth.get("/api/v1/policy").await.header("etag").to_owned();
        let saved = ruth.with("if-match", &version).put("/api/v1/policy", &json!({"policy": policy})).await;
        saved.expect(200);
        let zone = Zone::named("America/New_York").unwrap();
        Self { shop, ruth, zone, customers: Cell::new(10) }
    }

    /// Goes on to a day and time: `Sat 23:10`. Answers with what happened meanwhile.
    pub(super) async fn at(&self, time: &str) -> Meanwhile {
        self.until(&time.to_lowercase()).await
    }

    /// Goes on to `closing` or `opening` time.
    pub(super) async fn until(&self, what: &str) -> Meanwhile {
        self.advance(&json!({"advance_until": what})).await
    }

    /// Some minutes go by.
    pub(super) async fn minutes_later(&self, minutes: u64) -> Meanwhile {
        self.advance(&json!({"advance_seconds": minutes * 60})).await
    }

    /// What is under way is done.
    pub(super) async fn settles(&self) -> Meanwhile {
        self.advance(&json!({"advance_seconds": 0})).await
    }

    async fn advance(&self, how: &Value) -> Meanwhile {
        let moved = self.ruth.post("/api/v1/test-clock", how).await.expect(200);
        assert_eq!(moved["more"], 0, "everything that happened is told");
        Meanwhile { entries: moved["meanwhile"].as_array().unwrap().clone() }
    }

    /// A day and time on the wall here: `Tue 14:18`.
    pub(super) fn shown(&self, at: &Value) -> String {
        let at: Moment = at.as_str().unwrap_or_else(|| panic!("no time: {at}")).parse().unwrap();
        let wall = self.zone.wall(at);
        format!("{} {:02}:{:02}", &wall.weekday().name()[..3], wall.hour, wall.minute)
    }

    /// The next moment at which the wall here shows a day and time, as the API takes it.
    pub(super) async fn next(&self, time: &str) -> String {
        let now =
            self.ruth.get("/api/v1/test-clock").await.expect(200)["now"].as_str().unwrap().parse().unwrap();
        let (day, time) = time.split_once(' ').unwrap();
        let day = baton_hours::Weekday::from_short(&day.to_lowercase());
        self.zone.next(now, Some(day.unwrap()), time.parse().unwrap()).unwrap().to_string()
    }

    /// Somebody who texts, with a phone of their own.
    pub(super) fn customer(&self, name: &'static str) -> Customer<'_> {
        let number = self.customers.replace(self.customers.get() + 1);
        Customer::new(self, name, format!("+1212555{:04}", 100 + number))
    }

    /// Somebody of the team, by first name.
    pub(super) async fn person(&self, first: &str) -> Member<'_> {
        let id = self.shop.id(&first.to_lowercase()).to_string();
        Member { office: self, client: self.shop.person(&first.to_lowercase()).await, id }
    }

    /// The conversations that this query finds, as the admin sees them.
    pub(super) async fn list(&self, query: &str) -> Vec<Value> {
        self.ruth.items(&format!("/api/v1/conversations?limit=200&{query}")).await
    }
}

/// What happened while the clock moved.
#[derive(Debug)]
pub(super) struct Meanwhile {
    pub(super) entries: Vec<Value>,
}

impl Meanwhile {
    /// The sentences that the pages show, in order.
    pub(super) fn says(&self) -> Vec<&str> {
        self.entries.iter().filter_map(|entry| entry["says"].as_str()).collect()
    }

    /// One of the sentences is this.
    #[track_caller]
    pub(super) fn tells(&self, sentence: &str) {
        assert!(self.says().contains(&sentence), "“{sentence}” is not among {:#?}", self.says());
    }
}

/// Whether a full name is that of somebody who is called so.
pub(super) fn is_called(name: &Value, called: &str) -> bool {
    name.as_str().is_some_and(|name| name == called || name.split(' ').next() == Some(called))
}
