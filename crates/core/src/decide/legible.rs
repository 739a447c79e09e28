//! What people write holds no U+0000: no phone shows it, and `PostgreSQL` does not store it.

use crate::command::{Command, FromTemplate, NewText};
use crate::refusal::{Reason, Refusal};

/// Refuses what somebody of the team, or a program, wrote with U+0000 in it. What is known about a customer stands on
/// one line, and is checked there; carriers' texts come without, for they are taken in whatever they hold.
pub(super) fn check(command: &Command) -> Result<(), Refusal> {
    match command {
        Command::Begin(begin) => text(&begin.text),
        Command::Send(_, sent) => text(sent),
        Command::AddNote(_, body) => clean("text", body),
        Command::Assign { reason, .. } | Command::MoveAsk { reason, .. } | Command::Wait { reason, .. } => {
            all("reason", reason)
        }
        Command::Close(_, reason) | Command::CloseSeen { reason, .. } => all("reason", reason),
        Command::Decline { reason, .. } | Command::DropAsk { reason, .. } => clean("reason", reason),
        Command::Offer(_, offer) => {
            let baton = &offer.baton;
            clean("summary", &baton.summary)?;
            clean("done", &baton.done)?;
            clean("pending", &baton.pending)?;
            all("tell_customer", &baton.to_customer)?;
            let templates = [&offer.customer_template, &offer.summary_template];
            templates.into_iter().flatten().try_for_each(|template| values(template))
        }
        Command::OpenAsk { words, .. } | Command::SetReminder { words, .. } => clean("text", words),
        Command::ChangeScheduled(_, change) => all("text", &change.body),
        Command::NoteFrom(_, template) => values(template),
        Command::Tag { add, remove, .. } => {
            all("add_tags", add)?;
            all("remove_tags", remove)
        }
        Command::SetConsent { evidence, .. } => clean("evidence", evidence),
        // Each step is looked at when it is decided.
        Command::Together(..)
        | Command::Receive(_)
        | Command::Touch(_)
        | Command::Claim(_)
        | Command::Release(..)
        | Command::Accept(..)
        | Command::WithdrawHandoff(..)
        | Command::AnswerAsk { .. }
        | Command::SendScheduled { .. }
        | Command::DropScheduled(_)
        | Command::DropReminder(_)
        | Command::Open(_)
        | Command::HandOver(_)
        | Command::Sent(..)
        | Command::Delivery(..)
        | Command::DeliveryByCarrierId(..)
        | Command::LookedUp { .. }
        | Command::Settle(..)
        | Command::Cancel(_)
        | Command::FollowConsent(..)
        | Command::ChangeContact { .. }
        | Command::TakeDebt(..)
        | Command::ReturnDebt(..)
        | Command::JudgeWish { .. }
        | Command::Watch(_)
        | Command::Unwatch(_)
        | Command::Wake(_)
        | Command::Resettle(_)
        | Command::Distribute(_) => Ok(()),
    }
}

fn text(text: &NewText) -> Result<(), Refusal> {
    clean("text", &text.body)?;
    text.template.as_deref().map_or(Ok(()), values)
}

fn values(template: &FromTemplate) -> Result<(), Refusal> {
    template.values.iter().try_for_each(|(_, value)| clean("values", value))
}

fn all<'a>(field: &'static str, words: impl IntoIterator<Item = &'a String>) -> Result<(), Refusal> {
    words.into_iter().try_for_each(|words| clean(field, words))
}

fn clean(field: &'static str, words: &str) -> Result<(), Refusal> {
    if words.contains('\0') {
        return Err(Refusal::invalid(
            Reason::CannotBeText,
            field,
            format!(
                "“{field}” holds the character U+0000, which no text can carry. Take it out; it may have come with \
                 something that was pasted."
            ),
        ));
    }
    Ok(())
}
