//! Courtesies against the shared vectors, and what must hold for any text.

use baton_text::is_courtesy;
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    text: String,
    label: String,
    #[serde(default)]
    soft: bool,
}

/// Fails when one text that needs an answer is taken for courtesy, or one courtesy of the vectors is not found.
#[test]
fn every_vector_is_labelled_as_the_person_did() {
    let vectors: Vectors = serde_json::from_str(include_str!("../vectors/courtesy.json")).unwrap();
    assert!(vectors.cases.len() > 200, "the vectors are there");
    let wrong: Vec<_> = vectors
        .cases
        .iter()
        .filter(|case| !case.soft && is_courtesy(&case.text, false) != (case.label == "courtesy"))
        .map(|case| (&case.id, &case.text, &case.label))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Fails when one of these everyday courtesies is not known, stretched, misspelt, in another language or as emoji.
#[test]
fn everyday_courtesies_are_known() {
    let missed: Vec<_> = EVERYDAY.iter().filter(|text| !is_courtesy(text, false)).collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

/// Fails when one of these texts, which look polite and want something, is lost.
#[test]
fn what_wants_something_is_never_courtesy() {
    let lost: Vec<_> = WANTS_SOMETHING.iter().filter(|text| is_courtesy(text, false)).collect();
    assert!(lost.is_empty(), "{lost:#?}");
}

/// Fails when media is taken for courtesy because of the words with it.
#[test]
fn media_needs_an_answer() {
    assert!(is_courtesy("thanks", false) && !is_courtesy("thanks", true) && !is_courtesy("", true));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Fails when a digit or a question mark gets by (C3), whatever politeness is around it.
    #[test]
    fn a_digit_or_question_mark_needs_an_answer(
        before in 0..EVERYDAY.len(),
        asks in "[0-9?？؟५]",
        after in 0..EVERYDAY.len(),
    ) {
        for text in [
            format!("{} {asks} {}", EVERYDAY[before], EVERYDAY[after]),
            format!("{}{asks}", EVERYDAY[before]),
        ] {
            prop_assert!(!is_courtesy(&text, false), "{}", text);
        }
    }

    /// Fails when courtesies one after another are not courtesy, or a word of no politeness among them is not noticed.
    #[test]
    fn courtesies_add_up_and_one_other_word_undoes_them(
        first in 0..EVERYDAY.len(),
        second in 0..EVERYDAY.len(),
        between in "[.!,]? |\n",
        other in "invoice|rechnung|when|not|broken|leak|help|call|urgent|tomate",
    ) {
        let (first, second) = (EVERYDAY[first], EVERYDAY[second]);
        let polite = format!("{first}{between}{second}");
        prop_assert!(is_courtesy(&polite, false), "{}", polite);
        for text in [
            format!("{first} {other} {second}"),
            format!("{first}{between}{second} {other}"),
            format!("{other} {first}"),
        ] {
            prop_assert!(!is_courtesy(&text, false), "{}", text);
        }
    }

    /// Fails when any text makes it panic.
    #[test]
    fn any_text_is_read(text in any::<String>(), marks in "[:;=<^'()D3|/-]{0,6}") {
        is_courtesy(&format!("{text}{marks}"), false);
        is_courtesy(&format!("thanks{marks}{text}"), false);
    }
}

const EVERYDAY: &[&str] = &[
    "Thank you so much for your help!",
    "thaaaanks",
    "okkkk",
    "Thnaks!",
    "Thank you for your patience",
    "thanks for letting me know",
    "Thanks for the quick reply 😊",
    "thanks so much everyone!",
    "Tysm ❤️",
    "👍🏽👍🏽",
    "🙏🏻🙏🏻🙏🏻",
    "❤️‍🔥",
    "🙋‍♀️",
    "谢谢！",
    "ありがとうございます！",
    "감사합니다",
    "спасибо большое!",
    "Спасибо)",
    "teşekkür ederim",
    "شكرا جزيلا",
    "תודה רבה",
    "धन्यवाद",
    "ขอบคุณค่ะ",
    "Great, thank you! See you then 👋",
    "Awesome!!! Thanks a bunch",
    "Ok great, have a wonderful weekend!",
    "hahahaha",
    "LOL 😂😂",
    "You're the best!",
    "that's perfect, thank you",
    "Have a great rest of your day",
    "sounds like a plan",
    "Happy New Year to you too!",
    "Merry Christmas!",
    "good luck",
    "ok no problem",
    "thank you, you too!",
    "Thanks!! 🎉",
    "Perfect 👌",
    "okie dokie 😄",
    "Excellent service, thank you",
    "Great job!",
    "well done 👏👏",
    "love it!",
    "Looking forward to it",
    "see you tomorrow",
    "Bonne journée à vous",
    "Schönes Wochenende!",
    "danke dir",
    "Super, vielen Dank!",
    "obrigado pela ajuda",
    "muchas gracias por todo",
    "Mille grazie!",
    "hartelijk dank",
    "tack så mycket",
    "dziękuję bardzo",
    "Thanks :)",
    "Thanks ;-)",
    "gracias 🙏",
    "ok :D",
    "🥳🎉",
    "💪",
    "👍 thanks",
    "🙏 Thank you 🙏",
    "\"thanks\"",
    "Thank you!!!!!",
    "ok...",
    "OK 👍🏿",
    "no prob",
    "no worries at all",
    "thanks a ton",
    "bye bye",
    "Good night!",
    "adios",
    "merci bcp",
    "Ok, merci et bonne soirée",
    "¡Gracias!",
    "gracias!!!",
    "soooo good",
    "thank yoooou",
    "greaaaat",
    "Ok perfect thanks so much",
    "thats great thanks",
    "got it 👍",
    "Ok sounds good thank you",
    "Aww thank you!",
    "Wow amazing thank you",
    "thanks for your time today",
    "Appreciate your help",
    "I really appreciate it",
    "kk thx",
    "Thanks xx",
    "all set thanks",
    "good to know",
    "gotcha",
    "We appreciate you!",
    "Cool thanks",
    "Nice!",
    "👍👍",
    "okay cool",
    "TY!",
];

const WANTS_SOMETHING: &[&str] = &[
    "not good",
    "thanks but no",
    "ok when",
    "no",
    "nope",
    "yes",
    "yes thanks",
    "sure",
    "how much",
    "what time",
    "the time",
    "you have the time",
    "have a day off",
    "great day to come",
    "good morning",
    "hello",
    "hi",
    "thank you but I have not received it",
    "thanks anyway but cancel",
    "Thanks, can I come earlier",
    "ok tomorrow",
    "tomorrow",
    "later today",
    "great, tonight",
    "best price",
    "what kind",
    "fire",
    "help",
    "ok call me please",
    "I love the blue",
    "ok I will",
    "on my way",
    "👎",
    "😢",
    "😭😭",
    "🤷‍♀️",
    "🤷",
    "😬",
    "🙄",
    "❌",
    "🚑",
    "🆘",
    "💔",
    "☀️",
    "thanks 😡",
    "thank you :(",
    "ok :/",
    "thanks for nothing",
    "ok fine whatever",
    "fine",
    "no sorry",
    "not a chance",
    "thanks no",
    "I can't thank you",
    "never mind",
    "stop",
    "cancel",
    "ok bye, my name is Sam",
    "see you Friday",
    "see you at noon",
    "ok Friday",
    "god",
    "supper",
    "latter",
    "mill",
    ".",
    "!!!",
    "...",
    "thanks $",
    "ok #",
    "здравствуйте",
    "нет",
    "да",
    "пожалуйста",
    "はい",
    "いいえ",
    "네",
    "아니요",
    "no gracias",
    "non merci",
    "nein danke",
    "bitte",
    "por favor",
    "si",
    "oui merci",
    "sí gracias",
    "ja danke",
    "not ok",
    "ok wait",
    "wait",
    "got it but",
    "thanks, and",
    "thanks and also",
    "and",
    "thanks for the invoice",
    "thanks for the delay",
    "great and where",
    "good price",
    "good for Friday",
    "perfect, Monday",
    "thank you Maya",
    "perfect except the color",
    "hot",
    "ok but why",
    "lol no",
    "haha what",
    "great another problem",
    "just great, still broken",
    "wow",
    "omg",
    "hmm",
    "uh",
    "k?",
];
