"""Copies of images kept beside the doctrees, so that no image is converted twice.

``index.json`` has the digest and size of each image file, and the copies of each content; the
copies are files in the same folder, with the names that they have in the output.
"""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core.files.digests import bytes_digest
from sphinx_paperreview.core.files.store import read_kept, write_atomic, write_kept
from sphinx_paperreview.core.image_copies import Variant
from sphinx_paperreview.images.measure import measure

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sphinx_paperreview.core.files.known_files import KnownFiles

_FORM = 2
#: How many digits of the digest of a copy its name has.
_DIGITS = 16


class PictureStore:
    """The copies that are kept beside one folder of doctrees.

    :param doctreedir: the folder of doctrees; a missing or damaged index counts as empty
    :param known: what is known of the files of images and copies
    """

    def __init__(self, doctreedir: Path, known: KnownFiles) -> None:
        self._known = known
        self.folder = doctreedir / "paperreview-pictures"
        self._files: dict[str, Any] = {}
        self._made: dict[str, Any] = {}
        with contextlib.suppress(ValueError, AttributeError, TypeError, KeyError):
            data = json.loads(read_kept(self._index) or b"{}")
            if data["form"] == _FORM:
                self._files, self._made = dict(data["files"]), dict(data["made"])
        self._saved = self._text()
        self._seen: dict[str, Any] = {}

    @property
    def _index(self) -> Path:
        return self.folder / "index.json"

    def facts(self, path: Path) -> tuple[str, tuple[int, int] | None]:
        """Return a digest of the file at *path*, and its size as from :func:`.measure`.

        A file that has not changed is not read again.
        """
        name = str(path)
        digest, known = self._known.digest(name), self._files.get(name)
        if not known or known[0] != digest:
            known = [digest, None]
        # A file without a size is measured again: conf.py may have raised Pillow's limit.
        known[1] = known[1] or measure(path)
        self._seen[name] = known
        return digest, tuple(known[1]) if known[1] else None

    def kept(self, key: str) -> tuple[Variant, ...] | None:
        """Return the copies that were made under *key*; None if one of them is not whole."""
        if key not in self._made:
            return None
        found = tuple(Variant(*each) for each in self._made[key])
        return found if all(map(self._is_whole, found)) else None

    def _is_whole(self, variant: Variant) -> bool:
        """Return whether the file of *variant* has the digest of its name."""
        value = self._known.digest(str(self.folder / variant.name))[:_DIGITS]
        return bool(value) and variant.name.rpartition(".")[0].endswith(f"-{value}")

    def keep(self, key: str, path: Path, copies: Iterable[tuple[str, int, bytes]]) -> None:
        """Keep *copies* of the image at *path* under *key*.

        :param copies: format, width and bytes of each
        """
        stem = path.stem[:48]  # file names have at most 255 bytes, a letter has up to 4
        self._made[key] = []
        for name, width, data in copies:
            variant = Variant(name, width, f"{stem}-{width}-{bytes_digest(data, _DIGITS)}.{name}")
            write_atomic(self.folder / variant.name, data)
            self._made[key].append([variant.format, variant.width, variant.name])

    def read(self, variant: Variant) -> bytes:
        """Return the bytes of *variant*."""
        return (self.folder / variant.name).read_bytes()

    def save(self, keys: Iterable[str] | None = None) -> None:
        """Write the index; with *keys*, forget what was made under other keys."""
        if keys is not None:
            self._made = {key: self._made[key] for key in sorted(keys) if key in self._made}
            self._files = dict(sorted(self._seen.items()))
        text = self._text()
        if text == self._saved:
            return
        write_kept(self._index, text.encode())
        self._saved = text
        if keys is not None:
            names = {each[2] for made in self._made.values() for each in made}
            for path in self.folder.iterdir():
                if path.name not in names and path != self._index:
                    path.unlink(missing_ok=True)

    def _text(self) -> str:
        return json.dumps({"form": _FORM, "files": self._files, "made": self._made})
