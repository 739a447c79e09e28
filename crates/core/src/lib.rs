//! The domain: conversations, owners, commands, events; decide and apply. Pure.
