//! Reads the portal's release files into memory, once.

use std::fs;
use std::path::Path;

use sandbox::Dist;

/// Reads all files below `directory`.
pub(super) fn read(directory: &Path) -> Result<Dist, String> {
    let shown = directory.display();
    if !directory.is_dir() {
        return Err(format!("--portal {shown}: there is no such directory; build the portal first"));
    }
    let mut files = Vec::new();
    collect(directory, "", &mut files).map_err(|problem| format!("--portal {shown}: {problem}"))?;
    let dist = Dist::new(files);
    if dist.has_index() { Ok(dist) } else { Err(format!("--portal {shown}: there is no index.html in it")) }
}

fn collect(directory: &Path, prefix: &str, files: &mut Vec<(String, Vec<u8>)>) -> std::io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.push((name, fs::read(entry.path())?));
        }
    }
    Ok(())
}
