//! A workspace's own consent words.

use baton_text::{
    ConsentWord, ConsentWords, ExtraWord, ExtraWordProblem, Standing, consent_word, may_want_out, squeeze,
};
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
        extra(OptOut, "cima"),
        extra(OptIn, "CIMA."),
    ]);
    let said: Vec<_> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 6, "{said:#?}");
    assert_eq!(
        said[0],
        "\"S-T-O-P\" always opts out, by law and by the carriers' rules. It cannot mean that somebody opts in as well."
    );
    assert!(said[3].contains("only when we have asked"), "{said:#?}");
    assert_eq!(said[5], "\"CIMA.\" cannot mean both that somebody opts out and that somebody opts in.");
    for sentence in said {
        assert!(sentence.ends_with('.'), "{sentence}");
    }
}

/// Fails when a word that says yes or no to any question is taken, in any list, in any spelling of it; or a longer one is not.
#[test]
fn what_answers_any_question_is_no_word() {
    let yes_and_no = [
        "sí",
        "SI",
        "S Í",
        "oui",
        "ja!",
        "sim",
        "da",
        "да",
        "はい",
        "是",
        "네",
        "نعم",
        "vâng",
        "d'accord",
        "ok",
        "no",
        "nein",
        "non",
        "não",
        "NAO",
        "nej",
        "нет",
        "いいえ",
        "不",
    ];
    for does in [ConsentWord::OptOut, ConsentWord::OptIn, ConsentWord::Help] {
        for word in yes_and_no {
            let problems = ConsentWords::new([extra(does, word)]).expect_err(word);
            assert!(matches!(&problems[..], [ExtraWordProblem::Answers(_)]), "{problems:?}");
            assert!(problems[0].to_string().contains("answers many questions"), "{}", problems[0]);
        }
        assert!(ConsentWords::new([extra(ConsentWord::OptOut, "no más")]).is_ok());
        assert!(ConsentWords::new([extra(does, "sí mensajes")]).is_ok());
    }
}

/// Fails when a word that may ask for texts to end is taken for another meaning, written in one piece or in several, or is
/// refused where it opts out; or when everyday words that opt in or ask for help are refused (47 CFR 64.1200(a)(10): any
/// reasonable means of revoking consent counts).
#[test]
fn what_may_want_out_means_nothing_else() {
    for word in ["stop texting me", "remove me", "Stóp", "baja", "désabonner", "r.e.m.o.v.e"] {
        for does in [ConsentWord::OptIn, ConsentWord::Help] {
            let problems = ConsentWords::new([extra(does, word)]).expect_err(word);
            assert!(matches!(&problems[..], [ExtraWordProblem::MayWantOut { .. }]), "{problems:?}");
        }
        assert!(ConsentWords::new([extra(ConsentWord::OptOut, word)]).is_ok(), "{word}");
    }
    for word in
        ["empezar", "alta", "volver", "reprendre", "recommencer", "weiter", "começar", "inizio", "начать"]
    {
        assert!(ConsentWords::new([extra(ConsentWord::OptIn, word)]).is_ok(), "{word}");
    }
    for word in ["ayuda", "aide", "hilfe", "ajuda", "aiuto", "помощь", "tulong", "帮助"] {
        assert!(ConsentWords::new([extra(ConsentWord::Help, word)]).is_ok(), "{word}");
    }
}

/// Fails when a text that may ask for texts to end opts in because its letters are those of a word written in one piece.
#[test]
fn a_text_that_may_want_out_never_opts_in() {
    let word = |does| ConsentWords::new([extra(does, "stoptextingme")]).unwrap();
    for does in [ConsentWord::OptIn, ConsentWord::Help] {
        assert_eq!(word(does).find("Stop texting me!", Standing::OptedOut), None);
        assert!(word(does).find("stoptextingme", Standing::OptedOut).is_some());
    }
    assert!(word(ConsentWord::OptOut).find("Stop texting me!", Standing::Normal).is_some());
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
                    let by_the_book = by_the_book.map(|(_, kind)| kinds[*kind]);
                    let wants_out = may_want_out(&text).is_some();
                    prop_assert_eq!(found, by_the_book.filter(|does| *does == ConsentWord::OptOut || !wants_out));
                }
            }
        }
    }
}
