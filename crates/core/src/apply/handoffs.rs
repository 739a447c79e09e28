//! Offers: made, taken, given back.

use super::Applying;
use crate::conversation::Conversation;
use crate::event::Event;
use crate::handoff::{Baton, EndedOffer, HandedOver, Handoff, OfferEnd};
use crate::ids::PersonId;
use baton_hours::Moment;

impl Applying<'_> {
    pub(super) fn handoff_event(&mut self, event: &Event) {
        let (at, by) = (self.at, self.by.as_person());
        self.conversation(|conversation| match event {
            Event::HandoffOffered { id, from, to, baton, expires_at } => {
                conversation.parts = conversation.parts.max(id.ordinal());
                conversation.handoff = Some(Handoff {
                    id: *id,
                    from: *from,
                    to: *to,
                    baton: (**baton).clone(),
                    offered_at: at,
                    expires_at: *expires_at,
                });
            }
            Event::HandoffAccepted { confirm_to, .. } => {
                conversation.handed_over =
                    conversation.handoff.as_ref().map(|offer| Box::new(said(offer, at)));
                ended(conversation, OfferEnd::Accepted, by, at);
                if let Some(person) = confirm_to.filter(|person| !conversation.confirm_to.contains(person)) {
                    conversation.confirm_to.push(person);
                }
            }
            Event::HandoffDeclined { .. } => ended(conversation, OfferEnd::Declined, by, at),
            Event::HandoffExpired { .. } => ended(conversation, OfferEnd::Expired, None, at),
            Event::HandoffWithdrawn { cause, .. } => {
                ended(conversation, OfferEnd::Withdrawn(*cause), by, at);
            }
            _ => {}
        });
    }
}

fn said(offer: &Handoff, at: Moment) -> HandedOver {
    let Baton { summary, done, pending, .. } = offer.baton.clone();
    HandedOver { from: offer.from, at, summary, done, pending }
}

fn ended(conversation: &mut Conversation, end: OfferEnd, by: Option<PersonId>, at: Moment) {
    if let Some(offer) = conversation.handoff.take() {
        conversation.last_offer = Some(EndedOffer { id: offer.id, end, by, at });
    }
}
