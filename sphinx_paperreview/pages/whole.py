"""Digests of all that pages and files beside pages are made of.

As long as they are the same, none of them has to be described to see that it is up to date.
"""

from __future__ import annotations

import os
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.application import ENV_PICKLE_FILENAME

from sphinx_paperreview._compat import builder_of
from sphinx_paperreview.core.files.digests import digest
from sphinx_paperreview.domain.scope import has_own_theme
from sphinx_paperreview.outputs.state import config_digest
from sphinx_paperreview.reading.states.publishing import has_hidden_source
from sphinx_paperreview.search.backends import engine_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx_paperreview.domain.domain import PaperDomain
    from sphinx_paperreview.images.copies import Pictures

#: The tables of the domain whose records gathered pages and files show.
_TABLES = (
    "posts",
    "papers",
    "mentions",
    "queries",
    "links",
    "pictures",
    "routes",
    "named",
    "claims",
)


def site_digest(domain: PaperDomain, surroundings: str, sought: Iterable[str]) -> str:
    """Return a digest of all that all pages and files show; empty where it cannot be told.

    :param surroundings: what :func:`surroundings_digest` returned
    :param sought: names of documents that count if there is a source that is not published
    """
    env = domain.env
    # All records are in it; it is written only if a document was read.
    kept = domain.known_files.digest(str(Path(env.doctreedir, ENV_PICKLE_FILENAME)))
    hidden = [name for name in sorted(sought) if has_hidden_source(env, name)]
    return digest((kept, surroundings, hidden)) if kept and surroundings else ""


def surroundings_digest(
    domain: PaperDomain, pictures: Pictures, layout: str, author: Iterable[str]
) -> str:
    """Return a digest of what is not read from documents; empty where it cannot be told.

    Fonts of social cards and the program Pagefind are not part of the project, so what they make
    is described in each build.

    :param layout: a digest of what shapes every page
    :param author: paths of the author's own files in the output
    """
    env, known, settings = domain.env, domain.known_files, domain.settings
    if settings.social_cards or engine_of(settings) == "pagefind":
        return ""
    names = sorted(env.images)
    if settings.citation_style.endswith(".csl"):
        names.append(settings.citation_style)
    files = [known.digest(os.path.join(env.srcdir, name)) for name in names]  # noqa: PTH118  # often
    return digest((
        layout, config_digest(env.config, whole=True), version("pillow"),
        sorted(env.found_docs), sorted(pictures.copies.items()), files, sorted(author),
        sorted(pictures.thumbnails.items()), [variant.name for variant in pictures.variants],
        domain.read_beside(),
    ))  # fmt: skip


def facts_digest(domain: PaperDomain, surroundings: str, records: Mapping[str, list[Any]]) -> str:
    """Return a digest of what gathered pages and files show, but for the text of documents.

    :param records: what :func:`record_digests` returned
    """
    env, archive = domain.env, domain.archive
    related = [(key, archive.related(key)) for key in archive.keys]
    copied = [
        sorted((path, name) for path, (_docs, name) in found.items())
        for found in (env.images, env.dlfiles)
    ]
    facts = sorted((docname, value) for docname, (_time, value) in records.items())
    return digest((surroundings, facts, related, copied)) if surroundings else ""


def record_digests(domain: PaperDomain, known: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    """Return of each document the time when it was read, and a digest of its records.

    :param known: what was returned in the last build; of a document read then it is not made again
    """
    env, result = domain.env, {}
    for docname in sorted(env.found_docs):
        time = env.all_docs.get(docname)
        old = known.get(docname)
        result[docname] = old if old and old[0] == time else [time, _records(domain, docname)]
    return result


def _records(domain: PaperDomain, docname: str) -> str:
    title = domain.env.titles.get(docname)
    records = [domain.data[table].get(docname) for table in _TABLES]
    contained = domain.env.toctree_includes.get(docname)
    # Other themes may show the sections of any document beside each page.
    contents = "" if has_own_theme(builder_of(domain.env)) else str(domain.env.tocs.get(docname))
    return digest((title.astext() if title is not None else "", records, contained, contents))
