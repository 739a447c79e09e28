//! What `PostgreSQL` would do, in sessions as the product opens them.

use super::Fault;
use crate::common::Home;
use baton_store::testing::{Said, Sayings};
use postgres::{Client, NoTls, SimpleQueryMessage};
use serde_json::Value;
use std::collections::BTreeSet;

/// Rows of a page.
const PAGE: f64 = 200.0;

/// What one statement's plan shows.
struct Look<'a> {
    sql: &'a str,
    faults: &'a mut BTreeSet<Fault>,
}

pub(super) fn faults(home: &Home, said: &Sayings, lists: &[String]) -> BTreeSet<Fault> {
    let mut client = Client::connect(home.database.as_ref().unwrap(), NoTls).unwrap();
    let mut faults = BTreeSet::new();
    let reads = said.keys().find(|said| said.session.contains("random_page_cost")).unwrap().session;
    client.batch_execute(reads).unwrap();
    for sql in lists {
        let plan = explain(&mut client, sql);
        Look { sql, faults: &mut faults }.node(&plan, false);
    }
    for (Said { sql, session }, values) in said {
        let parameters = (1..100).take_while(|number| sql.contains(&format!("?{number}"))).count();
        client.batch_execute("DISCARD ALL").unwrap();
        client.batch_execute(session).unwrap();
        client.batch_execute(&format!("PREPARE said AS {}", sql.replace('?', "$"))).unwrap();
        let nothing = vec!["NULL".to_owned(); parameters];
        for (mode, values) in [("force_generic_plan", &nothing), ("force_custom_plan", values)] {
            // Where values are not known the plan is never made for them: the writer's are generic.
            if values.len() != parameters || mode == "force_custom_plan" && session.contains("force_generic")
            {
                continue;
            }
            client.batch_execute(&format!("SET plan_cache_mode = {mode}")).unwrap();
            let arguments =
                if values.is_empty() { String::new() } else { format!("({})", values.join(", ")) };
            let plan = explain(&mut client, &format!("EXECUTE said{arguments}"));
            Look { sql, faults: &mut faults }.node(&plan, false);
        }
    }
    faults
}

fn explain(client: &mut Client, sql: &str) -> Value {
    let told = client.simple_query(&format!("EXPLAIN (FORMAT JSON) {sql}")).unwrap();
    let text: String = told
        .iter()
        .filter_map(|message| match message {
            SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        })
        .collect();
    let mut plans: Value = serde_json::from_str(&text).unwrap();
    plans[0]["Plan"].take()
}

impl Look<'_> {
    fn node(&mut self, node: &Value, stops: bool) {
        let word = |key: &str| node[key].as_str().unwrap_or_default();
        let kind = word("Node Type");
        let through = match kind {
            "Seq Scan" => Some(word("Relation Name")),
            "Index Scan" | "Index Only Scan" | "Bitmap Index Scan"
                if !stops && of_workspace(word("Index Cond")) =>
            {
                Some(word("Index Name"))
            }
            _ => None,
        };
        // To sort no more than a page has is cheaper than to walk to it, where so few are there.
        let sorts = kind.ends_with("Sort") && node["Plan Rows"].as_f64().unwrap() > PAGE;
        if through.is_some() || sorts {
            let step = format!("{kind} {} {}", word("Index Cond"), word("Filter"));
            let through = through.map(str::to_owned);
            self.faults.insert(Fault { through, sql: self.sql.to_owned(), step });
        }
        // What is sorted is read to its end, whatever takes only some of it.
        let stops = (stops || kind == "Limit") && !sorts;
        for child in node["Plans"].as_array().into_iter().flatten() {
            self.node(child, stops);
        }
    }
}

/// By the workspace alone, or by nothing.
fn of_workspace(condition: &str) -> bool {
    !condition.contains(" AND ") && (condition.is_empty() || condition.contains("workspace = "))
}
