//! Business calendars and the moments they are about. Pure.
