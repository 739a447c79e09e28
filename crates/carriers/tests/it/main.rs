//! What `baton-carriers` does, seen from outside, in one program: one link instead of 6.

mod media;
mod simulator;
mod twilio_api;
mod twilio_sdk;
mod twilio_signatures;
mod twilio_webhooks;
