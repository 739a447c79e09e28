//! The policy of a workspace: one versioned document, read and checked as a whole. Pure.
