//! Plays the sample day: moves the rehearsal's clock from scene to scene and does what is written there.

use super::business::{LINE, address};
use super::day::{Act, Customer, NOW, Scene};
use anyhow::{Context, anyhow};
use baton_carriers::simulator::{Fate, Script};
use baton_carriers::{Failure, Reason, Simulator};
use baton_core::{
    By, Command, Contact, Conversation, Directory, LineId, Moment, NewText, Owner, PersonId, Then,
};
use baton_engine::{Engine, Request};
use baton_store::{Batch, Write};
use baton_text::{Address, Region};
use std::sync::Arc;

/// Plays the whole day.
pub(super) async fn play(engine: &Engine, simulator: &Simulator, day: &[Scene]) -> anyhow::Result<()> {
    let directory = engine.directory().context("the sample business is not set up")?;
    let line = directory.lines.values().find(|line| line.number == LINE).context("it has no line")?.id;
    let stage = Stage { engine, simulator, directory, line };
    for (time, customer, act) in day {
        engine.advance_to(stage.at(time)?).await?;
        stage.play(*customer, *act).await.with_context(|| format!("{time}: {act:?}"))?;
    }
    engine.advance_to(stage.at(NOW)?).await?;
    Ok(())
}

struct Stage<'a> {
    engine: &'a Engine,
    simulator: &'a Simulator,
    directory: Arc<Directory>,
    line: LineId,
}

impl Stage<'_> {
    /// Today at that time on the wall.
    fn at(&self, time: &str) -> anyhow::Result<Moment> {
        let zone = self.directory.policy.zone();
        let time = time.parse().map_err(|_| anyhow!("{time} is no time"))?;
        Ok(zone.moment(zone.wall(self.engine.clock().now()).date, time))
    }

    async fn play(&self, customer: Customer, act: Act) -> anyhow::Result<()> {
        match act {
            Act::Texts(words) => self.texts(customer, words).await,
            Act::Answers(who, words) => self.answers(customer, who, words, Then::Open).await,
            Act::AnswersAndWaits(who, words, until) => {
                let then = Then::Pending { wake_at: Some(self.at(until)?) };
                self.answers(customer, who, words, then).await
            }
            Act::AnswersAndCloses(who, words) => {
                let then = Then::Closed { reason: Some("answered".to_owned()) };
                self.answers(customer, who, words, then).await
            }
            Act::AnswersInVain(who, words) => {
                let why = Failure::of(Reason::CarrierFault, "the pretend carrier lost it");
                let (to, fate) = (Some(customer.phone.to_owned()), Fate::Failed(why));
                self.simulator.add_script(Script { to, containing: None, fate, times: 1 });
                self.answers(customer, who, words, Then::Open).await
            }
            Act::Claims(who) => self.does(customer, who, |it| Command::Claim(it.id)).await,
            Act::Gives(who, to, reason) => {
                let to = Owner::Person(self.person(to)?);
                let reason = Some(reason.to_owned());
                self.does(customer, who, |it| Command::Assign { conversation: it.id, to, reason }).await
            }
            Act::Releases(who, queue) => {
                let queue =
                    self.directory.queues.iter().find(|one| one.name == queue).context("no such queue")?.id;
                self.does(customer, who, |it| Command::Release(it.id, Some(queue))).await
            }
            Act::Notes(who, words) => {
                self.does(customer, who, |it| Command::AddNote(it.id, words.to_owned())).await
            }
            Act::Tags(who, tag) => {
                let add = vec![tag.to_owned()];
                self.does(customer, who, |it| Command::Tag { conversation: it.id, add, remove: Vec::new() })
                    .await
            }
        }
    }

    async fn texts(&self, customer: Customer, words: &str) -> anyhow::Result<()> {
        self.engine.simulate_text(self.line, customer.phone, words, Vec::new()).await?;
        match customer.name {
            Some(name) => self.name(customer, name).await,
            None => Ok(()),
        }
    }

    async fn answers(&self, customer: Customer, who: &str, words: &str, then: Then) -> anyhow::Result<()> {
        let text = NewText { then, ..NewText::saying(words) };
        self.does(customer, who, |it| Command::Send(it.id, Box::new(text))).await
    }

    /// Somebody does something about the customer's latest conversation.
    async fn does(
        &self,
        customer: Customer,
        who: &str,
        what: impl FnOnce(&Conversation) -> Command,
    ) -> anyhow::Result<()> {
        let (line, handset) = (self.line, handset(customer)?);
        let conversation = self.engine.read(move |reader| {
            let Some(thread) = reader.thread_of(line, &handset)? else { return Ok(None) };
            Ok(reader.thread_conversations(thread.id, 1)?.pop())
        });
        let conversation = conversation.await?.context("they have no conversation")?;
        let by = By::person(self.person(who)?);
        self.engine.submit(Request::new(what(&conversation), by)).await?;
        Ok(())
    }

    /// The business knows the customer by name.
    async fn name(&self, customer: Customer, name: &str) -> anyhow::Result<()> {
        let handset = handset(customer)?;
        let found = self.engine.read(move |reader| {
            let Some(number) = reader.number_by_handset(&handset)? else { return Ok(None) };
            reader.contact(number.contact)
        });
        let contact = found.await?.context("they are nobody yet")?.contact;
        if contact.name.is_some() {
            return Ok(());
        }
        let row = Contact { name: Some(name.to_owned()), version: contact.version + 1, ..contact.clone() };
        let mut batch = Batch {
            directory_version: self.directory.version,
            contacts: vec![Write { row: row.into(), read_at: Some(contact.version) }],
            ..Batch::default()
        };
        Ok(self.engine.write(move |writer| writer.commit(&mut batch)).await??)
    }

    fn person(&self, word: &str) -> anyhow::Result<PersonId> {
        let person = self.directory.person_by_email(&address(word));
        Ok(person.with_context(|| format!("{word} is nobody of the team"))?.id)
    }
}

fn handset(customer: Customer) -> anyhow::Result<String> {
    Ok(Address::from_person(customer.phone, Region::US)?.handset_key().to_string())
}
