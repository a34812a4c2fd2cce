"""What a document inherits of its publication: ``cascade`` of Hugo, ``defaults`` of Jekyll.

Files of data in folders of Quarto and Eleventy count as well, and those beside a document of
Eleventy (``x.11tydata.json``) or Nikola (``x.meta``).

In: the configurations that :class:`~sphinx_paperreview.reading.layouts.layout.Layout` names, and
what each ``_index`` document passes on. A document that says itself that it is published is.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core.metadata import frontmatter
from sphinx_paperreview.reading.layouts.configuration import data_in, text_in
from sphinx_paperreview.reading.layouts.globs import glob_expression
from sphinx_paperreview.reading.states.evidence import state_of
from sphinx_paperreview.reading.states.heads import nikola_fields

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping
    from os import PathLike

    from sphinx_paperreview.reading.files.generators import Generator
    from sphinx_paperreview.reading.layouts.layout import Layout
    from sphinx_paperreview.reading.states.state import PublicationState

#: The document of a folder of Hugo, in any language (``_index.ko``).
INDEX = re.compile(r"_index(?:\.[A-Za-z-]+)?")
#: Keys of Hugo that decide on publication; all others of a cascade are about looks.
_OF_HUGO = frozenset({"draft", "publishdate", "expirydate", "build", "_build"})
#: The file with what the documents of a folder have, by its name.
_DATA_FILES: Mapping[Generator, tuple[str, ...]] = {
    "Quarto": ("_metadata.yml", "_metadata.yaml"),
    "Eleventy": ("{}.json", "{}.11tydata.json"),
}
#: Endings of the file of data beside a document.
_NIKOLA, _ELEVENTY = ".meta", (".11tydata.json", ".json")
#: Keys that such a file decides by.
_OF_FOLDERS = frozenset({
    "draft", "published", "publish", "unpublished", "private", "permalink",
    "eleventyExcludeFromCollections",
})  # fmt: skip
#: Most scopes of one file, and the longest pattern.
_MOST, _LONGEST = 200, 200


@dataclass(frozen=True, slots=True)
class Scope:
    """Documents that inherit the same *values*: those that each of *patterns* matches."""

    patterns: tuple[re.Pattern[str], ...]
    values: Mapping[str, Any]
    #: The document that says so, which is judged by it anyway.
    source: str = ""

    def has(self, docname: str) -> bool:
        """Return whether *docname* is among them."""
        return all(pattern.match(docname) for pattern in self.patterns)


def cascades(folder: str, value: object) -> Iterator[Scope]:
    """Yield the scopes of ``cascade: value`` of Hugo in the *folder* of documents.

    A target that names an environment other than production, for which sites are published, is
    left out; languages are not told apart.
    """
    for part in _mappings(value):
        lower = {str(key).lower(): item for key, item in part.items()}
        values = {str(key): part[key] for key in part if str(key).lower() in _OF_HUGO}
        targets = list(_mappings(lower.get("target") or lower.get("_target"))) or [{}]
        for target in targets if values else ():
            named = {str(key).lower(): item for key, item in target.items()}
            environment = named.get("environment")
            if isinstance(environment, str) and not _glob(environment).match("production"):
                continue
            patterns = [_below(folder)]
            if isinstance(path := named.get("path"), str):
                patterns.append(_glob(path.strip("/"), before="(?:.*/)?", after="(?:/_?index)?"))
            if isinstance(kind := named.get("kind"), str):
                patterns += _of_kind(_glob(kind))
            yield Scope(tuple(patterns), values)


def _of_kind(kind: re.Pattern[str]) -> Iterator[re.Pattern[str]]:
    """Yield what else a document must match to be of the *kind*: a page, or that of a folder."""
    is_index = rf"(?:.*/)?{INDEX.pattern}\Z"
    if not kind.match("page"):
        yield re.compile(is_index)
    if not (kind.match("section") or kind.match("home")):
        yield re.compile(rf"(?!{is_index})")


def defaults(root: str, value: object) -> Iterator[Scope]:
    """Yield the scopes of ``defaults: value`` of Jekyll that say whether pages are published."""
    for part in _mappings(value):
        scope, values = part.get("scope"), part.get("values")
        if not isinstance(values, dict) or "published" not in values:
            continue
        asked = scope if isinstance(scope, dict) else {}
        path, kind = asked.get("path"), asked.get("type")
        patterns = [_below(root)]
        if isinstance(path, str) and path.strip("./"):
            base = f"{re.escape(root)}/" if root else ""
            stem = re.sub(r"\.(?:md|markdown|html)$", "", path.strip("/"))
            patterns.append(_glob(stem, before=base, after="(?:[/.].*)?"))
        if isinstance(kind, str):
            folder = r"_[^/]+/" if kind in {"page", "pages"} else rf"_{re.escape(kind)}/"
            inside = rf"(?:.*/)?{folder}"
            patterns.append(re.compile(rf"(?!{inside})" if kind in {"page", "pages"} else inside))
        yield Scope(tuple(patterns), {"published": values["published"]})


def of_folders(
    srcdir: str | PathLike[str], layout: Layout, docnames: Iterable[str]
) -> Iterator[Scope]:
    """Yield the scopes of the files of data in the folders of *docnames*."""
    names = [name for each in sorted(layout.generators) for name in _DATA_FILES.get(each, ())]
    if not names:
        return
    folders = {posixpath.dirname(docname) for docname in docnames}
    parts = (folder.split("/") for folder in folders)
    above = {"/".join(each[:n]) for each in parts for n in range(len(each))}
    for folder in sorted(folders | above):
        own = tuple(name.format(posixpath.basename(folder)) for name in names)
        data = data_in(srcdir, folder, own)
        if values := {key: item for key, item in data.items() if key in _OF_FOLDERS}:
            yield Scope((_below(folder),), values)


def of_files(
    srcdir: str | PathLike[str], layout: Layout, docnames: Iterable[str]
) -> Iterator[Scope]:
    """Yield the scopes of the files of data beside *docnames*, each of which has its own."""
    endings = (_NIKOLA, *(_ELEVENTY if "Eleventy" in layout.generators else ()))
    stems: defaultdict[str, set[str]] = defaultdict(set)
    for docname in docnames:
        folder, _, stem = docname.rpartition("/")
        stems[folder].add(stem)
    for folder in sorted(stems):
        try:
            names = os.listdir(os.path.join(srcdir, folder))  # noqa: PTH118, PTH208  # names alone
        except OSError:
            continue
        for name in sorted(names):
            ending = next((each for each in endings if name.endswith(each)), "")
            stem = name.removesuffix(ending)
            if not ending or stem not in stems[folder]:
                continue
            if ending == _NIKOLA:
                text = text_in(srcdir, folder, name)
                values: Mapping[str, Any] = nikola_fields(text) or frontmatter.parse(text).data
            else:
                data = data_in(srcdir, folder, (name,))
                values = {key: item for key, item in data.items() if key in _OF_FOLDERS}
            if values:
                pattern = re.compile(re.escape(posixpath.join(folder, stem)) + r"\Z")
                yield Scope((pattern,), values)


def _mappings(value: object) -> Iterator[Mapping[str, Any]]:
    items = value if isinstance(value, list) else [value]
    yield from (item for item in items[:_MOST] if isinstance(item, dict))


def _below(folder: str) -> re.Pattern[str]:
    return re.compile(re.escape(f"{folder}/") if folder else "")


def _glob(pattern: str, *, before: str = "", after: str = "") -> re.Pattern[str]:
    return re.compile(rf"{before}{glob_expression(pattern[:_LONGEST], crosses=False)}{after}\Z")


def scopes_of_index(docname: str, cascade: object) -> Iterator[Scope]:
    """Yield the scopes of the ``cascade`` of *docname*, the document of a folder of Hugo."""
    for scope in cascades(posixpath.dirname(docname), cascade):
        yield replace(scope, source=docname)


def with_inherited(
    state: PublicationState, docname: str, scopes: Iterable[Scope], zone: dt.tzinfo
) -> PublicationState:
    """Return *state* with what *docname* inherits from *scopes*.

    What cannot be understood keeps a document back, as a draft: it is reported where it is written.
    """
    if state.is_open:
        return state
    for scope in scopes:
        if scope.has(docname):
            more = state_of([scope.values], zone)
            state = replace(
                state,
                is_draft=state.is_draft
                or more.is_draft
                or (not more.is_certain and docname != scope.source),
                is_draft_post=state.is_draft_post or more.is_draft_post,
                starts=(*state.starts, *more.starts),
                ends=state.ends or more.ends,
            )
    return state
