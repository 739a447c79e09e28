//! The outside world of texts: Twilio, the simulator, others later.
