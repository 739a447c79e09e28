//! The routing language: keywords, conditions, actions, decisions that explain themselves. Pure.
