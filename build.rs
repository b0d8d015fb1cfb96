//! Turns the texts in `locales/` into the module `texts`: a missing key or placeholder is a compile error.
use std::{env, error::Error, fs, path::PathBuf};

#[path = "locales/texts.rs"]
mod texts;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=build.rs");
    match texts::Texts::read("locales".as_ref()) {
        Ok(texts) => Ok(fs::write(PathBuf::from(env::var("OUT_DIR")?).join("texts.rs"), texts.module()?)?),
        Err(problem) => {
            println!("cargo::error={problem}");
            Err("locales/ is not complete".into())
        }
    }
}
