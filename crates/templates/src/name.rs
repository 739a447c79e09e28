//! The names that Baton fills.

use crate::fold::fold;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

/// What a name's value is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// The customer.
    Contact,
    /// The person who sends.
    Sender,
    /// The conversation's queue.
    Queue,
    /// The line that the text goes out on.
    Line,
    /// The workspace.
    Business,
    /// The conversation.
    Conversation,
    /// The hours, as of the instant at which the text goes out.
    Hours,
    /// What was or is being promised.
    Promise,
    /// The handoff that is being offered.
    Handoff,
    /// The person who answers for the conversation.
    Person,
}

macro_rules! names {
    ($($name:ident: $source:ident, [$($spelling:literal),+], $meaning:literal, $example:literal;)+) => {
        /// A name in square brackets that Baton knows.
        ///
        /// `Display` writes it as a template has it: `[First Name]`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Name {
            $(#[doc = concat!("`[", first!($($spelling),+), "]`: ", $meaning, ".")] $name,)+
        }

        impl Name {
            /// All of them, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// How it can be written, the usual way first. Capitals, accents and white space do not matter.
            pub const fn spellings(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$($spelling),+],)+ }
            }

            /// What it stands for, as words that go on a sentence: "the customer's first name".
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning,)+ }
            }

            /// What it may be filled with.
            pub const fn example(self) -> &'static str {
                match self { $(Self::$name => $example,)+ }
            }

            /// What its value is taken from.
            pub const fn source(self) -> Source {
                match self { $(Self::$name => Source::$source,)+ }
            }
        }
    };
}

macro_rules! first {
    ($first:literal $(, $rest:literal)*) => {
        $first
    };
}

// A spelling must not be what somebody may well call a blank: [hours], [company], [owner] or [role] would be filled with
// something else than they meant, and nobody would notice.
names! {
    FirstName: Contact, ["First Name", "Customer First Name", "Customer's First Name"],
        "the customer's first name", "Jamie";
    LastName: Contact, ["Last Name", "Customer Last Name", "Customer's Last Name", "Family Name", "Surname"],
        "the customer's last name", "Ruiz";
    CustomerName: Contact, ["Customer Name", "Customer's Name", "Customer", "Contact Name", "Full Name"],
        "the customer's whole name", "Jamie Ruiz";
    YourName: Sender, ["Your Name", "My Name", "Sender Name"],
        "the name of the person who sends the text", "Maya Reyes";
    YourFirstName: Sender, ["Your First Name", "My First Name", "Sender First Name"],
        "the first name of the person who sends the text", "Maya";
    Team: Queue, ["Team/Role", "Team", "Your Team", "Our Team"],
        "the conversation's queue", "Front desk";
    OurNumber: Line, ["Our Number", "Our Phone Number", "Business Number", "Business Phone"],
        "the number of the line that the text goes out on", "(212) 555-0100";
    BusinessName: Business, ["Business Name", "Business", "Our Business"],
        "the name of the business", "Cedar Lane Physio";
    Owner: Conversation, ["Conversation Owner", "Owner of the Conversation"],
        "the person or queue that owns the conversation", "Billing";
    LastText: Conversation, ["Last Text", "Last Message", "Their Text", "Customer's Text"],
        "what the customer wrote last", "Do you offer payment plans?";
    NextOpening: Hours, ["next opening", "Next Opening Time", "Opening Time"],
        "when the business opens next, with the day unless it is today", "9 am tomorrow";
    ClosingTime: Hours, ["closing time", "Closing Hour"],
        "when the business closes today or, while it is closed, on its next day", "6 pm";
    OpeningHours: Hours, ["opening hours", "Business Hours", "Our Hours"],
        "the opening hours of today or, on a closed day, of the next open one", "9 am to 6 pm";
    Timeframe: Promise, ["timeframe", "Promised Time"],
        "by when the sender promises to answer", "3 pm today";
    FirstResponse: Promise, ["first response", "First Response Time", "Response Time"],
        "how soon the target promises a first response", "1 hour";
    Due: Promise, ["due", "Due Time", "Due By"],
        "when what the conversation is owed is due", "10:15 am";
    NameRole: Handoff, ["Name/Role", "Name and Role", "New Owner"],
        "who takes over: a person with their queue, or a queue", "Dana (Billing)";
    Summary: Handoff, ["summary", "What They Need"],
        "what the customer needs, in the giver's words", "April's invoice again, with the new address";
    Done: Handoff, ["what is done", "What's Done", "What's Been Done", "What Has Been Done"],
        "what is done already", "the address is changed";
    Pending: Handoff, ["what is pending", "What's Pending", "What Is Still Pending"],
        "what is still to do", "the invoice";
    Progress: Handoff, ["what's been done, what's pending", "What Is Done, What Is Pending", "Done and Pending"],
        "what is done and what is still to do, in one", "the address is changed; the invoice";
    WhoAnswers: Person, ["who answers", "Accountable", "Accountable Person"],
        "the person who answers for the conversation right now", "Dana Kim";
}

/// Every spelling, folded, with its name.
static BY_SPELLING: LazyLock<BTreeMap<String, Name>> = LazyLock::new(|| {
    Name::ALL
        .iter()
        .flat_map(|&name| name.spellings().iter().map(move |spelling| (fold(spelling), name)))
        .collect()
});

impl Name {
    /// The name that is written so, in any of its spellings, without the brackets.
    pub fn find(label: &str) -> Option<Self> {
        Self::folded(&fold(label))
    }

    /// The usual way to write it, without the brackets.
    pub const fn label(self) -> &'static str {
        self.spellings()[0]
    }

    pub(crate) fn folded(key: &str) -> Option<Self> {
        BY_SPELLING.get(key).copied()
    }

    /// The name that a label was probably meant to be, by its fold: about one slip in five letters. Short labels are
    /// left in peace, for a letter makes another word of them.
    pub(crate) fn near(key: &str) -> Option<Self> {
        const SHORTEST: usize = 5;
        let letters = key.chars().count();
        let most = letters / SHORTEST;
        BY_SPELLING
            .iter()
            .filter(|(spelling, _)| most > 0 && spelling.chars().count().abs_diff(letters) <= most)
            .map(|(spelling, &name)| (strsim::osa_distance(key, spelling), name))
            .filter(|(distance, _)| *distance <= most)
            .min()
            .map(|(_, name)| name)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}]", self.label())
    }
}
