"""Posts that are not UTF-8: read as far as they are text, with a warning instead of a crash.

Sphinx decodes a source strictly and stops the build where that fails. The decoded text is put
beside the doctrees and Sphinx is told where, as for the home page.
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

#: Tried in this order; the last takes every Korean file of older editors.
_ENCODINGS = ("utf-8-sig", "utf-16", "cp949")


def make_readable(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Give Sphinx a text for each MDX file that is none in UTF-8 (``env-before-read-docs``)."""
    for docname in docnames:
        path = env.doc2path(docname)
        if app.config.source_suffix.get(path.suffix) != "mdx" or not path.is_file():
            continue
        data = path.read_bytes()
        text = decoded(data)
        if text is None:
            continue
        if is_binary(text):
            problem = "this file is no text; exclude it, or write a post into it"
            text = f"# {path.stem}\n"
        else:
            problem = "this file is not UTF-8; it was read as well as could be, save it as UTF-8"
        warn(WarningKind.FILE, "%s", problem, location=f"{path}:1")
        copy = Path(app.doctreedir, "_sources", "decoded", f"{docname}{path.suffix}")
        write_atomic(copy, text.encode())
        place_document(env, docname, copy)


def decoded(data: bytes) -> str | None:
    """Return the text of *data*, or nothing if it is UTF-8 as it should be."""
    for encoding in _ENCODINGS:
        if encoding == "utf-16" and data[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if encoding == _ENCODINGS[0] else text
    return data.decode("utf-8", errors="replace")


def is_binary(text: str) -> bool:
    """Tell whether *text* was decoded from what is no text: it holds what no editor writes."""
    strange = sum(text.count(mark) for mark in "\ufffd\x01\x02\x03\x04\x05\x06")
    return "\0" in text or strange * 10 > len(text)
