"""MDX files that are not UTF-8: decoded as well as possible, with a warning.

Sphinx decodes a source strictly and stops the build if that fails. So the decoded text is written
beside the doctrees and Sphinx reads it there, as it does the home page.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_paperreview._compat import place_document
from sphinx_paperreview.core.store import write_atomic
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: Encodings in the order in which they are tried; older Korean editors write CP949.
_ENCODINGS = ("utf-8-sig", "utf-16", "cp949")


def make_readable(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Replace each MDX file that is not UTF-8 by its decoded text (``env-before-read-docs``).

    Warns with :attr:`WarningKind.FILE`. A binary file becomes a document with a title alone.
    """
    for docname in docnames:
        path = env.doc2path(docname)
        if app.config.source_suffix.get(path.suffix) != "mdx" or not path.is_file():
            continue
        data = path.read_bytes()
        text = _decoded(data)
        if text is None:
            continue
        if _is_binary(text):
            problem = "this file is no text; exclude it, or write a post into it"
            text = f"# {path.stem}\n"
        else:
            problem = "this file is not UTF-8; it was read as well as could be, save it as UTF-8"
        warn(WarningKind.FILE, "%s", problem, location=f"{path}:1")
        copy = Path(app.doctreedir, "_sources", "decoded", f"{docname}{path.suffix}")
        write_atomic(copy, text.encode())
        place_document(env, docname, copy)


def _decoded(data: bytes) -> str | None:
    """Return the text of *data*; None if it is UTF-8, which needs no replacement."""
    for encoding in _ENCODINGS:
        if encoding == "utf-16" and data[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if encoding == _ENCODINGS[0] else text
    return data.decode("utf-8", errors="replace")


def _is_binary(text: str) -> bool:
    """Return whether *text* has NUL or many control characters, as a decoded binary file has."""
    strange = sum(text.count(mark) for mark in "\ufffd\x01\x02\x03\x04\x05\x06")
    return "\0" in text or strange * 10 > len(text)
