//! Mistakes that can be planted: each breaks one law or one rule of the clocks, in the simulation's own shell or in
//! what a decision came to, so that the product carries no code for it. The checker must find every one.

mod clocks;
mod moves;
mod plant;

use std::time::Duration;

macro_rules! bugs {
    ($($(#[$doc:meta])* $bug:ident $name:literal $law:literal;)*) => {
        /// A mistake that can be planted.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Bug { $($(#[$doc])* $bug,)* }

        impl Bug {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$bug,)*];

            /// What it is called on the command line.
            pub fn name(self) -> &'static str {
                match self { $(Self::$bug => $name,)* }
            }

            /// How the checker names what it breaks.
            pub fn breaks(self) -> &'static str {
                match self { $(Self::$bug => $law,)* }
            }
        }
    };
}

bugs! {
    /// A row's owner changes, and no event says so.
    OwnerWithoutEvent "owner-without-event" "law 3";
    /// An event says that ownership came from somebody who did not have it.
    OwnerFromNobody "owner-from-nobody" "law 3";
    /// A claim is recorded as an assignment.
    WrongCause "wrong-cause" "law 3";
    /// A customer's text opens a conversation beside a live one.
    SecondOpen "second-open" "law 1";
    /// Somebody who is not on answers for what a queue has.
    WrongAccountable "wrong-accountable" "law 2";
    /// Nobody follows a shift's edge.
    EdgeNotSettled "edge-not-settled" "law 2";
    /// An offer moves ownership at once.
    HandoffMovesEarly "handoff-moves-early" "law 4";
    /// An offer that expired comes back silently.
    ExpiredInSilence "expired-in-silence" "law 4";
    /// A text that waits gets no clock.
    ClockForgotten "clock-forgotten" "law 5";
    /// A promise is due later than the policy says.
    DueTooLate "due-too-late" "law 5";
    /// More texts restart the clock.
    ClockRestarted "clock-restarted" "law 5";
    /// After a reply no follow-up runs.
    FollowUpForgotten "follow-up-forgotten" "law 5";
    /// The clock to the resolution runs on while we wait for the customer.
    ResolutionNotPaused "resolution-not-paused" "law 5";
    /// A clock that goes on forgets that it was paused.
    PauseForgotten "pause-forgotten" "law 5";
    /// The warning comes at another time.
    WarnedLate "warned-late" "law 5";
    /// A breach is not recorded.
    BreachForgotten "breach-forgotten" "escalation";
    /// A reply at the due instant, or before it, counts as late.
    KeptCountsAsLate "kept-counts-as-late" "law 5";
    /// A reply that failed keeps its promise.
    FailedReplyKeeps "failed-reply-keeps" "law 5";
    /// A conversation waits for the customer over a text without an answer.
    PendingHidesDebt "pending-hides-debt" "law 5";
    /// An escalation skips a step.
    StepSkipped "step-skipped" "escalation";
    /// Whoever was given something has no time of their own.
    ActTimeForgotten "act-time-forgotten" "escalation";
    /// Silence closes too early.
    ClosedTooEarly "closed-too-early" "timers";
    /// The carrier is told before a text is stored.
    AckedBeforeStored "acked-before-stored" "law 6";
    /// A text that comes twice is stored twice.
    TextStoredTwice "text-stored-twice" "law 6";
    /// A text of unknown fate is sent again.
    UnknownSentAgain "unknown-sent-again" "law 7";
    /// What was being handed over at a crash is sent again.
    SentAgainAtStart "sent-again-at-start" "law 7";
    /// One press that is repeated writes two texts.
    PressTwice "press-twice" "law 7";
    /// A text goes out over something that its author has not seen.
    OverUnseen "over-unseen" "law 7";
    /// What waits for a number that opted out goes out.
    SentToOptedOut "sent-to-opted-out" "law 8";
    /// A second confirmation follows the first.
    ConfirmedTwice "confirmed-twice" "law 8";
    /// The other line's thread is not told that the number opted out.
    OtherLineNotTold "other-line-not-told" "law 8";
    /// A word that comes late moves a text back.
    StateBackward "state-backward" "law 9";
    /// The first reason of a failure is lost.
    ReasonReplaced "reason-replaced" "law 9";
    /// What a reply that failed had answered is not owed in the conversation with which the thread went on.
    DebtLost "debt-lost" "law 5";
    /// A reply that arrives although it was called lost pays nothing.
    ArrivalForgotten "arrival-forgotten" "law 5";
    /// What nobody could answer during an opt-out counts as time to answer.
    OptedOutCounts "opted-out-counts" "law 5";
    /// An opt-out ends a promise, so that it is broken once more after the next opt-in.
    OptOutEnds "opt-out-ends" "law 5";
    /// A warning waits on although whoever gets it has said that they are in.
    HeldThoughIn "held-though-in" "hours";
    /// A reply that was cancelled before it was sent keeps its promise.
    CancelledKeeps "cancelled-keeps" "law 5";
    /// A scheduled text goes out over something that its author has not seen.
    ScheduledOverUnseen "scheduled-over-unseen" "law 7";
    /// A scheduled text is kept for a number that opted out.
    ScheduledForOptedOut "scheduled-for-opted-out" "law 8";
    /// A scheduled text goes out at night.
    NightIgnored "night-ignored" "quiet hours";
    /// A warning waits although whoever gets it works.
    HeldAtWork "held-at-work" "hours";
    /// A warning does not wait for the hours of whoever gets it.
    WarnedOffWork "warned-off-work" "hours";
    /// Baton answers by itself again and again.
    AnsweredAgain "answered-again" "auto-replies";
    /// Baton forgets how often it answered a number today.
    AnswersUncounted "answers-uncounted" "auto-replies";
    /// Baton answers machines.
    AnswersMachines "answers-machines" "auto-replies";
    /// Baton leaves a text unanswered that it has to answer by itself.
    AnswerForgotten "answer-forgotten" "auto-replies";
    /// A button is obeyed although it names a version that is not the latest.
    VersionIgnored "version-ignored" "versions";
    /// A reminder comes twice.
    RemindedTwice "reminded-twice" "reminders";
    /// What somebody who left had stays theirs.
    NotRehomed "not-rehomed" "law 10";
    /// A scheduled text stays with somebody who left.
    ScheduledStays "scheduled-stays" "law 10";
    /// A question stays with somebody who left.
    AskStays "ask-stays" "law 10";
    /// An offer to somebody who left stands.
    OfferStays "offer-stays" "law 10";
    /// What a change of people moves is shown beforehand but for the last of it.
    MoveUnsaid "move-unsaid" "law 10";
    /// A note goes out with a text.
    NoteLeaks "note-leaks" "law 12";
    /// Some timers never fire.
    TimerLost "timer-lost" "timers";
    /// A timer fires before its time.
    TimerEarly "timer-early" "timers";
    /// An edge of a shift is not recorded.
    EdgeNotRecorded "edge-not-recorded" "edges";
    /// Whose turn it was is forgotten.
    TurnForgotten "turn-forgotten" "turns";
    /// A queue gives to people who have enough.
    CapacityIgnored "capacity-ignored" "capacity";
    /// The team's own words are shown to a program that may not read notes.
    HiddenWordsShown "hidden-words-shown" "law 11";
    /// A list shows them.
    HiddenWordsListed "hidden-words-listed" "law 11";
    /// A count says how much there is that a reader may not see.
    HiddenCounted "hidden-counted" "law 11";
    /// A program sees what it might see when it opened its stream, whatever it may now.
    RightsOfYesterday "rights-of-yesterday" "law 11";
    /// Somebody who left is still shown what happens.
    SeenAfterLeaving "seen-after-leaving" "law 11";
    /// The feed of another workspace is read too.
    NeighbourSeen "neighbour-seen" "law 11";
    /// Who is given something on the way along its path has no time of their own.
    OwnTimeForgotten "own-time-forgotten" "escalation";
    /// A time of their own runs out on the way along the path, and the next step waits for its time.
    OwnTimeUnheard "own-time-unheard" "escalation";
    /// A reply leaves the path of the promise to resolve it going on.
    PathGoesOn "path-goes-on" "escalation";
    /// A step to a queue in which nobody is tells somebody all the same.
    EmptyQueueTold "empty-queue-told" "escalation";
    /// A question that is wanted by a time of its own is due by the policy's.
    AskedByForgotten "asked-by-forgotten" "law 5";
    /// What is paused keeps the time of a policy that is gone.
    PausedNotPlanned "paused-not-planned" "law 5";
    /// Somebody promises and closes.
    PromiseUnjudged "promise-unjudged" "law 5";
    /// An offer stands for two hours.
    OfferStandsLong "offer-stands-long" "law 4";
    /// Somebody closes what a colleague has just taken over, and has not seen that.
    ClosedUnseen "closed-unseen" "law 4";
    /// Passing on is not counted.
    PotatoNotCounted "potato-not-counted" "hot potato";
    // What texts are, and whose they become, by rules, shifts, absences and steps.
    /// A word of another language means nothing.
    WordMissed "word-missed" "words";
    /// What needs somebody is taken for thanks.
    TakenForThanks "taken-for-thanks" "words";
    /// Thanks are taken for something that needs somebody.
    ThanksNeedSomebody "thanks-need-somebody" "words";
    /// A rule's answer is not given.
    RuleUnanswered "rule-unanswered" "auto-replies";
    /// What a template promises is promised for another time.
    PromisedLater "promised-later" "law 5";
    /// A step that assigns gives nothing.
    GivesNothing "gives-nothing" "escalation";
    /// A step gives it to somebody else.
    GivesToAnother "gives-to-another" "escalation";
    /// What a step does not give moves all the same.
    GivesUnasked "gives-unasked" "escalation";
    /// The end of a shift moves nothing.
    ShiftEndForgotten "shift-end-forgotten" "shifts";
    /// A rota that lets people finish does not.
    FinishIgnored "finish-ignored" "law 3";
    /// A rota lets people finish even what the customer has written in again.
    FinishesForEver "finishes-for-ever" "shifts";
    /// What moved to a cover does not come back, although the policy says so.
    NotReturned "not-returned" "away";
    /// What a cover gets goes to somebody else.
    CoveredByAnother "covered-by-another" "law 3";
    /// Somebody answers instead of somebody else, and the event says another reason.
    AnswersForNoReason "answers-for-no-reason" "law 3";
    /// A rule sends a text to another queue.
    RoutedElsewhere "routed-elsewhere" "routing";
    /// Whoever looks after a customer does not get what they write.
    AccountIgnored "account-ignored" "routing";
    /// The further questions of a text are lost.
    AskNotSplit "ask-not-split" "routing";
    /// What was closed lately is not gone on with.
    NeverReopens "never-reopens" "reopening";
    /// What was closed long ago is gone on with.
    ReopensForEver "reopens-for-ever" "reopening";
    /// What they call urgent stays where it is.
    UrgentStays "urgent-stays" "urgent";
    /// An offer stands for an hour, whether anybody is there or not.
    OfferOutOfHours "offer-out-of-hours" "law 4";
    /// What Baton answers by itself keeps a promise.
    AutoReplyKeeps "auto-reply-keeps" "law 5";
    /// What a program writes keeps a promise.
    ProgramKeeps "program-keeps" "law 5";
    /// A note keeps a promise.
    NoteKeeps "note-keeps" "law 5";
    /// Thanks start a promise to answer.
    CourtesyStarts "courtesy-starts" "law 5";
    /// A reaction starts a promise to answer.
    ReactionStarts "reaction-starts" "law 5";
    /// An ok that answers a question of ours counts as mere thanks.
    AnswerIsCourtesy "answer-is-courtesy" "words";
    /// By when somebody promised it does not count.
    PromiseByIgnored "promise-by-ignored" "law 5";
    /// What would bring a promise forward puts it off.
    PutOff "put-off" "law 5";
    /// Outside of hours a promise counts from the text, and not from the next opening.
    RunsWhileClosed "runs-while-closed" "law 5";
    /// A close leaves the clocks running.
    CloseLeavesClocks "close-leaves-clocks" "law 5";
    /// What is closed without a reply counts as answered.
    ClosedAsKept "closed-as-kept" "law 5";
    /// What goes on after a close has all of its time again.
    ReopenedAnew "reopened-anew" "law 5";
    /// A reply leaves the escalation where it was.
    ReplyLeavesPath "reply-leaves-path" "escalation";
    /// A step that is nobody's does not pass on at once.
    NobodysStepWaits "nobodys-step-waits" "escalation";
    /// After the last step nobody is told.
    FallbackNotTold "fallback-not-told" "escalation";
    /// A breach enters a path that has begun already.
    BreachEntersAgain "breach-enters-again" "escalation";
    /// An owner who does not act in their time starts nothing.
    ActTimeIgnored "act-time-ignored" "escalation";
    /// A change of the policy leaves what runs as it was.
    NotPlannedAnew "not-planned-anew" "law 5";
    /// What goes on after a close, or is owed again, is due by the policy of before.
    GoesOnByOldPolicy "goes-on-by-old-policy" "law 5";
    /// What turns urgent is due as before.
    UrgentWaits "urgent-waits" "law 5";
    /// Silence closes although they have answered.
    SilenceGoesOn "silence-goes-on" "timers";
    /// A wait goes on after its time.
    WakeIgnored "wake-ignored" "timers";
    /// A further text of ours does not end what we said we would do before.
    FollowUpStays "follow-up-stays" "law 5";
    /// Somebody is warned twice.
    WarnedTwice "warned-twice" "timers";
    /// What a reply that failed had answered waits for the customer.
    FailedStaysPending "failed-stays-pending" "law 5";
    /// Thanks open what waits.
    CourtesyOpens "courtesy-opens" "law 5";
    /// The night holds answers to somebody who has just written.
    NightHoldsAnswers "night-holds-answers" "quiet hours";
    /// Whoever watches is not told of a text.
    WatcherNotTold "watcher-not-told" "watching";
    /// Whoever is mentioned is not told.
    MentionNotTold "mention-not-told" "watching";
    /// Whoever watches answers for it.
    WatcherAnswers "watcher-answers" "watching";
    /// A person says that somebody wants no more texts, and their number does not opt out.
    WishIgnored "wish-ignored" "law 8";
    /// A first text goes out without the business's name.
    FirstTextNameless "first-text-nameless" "first text";
    /// A reply that has not gone out for ten minutes keeps its promise.
    UnsentKeeps "unsent-keeps" "law 5";
    /// A reply that goes out late pays nothing.
    LateGoingForgotten "late-going-forgotten" "law 5";
    /// A reply that goes out late counts from when it did, not from its press.
    CountsFromGoing "counts-from-going" "law 5";
    /// Silence closes without the farewell that the policy wants.
    FarewellForgotten "farewell-forgotten" "auto-replies";
}

impl Bug {
    /// By how much timers are early.
    pub(crate) const EARLY: Duration = Duration::from_mins(10);

    /// The bug of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|bug| bug.name() == name)
    }
}
