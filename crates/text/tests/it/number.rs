//! Senders and recipients against the shared vectors, and what must hold for any of them.

use baton_text::{Address, E164, NumberKind, Region, Zones, zones_of};
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    raw: String,
    default_region: String,
    is: Is,
}

#[derive(Deserialize)]
struct Is {
    kind: String,
    e164: Option<String>,
    region: Option<String>,
    r#type: Option<NumberKind>,
    code: Option<String>,
    sender: Option<String>,
    address: Option<String>,
    well_formed: Option<String>,
    zones: Option<CaseZones>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum CaseZones {
    Any(String),
    Named(Vec<String>),
}

fn vectors() -> Vec<Case> {
    let vectors: Vectors =
        serde_json::from_str(include_str!("../vectors/phone-numbers.json")).expect("the vectors parse");
    assert!(vectors.cases.len() > 100, "the vectors are there");
    vectors.cases
}

fn us() -> Region {
    Region::US
}

#[test]
fn what_people_type_is_read_as_the_vectors_say() {
    for Case { id, raw, default_region, is } in vectors() {
        let found = Address::from_person(&raw, default_region.parse().unwrap());
        let wanted = match is.kind.as_str() {
            "phone" => is.e164,
            "short_code" => is.code,
            "whatsapp" => is.address.map(|address| format!("whatsapp:{address}")),
            "rcs" => is.address.map(|address| format!("rcs:{address}")),
            _ => None,
        };
        assert_eq!(found.as_ref().ok().map(Address::to_string), wanted, "{id}: {raw:?} read as {found:?}");
        if let Ok(Address::Phone(number)) = found {
            assert_eq!(number.region().map(|region| region.to_string()), is.region, "{id}");
            assert_eq!(number.kind(), is.r#type, "{id}");
        }
    }
}

#[test]
fn what_carriers_give_is_taken_as_the_vectors_say() {
    for Case { id, raw, default_region, is } in vectors() {
        let found = Address::from_carrier(&raw, || default_region.parse().unwrap());
        let matches = match &found {
            Address::Phone(number) if is.kind == "phone" => {
                let wanted: E164 = is.e164.unwrap().parse().unwrap();
                found.handset_key() == Address::Phone(wanted).handset_key()
                    && (*number == wanted || number.as_str() == raw)
            }
            Address::Phone(number) => {
                is.kind == "invalid" && is.well_formed.as_deref() == Some(number.as_str())
            }
            Address::ShortCode(code) => is.kind == "short_code" && is.code.as_deref() == Some(code),
            Address::Alphanumeric(sender) => {
                is.kind == "alphanumeric" && is.sender.as_deref() == Some(sender)
            }
            Address::WhatsApp(address) => {
                is.kind == "whatsapp" && is.address.as_deref() == Some(address.as_str())
            }
            Address::Rcs(address) => is.kind == "rcs" && is.address.as_deref() == Some(address),
            Address::Unknown(_) => is.kind == "invalid" && is.well_formed.is_none(),
        };
        assert!(matches, "{id}: {raw:?} taken as {found:?}");
    }
}

/// Fails when a number's zones are not those of its whole area code, or a toll-free number is said to be somewhere.
#[test]
fn zones_are_those_of_the_area_code() {
    let mut compared = 0;
    for Case { id, raw, default_region, is } in vectors() {
        let Some(wanted) = is.zones else { continue };
        let address = Address::from_person(&raw, default_region.parse().unwrap()).unwrap();
        match (zones_of(&address), wanted) {
            (Zones::Named(found), CaseZones::Named(wanted)) => assert_eq!(found, wanted, "{id}"),
            (Zones::Any, CaseZones::Any(any)) => assert_eq!(any, "any", "{id}"),
            (found, _) => panic!("{id}: {found:?}"),
        }
        compared += 1;
    }
    assert!(compared > 50, "the vectors have zones");
}

/// Fails when a superset of zones loses one, or an address without a place is put somewhere.
#[test]
fn other_addresses_have_the_zones_of_their_country_or_any() {
    let zones = |raw| zones_of(&Address::from_stored(raw));
    assert_eq!(zones("+4915112345678"), Zones::Named(&["Europe/Berlin"]));
    assert_eq!(zones("whatsapp:+12125550134"), Zones::Named(&["America/New_York"]));
    for nowhere in ["72645", "HDFCBK", "+18005550134", "+80012345678", "rcs:acme"] {
        assert_eq!(zones(nowhere), Zones::Any, "{nowhere}");
    }
    for zone in ["America/St_Johns", "America/New_York", "America/Adak", "Pacific/Honolulu", "America/Regina"]
    {
        assert!(Zones::us_and_canada().contains(&zone), "{zone}");
    }
    assert!(!Zones::us_and_canada().contains(&"America/Jamaica"));
}

#[test]
fn the_spellings_of_one_mobile_share_a_key() {
    for spellings in [
        &["+5215512345678", "+525512345678", "+52 1 55 1234 5678"][..],
        &["+5491123456789", "+541123456789", "+54 11 15 2345-6789", "+54111523456789"][..],
        &["+5511912345678", "+55 11 91234-5678"][..],
        &["+5511981234567", "+551181234567"][..],
    ] {
        let keys: Vec<_> = spellings.iter().map(|raw| Address::from_carrier(raw, us).handset_key()).collect();
        assert!(keys.windows(2).all(|pair| pair[0] == pair[1]), "{spellings:?}: {keys:?}");
    }
}

#[test]
fn a_landline_that_only_looks_alike_keeps_its_own_key() {
    let key = |raw| Address::from_carrier(raw, us).handset_key();
    assert_ne!(key("+551123456789"), key("+5511923456789"));
    assert_ne!(key("whatsapp:+12125550134"), key("+12125550134"));
}

#[test]
fn a_carriers_spelling_is_kept_because_answers_go_there() {
    assert_eq!(Address::from_carrier("+5215512345678", us).to_string(), "+5215512345678");
}

#[test]
fn mistakes_are_explained_to_the_person_who_made_them() {
    let cases = [
        ("212 555 01", "This number is two digits short. Write all ten, for example (212) 555-0134."),
        ("+1 212 555 013", "This number is one digit short. Write all ten, for example (212) 555-0134."),
        ("555-0134", "This number is three digits short. Write all ten, for example (212) 555-0134."),
        (
            "212 555 0134 9",
            "This number is one digit too long. Write ten digits, for example (212) 555-0134, or + and the country code \
             for another country.",
        ),
        (
            "1-800-FLOWERS",
            "A phone number has no letters in it. Write its digits alone, for example (212) 555-0134.",
        ),
        ("Maya", "A phone number has no letters in it. Write its digits alone, for example (212) 555-0134."),
        (" ", "Write a phone number, for example (212) 555-0134."),
        (
            "+999 1234567",
            "No country has the code that this number begins with. Check the digits after the +.",
        ),
        (
            "112 555 0134",
            "There is no such number: its area code or its next digits are not in use. Check the digits.",
        ),
        (
            "+44 20 7946",
            "This number is too short. Write it whole, with its area code or with + and the country code.",
        ),
    ];
    for (raw, wanted) in cases {
        let said = Address::from_person(raw, us()).unwrap_err().to_string();
        assert_eq!(said, wanted, "{raw:?}");
    }
}

#[test]
fn people_read_numbers_as_they_write_them() {
    let human = |raw| Address::from_carrier(raw, us).human();
    assert_eq!(human("+12125550134"), "(212) 555-0134");
    assert_eq!(human("+447911123456"), "+44 7911 123456");
    assert_eq!(human("+9991234567"), "+9991234567");
    assert_eq!(human("72645"), "72645");
    assert_eq!(human("whatsapp:+12125550134"), "WhatsApp (212) 555-0134");
}

#[test]
fn nobody_answers_a_senders_name_and_no_auto_reply_goes_to_a_short_code() {
    let from = |raw| Address::from_carrier(raw, us);
    assert!(!from("HDFCBK").can_be_answered());
    assert!(from("72645").can_be_answered() && !from("72645").may_get_auto_reply());
    assert!(from("+12125550134").may_get_auto_reply());
}

/// Addresses near the edges of what is one.
fn nearly_addresses() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\+?[0-9]{0,17}",
        "\\+?(52|54|55|1)[0-9 ()/-]{0,16}",
        "(whatsapp|WhatsApp|rcs|tel|sms):\\+?[a-z0-9]{0,12}",
        "[A-Za-z0-9 &._+!-]{0,13}",
        "[+0-9０-９٣\u{200b}\u{202a} ().-]{0,20}",
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn every_address_reads_back_from_its_stored_form(raw in nearly_addresses()) {
        let address = Address::from_carrier(&raw, us);
        prop_assert_eq!(&Address::from_stored(&address.to_string()), &address);
        let json = serde_json::to_string(&address).unwrap();
        prop_assert_eq!(serde_json::from_str::<Address>(&json).unwrap(), address);
    }

    #[test]
    fn who_was_typed_in_is_known_again_when_they_text(raw in nearly_addresses()) {
        if let Ok(typed) = Address::from_person(&raw, us()) {
            let given = Address::from_carrier(&typed.to_string(), us);
            prop_assert_eq!(typed.handset_key(), given.handset_key());
        }
    }

    #[test]
    fn a_key_is_the_key_of_itself(raw in nearly_addresses()) {
        let key = Address::from_carrier(&raw, us).handset_key();
        prop_assert_eq!(Address::from_stored(key.as_str()).handset_key(), key);
    }

    #[test]
    fn every_refusal_is_a_sentence(raw in nearly_addresses()) {
        if let Err(error) = Address::from_person(&raw, us()) {
            let sentence = error.to_string();
            prop_assert!(sentence.starts_with(char::is_uppercase) && sentence.ends_with('.'), "{}", sentence);
        }
    }
}
