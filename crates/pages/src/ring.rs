//! The ring: who has it. One shape in list, head, timeline, navigation and the pretend phone.

use askama::Template;

use crate::letters::initials;

/// Who has a conversation, as a ring with letters.
///
/// Filled: a person. Hollow: a queue, with the letters of who answers for it beside. Dashed: it is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ring {
    pub(crate) shape: &'static str,
    pub(crate) letters: String,
    pub(crate) label: String,
    pub(crate) beside: Option<Beside>,
    pub(crate) offered: bool,
}

/// The small letters at the foot of a ring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Beside {
    pub(crate) letters: String,
    pub(crate) you: bool,
}

/// How large a ring is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RingSize {
    /// 24 px: timeline, navigation. Without the letters beside.
    Small,
    /// 32 px: list.
    Middle,
    /// 40 px: head of the conversation.
    Large,
}

impl Ring {
    /// The reader has it.
    pub fn you(name: &str) -> Self {
        Self {
            shape: " ring--you",
            letters: initials(name),
            label: "You".into(),
            beside: None,
            offered: false,
        }
    }

    /// A colleague has it.
    pub fn mate(name: &str) -> Self {
        Self { shape: "", letters: initials(name), label: name.into(), beside: None, offered: false }
    }

    /// A colleague who is away.
    pub fn away(name: &str) -> Self {
        Self {
            shape: " ring--away",
            letters: initials(name),
            label: format!("{name}, away"),
            beside: None,
            offered: false,
        }
    }

    /// A queue, with nobody beside it: in the navigation and on the timeline.
    ///
    /// `letters` come from [`crate::letters::queue_letters`], which keeps them unique.
    pub fn queue(name: &str, letters: &str) -> Self {
        let label = format!("{name} queue");
        Self { shape: " ring--queue", letters: letters.into(), label, beside: None, offered: false }
    }

    /// A queue has it and a colleague answers for it.
    pub fn queue_answered_by(name: &str, letters: &str, answers: &str) -> Self {
        let beside = Some(Beside { letters: initials(answers), you: false });
        let label = format!("{name} queue; {answers} answers for it");
        Self { label, beside, ..Self::queue(name, letters) }
    }

    /// A queue has it and the reader answers for it.
    pub fn queue_answered_by_you(name: &str, letters: &str, you: &str) -> Self {
        let beside = Some(Beside { letters: initials(you), you: true });
        Self { label: format!("{name} queue; you answer for it"), beside, ..Self::queue(name, letters) }
    }

    /// The same while it is offered: dashes around whoever has it still, and the receiver's letters, dashed, beside.
    ///
    /// `to` are those letters, `whom` the receiver within a sentence: "you", "Dana Kim", "Billing".
    #[must_use]
    pub fn offered(self, to: &str, whom: &str) -> Self {
        let beside = Some(Beside { letters: to.into(), you: false });
        Self { label: format!("{}; offered to {whom}", self.label), beside, offered: true, ..self }
    }

    /// To whom it is offered, on the timeline where the offer is made.
    pub fn receiver(to: &str, whom: &str) -> Self {
        let label = format!("Offered to {whom}");
        Self { shape: " ring--to", letters: to.into(), label, beside: None, offered: false }
    }

    /// The ring as HTML, in one of the three sizes.
    pub fn at(&self, size: RingSize) -> impl Template + askama::filters::HtmlSafe + '_ {
        let size = match size {
            RingSize::Small => " ring--s",
            RingSize::Middle => "",
            RingSize::Large => " ring--l",
        };
        RingHtml { ring: self, size }
    }

    pub(crate) fn small(&self) -> impl Template + askama::filters::HtmlSafe + '_ {
        self.at(RingSize::Small)
    }

    pub(crate) fn middle(&self) -> impl Template + askama::filters::HtmlSafe + '_ {
        self.at(RingSize::Middle)
    }

    pub(crate) fn large(&self) -> impl Template + askama::filters::HtmlSafe + '_ {
        self.at(RingSize::Large)
    }
}

#[derive(Template)]
#[template(path = "ring.html")]
struct RingHtml<'a> {
    ring: &'a Ring,
    size: &'static str,
}

impl askama::filters::HtmlSafe for RingHtml<'_> {}
