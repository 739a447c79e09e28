//! Texts that a machine wrote: out of office, delivery failures, other businesses' programs.
//!
//! An auto-reply to an auto-reply would go on for ever. Precise rather than complete: nothing that a person plausibly
//! types as a first text may be taken for automated, for it would go without its answer. To add a wording: a line in
//! `marks.txt`.

use crate::wording::{Automaton, Wordings};
use crate::words::words;
use std::sync::LazyLock;

static MARKS: LazyLock<Automaton> = LazyLock::new(|| {
    let mut wordings = Wordings::default();
    let marks = wordings.read(include_str!("marks.txt"));
    Automaton::new(&marks, wordings.into_vocabulary())
});

/// Whether a text looks like an automatic answer, so that none of ours goes back.
pub fn looks_automated(text: &str) -> bool {
    let words = format!(" |{}| ", words(text));
    MARKS.find(&words, &MARKS.known(&words), |_| false).is_some()
}

#[cfg(test)]
mod tests {
    use super::looks_automated;

    /// Fails when an automatic answer would be answered automatically.
    #[test]
    fn automatic_answers_are_known() {
        for text in [
            "I'm driving with Do Not Disturb While Driving turned on. I'll see your message when I get where I'm going.",
            "(I’m not receiving notifications. If this is urgent, reply “urgent” to send a notification through with your \
             original message.)",
            "I'm driving with Driving Focus turned on. I'll see your message when I get where I'm going.",
            "Auto-reply: I'm out of the office until Monday.",
            "Automatic reply: Out of office",
            "[Auto Response] We are closed",
            "This is an automated message. Please do not reply.",
            "This mailbox is not monitored.",
            "Do not reply to this message.",
            "DO NOT REPLY. Your code is 1234",
            "Delivery Status Notification (Failure)",
            "Message delivery failed: the recipient could not be reached",
            "Undeliverable: number not in service",
            "You have been unsubscribed and will receive no further messages. Reply START to resubscribe.",
            "ACME Alerts: Msg&Data rates may apply. Reply HELP for help, STOP to cancel.",
            "Sale today only! Text STOP to opt out",
            "Reply STOP to unsubscribe",
            "HELP for info. STOP2end",
            "Thank you for contacting Oak Dental. We will get back to you as soon as possible.",
            "Your message has been received and we will respond shortly.",
            "This number does not accept text messages.",
            "Free Msg: Unable to send message - Message Blocking is active.",
            "Ich bin zurzeit nicht im Büro. Dies ist eine automatische Antwort.",
            "Réponse automatique : je suis absent",
            "Respuesta automática: estoy fuera de la oficina",
        ] {
            assert!(looks_automated(text), "{text:?}");
        }
    }

    /// Fails when somebody's own words are taken for a machine's and go without their answer.
    #[test]
    fn what_people_type_is_theirs() {
        for text in [
            "",
            "STOP",
            "Do you reply to texts",
            "please reply",
            "Why do you not reply",
            "you do not reply to my messages",
            "Please do not reply to my wife's number, use this one",
            "I am driving, call you later",
            "I'm out of town next week, can I move my appointment",
            "my delivery failed",
            "Delivery failed yesterday, where is my parcel?",
            "I got your automated message, can I talk to a person",
            "Is this an automated message?",
            "Is this a bot",
            "Are you out of the office today?",
            "I am in a meeting until 3, can you text me",
            "How do I stop getting these",
            "Text me to confirm",
            "Thank you for contacting me about my car. When can I come in",
            "I received your message and will respond to the offer tomorrow",
            "my phone does not accept text messages, can you call",
            "I was unsubscribed by mistake",
            "I want to set up an auto reply on my phone, can you help",
            "I need help to cancel",
            "Call me back as soon as possible",
            "please stop to pick up my package",
            "your automatic reply said Monday",
        ] {
            assert!(!looks_automated(text), "{text:?}");
        }
    }
}
