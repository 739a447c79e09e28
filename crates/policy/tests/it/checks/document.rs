//! The document as such: its settings, kinds of values and limits.

use super::*;

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
