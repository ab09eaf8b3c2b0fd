//! What users of the index rely on, over small indexes built here.

mod build;
mod damage;
mod links;
mod properties;
mod ranking;
mod search;
mod support;
