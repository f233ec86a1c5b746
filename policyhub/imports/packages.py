"""Files that are packages of files (.docx, .zip): looked at from outside before anything in them is opened."""

import re
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

MAX_PACKED, MAX_UNPACKED, MAX_ENTRIES, MAX_RATIO = 20 * 1024 * 1024, 60 * 1024 * 1024, 2000, 200
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TOO_MUCH = "needs too much time or memory to read. Try a simpler or shorter file"
DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)


class PackageRefused(Exception):
    """Why a file is not opened: "<file> <why>" is a sentence, and says what to do where something can be done."""


def open_package(path: Path, expected: str) -> zipfile.ZipFile:
    """The package at ``path``, if nothing about it is amiss. ``expected``: what it should be, in words."""
    if path.stat().st_size > MAX_PACKED:
        raise PackageRefused(f"is larger than {MAX_PACKED // 1024 // 1024} MB. Import it in parts")
    with path.open("rb") as file:
        start = file.read(8)
    if start == OLD_OFFICE:
        raise PackageRefused("is an old Word file or password-protected. Save it as .docx without a password")
    if not start.startswith(b"PK"):
        raise PackageRefused(f"isn't really {expected}")
    try:
        package = zipfile.ZipFile(path)
        check_entries(package.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        raise PackageRefused("is damaged or incomplete. Save it again") from None
    return package


def check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise PackageRefused(f"contains more than {MAX_ENTRIES:,} files")
    packed, unpacked = sum(e.compress_size for e in entries), sum(e.file_size for e in entries)
    if unpacked > MAX_UNPACKED or (unpacked > 1_000_000 and unpacked > MAX_RATIO * max(packed, 1)):
        raise PackageRefused("unpacks to far more than it should, so it wasn't opened")
    for entry in entries:
        if not entry.filename:
            raise PackageRefused("contains a file without a name")
        parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
        if entry.filename.startswith(("/", "\\")) or ".." in parts or re.match(r"[A-Za-z]:", entry.filename):
            raise PackageRefused("contains a file with an unsafe name")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise PackageRefused("contains a link to another location")
        if entry.flag_bits & 0x1:
            raise PackageRefused("is password-protected. Import it without a password")


def read_entry(package: zipfile.ZipFile, entry: zipfile.ZipInfo, max_bytes: int = MAX_UNPACKED) -> bytes:
    """One file of a package; never more of it than its own entry says, nor than ``max_bytes``."""
    try:
        with package.open(entry) as file:
            data = file.read(min(entry.file_size, max_bytes) + 1)
    except PackageRefused:  # the clock's
        raise
    except MemoryError:
        raise PackageRefused(TOO_MUCH) from None
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, RuntimeError, ValueError):
        raise PackageRefused("is damaged or incomplete. Save it again") from None
    except Exception as problem:  # zlib.error has no public name
        raise PackageRefused("is damaged or incomplete. Save it again") from problem
    if len(data) > min(entry.file_size, max_bytes):
        raise PackageRefused("unpacks to far more than it says, so it wasn't opened")
    return data


def refuse_declarations(package: zipfile.ZipFile) -> None:
    """Refuse XML that declares things of its own: Word writes none, and those who do mean harm. A part of the text
    may have any name, so that all but pictures is looked at."""
    for entry in package.infolist():
        if not entry.filename.startswith("word/media/"):
            data = read_entry(package, entry)
            if DECLARED.search(data) or DECLARED.search(data.replace(b"\0", b"")):
                raise PackageRefused("has content that no Word file should have, so it wasn't opened")


def members(package: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files in a zip that somebody meant to send, in the order of their names."""
    files = []
    for entry in sorted(package.infolist(), key=lambda e: e.filename):
        hidden = any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(entry.filename).parts)
        if not entry.is_dir() and not hidden:
            files.append(entry)
    if not files:
        raise PackageRefused("contains no files")
    return files


def unpack_files(path: Path, folder: Path) -> Iterator[tuple[str, Path | PackageRefused]]:
    """The files of a zip, each put into ``folder`` under a name of ours: its place in the zip, and where it is now,
    or why it is not. A zip in a zip stays closed."""
    with open_package(path, "a zip file") as package:
        for n, entry in enumerate(members(package)):
            target = folder / f"{n}{PurePosixPath(entry.filename).suffix.lower()[:12]}"
            try:
                if target.suffix == ".zip":
                    raise PackageRefused("is a zip inside a zip. Import it on its own")
                target.write_bytes(read_entry(package, entry))
                yield entry.filename, target
            except PackageRefused as refusal:
                yield entry.filename, refusal
