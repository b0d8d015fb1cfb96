//! Replaces the command `wasm-bindgen` when Trunk builds a release. It splits the program at its split points
//! (`#[wasm_split]`) and then binds the first part to JavaScript. Trunk cannot do this, since splitting must come before
//! binding.
//!
//! Besides what wasm-bindgen writes, it writes into the directory `GUESTLIST_PARTS`, in a subdirectory with the
//! program's name:
//!
//! * `parts.js` with the loaders of the other parts, which the program's script imports, and a wasm file for each part.
//!   The loaders contain `%FILE%` for the URL of a part and `%FILE-integrity%` for its integrity hash;
//!   `xtask/src/finish.rs` replaces both.
//! * `FILE.txt` for each part: what it consists of.

mod crates;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, ensure};
use clap::Parser;
use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::{Options, transform};

/// The command line that Trunk uses.
#[derive(Parser)]
#[command(name = "wasm-bindgen", disable_version_flag = true)]
struct Arguments {
    /// Say which version this is.
    #[arg(long, short = 'V')]
    version: bool,
    #[arg(long, default_value = "web")]
    target: String,
    #[arg(long, default_value = ".")]
    out_dir: PathBuf,
    #[arg(long, default_value = "index")]
    out_name: String,
    /// Nothing here writes any.
    #[arg(long)]
    no_typescript: bool,
    /// The program.
    input: Option<PathBuf>,
}

/// The path by which the program's script imports the loaders. xtask moves the file there.
fn loaders(name: &str) -> String {
    format!("./snippets/{name}/parts.js")
}

#[expect(clippy::print_stdout, reason = "a command")]
fn main() -> Result<()> {
    let arguments = Arguments::parse();
    if arguments.version {
        println!("wasm-bindgen {}", wasm_bindgen_shared::version());
        return Ok(());
    }
    ensure!(arguments.target == "web", "only the target web is known here");
    let input = arguments.input.context("no program is named")?;
    let program = fs::read(&input).with_context(|| format!("reading {}", input.display()))?;
    let (out, name) = (&arguments.out_dir, &arguments.out_name);
    // Not below `out`: Trunk copies that directory for one program while this may still run for another.
    let parts = env::var_os("GUESTLIST_PARTS").context("GUESTLIST_PARTS names no directory")?;
    let parts = Path::new(&parts).join(name);
    if parts.exists() {
        fs::remove_dir_all(&parts)?;
    }
    fs::create_dir_all(&parts)?;
    let first = split(&program, &parts, name)?;
    bind(first, out, name)
}

/// Splits the program. Returns the first part and writes the others as files.
fn split(program: &[u8], parts: &Path, name: &str) -> Result<Vec<u8>> {
    let first = parts.join("first.wasm");
    let (loaders, script) = (loaders(name), format!("../../{name}.js"));
    let mut options = Options::new(program);
    // The library writes the loaders to their import path, relative to `output_dir`.
    options.output_dir = parts;
    options.main_out_path = &first;
    options.link_name = &loaders;
    options.main_module = &script;
    options.target.web();
    let link = parts.join(&loaders);
    fs::create_dir_all(link.parent().context("a script without a directory")?)?;
    let split = transform(options).map_err(|error| anyhow!("splitting {name}: {error:#}"))?;
    let mut text = fs::read_to_string(&link).with_context(|| format!("reading {}", link.display()))?;
    for file in &split.split_modules {
        let stem = file.file_stem().and_then(|stem| stem.to_str()).context("a part without a name")?;
        let fetched = format!("fetch(new URL(\"./{stem}.wasm\", import.meta.url))");
        // An empty part is never fetched.
        if text.contains(&fetched) {
            // Two programs may have parts of the same name.
            let named = format!("{name}-{}.wasm", stem.trim_start_matches("split_"));
            let checked = format!("fetch(\"%{named}%\", {{ integrity: \"%{named}-integrity%\" }})");
            text = text.replace(&fetched, &checked);
            fs::write(parts.join(format!("{named}.txt")), crates::report(&fs::read(file)?)?)?;
            fs::rename(file, parts.join(named))?;
        } else {
            fs::remove_file(file)?;
        }
    }
    ensure!(!text.contains("new URL("), "{} fetches something that is not checked", link.display());
    let bytes = fs::read(&first)?;
    fs::remove_file(&first)?;
    fs::write(parts.join(format!("{name}.wasm.txt")), crates::report(&bytes)?)?;
    fs::remove_dir_all(parts.join("snippets"))?;
    fs::write(parts.join("parts.js"), text)?;
    Ok(bytes)
}

/// Writes the script and the wasm file of the first part.
fn bind(first: Vec<u8>, out: &Path, name: &str) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes(name, first).web(true)?.typescript(false);
    // The other parts use the linker's exports of the first part.
    bindgen.keep_lld_exports(true).omit_default_module_path(true);
    bindgen.generate(out).with_context(|| format!("binding {name}"))
}
