"""What a document inherits of its publication: ``cascade`` of Hugo, ``defaults`` of Jekyll.

So do the defaults of other programs, files of data in a folder (``_metadata.yml`` of Quarto), and
those beside a document of Eleventy (``x.11tydata.json``) or Nikola (``x.meta``).

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
from sphinx_paperreview.mdx.javascript.objects import read_object
from sphinx_paperreview.reading.layouts.configuration import data_in, text_in
from sphinx_paperreview.reading.layouts.globs import glob_expression
from sphinx_paperreview.reading.layouts.globs import patterns as texts_in
from sphinx_paperreview.reading.states.evidence import state_of
from sphinx_paperreview.reading.states.source.heads import nikola_fields
from sphinx_paperreview.reading.states.state import Problem
from sphinx_paperreview.reading.states.words.keys import flag_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping
    from os import PathLike

    from sphinx_paperreview.reading.states.state import PublicationState

#: The document of a folder of Hugo, in any language (``_index.ko``).
INDEX = re.compile(r"_index(?:\.[A-Za-z-]+)?")
#: Keys of Hugo that decide on publication; all others of a cascade are about looks.
_OF_HUGO = frozenset({"draft", "publishdate", "expirydate", "build", "_build"})
#: Files with what the documents of a folder have: of Docusaurus, Quarto, Bridgetown, Lume, MkDocs.
_DATA_FILES = frozenset({
    "_category_.json", "_category_.yml", "_category_.yaml",
    "_metadata.yml", "_metadata.yaml", "_defaults.yml", "_defaults.yaml", "_data.yml", "_data.yaml",
    "_data.json", ".meta.yml",
})  # fmt: skip
#: Files of data in the folder of a page, which other programs may have other data in.
_OF_PAGES = frozenset(
    f"{name}.{end}" for name in ("meta", "metadata") for end in ("yml", "yaml", "toml", "json")
)
#: Endings of files of data that begin with the name of a document; of Eleventy also with that of a
#: folder.
_SCRIPTS = (".11tydata.js", ".11tydata.cjs", ".11tydata.mjs")
_NIKOLA, _OF_ELEVENTY = ".meta", (*_SCRIPTS, ".11tydata.json", ".json")
#: What such a file may have of the name of its document: ``x.md.meta``.
_SUFFIX = re.compile(r"\.(?:mdx?|markdown|rst|ipynb|txt)$")
#: Endings of a file of data beside a document, whatever program reads it.
_BESIDE = (".meta.yml", ".meta.yaml", ".meta.json", ".yml", ".yaml", ".toml", ".json")
#: Keys that such a file decides by.
_OF_FOLDERS = frozenset({
    "draft", "published", "publish", "unpublished", "private", "permalink",
    "eleventyExcludeFromCollections",
})  # fmt: skip
#: Keys that a configuration gives all its documents, or those of a folder.
_OF_DEFAULTS = frozenset({
    "draft", "published", "unpublished", "status", "date", "publishDate", "expiryDate", "expires",
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
        scope, given = part.get("scope"), part.get("values")
        own = given.items() if isinstance(given, dict) else ()
        values = {str(key): item for key, item in own if key in _OF_DEFAULTS}
        if not values:
            continue
        asked = scope if isinstance(scope, dict) else {}
        path, kind = asked.get("path"), asked.get("type")
        patterns = [_below(root)]
        if isinstance(path, str) and path.strip("./"):
            base = f"{re.escape(root)}/" if root else ""
            stem = re.sub(r"\.(?:md|markdown|html)$", "", path.strip("/"))
            patterns.append(_glob(stem, before=base, after="(?:[/.].*)?"))
        if names := texts_in(asked.get("except")):  # hierarchies of Dendron
            others = "|".join(map(re.escape, names))
            patterns.append(re.compile(rf"(?!{_below(root).pattern}(?:{others})(?:\.|\Z))"))
        if isinstance(kind, str):
            folder = r"_[^/]+/" if kind in {"page", "pages"} else rf"_{re.escape(kind)}/"
            inside = rf"(?:.*/)?{folder}"
            patterns.append(re.compile(rf"(?!{inside})" if kind in {"page", "pages"} else inside))
        yield Scope(tuple(patterns), values)


def of_data_files(srcdir: str | PathLike[str], docnames: Iterable[str]) -> Iterator[Scope]:
    """Yield the scopes of the files of data in the folders of *docnames*, and beside these."""
    stems: defaultdict[str, set[str]] = defaultdict(set)
    for docname in docnames:
        folder, _, stem = docname.rpartition("/")
        stems[folder].add(stem)
    parts = [folder.split("/") for folder in stems]
    above = {"/".join(each[:number]) for each in parts for number in range(len(each))}
    endings = (_NIKOLA, *_SCRIPTS, ".11tydata.json", *_BESIDE)
    for folder in sorted(above | stems.keys()):
        try:
            names = os.listdir(os.path.join(srcdir, folder))  # noqa: PTH118, PTH208  # names alone
        except OSError:
            continue
        for name in sorted(names):
            ending = next((each for each in endings if name.endswith(each)), "")
            stem = _SUFFIX.sub("", name.removesuffix(ending))
            # Of Eleventy, which may have a configuration that is not known here.
            is_of_folder = ending in _OF_ELEVENTY and stem == posixpath.basename(folder)
            if is_of_folder or name in _DATA_FILES or name in _OF_PAGES:
                pattern = _below(folder)
            elif ending and stem in stems[folder]:
                pattern = re.compile(re.escape(posixpath.join(folder, stem)) + r"\Z")
            else:
                continue
            if values := _values_in(srcdir, folder, name):
                yield Scope((pattern,), values)


def _values_in(srcdir: str | PathLike[str], folder: str, name: str) -> Mapping[str, Any]:
    """Return what the file of data *name* in *folder* says of publication."""
    if name.endswith(_NIKOLA):
        text = text_in(srcdir, folder, name)
        plain = text if text.startswith(("---", "+++", "{")) else f"---\n{text}\n---\n"
        return nikola_fields(text) or frontmatter.parse(plain).data
    if name.endswith(_SCRIPTS):
        data = read_object(text_in(srcdir, folder, name), _OF_FOLDERS)
    else:
        data = data_in(srcdir, folder, (name,))
    is_own = not (name in _OF_PAGES or name.endswith(_BESIDE))
    return {
        key: item
        for key, item in data.items()
        if key in _OF_FOLDERS and (is_own or flag_of(item) is not None)
    }


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


def draft_sections(
    states: Mapping[str, PublicationState], folders: Iterable[str]
) -> Iterator[Scope]:
    """Yield the scopes of the ``_index`` documents in *folders* that are drafts, and all below."""
    inside = [_below(folder) for folder in folders]
    for docname, state in states.items():
        folder, _, name = docname.rpartition("/")
        if state.is_draft and INDEX.fullmatch(name) and any(each.match(docname) for each in inside):
            yield Scope((_below(folder),), {"draft": True}, docname)


def with_choice(
    states: Mapping[str, PublicationState], choosing: Iterable[tuple[str, str]], home: str
) -> dict[str, PublicationState]:
    """Return *states*, those in doubt that do not say what makes documents beside them public.

    :param choosing: folders, and the key that does so in each
    :param home: the root document, which is none of theirs
    """
    found = dict(states)
    for folder, key in choosing:
        inside = {name: each for name, each in found.items() if _below(folder).match(name)}
        if not any(state.chosen_by == key for state in inside.values()):
            continue
        message = (
            f"its program publishes only documents with `{key}: true`, which others have and this "
            "one has not; write it, or `draft: false`"
        )
        problem = Problem(message, 1)
        for docname, state in inside.items():
            if not (state.chosen_by or state.is_open or docname == home):
                found[docname] = replace(state, problems=(*state.problems, problem))
    return found


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
            given = {
                key: item
                for key, item in scope.values.items()
                if key != "date" or not state.has_date
            }
            more = state_of([given], zone)
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
