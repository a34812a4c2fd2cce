"""Replace style attributes by classes, so that a strict Content-Security-Policy can be used.

A policy without ``'unsafe-inline'`` forbids the ``style="…"`` of authors, docutils and MathML. In
pages of our theme each such attribute becomes a class, named by a hash of its declarations; one
style sheet of the site has the rules of all classes. Several processes write pages, and an
incremental build writes few of them. So each page that is written and has styles, or had some
before, adds a line to a log beside the doctrees, and the style sheet is made from the log at the
end of the build.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_paperreview.core.files.digests import text_digest
from sphinx_paperreview.core.files.store import write_changed
from sphinx_paperreview.outputs.state import state_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder

#: Path of the style sheet in the output folder.
SHEET = "_static/paperreview-styles.css"
_FORM = "paperreview-styles-1"
_NOTE = "/* Style attributes of this site's pages, as classes. */\n"
#: A comment, or a start tag, with the content of elements that contain only text. What is not
#: closed is matched up to the end of the text, so that no text is searched twice.
_PART = re.compile(
    r"<!--(?:(?!-->).)*+"
    r"|(?P<tag><(?:(?P<raw>script|style|textarea|title|iframe)(?=[\s/>])|[a-z])"
    r"(?:[^<>\"']++|\"[^\"]*\"|'[^']*')*+>?)"
    r"(?(raw)(?:(?!</(?P=raw)).)*+)",
    re.DOTALL | re.IGNORECASE,
)
#: What every style attribute has, in lower case: to ignore case takes ten times as long.
_NAME = re.compile(r"style\s*=")
_ATTRIBUTE = re.compile(r"(?<!\s)\s+([^\s=>/\"']+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
_STRING = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
_BRACKETED = re.compile(r"\([^()\[\]]*\)|\[[^()\[\]]*\]")
#: What would mean something else in a style sheet than in an attribute: the end of a rule,
#: escapes, and URLs, which are relative to the style sheet.
_UNSAFE = re.compile(r"[{}<>@\\\x00-\x1f\x7f]|/\*|\b(?:url|src|image|image-set)\(", re.IGNORECASE)


def styles_to_classes(html: str) -> tuple[str, dict[str, str]]:
    """Replace the style attributes in *html* by classes.

    A style attribute that would mean something else in a style sheet is kept.

    :return: the HTML, and the declarations of each class
    """
    styles: dict[str, str] = {}
    if not _NAME.search(html.lower()):
        return html, styles

    def replace(match: re.Match[str]) -> str:
        tag = match["tag"]
        if tag is None or not tag.endswith(">") or "style" not in tag.lower():
            return match[0]
        found = {name.lower(): (name, value) for name, value in _ATTRIBUTE.findall(tag)}
        value = unescape(_bare(found.get("style", ("", ""))[1]))
        declarations = " ".join(value.split()).rstrip(";")
        if not declarations or not _may_be_moved(declarations):
            return match[0]
        name = f"pr-style-{text_digest(declarations, 10)}"
        styles[name] = declarations
        classes = f"{_bare(found.get('class', ('', ''))[1])} {name}".lstrip()
        written = False

        def attribute(part: re.Match[str]) -> str:
            nonlocal written
            if part[1].lower() not in {"style", "class"}:
                return part[0]
            if written:
                return ""
            written = True
            return f' class="{classes}"'

        return _ATTRIBUTE.sub(attribute, tag) + match[0][len(tag) :]

    return _PART.sub(replace, html), styles


def _bare(value: str) -> str:
    """Return the value of an attribute without its quotes, escaped for double quotes."""
    if value.startswith("'"):
        return escape(unescape(value[1:-1]))
    return value.strip('"')


def _may_be_moved(declarations: str) -> bool:
    """Return whether *declarations* mean the same in a style sheet and do not end its rule."""
    if _UNSAFE.search(declarations):
        return False
    rest, count = _STRING.sub("", declarations), 1
    for _ in range(10):
        if not count:
            break
        rest, count = _BRACKETED.subn("", rest)
    return not re.search(r"[\"'()\[\]]", rest)


class StyleLog:
    """The styles of each page in one output folder, in a file beside the doctrees.

    The first line has a digest of the lines at the end of the last build; each page that is written
    since then may add a line. If a page has several lines, the last one counts.

    :param builder: the builder that writes the pages
    """

    def __init__(self, builder: Builder) -> None:
        self._path = state_path(builder).with_suffix(".styles")

    def add(self, page: str, styles: Mapping[str, str]) -> None:
        """Append the *styles* of a *page*; several processes may do so at the same time.

        Raise :exc:`OSError` if the disk is full; the page is then not written.
        """
        line = (json.dumps([page, dict(sorted(styles.items()))]) + "\n").encode()
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        descriptor = os.open(self._path, flags, 0o666)
        try:
            if os.write(descriptor, line) < len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), self._path)
        finally:
            os.close(descriptor)

    def read(self) -> dict[str, dict[str, str]] | None:
        """Return the styles of each page; None if the file is missing or damaged."""
        with contextlib.suppress(OSError, ValueError, TypeError):
            head, *lines = self._path.read_text(encoding="utf-8").splitlines(keepends=True)
            form, count, value = head.split()
            if form == _FORM and value == text_digest("".join(lines[: int(count)])):
                return {page: dict(styles) for page, styles in map(json.loads, lines)}
        return None

    def save(self, pages: Mapping[str, Mapping[str, str]]) -> None:
        """Write the file in one step, with a line for each of *pages*."""
        lines = [json.dumps([page, dict(styles)]) + "\n" for page, styles in sorted(pages.items())]
        head = f"{_FORM} {len(lines)} {text_digest(''.join(lines))}\n"
        write_changed(self._path, (head + "".join(lines)).encode())

    def delete(self) -> bool:
        """Delete the file; return whether there was one."""
        try:
            self._path.unlink()
        except FileNotFoundError:
            return False
        return True


def write_sheet(builder: StandaloneHTMLBuilder, log: StyleLog) -> None:
    """Write the style sheet of all pages that exist; delete it if no page has a style.

    If the log is damaged, nothing is done; the next build then writes all pages again.
    """
    noted = log.read()
    if noted is None:
        return
    pages = {
        page: styles
        for page, styles in noted.items()
        if styles and Path(builder.get_output_path(page)).is_file()
    }
    rules = {name: text for styles in pages.values() for name, text in styles.items()}
    # A style attribute has priority over style sheets; ``:not(#_)`` has the specificity of an id.
    lines = [f".{name}:not(#_) {{ {text} }}\n" for name, text in sorted(rules.items())]
    path = Path(builder.outdir, SHEET)
    if lines:
        text = (_NOTE + "".join(lines)).encode("utf-8", "replace")
        write_changed(path, text, scratch=Path(builder.doctreedir))
    else:
        path.unlink(missing_ok=True)
    log.save(pages)


def remove_sheet(builder: StandaloneHTMLBuilder, log: StyleLog) -> None:
    """Delete the style sheet that an earlier build wrote, and its log."""
    if log.delete():
        Path(builder.outdir, SHEET).unlink(missing_ok=True)
