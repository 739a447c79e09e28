//! Every reason for which something is refused, by a name that does not change.

macro_rules! reasons {
    ($($reason:ident $name:literal $meaning:literal;)*) => {
        /// Why something is refused: one for each sentence that [`crate::Refusal`] can say. Programs go by its name, people
        /// by the sentence.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Reason { $(#[doc = $meaning] $reason,)* }

        impl Reason {
            /// All of them, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$reason,)*];

            /// The name under which the API gives it out: it stays when the sentence is worded anew.
            pub fn name(self) -> &'static str {
                match self { $(Self::$reason => $name,)* }
            }

            /// What it means, in one line of the documentation.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$reason => $meaning,)* }
            }
        }
    };
}

reasons! {
    // What is named and is not there: the name says what.
    NoConversation "no_conversation" "there is no such conversation";
    NoText "no_text" "there is no such text of ours";
    NoContact "no_contact" "there is no such contact";
    NoNumber "no_number" "there is no such number";
    NoLine "no_line" "there is no such line";
    NoPerson "no_person" "there is nobody of that id, or they left";
    NoQueue "no_queue" "there is no such queue, or not any more";
    NoHandoff "no_handoff" "there is no such offer in that conversation";
    NoAsk "no_ask" "there is no such question in that conversation";
    NoScheduledText "no_scheduled_text" "there is no such scheduled text in that conversation";
    NoReminder "no_reminder" "there is no such reminder in that conversation";
    NoAbsence "no_absence" "there is no absence that begins then";
    NoPicture "no_picture" "that message has no such picture";
    NoSimulatedLine "no_simulated_line" "there is no such line with pretend phones";

    // Something changed since it was read.
    NewerText "newer_text" "the thread has something that its author has not seen";
    ConversationChanged "conversation_changed" "the conversation has another version than the one named";
    ContactChanged "contact_changed" "the contact has another version than the one named";
    TakenOver "taken_over" "somebody has taken it over since whoever closes it looked";
    AlreadyOpen "already_open" "the thread has an open conversation already";

    // Whether they may be texted, and when.
    OptedOut "opted_out" "the number opted out";
    QuietHours "quiet_hours" "it is night there, and nobody said that it cannot wait";
    OnlyPeopleAtNight "only_people_at_night" "only a person can say that a text cannot wait";
    IntroducesUnsaid "introduces_unsaid" "only a person can say that a first text goes out as it is";
    LineRetired "line_retired" "nothing begins on a line that is retired";
    LineSendsNothing "line_sends_nothing" "the conversation's line is retired and sends nothing";
    SenderIsAName "sender_is_a_name" "that sender is a name, and not a number";

    // What a text says.
    TextEmpty "text_empty" "the text has neither words nor pictures";
    TextTooLong "text_too_long" "the text is longer than a carrier takes";
    TooManyPictures "too_many_pictures" "the text has too many pictures and files";
    TextAndTemplate "text_and_template" "a text and a template, and only one can be";
    NotOfThisThread "not_of_this_thread" "what was seen is no message of this thread";
    PromisePassed "promise_passed" "what is promised is over already";
    PromiseUnjudged "promise_unjudged" "the conversation is over by then, so nobody sees whether it is kept";
    CannotBeText "cannot_be_text" "the words hold a character that no text can carry";
    ThreadFull "thread_full" "the thread takes no more messages";

    // Templates.
    NoTemplate "no_template" "there is no such template, or not for them";
    TemplateIsANote "template_is_a_note" "the template is a note, and a text is wanted";
    TemplateIsAText "template_is_a_text" "the template is a text, and a note is wanted";
    NoSuchLabel "no_such_label" "the template has no such label to fill";
    LabelUnfilled "label_unfilled" "something in the template is not filled";
    TemplateTellsNobody "template_tells_nobody" "the template cannot tell the customer who takes over";
    TimeNeverComes "time_never_comes" "the time that the template promises never comes";
    TimeframePassed "timeframe_passed" "the time that the template promises is over";

    // What goes out later.
    TimePassed "time_passed" "the time at which it is to be has passed";
    TooFarAhead "too_far_ahead" "the time lies more than two years ahead";
    PromiseBeforeText "promise_before_text" "the promise ends before the text goes out";
    WakeBeforeText "wake_before_text" "the wake-up comes before the text goes out";
    TooManyScheduled "too_many_scheduled" "as many texts wait there as can";
    ScheduledTooLong "scheduled_too_long" "the texts that wait there are too long together";
    ScheduledGone "scheduled_gone" "the scheduled text went out, or was dropped";
    ScheduledNotTheirs "scheduled_not_theirs" "the scheduled text is for others to decide about";

    // What became of a text of ours.
    HandedOver "handed_over" "the text was handed to the carrier already";
    FateKnown "fate_known" "what became of the text is known, or was decided";
    SaidOnce "said_once" "Baton wrote it by itself, and does so once";
    OnItsWay "on_its_way" "the text is on its way and cannot be withdrawn";
    ArrivedAlready "arrived_already" "the text has arrived and cannot be withdrawn";
    NotArrived "not_arrived" "the text did not arrive: nothing to withdraw";
    OwedToThem "owed_to_them" "Baton owes them this text, so nobody can withdraw it";
    TextNotTheirs "text_not_theirs" "the text is for others to withdraw";
    WishGone "wish_gone" "nobody asks any more what that text means";

    // Notes and reminders.
    NoteEmpty "note_empty" "the note has no words";
    NoteTooLong "note_too_long" "the note is too long";
    NameOfSeveral "name_of_several" "several people have the name that a note mentions";
    ReminderEmpty "reminder_empty" "the reminder says nothing";
    ReminderTooLong "reminder_too_long" "the reminder is too long";
    TooManyReminders "too_many_reminders" "as many reminders stand there as can";
    ReminderGone "reminder_gone" "the reminder has come, or was taken back";
    ReminderNotTheirs "reminder_not_theirs" "the reminder is for others to take back";

    // Who has it, and who may pass it on.
    NotOfTheTeam "not_of_the_team" "only somebody of the team can do that";
    ClaimNotTheirs "claim_not_theirs" "somebody has it, and is there";
    ReleaseNotTheirs "release_not_theirs" "somebody else has it, so they cannot release it";
    QueueUnsaid "queue_unsaid" "it was in no queue, so one has to be named";
    NeedsALead "needs_a_lead" "assigning directly needs a lead";
    PassedOnTooOften "passed_on_too_often" "it was passed on too often without a reply";

    // Offers.
    OfferNotTheirs "offer_not_theirs" "somebody else has it, so they cannot offer it";
    OfferNotTheQueues "offer_not_the_queues" "a queue has it, of which they are not";
    OfferedAlready "offered_already" "it is offered to somebody already";
    OfferToThemselves "offer_to_themselves" "nobody offers something to themselves";
    OfferToSomebodyGone "offer_to_somebody_gone" "whom it is offered to has left";
    HasItAlready "has_it_already" "whom it is offered to has it already";
    OfferedToOthers "offered_to_others" "it is offered to others, so they cannot answer";
    OfferNotTheirsToTakeBack "offer_not_theirs_to_take_back" "somebody else offered it, so they cannot take it back";
    DeclineUnsaid "decline_unsaid" "whoever declines says why";
    OfferGone "offer_gone" "the offer is not open any more";
    OfferAccepted "offer_accepted" "somebody accepted the offer";
    OfferDeclined "offer_declined" "somebody declined the offer";
    OfferExpired "offer_expired" "nobody took the offer in time";
    OfferTakenBack "offer_taken_back" "the offer was taken back";
    OfferClosed "offer_closed" "the conversation was closed, and the offer with it";
    OfferTargetGone "offer_target_gone" "whom it was offered to cannot answer any more";
    OfferArrived "offer_arrived" "it went where it was offered to in another way";
    SummaryUnsaid "summary_unsaid" "an offer says what the customer needs";
    SummaryTwice "summary_twice" "a summary and a template without one";
    CustomerTextUnsaid "customer_text_unsaid" "the customer is to be told now, and not what";
    CustomerTextTwice "customer_text_twice" "a text to the customer and a template for it";
    BatonTooLong "baton_too_long" "what goes with the offer is too long";

    // Questions.
    AskEmpty "ask_empty" "the question says nothing";
    AskTooLong "ask_too_long" "the question is too long";
    TooManyAsks "too_many_asks" "as many questions are open there as can";
    AskedAlready "asked_already" "they have that question already";
    AskGone "ask_gone" "the question is answered or dropped";
    AskNotTheirs "ask_not_theirs" "the question is with others";
    AskDropUnsaid "ask_drop_unsaid" "whoever drops a question says why";
    NoSuchAnswer "no_such_answer" "what is said to answer it is no message there";
    AskOpen "ask_open" "a question is open, so nobody waits for the customer";
    AskOpenAtClose "ask_open_at_close" "a question is open: a close says why";
    ConversationFull "conversation_full" "the conversation had too many questions, offers and scheduled texts";

    // Its state.
    Closed "closed" "the conversation is closed";
    EarlierConversation "earlier_conversation" "the thread has gone on in a later conversation";
    Unanswered "unanswered" "their last text has no answer, so nobody waits for them";
    WaitUnsaid "wait_unsaid" "whoever waits for something of ours says for what";
    WakePassed "wake_passed" "the wake-up's time has passed";
    CloseUnsaid "close_unsaid" "the policy wants a reason for a close";
    ReasonTooLong "reason_too_long" "the reason is too long";
    TagEmpty "tag_empty" "the tag has no word";
    TagTooLong "tag_too_long" "the tag is too long";
    TooManyTags "too_many_tags" "the conversation has as many tags as it can";
    TooManyWatchers "too_many_watchers" "as many people watch it as can";

    // Contacts and consent.
    ContactFull "contact_full" "the contact has as many tags or attributes as it can";
    ContactWords "contact_words" "a field of the contact is empty, too long, or not on one line";
    ZoneUnknown "zone_unknown" "there is no such time zone";
    AccountOwnerGone "account_owner_gone" "whoever is to look after them has left";
    EvidenceUnsaid "evidence_unsaid" "consent needs a record of how they said so";
    ConsentUnsaid "consent_unsaid" "consent is in or out";

    // Who is there.
    UntilPassed "until_passed" "the time until which has passed";
    EndsBeforeItBegins "ends_before_it_begins" "the absence ends before it begins";
    CoversThemselves "covers_themselves" "somebody else has to cover";
    TooManyAbsences "too_many_absences" "they are away as many times ahead as can be";

    // What never gets as far as a decision.
    KeyCannotBe "key_cannot_be" "the key of a press holds a character that no key can have";
    SenderUnread "sender_unread" "the pretend phone's number cannot be read";
    PretendTextEmpty "pretend_text_empty" "a pretend phone's text needs words or a picture";
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl Reason {
    /// What is not there, by the name of such a reason: `no_scheduled_text` is a scheduled text.
    pub(super) fn thing(self) -> String {
        let name = self.name();
        name.strip_prefix("no_").unwrap_or(name).replace('_', " ")
    }
}
