//! Whether a first text says how to stop.

use baton_text::{ConsentWord, ConsentWords, ExtraWord, says_how_to_stop};

fn words() -> ConsentWords {
    ConsentWords::new([ExtraWord { does: ConsentWord::OptOut, word: "parar".to_owned(), language: None }])
        .unwrap_or_default()
}

/// Fails when the usual ways of saying how to stop are not known, in capitals or asked for, in one word or two, of the law or
/// of the workspace; or when everyday words pass for it.
#[test]
fn a_text_says_how_to_stop_by_a_word_that_ends_texts() {
    for text in [
        "Reply STOP to opt out.",
        "Cedar Lane Physio. STOP=end",
        "Reply stop to end texts",
        "text “stop” to end",
        "Send UNSUBSCRIBE any time",
        "OPT OUT ends them",
        "reply opt out",
        "Responda PARAR para no recibir mensajes",
        "STOPALL",
    ] {
        assert!(says_how_to_stop(text, &words()), "{text}");
    }
    for text in [
        "",
        "We stop by at nine",
        "Stop by when you can",
        "Reply CANCEL to cancel, END is at nine",
        "Please don't stop",
        "You can opt out of the class",
        "BUS STOPS HERE",
        "Reply to stop by",
    ] {
        assert!(!says_how_to_stop(text, &words()), "{text}");
    }
    let none = ConsentWords::default();
    assert!(!says_how_to_stop("Responda PARAR", &none), "only where the policy has the word");
    assert!(says_how_to_stop("Reply STOP", &none));
}
