//! The data folder and its lock.

use crate::StoreError;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

/// The file whose lock says that a process has the folder.
const LOCK: &str = "baton.lock";

/// The folder is ours until this is dropped.
#[derive(Debug)]
pub(crate) struct FolderLock(File);

impl Drop for FolderLock {
    fn drop(&mut self) {
        // Closing the file is not enough: a process that is just being started may hold a copy of it for a moment.
        // Should it fail, the lock goes with the last copy.
        let _ = self.0.unlock();
    }
}

/// Makes the folder if need be, for its owner alone, and locks it.
pub(crate) fn lock(folder: &Path) -> Result<FolderLock, StoreError> {
    make(folder).map_err(|error| explain(folder, &error))?;
    let opened = OpenOptions::new().create(true).truncate(false).write(true).open(folder.join(LOCK));
    let file = opened.map_err(|error| explain(folder, &error))?;
    match file.try_lock() {
        Ok(()) => Ok(FolderLock(file)),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse(folder.display().to_string())),
        Err(TryLockError::Error(error)) => Err(explain(folder, &error)),
    }
}

#[cfg(unix)]
fn make(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)
}

fn explain(folder: &Path, error: &io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::StorageFull => StoreError::Full,
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
            StoreError::ReadOnly(format!("{}: {error}", folder.display()))
        }
        _ => StoreError::Folder {
            folder: folder.display().to_string(),
            why: error.to_string(),
            remedy: "Name another folder with --data, or check what stands in the way.",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_free_once_it_is_given_back_although_a_copy_of_its_handle_lives_on() {
        let folder = tempfile::tempdir().unwrap();
        let first = lock(folder.path()).unwrap();
        assert!(matches!(lock(folder.path()), Err(StoreError::InUse(_))));
        let _copy = first.0.try_clone().unwrap();
        drop(first);
        drop(lock(folder.path()).unwrap());
    }
}
