//! Texts that may ask for no more texts, against the shared vectors and against people's questions.

use baton_text::may_want_out;
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

fn wrong_among(label: &str, flagged: bool) -> (Vec<(String, String)>, usize) {
    let vectors: Vectors =
        serde_json::from_str(include_str!("../vectors/opt-out.json")).expect("the vectors parse");
    let cases: Vec<_> = vectors.cases.into_iter().filter(|case| case.label == label && !case.soft).collect();
    let all = cases.len();
    let wrong = cases.into_iter().filter(|case| may_want_out(&case.text).is_some() != flagged);
    (wrong.map(|case| (case.id, case.text)).collect(), all)
}

/// Fails when one text of the vectors that asks for no more texts is not flagged.
#[test]
fn who_may_want_out_is_found() {
    let (missed, all) = wrong_among("possible_opt_out", true);
    assert!(all > 50, "the vectors are there");
    assert!(missed.is_empty(), "{missed:#?}");
}

/// Fails when one ordinary text of the vectors, or a reserved word, is flagged.
#[test]
fn nobody_else_is_flagged() {
    for label in ["none", "opt_out", "opt_in", "help"] {
        let (flagged, all) = wrong_among(label, false);
        assert!(all > 5, "the vectors are there");
        assert!(flagged.is_empty(), "{flagged:#?}");
    }
}

/// Fails when one of these requests in everyday words, of many languages, is not flagged.
#[test]
fn everyday_requests_are_found() {
    let missed: Vec<_> = REQUESTS.iter().filter(|text| may_want_out(text).is_none()).collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

/// Fails when the same words about something else are flagged.
#[test]
fn the_same_words_about_something_else_are_not_flagged() {
    let flagged: Vec<_> = ABOUT_SOMETHING_ELSE.iter().filter_map(|text| may_want_out(text)).collect();
    assert!(flagged.is_empty(), "{flagged:#?}");
}

/// Fails when the wording that is shown as the reason is not the one that was found.
#[test]
fn the_wording_is_named() {
    for (text, wording) in [
        ("Hi there, could you STOP texting me? It’s 6 am", "stop texting me"),
        ("STOP 12345", "stop 12345"),
        ("Merci, arrêt !", "merci arret"),
    ] {
        assert_eq!(may_want_out(text).unwrap().wording, wording, "{text:?}");
    }
}

const REQUESTS: &[&str] = &[
    "Please stop. Texting. Me.",
    "No do not text me",
    "NO! stop texting me",
    "UNSUBSCRIBE ME",
    "unsub pls",
    "please take my number off your list",
    "pls remove my number from your list",
    "take me off your mailing list please",
    "Stop contacting me",
    "I'd like to opt out",
    "i want to unsubscribe",
    "I do not want to receive texts from you",
    "don't text this number again",
    "do not text me",
    "remove me",
    "Remove from list",
    "stop sending texts",
    "Stop all messages",
    "end texts",
    "quit messaging me",
    "wrong number, remove me",
    "wrong number. stop texting",
    "You've got the wrong person, stop",
    "STOP 12345",
    "stop thx",
    "stop!!! please",
    "STOP PLEASE!!!!",
    "Please cancel",
    "cancel please",
    "unsubscibe",
    "stop, thank you",
    "Thanks, stop",
    "ok stop",
    "i asked you to stop",
    "stop already",
    "STOP THIS",
    "no more texts",
    "Never text me again",
    "cease and desist",
    "darme de baja",
    "Cancelar",
    "PARE",
    "No más mensajes por favor",
    "no me manden mas mensajes",
    "dejen de escribirme",
    "désinscrire",
    "STOP SMS",
    "ne m'envoyez plus de messages",
    "plus de SMS svp",
    "je ne veux plus recevoir vos messages",
    "Abbestellen",
    "Bitte keine Nachrichten mehr",
    "Schreiben Sie mir nicht mehr",
    "Nehmen Sie mich aus der Liste",
    "löschen Sie meine Nummer",
    "basta messaggi",
    "non scrivetemi più",
    "não quero mais receber mensagens",
    "pare de me mandar mensagem",
    "afmelden",
    "sluta skicka sms",
    "停止发送",
    "不要再发短信给我",
    "退订",
    "もう送らないでください",
    "配信停止",
    "문자 보내지 마세요",
    "отпишите меня",
    "не пишите мне",
    "хватит слать смс",
    "СТОП",
    "توقف",
    "don't ever text me",
    "stop with the texts",
    "i dont want your messages",
    "get me off this list",
    "how can I stop these messages?",
    "how do I opt out",
    "delete me from your list",
    "delete my info",
    "Can you remove me from the text list",
    "please discontinue texts",
    "I withdraw my consent to be texted",
    "who is this? stop texting me",
    "stop bothering me",
    "quit harassing me",
    "stop texting my phone",
    "Please do not send me any more texts",
    "no longer interested please remove",
    "not interested. stop",
    "fuck off stop texting",
    "opt-out please",
    "I opt out",
    "OPT ME OUT NOW",
];

const ABOUT_SOMETHING_ELSE: &[&str] = &[
    "please don't stop texting me",
    "I'll stop by",
    "don't stop",
    "can you stop the delivery",
    "stop sign",
    "can you take my number and call me",
    "the next stop",
    "end of day",
    "My end is fine",
    "cancel the 3pm",
    "cancel today",
    "cancel my order",
    "Please cancel my appointment tomorrow",
    "remove me from the waitlist",
    "take me off the waitlist",
    "take me off the schedule for Friday",
    "remove the mole",
    "don't call me, text me instead",
    "I got no text",
    "you never call back",
    "I unsubscribed by mistake, add me back",
    "start texting me again",
    "quit my job",
    "ending soon",
    "stopped by today",
    "bus stop",
    "when does it stop raining",
    "I lost my number",
    "help stop the leak",
    "can I remove the cast",
    "please contact me",
    "text me",
    "do not disturb",
    "no",
    "no thanks",
    "not interested",
    "too many people",
    "can you send me the messages again",
    "I did not get the text",
    "I don't get texts",
    "I don't have your number",
    "can't stop laughing",
    "no more than 5 people",
    "no more questions",
    "Can I drop my phone off here",
    "how do I stop the leak",
    "how do I cancel",
    "how do I cancel my appointment",
    "cancel my subscription box",
    "revoke access",
    "can you end the call",
    "unsubscribed",
];
