//! What is due is done: nothing stays armed in the past, and every edge of a shift is recorded once.

use super::Checker;
use super::talk::Talk;
use baton_core::{Moment, Owner, PersonId, Status};

impl Checker {
    /// All that could be done now is done. `leads`: a node was there that does what happens by itself.
    pub(crate) fn settled(&mut self, now: Moment, leads: bool) {
        self.consent_settled(now);
        if !leads {
            return;
        }
        let everything = self.looks_at_everything(now);
        if everything {
            self.none_is_unsent(now);
        }
        let touched = std::mem::take(&mut self.touched);
        let ids: Vec<_> = if everything {
            self.reminders_came(now);
            self.live.values().copied().collect()
        } else {
            touched.into_iter().filter(|id| self.talks.get(id).is_some_and(Talk::is_live)).collect()
        };
        for id in ids {
            let Some(talk) = self.talks.get(&id) else { continue };
            if !talk.scheduled.is_empty() && self.is_out(talk.thread) {
                return self.wrong("law 8", now, "a scheduled text waits for a number that opted out");
            }
            if let Some((at, what)) = talk.armed().into_iter().find(|(at, _)| *at <= now) {
                return self.wrong("timers", now, format!("{what} was due at {at}, and nothing came of it"));
            }
            self.none_waits_at_work(now, id);
            let Some(talk) = self.talks.get(&id) else { continue };
            let (owner, accountable, queue, status) = (talk.owner, talk.accountable, talk.queue, talk.status);
            let took = talk.took;
            let asks: Vec<_> = talk.asks.values().map(|ask| (ask.owner, ask.accountable)).collect();
            let offered = talk.offer.as_ref().map(|offer| offer.to);
            let authors: Vec<_> = talk.scheduled.values().filter_map(super::later::Waits::author).collect();
            self.is_home(now, owner, "a conversation");
            self.answers(now, owner, queue, accountable);
            for (owner, accountable) in asks {
                self.is_home(now, owner, "a question");
                self.answers(now, owner, owner.queue().or(queue), accountable);
            }
            if let Some(to) = offered {
                self.is_home(now, to, "an offer");
            }
            for author in authors {
                self.is_home(now, Owner::Person(author), "a scheduled text");
            }
            if let Owner::Person(person) = owner {
                let instant = self.instant(now);
                let covered = instant.is_away(person).then(|| instant.cover(person)).flatten();
                if covered.is_some() && status == Status::Open && took != Some(person) {
                    self.wrong("law 3", now, "whoever covers did not get what somebody who is away had");
                }
            }
        }
        if everything {
            self.edges_are_recorded(now);
        }
    }

    /// What a step touched is looked at after it; everything at every half hour of the wall, after whatever concerns
    /// all, and now and then.
    fn looks_at_everything(&mut self, now: Moment) -> bool {
        self.calls += 1;
        let half_hour = now.micros().div_euclid(30 * 60 * 1_000_000);
        let new = std::mem::replace(&mut self.half_hour, half_hour) != half_hour;
        std::mem::take(&mut self.concerns_all) || new || self.calls.is_multiple_of(16)
    }

    /// Nothing belongs to somebody who is gone (law 10).
    fn is_home(&mut self, now: Moment, owner: Owner, what: &str) {
        let there = match owner {
            Owner::Person(person) => self.instant(now).is_active(person),
            Owner::Queue(queue) => self.book().place_of(queue).is_some(),
        };
        if !there {
            let owner = self.owner_name(owner);
            self.wrong("law 10", now, format!("{what} is with {owner}, who is gone"));
        }
    }

    fn answers(&mut self, now: Moment, owner: Owner, queue: Option<baton_core::QueueId>, person: PersonId) {
        let may = self.instant(now).may_answer(owner, queue);
        if !may.contains(&person) {
            let right: Vec<_> = may.iter().map(|person| self.name(*person)).collect();
            let (owner, person) = (self.owner_name(owner), self.name(person));
            let right = right.join(" or ");
            self.wrong(
                "law 2",
                now,
                format!("{person} answers for what {owner} has, and it should be {right}"),
            );
        }
    }

    /// Other people are on: told once for each edge, in order.
    pub(super) fn shift_changed(&mut self, at: Moment, rota: &str, edge: Moment, on: &[PersonId]) {
        let Some(place) = self.book().house.rotas.iter().position(|known| known.name == rota) else {
            return self.wrong("edges", at, format!("a shift of {rota} changes, and there is no such rota"));
        };
        if self.edges.get(rota).is_some_and(|known| *known >= edge) {
            return self.wrong("edges", at, format!("the edge of {rota} at {edge} is recorded again"));
        }
        let bits = self.book().rota_on(place, &self.walls, edge);
        let right = on.iter().fold(0u8, |on, person| on | 1 << self.instant(at).place(*person));
        if bits != right || edge > at {
            return self.wrong("edges", at, format!("the edge of {rota} at {edge} has other people on"));
        }
        self.edges.insert(rota.to_owned(), edge);
    }

    fn edges_are_recorded(&mut self, now: Moment) {
        let rotas: Vec<&'static str> = self.book().house.rotas.iter().map(|rota| rota.name).collect();
        for (place, rota) in rotas.into_iter().enumerate() {
            let from = self.edges.get(rota).copied().unwrap_or(self.moved_at).max(self.moved_at);
            let missed = self.book().edges(place, &self.walls, from, now);
            if let Some(edge) = missed.first() {
                return self.wrong("edges", now, format!("the edge of {rota} at {edge} is not recorded"));
            }
        }
    }
}
