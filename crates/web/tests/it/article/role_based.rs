//! The article, "Role-Based Ownership".

use super::Office;
use super::policies::{ROLES, model, standards};
use serde_json::json;

/// The article's routing rule, as it is printed, is a policy's routing text. Fails when a keyword goes elsewhere, when a part
/// of a word counts, or when nobody is told by which line.
#[tokio::test(flavor = "multi_thread")]
async fn the_printed_routing_rule_routes_as_it_reads() {
    let office = Office::open(&standards()).await;
    for (words, queue, why) in [
        ("What is the price of a first visit?", "Sales", "the text says \"price\" (line 1)"),
        ("Could I get a QUOTE please", "Sales", "the text says \"QUOTE\" (line 1)"),
        ("an estimate for ten visits", "Sales", "the text says \"estimate\" (line 1)"),
        ("I have to reschedule", "Scheduling", "the text says \"reschedule\" (line 3)"),
        ("about my appointment", "Scheduling", "the text says \"appointment\" (line 3)"),
        ("What time do you open?", "Scheduling", "the text says \"time\" (line 3)"),
        ("Hi there", "General", "no rule fits"),
        ("Sometimes my knee hurts", "General", "no rule fits"),
    ] {
        let jamie = office.customer("Jamie");
        jamie.texts(words).await;
        jamie.is_owned_by(queue).because(why).await;
    }
}

/// "Messages are routed to a role rather than a specific person." Fails when one of the four kinds of questions goes to
/// another role.
#[tokio::test(flavor = "multi_thread")]
async fn each_kind_of_question_goes_to_its_role() {
    let office = Office::open(ROLES).await;
    let newcomer = office.customer("Sarah Novak");
    newcomer.texts("Hello, do you treat tennis elbows?").await;
    newcomer.is_owned_by("Sales").because("contact is new").await;
    let scheduling = office.customer("Jamie Park");
    scheduling.texts("Can I reschedule Thursday?").await;
    // The Front desk gives it out at once, to one of its people.
    scheduling.is_owned_by("Maya").because("whose turn it is").await;
    let billing = office.customer("Tom Whitlock");
    billing.texts("I never got my invoice").await;
    billing.is_owned_by("Accounts").because("\"invoice\"").await;
    billing.is_tagged(&["billing", "new"]).await;
    let support = office.customer("Rosa Delgado");
    support.texts("The link does not work").await;
    support.is_owned_by("Customer service").because("\"does not work\"").await;
}

/// "Watch out for: no clear owner within the role." Fails when a role has something for which nobody answers, or when what
/// nobody claims stays with everybody.
#[tokio::test(flavor = "multi_thread")]
async fn within_a_role_one_person_answers_and_has_it_when_nobody_claims() {
    let office = Office::open(ROLES).await;
    let (sarah, jamie) = (office.customer("Sarah Novak"), office.customer("Jamie Park"));
    sarah.texts("Hello, what do you do?").await;
    jamie.texts("Hello, what is your address?").await;
    // The people of Sales answer in turn.
    sarah.is_answered_for_by("Jordan").await;
    jamie.is_answered_for_by("Priya").await;
    office.minutes_later(9).await;
    jamie.is_owned_by("Sales").await;
    office.minutes_later(1).await;
    sarah.is_owned_by("Jordan").because("nobody claimed it").await;
    jamie.is_owned_by("Priya").because("nobody claimed it").await;
}

/// "Watch out for: hot potato behavior between roles." Fails when roles can pass a customer round without anybody answering.
#[tokio::test(flavor = "multi_thread")]
async fn a_hot_potato_ends_with_the_lead() {
    let office = Office::open(ROLES).await;
    let jamie = office.customer("Jamie Park");
    jamie.texts("My invoice is for somebody else’s appointment").await;
    jamie.is_owned_by("Accounts").await;
    let (dana, sam) = (office.person("Dana").await, office.person("Sam").await);
    dana.claims(&jamie).await;
    dana.releases(&jamie, "Customer service").await.expect(200);
    sam.claims(&jamie).await;
    sam.releases(&jamie, "Accounts").await.expect(200);
    dana.claims(&jamie).await;
    dana.releases(&jamie, "Sales").await.expect(200);
    jamie.is_owned_by("Jordan").because("passed on 3 times without a reply").await;
    jamie.is_tagged(&["billing", "hot-potato"]).await;
    // Whoever may not pass it on is told why, and what to do.
    let priya = office.person("Priya").await;
    let taken = priya.client.post(&jamie.path("/claim"), &json!({})).await;
    assert_eq!(taken.expect(403)["code"], "not_allowed");
    // An answer ends it.
    let jordan = office.person("Jordan").await;
    jordan.texts(&jamie, "Hi Jamie, this is Jordan. I will sort this out today.").await;
    jordan.releases(&jamie, "Accounts").await.expect(200);
    jamie.is_owned_by("Accounts").await;
}

/// The model to begin with, for a team that works by roles. Fails when it does not route as the article's rule does.
#[tokio::test(flavor = "multi_thread")]
async fn the_model_for_roles_keeps_the_printed_rule() {
    let office = Office::open(&model("role-based")).await;
    let (jamie, tom, rosa) =
        (office.customer("Jamie Park"), office.customer("Tom Whitlock"), office.customer("Rosa"));
    jamie.texts("What is the price of a visit?").await;
    jamie.is_owned_by("Sales").because("\"price\" (line 1)").await;
    tom.texts("Do you offer payment plans?").await;
    tom.is_owned_by("Accounts").because("\"payment plan\"").await;
    rosa.texts("Good morning").await;
    rosa.is_owned_by("General").because("no rule fits").await;
}
