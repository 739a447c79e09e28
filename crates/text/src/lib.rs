//! What a text is: segments, numbers, consent words, reactions. Pure.
