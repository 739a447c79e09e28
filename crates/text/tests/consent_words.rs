//! A workspace's own consent words.

use baton_text::{ConsentWord, ConsentWords, ExtraWord, ExtraWordProblem, Standing, consent_word, squeeze};
use proptest::prelude::*;

fn extra(does: ConsentWord, word: &str) -> ExtraWord {
    ExtraWord { does, word: word.to_owned(), language: None }
}

fn spanish() -> ConsentWords {
    let word = |does, word: &str| ExtraWord { language: Some("es".to_owned()), ..extra(does, word) };
    ConsentWords::new([
        word(ConsentWord::OptOut, "PARAR"),
        word(ConsentWord::OptOut, "Dar de baja"),
        word(ConsentWord::OptIn, "¡Alta!"),
        word(ConsentWord::Help, "Ayuda"),
    ])
    .expect("none of them is the law's")
}

/// Fails when an extra word is not squeezed like the law's, or is found inside a sentence.
#[test]
fn an_extra_word_is_found_as_the_laws_are() {
    for (text, does, word) in [
        ("parar", ConsentWord::OptOut, "parar"),
        ("P A R A R!! 🛑", ConsentWord::OptOut, "parar"),
        ("dar-de-baja", ConsentWord::OptOut, "dardebaja"),
        ("ＡＬＴＡ", ConsentWord::OptIn, "alta"),
        ("“ayuda”", ConsentWord::Help, "ayuda"),
    ] {
        let words = spanish();
        let found = words.find(text, Standing::Normal).unwrap();
        assert_eq!((found.does, found.word, found.language), (does, word, Some("es")), "{text:?}");
        assert!(!found.may_mean_another_thing());
    }
    for text in ["parar ya", "para", "párar", "", "dar de baja mi número"] {
        assert_eq!(spanish().find(text, Standing::Normal), None, "{text:?}");
    }
}

/// Fails when a word of ours in a text of ours is not found again.
#[test]
fn an_extra_word_is_known_in_our_own_text() {
    let words = spanish();
    let found = words.find("Parar", Standing::Normal).unwrap();
    assert!(found.stands_in("Responda PARAR para terminar"));
    assert!(!found.stands_in("No pararemos"));
}

/// Fails when one of the ways to get below the law is open, or is closed without a word why.
#[test]
fn what_cannot_be_a_word_is_refused_in_a_sentence() {
    use ConsentWord::{Help, OptIn, OptOut};
    let refused = |words: Vec<ExtraWord>| ConsentWords::new(words).unwrap_err();
    assert_eq!(refused(vec![extra(OptOut, "🛑!")]), [ExtraWordProblem::Empty("🛑!".into())]);
    let problems = refused(vec![
        extra(OptIn, "S-T-O-P"),
        extra(Help, "start"),
        extra(OptOut, "Info"),
        extra(OptIn, "Yes!"),
        extra(OptOut, &"a".repeat(41)),
        extra(OptOut, "fin"),
        extra(OptIn, "FIN."),
    ]);
    let said: Vec<_> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 6, "{said:#?}");
    assert_eq!(
        said[0],
        "\"S-T-O-P\" always opts out, by law and by the carriers' rules. It cannot mean that somebody opts in as well."
    );
    assert!(said[3].contains("only when we have asked"), "{said:#?}");
    assert_eq!(said[5], "\"FIN.\" cannot mean both that somebody opts out and that somebody opts in.");
    for sentence in said {
        assert!(sentence.ends_with('.'), "{sentence}");
    }
}

/// Fails when a word that the law has anyway, or the same word twice, is refused.
#[test]
fn what_changes_nothing_is_taken() {
    let words = ConsentWords::new([
        extra(ConsentWord::OptOut, "STOP"),
        extra(ConsentWord::OptOut, "parar"),
        extra(ConsentWord::OptOut, "Parar"),
    ])
    .unwrap();
    assert_eq!(words.find("stop", Standing::Normal).unwrap().language, None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    /// Fails when any set of extra words changes what the law's words do in any text.
    #[test]
    fn the_laws_words_always_stand(
        extras in proptest::collection::vec(("[a-zA-Z .]{0,6}|STOP|yes|unstop|info", 0..3_usize), 0..4),
        text in "[ .!]{0,2}(stop|STOPALL|end|quit|start|yes|help|info|[a-z]{1,6})[ .!🛑]{0,2}",
    ) {
        let kinds = [ConsentWord::OptOut, ConsentWord::OptIn, ConsentWord::Help];
        if let Ok(words) = ConsentWords::new(extras.iter().map(|(word, kind)| extra(kinds[*kind], word))) {
            for standing in [Standing::Normal, Standing::OptedOut, Standing::Asked] {
                let law = consent_word(&text, standing).map(|keyword| keyword.does);
                let found = words.find(&text, standing).map(|found| found.does);
                if law.is_some() {
                    prop_assert_eq!(found, law);
                } else {
                    let by_the_book = extras.iter().find(|(word, _)| squeeze(word) == squeeze(&text));
                    prop_assert_eq!(found, by_the_book.map(|(_, kind)| kinds[*kind]));
                }
            }
        }
    }
}
