//! What a part consists of: the size of its functions by crate, and of its data. Measured before wasm-opt and
//! compression, so only the proportions are meaningful. An inlined function counts for the crate of the function that
//! contains it.

use std::collections::BTreeMap;

use anyhow::Result;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

/// One line per crate, the largest first: bytes, a tab, the name.
#[expect(clippy::wildcard_enum_match_arm, reason = "all other sections are alike here")]
pub(crate) fn report(wasm: &[u8]) -> Result<String> {
    let mut bodies = Vec::new();
    let mut imported = 0;
    let mut names = BTreeMap::new();
    let mut sums: BTreeMap<String, u64> = BTreeMap::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.range().end - body.range().start),
            Payload::DataSection(section) => {
                *sums.entry("(data)".to_owned()).or_default() += section.range().end - section.range().start
            }
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(subsections) = section.as_known() {
                    for subsection in subsections {
                        // The linker writes subsections that this reader does not know.
                        let Ok(Name::Function(functions)) = subsection else { continue };
                        for naming in functions {
                            let naming = naming?;
                            names.insert(naming.index, naming.name.to_owned());
                        }
                    }
                }
            }
            _ => {}
        }
    }
    for (number, size) in (imported..).zip(bodies) {
        let name = names.get(&number).map_or("", String::as_str);
        // wasm-bindgen removes these functions, which only describe imports and exports to it.
        if !name.starts_with("__wbindgen_describe") {
            *sums.entry(crate_of(name)).or_default() += size;
        }
    }
    let mut sums: Vec<_> = sums.into_iter().collect();
    sums.sort_by(|(a, left), (b, right)| right.cmp(left).then(a.cmp(b)));
    Ok(sums.into_iter().map(|(name, size)| format!("{size}\t{name}\n")).collect())
}

/// The crate of a function. For `<crate::Type as other::Trait>::function` it is the crate of the type.
fn crate_of(name: &str) -> String {
    let name = format!("{:#}", rustc_demangle::demangle(name));
    let path = name.trim_start_matches(['<', '&', '*', '(', '[', ' ']);
    let path = path.strip_prefix("mut ").or_else(|| path.strip_prefix("dyn ")).unwrap_or(path);
    let first = path.split("::").next().unwrap_or_default();
    let first = first.split('[').next().unwrap_or_default();
    let known = path.contains("::")
        && !first.is_empty()
        && first.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    match first {
        "std" | "core" | "alloc" | "hashbrown" | "dlmalloc" | "__rustc" if known => {
            "(standard library)".to_owned()
        }
        first if known => first.to_owned(),
        _ => "(other)".to_owned(),
    }
}

#[cfg(test)]
mod tests;
