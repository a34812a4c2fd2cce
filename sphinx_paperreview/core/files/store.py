"""Files that are written in one step, and files that are kept beside the doctrees.

A kept file has a digest of its own content: a file that was cut or changed counts as missing, and
its content is made again.

The environment, which every worker process sends back, holds only the names of the stored files. A
name is a digest of everything that the file is made from, so a stored file is never outdated.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core.files.digests import bytes_digest, text_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

#: The beginning of each kept file, before the digest; the number is raised if the format changes.
_SEAL, _SEAL_DIGITS = b"paperreview-kept-1 ", 64


def write_atomic(path: Path, data: bytes, *, scratch: Path | None = None) -> None:
    """Write *data* to the file *path* in one step: a reader sees the old file or the new one.

    The data goes to a temporary file, which then replaces *path*. It lies in the folder *scratch*,
    or in that of *path* if there is none or if it is on another file system. Missing
    parent folders are made; a symbolic link at *path* is replaced, not followed. Several
    processes and threads may write the same file: the last one wins.

    Raise :exc:`OSError` if the file cannot be written. The old file is then unchanged and no
    temporary file is left.
    """
    if scratch is not None:
        try:
            _write_and_move(scratch, path, data)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
        else:
            return
    _write_and_move(path.parent, path, data)


def size_of(path: Path) -> int:
    """Return the bytes of the file at *path*; 0 if it cannot be read any more."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def write_changed(path: Path, data: bytes, *, scratch: Path | None = None) -> bool:
    """Write *data* as :func:`write_atomic` does, unless the file at *path* has it already.

    :return: whether it was written
    """
    try:
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
    except OSError:
        pass
    write_atomic(path, data, scratch=scratch)
    return True


def copy_atomic(source: Path, path: Path) -> None:
    """Copy the content of the file *source* to *path* as :func:`write_atomic` writes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _beside(path.parent, path) as temporary:
        shutil.copyfile(source, temporary)


def _write_and_move(folder: Path, path: Path, data: bytes) -> None:
    """Write *data* to a file in *folder* that replaces *path*; both folders are made if missing."""
    try:
        _move(folder, path, data)
    except FileNotFoundError:
        for each in (folder, path.parent):
            each.mkdir(parents=True, exist_ok=True)
        _move(folder, path, data)


def _move(folder: Path, path: Path, data: bytes) -> None:
    with _beside(folder, path) as temporary, open(temporary, "xb") as file:  # noqa: PTH123  # often
        file.write(data)


@contextlib.contextmanager
def _beside(folder: Path, path: Path) -> Iterator[str]:
    """Yield a path in *folder* whose file then replaces *path*, which an error names.

    Paths are texts here: thousands of files are written, and a ``Path`` takes longer than a file.
    """
    # Not tempfile.mkstemp: its files are readable by their owner alone, and a site is served.
    temporary = os.path.join(folder, f".{os.urandom(16).hex()}.tmp")  # noqa: PTH118  # as above
    try:
        yield temporary
        os.replace(temporary, path)  # noqa: PTH105  # as above
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108  # as above
        # A write names no file, a copy both.
        if isinstance(error, OSError) and error.errno is not None:
            named = {error.filename, error.filename2}
            if named == {None} or temporary in named:
                raise OSError(error.errno, error.strerror, str(path)) from error
        raise


def write_kept(path: Path, data: bytes) -> None:
    """Write *data* to the file *path* in one step, after a line with their digest.

    Raise :exc:`OSError` as :func:`write_atomic` does.
    """
    write_atomic(path, b"%s%s\n%s" % (_SEAL, bytes_digest(data, _SEAL_DIGITS).encode(), data))


def read_kept(path: Path) -> bytes | None:
    """Return what :func:`write_kept` wrote; None if the file is missing, cut or changed."""
    try:
        head, _end, data = path.read_bytes().partition(b"\n")
    except (OSError, ValueError):
        return None
    return data if head == _SEAL + bytes_digest(data, _SEAL_DIGITS).encode() else None


def kept_texts(path: Path, sources: Mapping[str, str], make: Callable[[str], str]) -> list[str]:
    """Return the text of each key of *sources*, made or as it was made in an earlier build.

    A file of many entries costs what has changed in it. If the texts cannot be kept, the next build
    makes them again.

    :param path: the kept file with the texts
    :param sources: by key, a digest of all that the text is made from
    """
    known: dict[str, tuple[str, str]] = {}
    with contextlib.suppress(ValueError, TypeError):
        known = _read_texts(path)
    found: dict[str, tuple[str, str]] = {}
    for key, source in sources.items():
        old = known.get(key)
        found[key] = old if old and old[0] == source else (source, make(key))
    if found != known:
        with contextlib.suppress(OSError):
            _write_texts(path, found)
    return [text for _source, text in found.values()]


def _read_texts(path: Path) -> dict[str, tuple[str, str]]:
    """Return what :func:`_write_texts` wrote; nothing if it is missing or damaged."""
    data = (read_kept(path) or b"[]\n").decode("utf-8", "surrogatepass")
    head, _end, texts = data.partition("\n")
    found, start = {}, 0
    for key, source, length in json.loads(head):
        found[key] = source, texts[start : start + length]
        start += length
    return found


def _write_texts(path: Path, found: Mapping[str, tuple[str, str]]) -> None:
    """Write sources and texts by key: a line of JSON with their lengths, then the texts themselves.

    As JSON, texts of megabytes would take as long to read and write as to make.
    """
    rows = [(key, source, len(text)) for key, (source, text) in found.items()]
    head = json.dumps(rows, separators=(",", ":"))
    data = "".join([head, "\n", *(text for _source, text in found.values())])
    write_kept(path, data.encode("utf-8", "surrogatepass"))


def seal_of(path: str) -> str:
    """Return the digest in the kept file at *path*; empty if the file is damaged."""
    data = read_kept(Path(path))
    return bytes_digest(data, _SEAL_DIGITS) if data is not None else ""


@dataclass(frozen=True, slots=True)
class FileStore:
    """Files that hold a JSON array each, in one folder beside the doctrees."""

    #: Name of the folder within the folder of the doctrees.
    folder: str
    #: How surrogates are encoded when a file is written (``errors`` of :meth:`str.encode`).
    errors: str

    def keep(self, doctreedir: Path, source: str, make: Callable[[], str]) -> str:
        """Store the JSON text that *make* returns, and return the name to recall it by.

        *source* holds everything that the text is made from. If there is a whole file of that
        source, *make* is not called.
        """
        name = text_digest(source)
        path = self.path(doctreedir, name)
        if read_kept(path) is None:
            write_kept(path, make().encode("utf-8", self.errors))
        return name

    def recall(self, doctreedir: Path, name: str) -> list[Any]:
        """Return the array stored under *name*; an empty list if it is missing or damaged."""
        with contextlib.suppress(ValueError):
            data = read_kept(self.path(doctreedir, name)) or b"[]"
            found = json.loads(data.decode("utf-8", "surrogatepass"))
            if isinstance(found, list):
                return found
        return []

    def forget(self, doctreedir: Path, kept: Iterable[str]) -> None:
        """Delete every file whose name is not in *kept*."""
        names = {f"{name}.json" for name in kept}
        with contextlib.suppress(OSError):
            for entry in os.scandir(Path(doctreedir, self.folder)):
                if entry.name not in names:
                    Path(entry.path).unlink(missing_ok=True)

    def path(self, doctreedir: Path, name: str) -> Path:
        """Return the path of the file called *name*."""
        return Path(doctreedir, self.folder, f"{name}.json")


#: The words of the reviews of each document: for each review, how often it has each n-gram.
WORDS = FileStore("paperreview-words", "surrogatepass")


def keep_words(doctreedir: Path, words: Sequence[dict[str, int]]) -> str:
    """Store the *words* of the reviews of one document, and return the name to recall them by."""
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    return WORDS.keep(doctreedir, text, lambda: text)
