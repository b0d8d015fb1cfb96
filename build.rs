//! Turns the texts in `locales/` into the module `i18n`: a missing key or placeholder is a compile error.
use std::{env, error::Error, fs, path::PathBuf};

use leptos_i18n_parser::parse_locales::{
    options::{Config, ParseOptions},
    parse_locales,
};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=build.rs");
    let config =
        Config::new("en")?.add_locale("fr")?.parse_options(ParseOptions::default().interpolate_display(true));
    let parsed = parse_locales(None, config)?;
    // A text that one language lacks falls back to English in silence: here it stops the build.
    let mut incomplete = false;
    for problem in parsed
        .diag
        .warnings()
        .iter()
        .map(ToString::to_string)
        .chain(parsed.diag.errors().iter().map(ToString::to_string))
    {
        println!("cargo::error={problem}");
        incomplete = true;
    }
    if incomplete {
        return Err("locales/ is not complete".into());
    }
    let module = leptos_i18n_codegen::gen_code(&parsed, None, false, None, false)?;
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("i18n.rs"), module.to_string())?;
    Ok(())
}
