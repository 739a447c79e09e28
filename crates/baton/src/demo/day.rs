//! What happened at Cedar Lane Physio on that Tuesday from nine until three minutes past two.

/// Something that somebody does.
#[derive(Debug, Clone, Copy)]
pub(super) enum Act {
    /// A customer texts.
    Texts(&'static str),
    /// Somebody of the team answers; the conversation stays open.
    Answers(&'static str, &'static str),
    /// Somebody of the team answers and waits for the customer, until the time on the wall.
    AnswersAndWaits(&'static str, &'static str, &'static str),
    /// Somebody of the team answers and closes.
    AnswersAndCloses(&'static str, &'static str),
    /// The same, and the carrier loses it.
    AnswersInVain(&'static str, &'static str),
    /// Somebody takes it from its queue.
    Claims(&'static str),
    /// Somebody gives it to somebody else, with the reason.
    Gives(&'static str, &'static str, &'static str),
    /// Somebody gives it back to a queue.
    Releases(&'static str, &'static str),
    /// Somebody writes a note.
    Notes(&'static str, &'static str),
    /// Somebody tags it.
    Tags(&'static str, &'static str),
}

/// A customer with a pretend phone: name (where known) and number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Customer {
    /// Known to the business; else the number is all there is.
    pub(super) name: Option<&'static str>,
    /// E.164.
    pub(super) phone: &'static str,
}

const fn known(name: &'static str, phone: &'static str) -> Customer {
    Customer { name: Some(name), phone }
}

const JAMIE: Customer = known("Jamie Park", "+12125550134");
const TOM: Customer = known("Tom Whitlock", "+12125550112");
const ALEX: Customer = known("Alex Novak", "+12125550118");
const GUS: Customer = known("Gus Cole", "+12125550121");
const GRACE: Customer = known("Grace Lin", "+12125550125");
const OMAR: Customer = known("Omar Aziz", "+12125550128");
const SOMEBODY: Customer = Customer { name: None, phone: "+16465550177" };
const NOOR: Customer = known("Noor Haddad", "+12125550141");
const INES: Customer = known("Ines Marques", "+12125550145");
const MARCUS: Customer = known("Marcus Webb", "+12125550149");
const ROSA: Customer = known("Rosa Delgado", "+12125550152");
const MILA: Customer = known("Mila Horvat", "+12125550156");
const OWEN: Customer = known("Owen Price", "+12125550159");
const CARLA: Customer = known("Carla Nuñez", "+12125550163");
const NINA: Customer = known("Nina Holt", "+12125550166");
const KIM: Customer = known("Kim Sato", "+12125550171");
const DEV: Customer = known("Dev Shah", "+12125550174");
const HAL: Customer = known("Hal Brooks", "+12125550187");

/// At what time on the wall, about whom, what.
pub(super) type Scene = (&'static str, Customer, Act);

/// When the demo begins.
pub(super) const NOW: &str = "14:03";

/// The day.
pub(super) const DAY: &[Scene] = {
    use Act::{
        Answers, AnswersAndCloses, AnswersAndWaits, AnswersInVain, Claims, Gives, Notes, Releases, Tags,
        Texts,
    };
    &[
        ("09:04", KIM, Texts("Please send the receipt for my last payment plan rate to my employer")),
        (
            "09:11",
            KIM,
            AnswersAndCloses("ben", "Good morning Kim, it is on its way to them. Have a good day!"),
        ),
        ("09:12", KIM, Texts("Liked “Good morning Kim, it is on its way to them. Have a good day!”")),
        ("09:20", HAL, Texts("Is my card still on file?")),
        ("09:31", HAL, AnswersAndCloses("dana", "Hi Hal, it is, and it was not charged this month.")),
        ("09:33", HAL, Texts("STOP")),
        ("09:40", MILA, Texts("Can I get an earlier appointment on Thursday?")),
        (
            "09:52",
            MILA,
            AnswersAndWaits(
                "chris",
                "Hi Mila, this is Chris. A place came free on Thursday: does 8:30 suit you?",
                "18:00",
            ),
        ),
        ("10:02", ROSA, Texts("My knee is swollen since last night and I cannot put weight on it")),
        ("10:05", ROSA, Gives("maya", "sam", "swelling: a therapist should look at this")),
        ("10:06", ROSA, Tags("maya", "urgent")),
        (
            "10:14",
            ROSA,
            AnswersAndWaits(
                "sam",
                "Rosa, ice and rest it today, leg up. Text me how it feels tonight.",
                "18:00",
            ),
        ),
        ("10:25", OMAR, Texts("Was the second payment taken twice? My card shows it two times")),
        ("10:32", OMAR, Claims("ben")),
        ("10:33", OMAR, Notes("ben", "One of the two is only a hold; the bank drops it within three days.")),
        (
            "10:40",
            OMAR,
            Answers(
                "ben",
                "Hi Omar, one of them is a hold that your bank drops by Friday. I will check on it then.",
            ),
        ),
        ("10:51", TOM, Texts("Did you get my question about invoice 2071?")),
        ("11:02", GUS, Texts("Who do I talk to about my orthotics?")),
        ("11:06", GUS, Claims("chris")),
        ("11:09", GUS, Releases("chris", "Billing")),
        ("11:15", GUS, Claims("dana")),
        ("11:18", GUS, Releases("dana", "Front desk")),
        ("11:30", DEV, Texts("I want to freeze my membership while I travel in June")),
        ("11:34", DEV, Claims("priya")),
        ("11:41", DEV, Answers("priya", "Hi Dev, that works. From which day to which day are you away?")),
        ("11:58", DEV, Texts("From the 3rd to the 24th")),
        ("12:10", CARLA, Texts("Do you take the new insurance card as a photo?")),
        ("12:14", CARLA, Claims("dana")),
        ("12:20", OWEN, Texts("I need a new appointment next week, after work if you have one")),
        ("12:26", OWEN, Answers("chris", "Hi Owen, there are two: Tuesday 5:30 or Wednesday 5:00.")),
        (
            "12:41",
            JAMIE,
            Texts(
                "Hey, can I reschedule my appointment from tomorrow to Friday? Also, do you guys offer payment plans \
                 now?",
            ),
        ),
        ("12:50", JAMIE, Claims("chris")),
        ("12:52", JAMIE, Notes("chris", "Fri 11:00 with Sam is free. Wed 3:00 goes back to the wait list.")),
        (
            "12:55",
            JAMIE,
            Answers(
                "chris",
                "Hi Jamie, this is Chris at Cedar Lane Physio. I can help with the reschedule and I’ll loop in our \
                 billing team about payment plans. I’ve moved your appointment from Wednesday at 3pm to Friday at \
                 11am. Does that work?",
            ),
        ),
        ("13:05", NOOR, Texts("What time is my appointment on Monday?")),
        ("13:09", NOOR, AnswersInVain("chris", "Hi Noor, it is at 9. See you Monday at 9!")),
        (
            "13:15",
            JAMIE,
            Texts("Friday at 11 is perfect, thanks! And the payment plans? My invoice is due on the 15th"),
        ),
        ("13:22", MARCUS, Texts("Could you resend the invoices of March and April?")),
        ("13:27", MARCUS, Claims("ben")),
        ("13:31", OWEN, Texts("Either Tuesday or Wednesday works")),
        ("13:38", GUS, Texts("So who do I talk to about my orthotics?")),
        ("13:44", NINA, Texts("What does the six-visit pack cost? Is the price the same online?")),
        ("13:49", ALEX, Texts("Hi, I need to cancel my membership. The price went up again.")),
        ("13:53", TOM, Texts("Hello?? I asked this morning about invoice 2071")),
        ("13:56", INES, Texts("My bus is late, can we start my appointment at 4:30 instead of 4?")),
        ("13:58", SOMEBODY, Texts("Is the side entrance open on Thursdays?")),
        ("14:01", GRACE, Texts("Hi! Could I get a quote for a running analysis?")),
    ]
};
