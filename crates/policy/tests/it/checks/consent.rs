//! Words of consent in the languages of customers.

use super::*;

/// Fails when a word that several tables share with one meaning is refused in one, when the first of them does not say the
/// language of who texts it, or when the answers of a language cannot name it.
#[test]
fn languages_may_share_a_word_of_consent() {
    let consent = "[consent]\nopt_in = [\"volver\"]\n\
        [consent.languages.pt]\nopt_out = [\"parar\"]\nopt_in = [\"voltar\"]\n\
        opt_out_text = \"[Business Name]: acabou. VOLTAR para mais.\"\n\
        help_text = \"[Business Name]: ligue. PARAR para acabar.\"\n\
        [consent.languages.es]\nopt_out = [\"PARAR\"]\nopt_in = [\"Volver\"]\n\
        help_text = \"[Business Name]: llame. PARAR para terminar.\"\n\
        [consent.languages.es-MX]\nhelp_text = \"[Business Name]: llámenos. PARAR para terminar.\"\n\
        opt_out_text = \"[Business Name]: ya no. VOLVER para más.\"";
    let source = changed("[routing]", &format!("{consent}\n\n[routing]"));
    let policy = Policy::load(&source, &cedar_lane()).unwrap_or_else(|report| panic!("{report}"));
    let consent = policy.consent();
    let own: Vec<_> = consent.languages.iter().map(|one| one.words[0].clone()).collect();
    assert_eq!(own, [vec!["parar".to_owned()], vec!["parar".to_owned()], vec![]]);
    let found = |text| consent.words.find(text, baton_text::Standing::Normal).expect("it is a word");
    assert_eq!((found("parar").does, found("parar").language), (ConsentWord::OptOut, Some("pt")));
    assert_eq!((found("volver").does, found("volver").language), (ConsentWord::OptIn, None));
}

/// Fails when a language of customers is taken whose tag is none or stands twice, whose words mean something else elsewhere or
/// by law, answer any question or may ask for the contrary, or whose answers say neither whose they are nor how to undo it
/// in words of their own; or when one that is well is not known by what it says.
#[test]
fn languages_of_consent_have_tags_words_and_answers() {
    let with = |consent: &str| changed("[routing]", &format!("{consent}\n\n[routing]"));
    let spanish = "[consent]\nhelp = [\"hilfe\"]\n[consent.languages.es-MX]\nopt_out = [\"parar\"]\n\
        opt_out_text = \"[Business Name]: ya no. START para volver.\"";
    let policy = Policy::load(&with(spanish), &cedar_lane()).unwrap_or_else(|report| panic!("{report}"));
    let consent = policy.consent();
    assert_eq!(consent.languages[0].tag, "es-mx");
    let word = consent.words.find("¡PARAR!", baton_text::Standing::Normal).expect("it is a word");
    assert_eq!((word.does, word.language), (ConsentWord::OptOut, Some("es-mx")));
    let has = |does, tag| consent.answer(does, [tag]).is_some();
    assert!(has(ConsentWord::OptOut, "es-MX") && has(ConsentWord::OptOut, "es-mx-x"));
    assert!(!has(ConsentWord::OptOut, "es") && !has(ConsentWord::Help, "es-MX"), "that is not said in it");
    for (consent, wrong) in [
        ("[consent.languages.\"Spanish!\"]\nopt_out = [\"parar\"]", "“Spanish!” is no tag of a language"),
        ("[consent.languages.es]\n[consent.languages.ES]", "the language “es” stands there twice"),
        (
            "[consent]\nhelp = [\"hola\"]\n[consent.languages.es]\nopt_out = [\"HOLA\"]",
            "“HOLA” stands in “help” of [consent] already",
        ),
        (
            "[consent.languages.es]\nopt_in = [\"hola\"]\n[consent.languages.pt]\nopt_out = [\"Hola\"]",
            "“Hola” stands in “opt_in” of [consent.languages.es] already",
        ),
        (
            "[consent.languages.es]\nopt_out = [\"parar\"]\n[consent.languages.pt]\nopt_out = [\"parar\", \"PARAR\"]",
            "“PARAR” stands in “opt_out” of [consent.languages.pt] already",
        ),
        ("[consent.languages.es]\nopt_in = [\"sí\"]", "answers many questions"),
        ("[consent.languages.fr]\nopt_out = [\"Non\"]", "answers many questions"),
        ("[consent]\nhelp = [\"da\"]", "answers many questions"),
        ("[consent.languages.es]\nhelp = [\"dar de baja\"]", "may ask for no more texts"),
        ("[consent]\nopt_in = [\"stop texting me\"]", "may ask for no more texts"),
        (
            "[consent.languages.fr]\nopt_out = [\"arrêt\"]\n[consent.languages.es]\n\
            help_text = \"[Business Name]: llame. ARRÊT para terminar.\"",
            "“help_text” does not say how to end texts",
        ),
        (
            "[consent]\nhelp_text = \"[Business Name]: call. ARRÊT for no more.\"\n\
            [consent.languages.fr]\nopt_out = [\"arrêt\"]",
            "“help_text” does not say how to end texts",
        ),
        ("[consent.languages.es]\nopt_in = [\"stop\"]", "“stop” opts out whatever a policy says"),
        (
            "[consent.languages.es]\nopt_out_text = \"Ya no. START para volver.\"",
            "“opt_out_text” does not say whose text it is",
        ),
        ("[consent.languages.es]\nopt_up = [\"x\"]", "opt_up"),
        (
            &format!("[consent]\nopt_out_text = \"[Business Name]: START. {}\"", "x".repeat(1_500)),
            "no carrier takes more than 1500",
        ),
    ] {
        let report = report(&with(consent));
        let told: Vec<&str> = report.problems.iter().map(|problem| problem.message.as_str()).collect();
        assert!(told.len() == 1 && told[0].contains(wrong), "{consent}: {told:?}");
    }
}

/// Fails when the ways with first texts are not read, when the default is another, or when words that do not say whose they
/// are and how to stop are taken for those that are added (CTIA, Messaging Principles and Best Practices).
#[test]
fn a_policy_says_what_becomes_of_first_texts() {
    let with = |consent: &str| changed("[routing]", &format!("{consent}\n\n[routing]"));
    for (said, mode, words) in [
        ("", FirstText::Warn, false),
        ("[consent]\nfirst_text = \"append\"", FirstText::Append, false),
        (
            "[consent]\nfirst_text = \"warn\"\nfirst_text_words = \"[Business Name]. STOP to end.\"",
            FirstText::Warn,
            true,
        ),
        ("[consent]\nfirst_text = \"off\"", FirstText::Off, false),
    ] {
        let policy = Policy::load(&with(said), &cedar_lane()).unwrap_or_else(|report| panic!("{report}"));
        let consent = policy.consent();
        assert_eq!((consent.first_text, consent.first_text_words.is_some()), (mode, words), "{said}");
    }
    for (said, wrong) in [
        ("[consent]\nfirst_text = \"apend\"", "there is no way with first texts called “apend”"),
        ("[consent]\nfirst_text_words = \"STOP to end.\"", "does not say whose text it is"),
        ("[consent]\nfirst_text_words = \"[Business Name] here\"", "does not say how to end texts"),
        (
            "[consent]\nfirst_text_words = \"[Business Name], [First Name]: STOP to end.\"",
            "nobody is there to fill",
        ),
    ] {
        let report = report(&with(said));
        let told: Vec<&str> = report.problems.iter().map(|problem| problem.message.as_str()).collect();
        assert!(told.len() == 1 && told[0].contains(wrong), "{said}: {told:?}");
    }
}
