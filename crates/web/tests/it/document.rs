//! The description of the API is whole, and its examples are what it says they are.

use crate::shop::Shop;
use serde_json::Value;

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_is_described_with_a_summary_and_its_answers() {
    let shop = Shop::open().await;
    let document = shop.nobody().get("/api/v1/openapi.json").await.expect(200);
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let paths = document["paths"].as_object().unwrap();
    // The operations that the design names and this server has.
    let promised = [
        ("/api/v1/conversations", "get"),
        ("/api/v1/conversations", "post"),
        ("/api/v1/conversations/{id}", "get"),
        ("/api/v1/conversations/{id}", "patch"),
        ("/api/v1/conversations/{id}/timeline", "get"),
        ("/api/v1/conversations/{id}/messages", "post"),
        ("/api/v1/conversations/{id}/notes", "post"),
        ("/api/v1/conversations/{id}/claim", "post"),
        ("/api/v1/conversations/{id}/release", "post"),
        ("/api/v1/conversations/{id}/assign", "post"),
        ("/api/v1/conversations/{id}/handoffs", "post"),
        ("/api/v1/handoffs/{id}/accept", "post"),
        ("/api/v1/handoffs/{id}/decline", "post"),
        ("/api/v1/handoffs/{id}/withdraw", "post"),
        ("/api/v1/conversations/{id}/asks", "post"),
        ("/api/v1/asks/{id}", "patch"),
        ("/api/v1/numbers/{number}/consent", "post"),
        ("/api/v1/events", "get"),
        ("/api/v1/policy", "get"),
        ("/api/v1/policy", "put"),
        ("/api/v1/policy/check", "post"),
        ("/api/v1/policy/try", "post"),
        ("/api/v1/people", "get"),
        ("/api/v1/queues", "get"),
        ("/api/v1/rotas", "get"),
        ("/api/v1/rotas/{name}", "get"),
        ("/api/v1/lines", "get"),
        ("/api/v1/contacts", "get"),
        ("/api/v1/simulator/{line}/texts", "post"),
        ("/api/v1/test-clock", "post"),
    ];
    for (path, method) in promised {
        assert!(document["paths"][path][method].is_object(), "{method} {path} is not described");
    }
    for (path, operations) in paths {
        for (method, operation) in operations.as_object().unwrap() {
            assert!(operation["summary"].is_string(), "{method} {path} has no summary");
            assert!(!operation["responses"].as_object().unwrap().is_empty(), "{method} {path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_that_is_described_is_served() {
    let shop = Shop::open().await;
    let document = shop.nobody().get("/api/v1/openapi.json").await.expect(200);
    for (path, operations) in document["paths"].as_object().unwrap() {
        for method in operations.as_object().unwrap().keys() {
            let path = path.replace("{index}", "0").replace(['{', '}'], "");
            let answer = shop.nobody().send(&method.to_uppercase(), &path, "", String::new()).await;
            assert_eq!(answer.status, 401, "{method} {path}: {}", answer.body);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_example_has_the_shape_of_its_schema() {
    let shop = Shop::open().await;
    let document = shop.nobody().get("/api/v1/openapi.json").await.expect(200);
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let mut checked = 0;
    for (name, schema) in schemas {
        let Some(example) = schema.get("example") else { continue };
        checked += 1;
        fits(&document, schema, example, name);
    }
    assert!(checked >= 15, "only {checked} of {} schemas have an example", schemas.len());
}

/// Whether a value fits a schema, as far as our schemas go: types, properties, required ones, references, alternatives.
fn fits(document: &Value, schema: &Value, value: &Value, at: &str) {
    if let Some(reference) = schema["$ref"].as_str() {
        let schema =
            document.pointer(reference.trim_start_matches('#')).unwrap_or_else(|| panic!("{reference}"));
        return fits(document, schema, value, at);
    }
    if let Some(several) = schema["oneOf"].as_array() {
        let one = several.iter().find(|one| (one["type"] == "null") == value.is_null());
        return fits(document, one.unwrap_or_else(|| panic!("{at}: {value}")), value, at);
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one.as_str()],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => return,
    };
    let is = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    assert!(types.contains(&is), "{at}: wanted {types:?}, found {value}");
    if let Value::Array(items) = value {
        for item in items {
            fits(document, &schema["items"], item, at);
        }
    }
    if let (Value::Object(fields), Some(known)) = (value, schema["properties"].as_object()) {
        let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        for name in required {
            assert!(fields.contains_key(name), "{at} lacks {name}");
        }
        for (name, field) in fields {
            let schema = known.get(name).unwrap_or_else(|| panic!("{at}.{name} is in no schema"));
            fits(document, schema, field, &format!("{at}.{name}"));
        }
    }
}
