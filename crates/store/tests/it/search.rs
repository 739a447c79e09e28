//! Whom a search finds, on both databases: people, by what others type of their names and numbers.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]
#![allow(clippy::redundant_closure_for_method_calls, reason = "a path would fix the lifetime of the reader")]

use crate::common::{Desk, Home};
use baton_core::{Contact, ContactId, Number, NumberId};
use baton_store::{Filter, Reader, Store, Write, Writer};
use std::collections::BTreeSet;

crate::on_both! {
    a_name_is_found_by_what_people_type_of_it
    a_search_finds_whom_the_plainest_comparison_finds
    a_search_counts_people_and_not_their_words_and_numbers
    names_that_an_older_program_kept_are_found_as_well
    who_is_interrupted_while_names_are_kept_anew_goes_on_there
}

/// Keeps people with these names and numbers, without a conversation.
fn keep(writer: &mut Writer, desk: &mut Desk, people: &[(String, Vec<String>)]) -> Vec<ContactId> {
    let mut batch = desk.batch();
    let mut ids = Vec::new();
    for (name, numbers) in people {
        let mut contact = Contact::new(ContactId(desk.ids.take()));
        contact.name = Some(name.clone()).filter(|name| !name.is_empty());
        for number in numbers {
            let row = Number {
                id: NumberId(desk.ids.take()),
                version: 0,
                contact: contact.id,
                handset: number.clone(),
                address: number.clone(),
                consent: baton_core::Consent::default(),
                unreachable: None,
                auto_replied: Vec::new(),
            };
            batch.numbers.push(Write { row: row.into(), read_at: None });
        }
        ids.push(contact.id);
        batch.contacts.push(Write { row: contact.into(), read_at: None });
    }
    writer.commit(&mut batch).unwrap();
    ids
}

fn named(names: &[&str]) -> Vec<(String, Vec<String>)> {
    names.iter().map(|name| ((*name).to_owned(), Vec::new())).collect()
}

/// Everybody whom a search finds, page by page.
fn found(store: &Store, query: &str) -> Vec<(ContactId, String)> {
    let mut all = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let page = store.read(|reader| reader.contacts(Some(query), cursor.as_deref(), 200)).unwrap();
        let cards = page.items.into_iter().map(|card| card.contact);
        all.extend(cards.map(|contact| (contact.id, contact.name.unwrap_or_default())));
        cursor = page.next;
        if cursor.is_none() {
            return all;
        }
    }
}

fn names(store: &Store, query: &str) -> Vec<String> {
    found(store, query).into_iter().map(|(_, name)| name).collect()
}

const PEOPLE: [&str; 7] = [
    "Inés García-López",
    "Sean O'Brien",
    "Niamh O’Brien",
    "Zoë Ångström-Łukasz",
    "Jürgen Strauß",
    "Jean Luc Obrien",
    "Þóra Ægisdóttir",
];

/// What is typed, and whom it finds, by their place in [`PEOPLE`].
const TYPED: &[(&str, &[usize])] = &[
    ("lopez", &[0]),
    ("garcia-lopez", &[0]),
    ("garcialopez", &[0]),
    ("garcia lopez ines", &[0]),
    ("lópez‐", &[0]),
    ("cia", &[]),
    ("brien", &[1, 2]),
    ("obrien", &[1, 2, 5]),
    ("o'brien", &[1, 2, 5]),
    ("O’BRIEN", &[1, 2, 5]),
    ("o brien", &[1, 2]),
    ("sean o´b", &[1]),
    ("luk", &[3]),
    ("łuk", &[3]),
    ("angstrom-lukasz zoe", &[3]),
    ("strauss", &[4]),
    ("STRAUẞ", &[4]),
    ("jean-luc", &[5]),
    ("thora aeg", &[6]),
    ("- ’", &[]),
    ("%", &[]),
    ("\u{0}", &[]),
    ("\u{0}lopez", &[0]),
];

/// Fails when somebody is not found by the second half of their name, by a name written on another keyboard or with another
/// sign, or when a sign means something to the database.
fn a_name_is_found_by_what_people_type_of_it(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    keep(&mut writer, &mut desk, &named(&PEOPLE));
    as_typed(&store);
}

fn as_typed(store: &Store) {
    for (query, places) in TYPED {
        let expected: Vec<&str> = places.iter().map(|place| PEOPLE[*place]).collect();
        assert_eq!(names(store, query), expected, "{query:?}");
    }
}

/// A letter as it may be written, and as it is compared.
const LETTERS: &[(&str, &[&str])] = &[
    ("a", &["a", "A", "á", "Å", "a\u{308}"]),
    ("b", &["b", "B", "ɓ"]),
    ("l", &["l", "Ł", "ł"]),
    ("o", &["o", "O", "ø", "Ö"]),
    ("d", &["d", "đ", "Ð"]),
    ("ss", &["ss", "ß", "ẞ", "sS"]),
    ("ae", &["ae", "Æ", "æ"]),
    ("th", &["th", "þ"]),
    ("n", &["n", "Ñ", "n\u{200D}"]),
    ("明", &["明"]),
    ("🌸", &["🌸"]),
];
const SIGNS: [&str; 8] = ["-", "'", "’", "/", ".", "–", "´", "·"];

/// Small and the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % end
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// Letters, by their places in [`LETTERS`].
type Part = Vec<usize>;
/// Parts that signs join.
type Joined = Vec<Part>;

fn some_name(dice: &mut Dice) -> Vec<Joined> {
    // Few letters stand for most, so that names begin alike.
    let part = |dice: &mut Dice| -> Part {
        let length = 1 + dice.below(3);
        (0..length)
            .map(|_| if dice.below(3) == 0 { dice.below(LETTERS.len()) } else { dice.below(3) })
            .collect()
    };
    let joined = |dice: &mut Dice| -> Joined {
        let parts = 1 + dice.below(5).saturating_sub(2);
        (0..parts).map(|_| part(dice)).collect()
    };
    let runs = 1 + dice.below(3);
    (0..runs).map(|_| joined(dice)).collect()
}

/// What somebody types of a name: some of its runs, or the end of one, perhaps not to the end, perhaps with its signs lost
/// or with spaces for them.
fn some_query(dice: &mut Dice, name: &[Joined]) -> Vec<Joined> {
    let mut typed = Vec::new();
    for _ in 0..=dice.below(3) {
        let run = &name[dice.below(name.len())];
        let mut joined = run[dice.below(run.len())..].to_vec();
        if dice.below(2) == 0 {
            let part = joined.len() - 1 - dice.below(joined.len());
            joined.truncate(part + 1);
            let length = joined[part].len() - dice.below(joined[part].len());
            joined[part].truncate(length);
        }
        match dice.below(4) {
            0 => typed.push(vec![joined.concat()]),
            1 => typed.extend(joined.into_iter().map(|part| vec![part])),
            _ => typed.push(joined),
        }
    }
    typed
}

fn write_down(dice: &mut Dice, runs: &[Joined]) -> String {
    let mut text = String::new();
    for run in runs {
        text.push_str(dice.one(&[" ", "  ", "\u{A0}"]));
        for (at, part) in run.iter().enumerate() {
            text.push_str(if at == 0 { "" } else { dice.one(&SIGNS) });
            text.extend(part.iter().map(|letter| dice.one(LETTERS[*letter].1)));
        }
    }
    text
}

fn plain(part: &[usize]) -> String {
    part.iter().map(|letter| LETTERS[*letter].0).collect()
}

/// The plainest comparison: everything in memory, letter by letter.
fn fits(name: &[Joined], query: &[Joined]) -> bool {
    let mut begin: Vec<String> = Vec::new();
    for run in name {
        let all = run.concat();
        for from in 0..all.len() {
            let alone = |letter: usize| matches!(LETTERS[letter].0, "明" | "🌸");
            let parts = (0..run.len()).any(|count| run[..count].concat().len() == from);
            if parts || alone(all[from]) || alone(all[from - 1]) {
                begin.push(plain(&all[from..]));
            }
        }
    }
    let begins = |word: &str| begin.iter().any(|one| one.starts_with(word));
    query.iter().all(|run| begins(&plain(&run.concat())) || run.iter().all(|part| begins(&plain(part))))
}

/// Fails when a search finds somebody whom the plainest comparison does not find, or the other way round.
fn a_search_finds_whom_the_plainest_comparison_finds(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let mut dice = Dice(0x5EED_0001);
    let all: Vec<Vec<Joined>> = (0..300).map(|_| some_name(&mut dice)).collect();
    let mut people = Vec::new();
    for (at, name) in all.iter().enumerate() {
        let numbers =
            (0..at % 3).map(|more| format!("+{}{:09}", [1212, 44, 1][more], (at * 7_919 + more) % 1_009));
        people.push((write_down(&mut dice, name), numbers.collect()));
    }
    let ids = keep(&mut writer, &mut desk, &people);
    let mut sizes = BTreeSet::new();
    for seed in 0..400 {
        let mut dice = Dice(0x5EED_1000 + seed);
        let asked = some_query(&mut dice, dice_name(&all, seed));
        let query = write_down(&mut dice, &asked);
        let expected: Vec<ContactId> =
            all.iter().zip(&ids).filter(|(name, _)| fits(name, &asked)).map(|(_, id)| *id).collect();
        let found: Vec<ContactId> = found(&store, &query).into_iter().map(|(id, _)| id).collect();
        assert_eq!(found, expected, "seed {seed}: {query:?}, {asked:?}");
        sizes.insert(found.len());
    }
    assert!(sizes.len() > 30, "one like the other: {sizes:?}");
    for digits in ["12", "121", "212000", "0003", "44", "4400", "000000", "1008", "77"] {
        let expected: Vec<ContactId> = people
            .iter()
            .zip(&ids)
            .filter(|((_, numbers), _)| {
                numbers.iter().any(|number| {
                    let begins = [format!("+{digits}"), format!("+1{digits}")]
                        .iter()
                        .any(|one| number.starts_with(one));
                    number.ends_with(digits) || (digits.len() >= 3 && begins)
                })
            })
            .map(|(_, id)| *id)
            .collect();
        let found: Vec<ContactId> = found(&store, digits).into_iter().map(|(id, _)| id).collect();
        assert_eq!(found, expected, "{digits}");
    }
}

fn dice_name(all: &[Vec<Joined>], seed: u64) -> &[Joined] {
    &all[usize::try_from(seed * 31).unwrap() % all.len()]
}

/// Fails when somebody with two words or numbers that fit is counted twice, and so a search says that there are more people
/// than it has found; or when it does not say so of one more than it goes on with.
fn a_search_counts_people_and_not_their_words_and_numbers(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    // Those who are found first stand there with all of their words and numbers, before the others come.
    let mut more = |writer: &mut Writer, often: bool, from: usize, to: usize| {
        let (name, places) = if often { ("Loa Lob-Loc 王王王", 1..=3) } else { ("Lod 王", 4..=4) };
        let numbers = |at| places.clone().map(|place| format!("+1212{place}{at:06}")).collect();
        let people: Vec<_> = (from..to).map(|at| (name.to_owned(), numbers(at))).collect();
        keep(writer, &mut desk, &people);
    };
    let cut = |query: &str| {
        let filter = Filter { query: Some(query.to_owned()), ..Filter::default() };
        store.read(|reader| reader.list(&filter, None, None, 1).map(|_| reader.search_was_cut())).unwrap()
    };
    more(&mut writer, true, 0, Reader::SOUGHT / 2);
    more(&mut writer, false, Reader::SOUGHT / 2, Reader::SOUGHT);
    for query in ["lo", "王", "lo 王", "l’o", "+1212", "212"] {
        assert_eq!(found(&store, query).len(), Reader::SOUGHT, "{query}");
        assert!(!cut(query), "{query}");
    }
    more(&mut writer, false, Reader::SOUGHT, Reader::SOUGHT + 1);
    for query in ["lo", "王", "lo 王", "l’o", "+1212", "212"] {
        assert_eq!(found(&store, query).len(), Reader::SOUGHT + 1, "{query}");
        assert!(cut(query), "{query}");
    }
}

fn run(home: &Home, sql: &str) {
    if let Some(url) = &home.database {
        ::postgres::Client::connect(url, ::postgres::NoTls).unwrap().batch_execute(sql).unwrap();
    } else {
        let file = home.folder.path().join("baton.sqlite");
        rusqlite::Connection::open(file).unwrap().execute_batch(sql).unwrap();
    }
}

/// The words of [`PEOPLE`] as an older program kept them: cut at white space alone, and with letters of their own.
const OLDER: [&[&str]; 7] = [
    &["ines", "garcia-lopez"],
    &["sean", "o'brien"],
    &["niamh", "o’brien"],
    &["zoe", "angstrom-łukasz"],
    &["jurgen", "strauß"],
    &["jean", "luc", "obrien"],
    &["þora", "ægisdottir"],
];

fn as_an_older_program_kept_them(home: &Home, ids: &[ContactId]) {
    run(home, "DELETE FROM contact_words");
    for (words, ContactId(id)) in OLDER.iter().cycle().zip(ids) {
        for word in *words {
            let word = word.replace('\'', "''");
            let sql = "INSERT INTO contact_words (workspace, word, contact) SELECT workspace, ";
            run(home, &format!("{sql}'{word}', id FROM contacts WHERE id = {id}"));
        }
    }
}

/// Fails when who was named before a program knew to look behind a hyphen is not found behind it, or is found by what a
/// name no longer says; or when a store of another folding is taken for one of ours.
fn names_that_an_older_program_kept_are_found_as_well(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let ids = keep(&mut writer, &mut desk, &named(&PEOPLE));
    let version = match &home.database {
        Some(_) => "UPDATE baton_schema SET version = 9",
        None => "PRAGMA user_version = 9",
    };
    drop((store, writer));
    // As it was before there was a folding at all, and as it is when there will have been another one.
    for older in [&format!("DROP TABLE words_kept; {version}"), "UPDATE words_kept SET folding = 7"] {
        as_an_older_program_kept_them(home, &ids);
        run(home, older);
        as_typed(&home.open());
    }
    // And not once more.
    as_an_older_program_kept_them(home, &ids);
    assert_eq!(names(&home.open(), "lopez"), Vec::<String>::new());
}

/// Fails when a program that is stopped in the middle of it begins anew, or leaves out what follows.
fn who_is_interrupted_while_names_are_kept_anew_goes_on_there(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let ids = keep(&mut writer, &mut desk, &named(&PEOPLE.repeat(3)));
    drop((store, writer));
    as_an_older_program_kept_them(home, &ids);
    let ContactId(middle) = ids[9];
    run(
        home,
        &format!(
            "UPDATE words_kept SET done = 0, up_to = {middle}, in_workspace = (SELECT min(workspace) FROM contacts)"
        ),
    );
    let found: Vec<ContactId> = found(&home.open(), "lopez").into_iter().map(|(id, _)| id).collect();
    assert_eq!(found, [ids[14]], "the first two were done, as it says");
}
