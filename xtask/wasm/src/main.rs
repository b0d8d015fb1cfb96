//! Stands in for the command `wasm-bindgen` when Trunk builds a release: splits the program at its split points
//! (`#[wasm_split]`), and binds the first part to JavaScript. Trunk cannot split, and the split must come before the binding.
//!
//! What else there is it leaves in a directory of the program's name below the one that the variable `GUESTLIST_PARTS` names:
//!
//! * `parts.js` with the loaders of the other parts, which the script imports, and a wasm file for each part. The loaders name
//!   a part as `%FILE%` and its integrity as `%FILE-integrity%`; `xtask/src/finish.rs` writes the real ones in.
//! * `FILE.txt` for each part: what it consists of.

mod crates;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, ensure};
use clap::Parser;
use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::{Options, transform};

/// What Trunk says.
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

/// The loaders' script, as the program's script imports it: xtask puts it there.
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
    // Not below `out`: Trunk copies from there for one program while this may run for another.
    let parts = env::var_os("GUESTLIST_PARTS").context("GUESTLIST_PARTS names no directory")?;
    let parts = Path::new(&parts).join(name);
    if parts.exists() {
        fs::remove_dir_all(&parts)?;
    }
    fs::create_dir_all(&parts)?;
    let first = split(&program, &parts, name)?;
    bind(first, out, name)
}

/// Splits the program: the first part comes back, the others are files.
fn split(program: &[u8], parts: &Path, name: &str) -> Result<Vec<u8>> {
    let first = parts.join("first.wasm");
    let (loaders, script) = (loaders(name), format!("../../{name}.js"));
    let mut options = Options::new(program);
    // The library writes the loaders at the path by which the first part imports them, seen from here.
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
        // A part that nothing is in is never fetched.
        if text.contains(&fetched) {
            // Parts of two programs may have one name.
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

/// Makes the script and the wasm file of the first part.
fn bind(first: Vec<u8>, out: &Path, name: &str) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes(name, first).web(true)?.typescript(false);
    // The other parts use what the linker exports from the first.
    bindgen.keep_lld_exports(true).omit_default_module_path(true);
    bindgen.generate(out).with_context(|| format!("binding {name}"))
}
