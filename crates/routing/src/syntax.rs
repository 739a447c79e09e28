//! The language: from characters to a tree. Nothing is looked up and nothing is decided here.

mod actions;
pub(crate) mod ast;
mod conditions;
mod lexer;
mod message;
mod parser;

pub(crate) use parser::{parse, parse_condition};
