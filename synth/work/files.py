"""Files that only their owner can read, written whole or not at all, and disk errors in words."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from synth.errors import ModelError, SynthError, WorkspaceError

FOLDER_MODE = 0o700
FILE_MODE = 0o600
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # no letter that is read as a digit


def new_id() -> str:
    """A short random name that can stand in a path and in an address."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(10))


def private_folder(path: Path) -> Path:
    """Make a folder, with those above it, that only its owner can enter, whatever the umask."""
    path.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    path.chmod(FOLDER_MODE)
    return path


def make_private(path: Path) -> None:
    """Close a file, or a folder with all that is in it, to everybody but its owner."""
    path.chmod(FOLDER_MODE if path.is_dir() else FILE_MODE)
    if path.is_dir():
        for child in path.iterdir():
            make_private(child)


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give a temporary path beside `path`; what was written there takes its place at the end, or nothing does."""
    temporary = path.with_name(f".{secrets.token_hex(4)}.{path.name}")
    try:
        yield temporary
        make_private(temporary)
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.replace(path)
    finally:
        with suppress(OSError):
            temporary.unlink()


def write(path: Path, content: bytes | str) -> None:
    """Write a private file, whole or not at all."""
    with whole(path) as temporary:
        temporary.touch(mode=FILE_MODE)
        temporary.write_bytes(content.encode() if isinstance(content, str) else content)


def remove(folder: Path) -> None:
    """Delete a folder with all that is in it; one that is not there is no error."""
    with suppress(FileNotFoundError):
        shutil.rmtree(folder)


def sha256(path: Path) -> str:
    """The hash of a file's content, in hexadecimal."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Turn what the disk or the database refuses into one `WorkspaceError` that says where and what to do."""
    try:
        yield
    except (WorkspaceError, ModelError) as error:
        if isinstance(error.__cause__, OSError):  # another room's, which cannot know that the file is in a workspace
            raise WorkspaceError(_in_words(error.__cause__, folder)) from error.__cause__
        raise
    except SynthError:
        raise
    except (OSError, DBAPIError) as error:
        raise WorkspaceError(_in_words(error, folder)) from error


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EEXIST}


def _in_words(error: OSError | DBAPIError, folder: Path) -> str:
    code, what = _cause(error)
    if code in _FULL or what == "SQLITE_FULL":
        return (
            f"The disk that holds the workspace {folder} is full, so nothing was kept. Free some space there, or "
            "choose another folder with SYNTH_WORKSPACE or `synth app --workspace`, and try again."
        )
    if code in _CLOSED or what.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return (
            f"The workspace {folder} cannot be written, so nothing was kept. Allow writing there, or choose another "
            "folder with SYNTH_WORKSPACE or `synth app --workspace`."
        )
    if what.startswith("SQLITE_BUSY"):
        return f"The workspace {folder} is busy: another process keeps it locked. Try again in a moment."
    if what.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return f"The record of the workspace {folder} is damaged. Restore it from a backup, or choose another folder."
    if code == errno.ENOENT and not folder.is_dir():
        return (
            f"The workspace {folder} cannot be made: the system allows no folder there. Choose another with "
            "SYNTH_WORKSPACE or `synth app --workspace`."
        )
    if code == errno.ENOENT:
        return (
            f"A file of this record is no longer in the workspace {folder}. Delete the record, and add the file again."
        )
    return f"The workspace {folder} could not be read or written ({what}). Check the disk, and try again."


def _cause(error: OSError | DBAPIError) -> tuple[int | None, str]:
    """The system's error number, and SQLite's or the system's name for it."""
    if isinstance(error, OSError):
        return error.errno, error.strerror or type(error).__name__
    known = isinstance(error.orig, sqlite3.Error)
    return None, getattr(error.orig, "sqlite_errorname", "") or type(error.orig if known else error).__name__
