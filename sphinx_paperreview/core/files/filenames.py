"""File names: validity on every file system, comparison without case, Unicode forms on the disk."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Maximum length of a file name in UTF-8 bytes: file systems allow 255, and we append a suffix.
LONGEST_NAME = 240
#: Maximum length in bytes of a path relative to the output folder: macOS allows 1,024 for the
#: absolute path.
LONGEST_PATH = 800

#: Names of documents that stand for their folder.
_INDEX = frozenset({"index", "readme"})
#: Names that Windows reserves for devices, with any suffix.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:[ .]|$)", re.I)
#: Characters that Windows forbids in file names; some hosts of static sites refuse them too.
_FORBIDDEN = re.compile(r'[<>:"|?*\\]')


def problem_with(path: str) -> str:
    """Return why *path* is not a valid relative path with slashes; empty if it is valid.

    A path must be valid on Linux, macOS and Windows, so that a site is the same wherever it is
    built.
    """
    return next(_problems(path), "")


def _problems(path: str) -> Iterator[str]:
    if len(path.encode("utf-8", "surrogatepass")) > LONGEST_PATH:
        yield f"it is longer than {LONGEST_PATH} bytes"
    for name in path.split("/"):
        if not name or name in {".", ".."}:
            yield "a part of it is empty, `.` or `..`"
        elif has_controls(name):
            yield "it has a control character or an invalid character"
        elif found := _FORBIDDEN.search(name):
            yield f"it has the character {found[0]}, which Windows forbids in file names"
        elif name[-1] in ". " or name[0] == " ":
            yield "a part of it ends with a dot, or begins or ends with a space"
        elif len(name.encode()) > LONGEST_NAME:
            yield f"a part of it is longer than {LONGEST_NAME} bytes"
        elif _DEVICE.match(name):
            yield f"Windows reserves the name {name[:20]} for a device"


def has_controls(text: str) -> bool:
    """Return whether *text* has a control character, a lone surrogate or U+FFFD."""
    return any(
        unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} or char == "\ufffd" for char in text
    )


def fold_path(path: str) -> str:
    """Return *path* in a form that is equal for paths that differ in case or Unicode form alone."""
    if path.isascii():
        return path.lower()
    folded = unicodedata.normalize("NFD", path).casefold()
    return unicodedata.normalize("NFC", folded)


def spelt_on_disk(folder: Path, path: str) -> str | None:
    """Return *path*, relative to *folder*, in the Unicode form that its names have on the disk.

    macOS and its archives write names in decomposed form (NFD), most keyboards in NFC. Return
    None if the path is ASCII, or does not exist in any form.
    """
    if path.isascii():
        return None
    spelt: list[str] = []
    for name in path.split("/"):
        candidate = Path(folder, *spelt, name)
        if name not in {"", ".", ".."} and not os.path.lexists(candidate):
            found = _same_in_nfc(Path(folder, *spelt), name)
            if found is None:
                return None
            name = found  # noqa: PLW2901  # the same name in another form
        spelt.append(name)
    return "/".join(spelt)


def _same_in_nfc(folder: Path, name: str) -> str | None:
    """Return the entry of *folder* that equals *name* in NFC."""
    wanted = unicodedata.normalize("NFC", name)
    try:
        entries = sorted(entry.name for entry in folder.iterdir())
    except (OSError, ValueError):
        return None
    return next((each for each in entries if unicodedata.normalize("NFC", each) == wanted), None)


def is_index(docname: str) -> bool:
    """Return whether the document *docname* stands for its folder: ``index``, ``README``."""
    return docname.rpartition("/")[2].lower() in _INDEX


def stem_of(docname: str) -> str:
    """Return the last part of *docname*; of an index file, the name of its folder."""
    parts = docname.split("/")
    return parts[-2] if len(parts) > 1 and is_index(docname) else parts[-1]
