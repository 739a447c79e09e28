//! The shell around the core: batches commands, fires timers, sends the outbox, publishes events.
