//! What is wrong with a value, in a sentence: serde's words are for whoever writes Rust.

/// What a field or a whole body should have been, out of serde's words; none where they are a sentence already.
pub(super) fn of(place: &str, words: &str) -> String {
    let subject = if place.is_empty() { "The body".to_owned() } else { format!("“{place}”") };
    for begins in ["invalid type: ", "invalid value: ", "invalid length "] {
        if let Some((found, wanted)) =
            words.strip_prefix(begins).and_then(|rest| rest.split_once(", expected "))
        {
            return mismatch(&subject, found, wanted);
        }
    }
    if let Some(field) = quoted_after(words, "duplicate field ") {
        return format!("The field “{field}” stands there twice.");
    }
    if let Some(found) = quoted_after(words, "unknown variant ") {
        let known: Vec<&str> = words.split('`').skip(3).step_by(2).collect();
        return format!("{subject} cannot be “{found}”: wanted {}.", known.join(", "));
    }
    match words {
        "invalid digit found in string" | "cannot parse integer from empty string" => {
            format!("{subject} is a whole number.")
        }
        "number too large to fit in target type" | "number too small to fit in target type" => {
            format!("{subject} is too large or too small.")
        }
        "provided string was not `true` or `false`" => format!("{subject} is true or false."),
        // A sentence of our own.
        said => {
            let said = said.trim_end_matches('.');
            let begins = said.chars().next().is_some_and(|first| first.is_uppercase() || first == '“');
            if begins { format!("{said}.") } else { format!("{subject} cannot be used: {said}.") }
        }
    }
}

fn mismatch(subject: &str, found: &str, wanted: &str) -> String {
    // An array for a structure is read by its places, which nobody means.
    let found = if wanted.contains(" with ") && found.chars().all(|c| c.is_ascii_digit()) {
        "a list".to_owned()
    } else {
        kind(found)
    };
    format!("{subject} is {}, and not {found}.", shape(wanted))
}

/// What was wanted, as people call it; words of our own stand as they are.
fn shape(wanted: &str) -> &str {
    match wanted.split(' ').next().unwrap_or("") {
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number, 0 or more",
        "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number",
        "f32" | "f64" => "a number",
        _ => match wanted {
            // Of one of several words, serde would take an object too.
            "a string" | "string" | "a borrowed string" | "a character" | "string or map" => {
                "a text in quotes"
            }
            "a boolean" => "true or false",
            "a sequence" => "a list, in square brackets",
            "a map" | "map" => "an object, in curly brackets",
            of_a_type if is_of_a_type(of_a_type) => "an object, in curly brackets",
            of_a_word if of_a_word.starts_with("enum ") || of_a_word.starts_with("variant ") => {
                "a text in quotes"
            }
            own => own,
        },
    }
}

/// Whether they are serde's words for something of several fields.
fn is_of_a_type(wanted: &str) -> bool {
    ["struct ", "tuple ", "internally tagged ", "adjacently tagged "]
        .iter()
        .any(|begins| wanted.starts_with(begins))
}

/// What was there instead.
fn kind(found: &str) -> String {
    match found.split(' ').next().unwrap_or("") {
        "sequence" => "a list".to_owned(),
        "map" => "an object".to_owned(),
        "null" => "null".to_owned(),
        "string" => "a text".to_owned(),
        _ => match found.split('`').nth(1) {
            Some(value) => value.to_owned(),
            None => "something else".to_owned(),
        },
    }
}

fn quoted_after<'w>(words: &'w str, begins: &str) -> Option<&'w str> {
    words.strip_prefix(begins)?.split('`').nth(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use serde::de::DeserializeOwned;

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only its reading is looked at")]
    struct Sample {
        text: Option<String>,
        seconds: Option<u64>,
        balance: Option<i64>,
        yes: Option<bool>,
        many: Option<Vec<String>>,
        inner: Option<Inner>,
        kind: Option<Kind>,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only its reading is looked at")]
    struct Inner {
        one: String,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        One,
        TheOther,
    }

    fn words<T: DeserializeOwned + std::fmt::Debug>(body: &str, place: &str) -> String {
        let error = serde_json::from_str::<T>(body).expect_err(body).to_string();
        of(place, error.split(" at line ").next().unwrap())
    }

    /// Fails when what somebody is told of a body speaks of the types that read it.
    #[test]
    fn a_body_of_the_wrong_shape_is_told_in_words_of_people() {
        for (place, body, sentence) in [
            ("", "[]", "The body is an object, in curly brackets, and not a list."),
            ("", "7", "The body is an object, in curly brackets, and not 7."),
            ("text", r#"{"text": 5}"#, "“text” is a text in quotes, and not 5."),
            ("text", r#"{"text": null, "text": null}"#, "The field “text” stands there twice."),
            ("seconds", r#"{"seconds": -5}"#, "“seconds” is a whole number, 0 or more, and not -5."),
            ("seconds", r#"{"seconds": 1.5}"#, "“seconds” is a whole number, 0 or more, and not 1.5."),
            ("balance", r#"{"balance": "x"}"#, "“balance” is a whole number, and not a text."),
            ("yes", r#"{"yes": "no"}"#, "“yes” is true or false, and not a text."),
            ("many", r#"{"many": {}}"#, "“many” is a list, in square brackets, and not an object."),
            ("inner", r#"{"inner": "x"}"#, "“inner” is an object, in curly brackets, and not a text."),
            ("kind", r#"{"kind": "none"}"#, "“kind” cannot be “none”: wanted one, the_other."),
        ] {
            assert_eq!(words::<Sample>(body, place), sentence, "{body}");
        }
        let of_a_word = "invalid type: integer `5`, expected string or map";
        assert_eq!(of("kind", of_a_word), "“kind” is a text in quotes, and not 5.");
        assert_eq!(
            of("at", "invalid type: integer `5`, expected an instant, or a date and time with a zone"),
            "“at” is an instant, or a date and time with a zone, and not 5."
        );
        assert_eq!(of("limit", "invalid digit found in string"), "“limit” is a whole number.");
        assert_eq!(of("at", "“now” is no time. Write one."), "“now” is no time. Write one.");
        assert_eq!(of("at", "wanted an id"), "“at” cannot be used: wanted an id.");
    }
}
