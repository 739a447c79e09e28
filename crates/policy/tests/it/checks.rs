//! What a check finds, case by case: the place, the sentence and the remedy.

use crate::common::cedar_lane;
use baton_policy::{Code, Known, Policy, Problem, Report, check, render};
use baton_text::ConsentWord;

/// A policy that is well, to be changed in one place.
const GOOD: &str = r#"zone = "America/New_York"
fallback = "ruth@cedarlane.example"

[hours.Clinic]
mon = ["09:00-18:00"]

[queues.Sales]
initials = "Sa"
members = ["jordan@cedarlane.example", "maya@cedarlane.example"]
lead = "maya@cedarlane.example"
hours = "Clinic"

[routing]
text = """
IF message contains "price"
  ASSIGN to Sales queue
ELSE
  ASSIGN to Sales queue
"""
"#;

fn changed(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "{from}");
    GOOD.replacen(from, to, 1)
}

fn told(problem: &Problem) -> String {
    let remedy = problem.remedy.as_deref().map_or(String::new(), |remedy| format!(" | {remedy}"));
    format!("{}:{} {}{remedy}", problem.line, problem.column, problem.message)
}

fn report(source: &str) -> Report {
    check(source, &cedar_lane())
}

/// What is told when `from` is written as `to`: exactly one problem, and no warning.
fn problem(from: &str, to: &str) -> String {
    let report = report(&changed(from, to));
    let told: Vec<String> = report.problems.iter().map(told).collect();
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(report.warnings.is_empty(), "{:#?}", report.warnings);
    told[0].clone()
}

fn warning(from: &str, to: &str) -> String {
    let report = report(&changed(from, to));
    assert!(report.is_usable(), "{report}");
    assert_eq!(report.warnings.len(), 1, "{:#?}", report.warnings);
    told(&report.warnings[0])
}

#[test]
fn a_policy_that_is_well_has_nothing_to_say() {
    assert_eq!(report(GOOD), Report::default());
}

#[test]
fn the_policy_that_was_read_says_what_the_document_says() {
    let policy = Policy::load(GOOD, &cedar_lane()).expect("a good policy");
    let sales = &policy.queues()[0];
    assert_eq!((policy.zone().name(), policy.fallback()), ("America/New_York", "ruth@cedarlane.example"));
    assert_eq!((sales.name.as_str(), sales.initials.as_str(), sales.reply_claims), ("Sales", "Sa", true));
    assert_eq!(sales.members, ["jordan@cedarlane.example", "maya@cedarlane.example"]);
    assert_eq!(policy.answers_for(sales), "maya@cedarlane.example");
    assert_eq!(policy.hours()[sales.hours.expect("hours")].name, "Clinic");
    assert_eq!(policy.reopen_within().as_secs(), 72 * 3_600, "the default");
    assert!(policy.split_asks(), "the default");
    assert_eq!(policy.queue_named(" sALES"), Some(0));
    assert_eq!(policy.source(), GOOD);
}

#[test]
fn without_a_lead_the_fallback_person_answers_for_a_queue() {
    let source = changed("lead = \"maya@cedarlane.example\"\n", "");
    let policy = Policy::load(&source, &cedar_lane()).expect("a good policy");
    assert_eq!(policy.answers_for(&policy.queues()[0]), "ruth@cedarlane.example");
}

#[test]
fn people_are_named_whatever_the_capitals_of_their_address() {
    let source = changed("\"ruth@", "\"Ruth@");
    let policy = Policy::load(&source, &cedar_lane()).expect("a good policy");
    assert_eq!(policy.fallback(), "ruth@cedarlane.example", "as they sign in");
}

#[test]
fn a_policy_without_zone_fallback_queues_and_routing_is_told_all_four() {
    let messages: Vec<String> =
        report("").problems.iter().map(|problem| format!("{:?} {}", problem.code, problem.message)).collect();
    assert_eq!(
        messages,
        [
            "Missing the policy names no time zone",
            "Missing the policy names no fallback person, who answers in the end",
            "Missing the policy has no queue, and a text needs one to go to",
            "Missing the policy has no routing: nothing says who owns a new text",
        ]
    );
}

#[test]
fn a_zone_that_does_not_exist_is_told_the_nearest() {
    assert_eq!(
        problem("America/New_York", "America/New_Yrok"),
        "1:8 there is no time zone called “America/New_Yrok” | did you mean America/New_York?"
    );
    assert_eq!(
        problem("America/New_York", "new york"),
        "1:8 there is no time zone called “new york” | did you mean America/New_York?"
    );
}

#[test]
fn the_fallback_person_is_active_and_may_answer() {
    assert!(problem("\"ruth@", "\"ruht@").contains("| did you mean ruth@cedarlane.example?"));
    assert!(
        problem("ruth@cedarlane.example", "Ruth Adler").ends_with("did you mean ruth@cedarlane.example?")
    );
    assert!(
        problem("ruth@", "lee@")
            .starts_with("2:12 Lee Park is deactivated and cannot be the fallback person")
    );
    assert!(problem("ruth@", "nora@").starts_with("2:12 Nora Feld may only read and cannot be"));
}

#[test]
fn members_and_leads_are_active_and_may_answer() {
    assert_eq!(
        problem("\"jordan@", "\"lee@"),
        "9:12 Lee Park is deactivated and cannot be a member of the queue “Sales” | \
         name somebody else, or let them answer first"
    );
    assert!(problem("lead = \"maya@", "lead = \"nora@").starts_with("10:8 Nora Feld may only read"));
    assert!(
        problem("\"jordan@", "\"Jordan@x.").starts_with("9:12 nobody has the address “Jordan@x.cedarlane")
    );
    let twice = problem("\"jordan@", "\"Maya@");
    assert!(twice.starts_with("9:38 “maya@cedarlane.example” is a member here twice"), "{twice}");
}

#[test]
fn a_saved_policy_goes_on_without_people_who_cannot_answer_any_more() {
    let source = changed("\"jordan@", "\"lee@").replace("lead = \"maya@", "lead = \"nora@");
    assert_eq!(Policy::load(&source, &cedar_lane()).expect_err("not to be saved").problems.len(), 2);
    let policy = Policy::load_saved(&source, &cedar_lane()).expect("saved before");
    assert_eq!(policy.queues()[0].members, ["maya@cedarlane.example"]);
    assert_eq!(policy.answers_for(&policy.queues()[0]), "ruth@cedarlane.example");
    assert_eq!(policy.warnings().len(), 2);
    let without_fallback = changed("ruth@", "lee@");
    assert!(
        Policy::load_saved(&without_fallback, &cedar_lane()).is_err(),
        "somebody answers in the end, always"
    );
}

#[test]
fn initials_are_a_capital_and_a_small_letter_that_nobody_mistakes() {
    for bad in ["S", "sa", "SA", "Sal", "Sl", "Is", "", "1a"] {
        let told = problem("\"Sa\"", &format!("\"{bad}\""));
        assert!(told.starts_with(&format!("8:12 “{bad}” are no initials of a queue")), "{told}");
    }
    let twice = changed(
        "[routing]",
        "[queues.Support]\ninitials = \"Sa\"\nmembers = [\"maya@cedarlane.example\"]\n[routing]",
    );
    let told: Vec<String> = report(&twice).problems.iter().map(told).collect();
    assert_eq!(told, ["14:12 another queue has the initials “Sa” already | “Su” is free"]);
}

#[test]
fn initials_that_nobody_named_are_derived_and_unlike_all_others() {
    let queue = |name: &str| format!("[queues.\"{name}\"]\nmembers = [\"maya@cedarlane.example\"]\n");
    let names = ["Front desk", "Sales", "Salons", "Insurance", "Illl", "日本", "Fast deals", "Ölwechsel"];
    let source = changed("[routing]", &(names.map(queue).concat() + "[routing]"))
        .replace("[queues.Sales]\ninitials = \"Sa\"\n", "[queues.First]\n");
    let source = source.replace("ASSIGN to Sales", "ASSIGN to First");
    let policy = Policy::load(&source, &cedar_lane()).unwrap_or_else(|report| panic!("{report}"));
    let initials: Vec<&str> = policy.queues().iter().map(|queue| queue.initials.as_str()).collect();
    assert_eq!(initials, ["Fi", "Fd", "Sa", "So", "Ns", "Aa", "Ab", "Fa", "Öw"]);
}

#[test]
fn queues_and_hours_have_names_of_their_own() {
    let source = changed("[routing]", "[queues.SALES]\nmembers = [\"maya@cedarlane.example\"]\n[routing]");
    let told: Vec<String> = report(&source).problems.iter().map(told).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("13:9 there are two queues called “SALES” | give one of them"), "{told:?}");
    let source = changed("[queues.Sales]", "[hours.Clínic]\nmon = [\"09:00-12:00\"]\n[queues.Sales]");
    assert!(
        report(&source.replace("Clínic", "\"Clínic\"")).problems[0].message.contains("two calendars called")
    );
    assert!(problem("hours = \"Clinic\"", "hours = \"Clinics\"").ends_with("| did you mean Clinic?"));
}

#[test]
fn unknown_settings_are_refused_with_the_nearest() {
    assert_eq!(
        problem("lead =", "laed ="),
        "10:1 the queue “Sales” has no setting “laed” | did you mean lead?"
    );
    assert_eq!(problem("mon =", "mom ="), "5:1 the hours “Clinic” has no setting “mom” | did you mean mon?");
    assert!(problem("[routing]", "[targest]\n[routing]").ends_with("| did you mean targets?"));
    assert!(problem("text =", "texts = 1\ntext =").starts_with("14:1 [routing] has no setting “texts”"));
}

#[test]
fn values_of_another_kind_are_told_what_was_wanted() {
    assert_eq!(
        problem("members = [\"jordan@cedarlane.example\", \"maya@cedarlane.example\"]", "members = 7"),
        "9:11 “members” wants a list of e-mail addresses, and this is a number | \
         write members = [\"maya@example.com\"]"
    );
    assert!(problem("\"jordan@cedarlane.example\"", "true").starts_with("9:12 “members” wants a list of"));
    assert!(
        problem("zone = \"America/New_York\"", "zone = 2026-01-01")
            .contains("a date or time without quotation")
    );
    assert!(
        problem("lead =", "reply_claims = \"yes\"\nlead =")
            .starts_with("10:16 “reply_claims” wants true or false")
    );
    assert!(
        problem("[hours.Clinic]\nmon = [\"09:00-18:00\"]", "[hours]\nClinic = [\"09:00-18:00\"]")
            .contains("wants a table of days")
    );
}

#[test]
fn times_and_dates_that_no_clock_or_calendar_shows_are_refused() {
    assert!(
        problem("09:00-18:00", "09:00-24:30").starts_with("5:8 wanted a time of day from 00:00 to 24:00")
    );
    assert!(
        problem("09:00-18:00", "9 to 6")
            .starts_with("5:8 wanted opening and closing time such as 09:00-17:30")
    );
    let holidays = |list: &str| problem("mon =", &format!("holidays = [{list}]\nmon ="));
    assert!(holidays("{ date = \"2026-02-30\" }").starts_with("5:22 wanted a date of the calendar such as"));
    assert!(holidays("{ name = \"Easter\" }").starts_with("5:13 this holiday has no date"));
    assert!(holidays("\"2026-12-24\"").starts_with("5:13 “holidays” wants a list of dates"));
    assert!(
        holidays("{ date = 2026-12-24 }, { date = \"2026-12-24\" }")
            .contains("2026-12-24 is a holiday twice")
    );
    assert!(
        holidays("{ date = 2026-12-24, opens = [] }")
            .contains("a holiday has no setting “opens” | did you mean open?")
    );
}

#[test]
fn lengths_of_time_are_a_number_and_a_unit() {
    let with = |length: &str| changed("[hours", &format!("reopen_within = \"{length}\"\n[hours"));
    for (written, seconds) in
        [("0 min", 0), ("90min", 5_400), ("72 h", 259_200), ("1 day", 86_400), ("2 weeks", 1_209_600)]
    {
        let policy = Policy::load(&with(written), &cedar_lane()).expect(written);
        assert_eq!(policy.reopen_within().as_secs(), seconds, "{written}");
    }
    for wrong in ["", "h", "-1 h", "1.5 h", "3 fortnights", "99999999999 h", "400 days"] {
        assert_eq!(report(&with(wrong)).problems.len(), 1, "{wrong}");
    }
}

#[test]
fn reasons_and_tags_are_labels_that_stand_once() {
    let reasons = |list: &str| problem("[hours", &format!("close_reasons = {list}\n[hours"));
    assert_eq!(reasons("[\"answered\", \" \"]"), "4:30 a reason for closing cannot be empty");
    assert_eq!(reasons("[\"spam\", \"Spam\"]"), "4:26 “Spam” stands here twice | take one out");
    let long = "x".repeat(61);
    assert!(
        problem("lead =", &format!("tags = [\"{long}\"]\nlead ="))
            .starts_with("10:9 a tag has at most 60 letters")
    );
}

#[test]
fn hours_that_never_open_and_queues_without_members_are_warned_about() {
    assert!(warning("mon = [\"09:00-18:00\"]\n", "").starts_with("4:8 the hours “Clinic” never open"));
    let told = warning("members = [\"jordan@cedarlane.example\", \"maya@cedarlane.example\"]\n", "");
    assert!(told.starts_with("7:9 the queue “Sales” has no members"), "{told}");
}

#[test]
fn ways_to_distribute_are_named() {
    assert!(problem("lead =", "distribute = \"claims\"\nlead =").ends_with("| did you mean claim?"));
}

#[test]
fn broken_toml_is_told_in_every_place() {
    let report = report("zone = \nfallback = \"ruth@cedarlane.example\"\n[queues.Sales\nx = 1\n");
    assert!(report.problems.len() >= 2, "{report}");
    assert!(report.problems.iter().all(|problem| problem.code == Code::Toml));
    assert_eq!((report.problems[0].line, report.problems[1].line), (1, 3));
}

#[test]
fn a_policy_beyond_the_limits_is_refused_and_not_read() {
    let source = "#".repeat((1 << 20) + 1);
    assert_eq!(report(&source).problems[0].code, Code::TooLarge);
    let queues: Vec<String> = (0..501).map(|queue| format!("[queues.q{queue}]\nmembers = []\n")).collect();
    assert!(
        report(&(GOOD.to_owned() + &queues.concat()))
            .problems
            .iter()
            .any(|problem| problem.code == Code::TooLarge)
    );
}

#[test]
fn problems_of_the_routing_text_stand_where_they_stand_in_the_document() {
    assert_eq!(
        problem("ASSIGN to Sales queue\nELSE", "ASSIGN to Slaes queue\nELSE"),
        "16:13 there is no queue called Slaes | did you mean Sales?"
    );
    let report = report(&changed("ASSIGN to Sales queue\nELSE", "ASSIGN to Slaes queue\nELSE"));
    let within = report.problems[0].in_routing.expect("a place in the routing text");
    assert_eq!((within.line, within.column), (2, 13));
}

#[test]
fn the_routing_text_gives_nothing_to_people_who_cannot_answer() {
    let told = problem("ASSIGN to Sales queue\nELSE", "ASSIGN to lee@cedarlane.example\nELSE");
    assert!(told.starts_with("16:13 Lee Park is deactivated and cannot be given conversations"), "{told}");
}

#[test]
fn lines_are_named_by_name_and_by_number() {
    for name in ["Reception", "+12125550100"] {
        let source = changed("message contains \"price\"", &format!("line is \"{name}\""));
        let policy = Policy::load(&source, &cedar_lane()).unwrap_or_else(|report| panic!("{report}"));
        assert_eq!(policy.line("+12125550100").map(|line| line.0), Some(0));
    }
    assert!(problem("message contains \"price\"", "line is \"Lobby\"").starts_with("15:"));
}

/// Fails when a target or template that no section names is taken, or is refused as if there could be none; or when a rule gives to
/// nobody because nobody is on call, and nothing is said.
#[test]
fn what_the_routing_text_asks_for_and_the_policy_does_not_name_is_told_in_its_line() {
    let (rule, other) = ("ASSIGN to Sales queue\nELSE", "\nELSE");
    let target = problem(rule, &format!("ASSIGN to Sales queue\n  TARGET \"Urgent\"{other}"));
    assert_eq!(target, "17:10 there is no target called Urgent | there are no targets yet");
    let reply = problem(rule, &format!("ASSIGN to Sales queue\n  REPLY with \"After hours\"{other}"));
    assert_eq!(reply, "17:14 there is no template called After hours | there are no templates yet");
    let on_call = warning(rule, &format!("ASSIGN to on call{other}"));
    assert!(on_call.starts_with("16:3 the policy names nobody as on call"), "{on_call}");
}

#[test]
fn nobody_is_known_to_an_empty_workspace_and_everybody_is_told_so() {
    let report = check(GOOD, &Known::default());
    assert_eq!(report.problems.len(), 4, "{report}");
}

#[test]
fn sentences_speak_of_lines_of_the_document() {
    let told = problem("IF message contains \"price\"", "IF (message contains \"price\"");
    assert!(told.ends_with("it closes the parenthesis that line 15 opens"), "{told}");
}

#[test]
fn a_hundred_problems_are_told_and_the_others_counted() {
    let strangers = (0..400).map(|number| format!("\"stranger{number}@else.example\"")).collect::<Vec<_>>();
    let members = |queue: i32| format!("[queues.q{queue}]\nmembers = [{}]\n", strangers.join(", "));
    let source = GOOD.to_owned() + &(0..3).map(members).collect::<Vec<_>>().concat();
    let report = report(&source);
    assert_eq!((report.problems.len(), report.untold), (100, 3 * 400 - 100));
    assert!(render(&report, &source).ends_with("\nand 1100 more\n"));
}

/// Fails when hours that are an hour off for half of the year pass without a word, or when a place's own zone is warned of.
#[test]
fn a_zone_without_summer_time_is_warned_about() {
    assert_eq!(
        warning("America/New_York", "EST"),
        "1:8 “EST” never has summer time | write \"America/New_York\" for Eastern time"
    );
    assert!(warning("America/New_York", "Etc/GMT+5").starts_with("1:8 “Etc/GMT+5” never has summer time"));
    for zone in ["UTC", "America/Phoenix", "HST", "EST5EDT", "Singapore"] {
        assert_eq!(report(&changed("America/New_York", zone)), Report::default(), "{zone}");
    }
}

/// Fails when customers are promised that URGENT reaches somebody on call where nobody is, or when a word of another
/// meaning is taken for that promise.
#[test]
fn a_template_that_tells_of_the_urgent_word_needs_somebody_on_call() {
    let template = |text: &str| format!("[templates.Night]\ntext = \"{text}\"\n[routing]");
    let says = template("If it cannot wait, answer URGENT.");
    assert_eq!(
        warning("[routing]", &says),
        "14:35 “Night” tells customers of URGENT, and nobody is on call: the word changes nothing | say who is, with \
         on_call at the top, or leave the word out"
    );
    for well in ["Is it urgent?", "NONURGENT", "Nothing of the kind."] {
        assert_eq!(report(&changed("[routing]", &template(well))), Report::default(), "{well}");
    }
    let with = GOOD.replacen("[routing]", &says, 1).replacen(
        "fallback",
        "on_call = \"maya@cedarlane.example\"\nfallback",
        1,
    );
    assert_eq!(report(&with), Report::default());
}

/// Fails when the headline denies what there is.
#[test]
fn a_queue_that_is_named_as_a_person_is_called_a_queue() {
    let source = changed("ASSIGN to Sales queue\nELSE", "ASSIGN to Sales\nELSE");
    let report = report(&source);
    let told: Vec<String> = report.problems.iter().map(told).collect();
    assert_eq!(told, ["16:13 Sales is a queue, and no person | write `ASSIGN to Sales queue`"]);
}

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
