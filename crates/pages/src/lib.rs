//! The pages as HTML: view models, templates, style sheet, scripts. Pure: no I/O, no clock.
//!
//! A caller (the `web` crate) fills the plain structs of this crate with words that are ready to
//! be read and with machine times in RFC 3339, and asks for [`Html::html`]. Whole pages and the
//! fragments that a live page refreshes come from the same structs and templates, so they cannot
//! drift apart: a [`ConversationRow`] alone renders exactly the row that stands in the list.
//!
//! * [`routes`] says which requests the HTML makes: paths, form fields, answers.
//! * [`words`] turns instants into "12 min left", "due 2:20 pm", "3 h".
//! * [`Ring`] is the one picture of who has a conversation; [`letters`] finds what stands in it.
//! * [`asset`] serves style sheet, scripts and icons under an address that changes with them.
//!
//! To add a page: a struct here, a template of the same name in `templates/`, its addresses in
//! [`routes`], its sample in `examples/gallery.rs`, where one looks at it light, dark and narrow.

mod assets;
mod composer;
mod contact_page;
mod conversation;
mod details;
mod doors;
mod faults_page;
mod html;
mod inbox;
mod later;
mod list;
mod meanwhile;
mod notice;
mod offer;
mod phone;
mod policy_page;
mod ring;
mod rota_page;
mod sheet;
mod shell;
mod team_page;
mod templates;
mod timeline;
mod told;
mod told_page;
mod turns;

pub mod letters;
pub mod routes;
pub mod words;

pub use assets::{Asset, asset, asset_path, assets};
pub use composer::{
    Answers, Composer, ComposerState, InnerAsk, Mode, NewerText, NightThere, OpenAsk, WhyClosed,
};
pub use contact_page::{ConsentForm, ConsentLine, ContactNumber, ContactPage, WishBox};
pub use conversation::{
    ActionForms, Assign, ClosedOffer, Conversation, Head, LivePane, Pane, Party, PartyGroup, StatusNow,
};
pub use details::{
    Ask, AskForm, Details, Earlier, Fact, HandedOver, NameForm, ReminderLine, Reminders, RuleLine, Tag,
    WhyRouted,
};
pub use doors::{ErrorPage, Field, Setup, SignIn, Zone};
pub use faults_page::{FaultEntry, FaultsPage, LineTrouble};
pub use html::{Forms, Html, Span, Stamp};
pub use inbox::{FirstText, Inbox, InboxPage};
pub use later::{Despite, LaterForm, LaterTime, ScheduledForm, ScheduledText};
pub use list::{
    Choice, ConversationRow, Due, DueState, Filter, Group, List, ListFragment, Rail, RowLabel, RowsFragment,
    Said, SaidMark,
};
pub use meanwhile::{Meanwhile, MeanwhileGroup, MeanwhileLine};
pub use notice::{Notice, NoticeFragment, Undo};
pub use offer::{CameBack, Offer};
pub use phone::{PhoneEntry, PhoneFragment, PhonePage, PhoneThread, Try};
pub use policy_page::{Answer, Draft, MoveLine, Moves, PolicyPage, Problem, Severity, TryResult};
pub use ring::{Ring, RingSize};
pub use rota_page::{AwayLine, DayHead, GapsAt, Line, QueueDay, QueueWeek, RotaPage, StintLine, WeekLink};
pub use sheet::{Ghost, Sheet, SheetFragment, SummaryPart, SummarySource, SummaryTemplate, Target, Written};
pub use shell::{
    MeFragment, Mover, Navigation, Page, QueueLink, Rehearsal, RehearsalMove, RehearsalStep, Shell, View,
    Viewer,
};
pub use team_page::{Member, TeamPage, WordForm};
pub use templates::{TemplateBlank, TemplateChoice, TemplatePart, Templates, TemplatesFragment};
pub use timeline::{
    Delivery, Event, Hand, Holder, Media, MediaState, Message, Note, Reaction, ReactionKind, Timeline,
    TimelineItem,
};
pub use told::{Told, ToldFragment};
pub use told_page::{Became, ToldDay, ToldLine, ToldPage};
pub use turns::Turns;
