//! Tests of the pages from outside, in one program: what they say, what they ask, what they ship.

mod assets;
mod browser_modules;
mod compose;
mod handoff;
mod pages;
mod sample;
mod words;
