"""The files and documents that an address in a post names, within the source folder."""

from __future__ import annotations

import datetime as dt
import os
import posixpath
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from sphinx_paperreview._compat import app_of
from sphinx_paperreview.core.files.filenames import fold_path, spelt_on_disk
from sphinx_paperreview.core.files.paths import (
    LINK_OUTSIDE,
    OUTPUT,
    OUTSIDE,
    WITHHELD,
    SourcePath,
    source_path,
)
from sphinx_paperreview.core.metadata import dates
from sphinx_paperreview.core.site_addresses import without_templates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.environment import BuildEnvironment

#: Keys of ``env.current_document``: the paths at which a file was looked for and not found, the
#: names that were looked for anywhere with the paths found, and the files of folders.
SOUGHT, NAMED, _LISTED = "paperreview_sought", "paperreview_named", "paperreview_listed"
#: Largest file that is read as a part of a post, in bytes.
MAX_BYTES = 1 << 20


#: Folders that a date makes in an address: year, month and day.
_PARTS_OF_DATE = 3
#: Folders whose files a site generator serves at ``/``.
_SERVED = ("", "static", "public", "assets", "source", "content", "docs", "src")
#: Most folders between the source folder and a document that are searched for such folders.
MAX_DEPTH = 6


def _places(address: str) -> Iterator[str]:
    """Yield the paths that *address* may mean, from the source folder (``/``) or the document."""
    if address.startswith("@site/"):
        yield "/" + address.removeprefix("@site/")
    elif address.startswith("pathname://"):
        yield "/static/" + address.removeprefix("pathname://").lstrip("/")
    elif address.startswith("/"):
        yield "/static" + address
        yield address
    else:
        yield address
        if not address.startswith("."):
            yield "/static/" + address


def _other_places(address: str, base: str, bases: Iterable[str]) -> Iterator[str]:
    """Yield where else generators keep the file of *address*, from the source folder.

    That is a folder called like the document (Hexo), and the folders of :data:`_SERVED` in the
    source folder and in each folder above the document, which may be the root of a site.

    :param bases: the paths under which the site is served, without slashes at their ends
    """
    path = address.removeprefix("@site/static").removeprefix("@site")
    path = path.removeprefix("pathname://")
    if not path.startswith(("/", ".")):
        yield f"/{posixpath.splitext(base)[0]}/{path}"
    while path.startswith(("../", "./")):
        path = path.partition("/")[2]
    path = path.lstrip("/")
    if not path or ".." in path.split("/"):
        return
    paths = [path, *(path.removeprefix(f"{each}/") for each in bases)]
    parts = posixpath.dirname(base).split("/")[:MAX_DEPTH]
    roots = ["/".join(parts[:count]) for count in range(len(parts) + 1)]
    for each in dict.fromkeys(paths):
        for root in dict.fromkeys(roots):
            for folder in _SERVED:
                yield posixpath.join("/", root, folder, each)


def _spellings(address: str) -> list[str]:
    decoded = unquote(address)
    bare = decoded.split("?", 1)[0]
    return list(dict.fromkeys([address, decoded, bare]))


def look_up(
    env: BuildEnvironment, address: str, base: str, *, anywhere: bool = False
) -> SourcePath:
    """Return the file that *address* names in the file *base*.

    A file whose name has another Unicode form on the disk is found as well. If there is no file,
    return the first candidate out of the source folder, else the first that is not refused, else
    the first of all.

    :param anywhere: whether a name alone means a file wherever it lies, as in a vault of Obsidian
    """
    found: list[SourcePath] = []
    address = without_templates(address)
    if address.replace("\\", "/").startswith("//"):
        return SourcePath(problem=OUTSIDE)
    for spelling in _spellings(address):
        for written in _places(spelling):
            found.append(named_path(env, written, base))
            if found[-1].exists or found[-1].problem == WITHHELD:
                return found[-1]
    for place in found if not unquote(address).isascii() else ():
        spelt = spelt_on_disk(Path(env.srcdir), place.path) if place.path else None
        if spelt is not None and (other := named_path(env, f"/{spelt}", base)).exists:
            return other
    if _may_be_file(env, _spellings(address)[-1]):
        for path in filter(None, (each.path for each in found)):
            note_sought(env, path)
    elsewhere = _elsewhere(env, address, base, anywhere=anywhere)
    if elsewhere is not None:
        return elsewhere
    # The last spelling is the one without a query.
    outside = [each for each in found if each.problem in {OUTSIDE, LINK_OUTSIDE}]
    last = [named_path(env, place, base) for place in _places(_spellings(address)[-1])]
    free = [each for each in last if each.path]
    return (outside + free + last)[0]


def named_path(env: BuildEnvironment, written: str, base: str = "") -> SourcePath:
    """Resolve the path *written* in *base* as :func:`.source_path` does, while a document is read.

    The source of a document that is not published is refused as well: no other document shows it.
    """
    domain: Any = env.domains["paper"]
    found = source_path(env.srcdir, written, base, withheld=domain.withheld)
    app = app_of(env)
    full = os.path.join(env.srcdir, found.path)  # noqa: PTH118  # called often
    if found.exists and full.startswith((f"{app.outdir}{os.sep}", f"{app.doctreedir}{os.sep}")):
        return SourcePath(problem=OUTPUT)
    if found.problem == WITHHELD:
        domain.data["refusals"][env.docname] = True
    return found


def _may_be_file(env: BuildEnvironment, address: str) -> bool:
    """Return whether *address* has the suffix of a file that is no document."""
    suffix = posixpath.splitext(address)[1]
    return bool(suffix) and not is_document(env, address) and not set(address) & {"\0", "\\"}


def note_sought(env: BuildEnvironment, path: str) -> None:
    """Note that there is no file at *path*: with one, the document is read again."""
    sought: Any = env.current_document.setdefault(SOUGHT, set())
    sought.add(path)


def _elsewhere(
    env: BuildEnvironment, address: str, base: str, *, anywhere: bool
) -> SourcePath | None:
    """Return the file of *address* in one of the other places where generators keep files.

    What was looked for is noted, so that the document is read again when such a file is added.
    """
    bare = _spellings(address)[-1]
    if not _may_be_file(env, bare):
        return None
    domain: Any = env.domains["paper"]
    for place in _other_places(bare, base, domain.layout.bases):
        path = place.lstrip("/")
        if os.path.lexists(os.path.join(env.srcdir, path)):  # noqa: PTH118  # called often
            found = named_path(env, place, base)
            if found.exists:
                return found
        note_sought(env, path)
    if "/" not in bare and (anywhere or "Obsidian" in domain.layout.generators):
        return find_by_name(env, bare)
    return None


def find_by_name(env: BuildEnvironment, name: str) -> SourcePath | None:
    """Return the file called *name* wherever it lies in the source folder, as in Obsidian, or None.

    Of several files, the one with the shortest path counts, then the first by its path. The answer
    is noted, so that the document is read again when it changes.
    """
    domain: Any = env.domains["paper"]
    path: str = domain.file_names.find(name)
    named: Any = env.current_document.setdefault(NAMED, {})
    named[name] = path
    found = named_path(env, f"/{path}") if path else None
    return found if found is not None and found.exists else None


def near_file(env: BuildEnvironment, address: str, base: str) -> str:
    """Return the file whose path differs from *address* in case alone; empty if there is none."""
    bare = _spellings(without_templates(address))[-1]
    if not _may_be_file(env, bare):
        return ""
    listed: Any = env.current_document.setdefault(_LISTED, {})
    for written in _places(bare):
        path = named_path(env, written, base).path
        spelt: list[str] = []
        for name in path.split("/"):
            folder = "/".join(spelt)
            if folder not in listed:
                listed[folder] = _folded_names(Path(env.srcdir, folder))
            spelt.append(listed[folder].get(fold_path(name), ""))
            if not spelt[-1]:
                break
        near = "/".join(spelt)
        if near and spelt[-1] and near != path and named_path(env, f"/{near}").exists:
            return near
    return ""


def _folded_names(folder: Path) -> dict[str, str]:
    try:
        return {fold_path(name): name for name in sorted(os.listdir(folder))}  # noqa: PTH208  # names
    except (OSError, ValueError):
        return {}


def is_file(path: Path) -> bool:
    """Return whether *path* is a file; False for names that the system refuses."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def find_file(env: BuildEnvironment, address: str, base: str, *, anywhere: bool = False) -> str:
    """Return the file that *address* names in the file *base*; empty if there is none.

    Both are paths from the source folder, with ``/``; that of *base*, a docname or a partial, may
    have no suffix.

    :param anywhere: as in :func:`look_up`
    """
    found = look_up(env, address, base, anywhere=anywhere)
    return found.path if found.exists else ""


def read_text(env: BuildEnvironment, path: str) -> str | None:
    """Return the text of the file at *path* (from the source folder); note it as a dependency.

    None if it is larger than :data:`MAX_BYTES`, cannot be read, or is not UTF-8.
    """
    env.note_dependency(path)
    file = Path(env.srcdir, path)
    try:
        if file.stat().st_size > MAX_BYTES:
            return None
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None


def is_document(env: BuildEnvironment, path: str) -> bool:
    """Return whether *path* has the suffix of a document.

    That includes drafts, so that a link to one never publishes its source as a download.
    """
    return path.endswith(tuple(env.config.source_suffix))


def document_name(env: BuildEnvironment, address: str, base: str) -> str | None:
    """Return the docname that a link in *base* names, or None outside of the source folder.

    ``./other.md``, ``other.mdx``, ``/posts/other`` and ``../other/`` are resolved as in
    Docusaurus. The document need not exist. The address of a dated post may be as much as three
    folders deeper than its file (``/blog/2025/11/14/name``); a link from there to what lies above
    the source folder keeps its ``../``, with which there is no docname.
    """
    plain = without_templates(address)
    path = unquote(plain.split("?", 1)[0]).removeprefix("@site")
    folder = "" if path.startswith("/") else posixpath.dirname(base)
    path = path.rstrip("/")
    joined = posixpath.normpath(posixpath.join(folder, path.lstrip("/")))
    joined = unicodedata.normalize("NFC", joined)
    if "\0" in joined or joined == ".." or joined.startswith("../" * (_PARTS_OF_DATE + 1)):
        return None
    if joined.startswith("../") and dates.date_from_name(base, dt.UTC) is None:
        return None
    for suffix in (*env.config.source_suffix, ".md", ".mdx"):
        if joined.endswith(suffix):
            return joined.removesuffix(suffix)
    return joined
