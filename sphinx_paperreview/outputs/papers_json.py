"""``papers.json``, a list of all papers; of many, an index of a file for each year.

Their JSON Schema, ``papers.schema.json``, is written beside them. The same archive gives the same
bytes: the newest review first, keys sorted, a line for each paper.
"""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_paperreview import __version__
from sphinx_paperreview.core.files.digests import digest
from sphinx_paperreview.core.files.store import kept_texts
from sphinx_paperreview.core.metadata.names import displayed
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.outputs.site import SiteFile
from sphinx_paperreview.outputs.state import state_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sphinx_paperreview.core.model import Mention, Paper
    from sphinx_paperreview.outputs.site import Site

#: Version of the format; a new field does not change it.
_VERSION = 1
_SCHEMA, _FILE = "papers.schema.json", "papers.json"
#: Most papers in one file; of more, there is a file for each year.
WHOLE = 2_000


def json_files(site: Site) -> Iterator[SiteFile]:
    """Yield the list of all papers and its schema; of many papers, a list for each year."""
    archive = site.archive
    if not site.exports("json") or not archive.papers:
        return
    schema = Path(__file__).with_name(_SCHEMA).read_bytes()
    yield SiteFile(_SCHEMA, digest(schema), partial(bytes, schema))
    keys = newest_keys(site)
    if len(keys) <= WHOLE:
        yield _list_file(site, _FILE, keys)
        return
    years: dict[str, list[str]] = {}
    for key in keys:
        date = archive.date_of(archive.reviews_of(key)[0].docname)
        years.setdefault(str(date.year) if date else "", []).append(key)
    counts = {year: len(found) for year, found in years.items()}
    for year, found in years.items():
        yield _list_file(site, _year_file(year), found)
    yield SiteFile(_FILE, digest((site.addresses, counts)), partial(_index_bytes, site, counts))


def _list_file(site: Site, name: str, keys: Sequence[str]) -> SiteFile:
    value = digest([paper_digest(site, key) for key in keys])
    return SiteFile(name, value, partial(_papers_bytes, site, name, keys))


def _year_file(year: str) -> str:
    """Return the name of the file of a *year*; empty: of the reviews without a date."""
    return f"papers-{year or 'undated'}.json"


def markdown_file(page: str) -> str:
    """Return the path of the Markdown beside the *page* of a paper, the same for all builders."""
    return f"{page}.md"


def newest_keys(site: Site) -> tuple[str, ...]:
    """Return the keys of all papers, ordered by their newest reviews, the newest first."""
    return tuple(dict.fromkeys(paper.id.key for paper in site.archive.papers))


def paper_digest(site: Site, key: str) -> str:
    """Return a digest of all that the files of one paper contain, except the texts of reviews.

    The page of the paper shows the same records: its digest is used if there is one.
    """
    if key not in site.paper_digests:
        site.paper_digests[key] = _paper_digest(site, key)
    return site.paper_digests[key]


def _paper_digest(site: Site, key: str) -> str:
    archive = site.archive
    reviews, mentions = archive.reviews_of(key), archive.mentions_of(key)
    shown: object = site.page_digests.get(archive.paper_page(reviews[0].id))
    if shown is None:
        rows = [archive.paper_row(review) for review in reviews]
        shown = archive.about(key), reviews, mentions, rows
    names = dict.fromkeys(
        [*(each.docname for each in reviews), *(each.docname for each in mentions)]
    )
    return digest((site.addresses, shown, [site.document_digest(name) for name in names]))


def paper_object(site: Site, key: str) -> dict[str, Any]:
    """Return the JSON object of the paper with *key*, as the schema describes it."""
    archive = site.archive
    about, reviews = archive.about(key), archive.reviews_of(key)
    identifier, mentions = reviews[0].id, archive.mentions_of(key)
    page = archive.paper_page(identifier)
    summary = next((review.summary for review in reviews if review.has_tldr), "")
    return without_empty({
        "key": key,
        "id": {"scheme": identifier.scheme, "value": identifier.value},
        "url": identifiers.canonical_url(identifier),
        "links": [{"label": label, "url": url} for label, url in identifiers.links(identifier)],
        "title": about.title or reviews[0].title,
        "authors": list(displayed(about.authors)),
        "published": about.published,
        "year": about.year,
        "venue": about.venue,
        "doi": about.doi,
        "newest_version": about.version or None,
        "categories": list(about.categories),
        "code": about.code,
        "project": about.project,
        "tldr": summary,
        "page": site.url(page) if page else "",
        "terms": _terms(site, reviews),
        "reviews": [_review(site, review) for review in reviews],
        "mentions": len(mentions),
        "mentioned_in": [_mention(site, mention) for mention in mentions],
    })  # fmt: skip


def _review(site: Site, paper: Paper) -> dict[str, Any]:
    archive, post = site.archive, site.archive.post(paper.docname)
    return without_empty({
        "url": site.url(paper.docname, paper.anchor),
        "post": {"url": site.url(paper.docname), "title": _title(site, paper.docname)},
        "date": post.date.isoformat() if post else "",
        "updated": archive.updated(post).isoformat() if post else "",
        "reviewers": [person.name for person in archive.people(post)] if post else [],
        "language": post.language if post else "",
        "title": paper.title,
        "number": paper.number,
        "subtitle": paper.subtitle,
        "orgs": [label for label, _page in _orgs(site, paper)],
        "tags": [label for label, _page in _tags(site, paper)],
        "summary": paper.summary,
        "rating": paper.rating,
        "confidence": paper.confidence,
        "status": paper.status,
        "relations": [
            {
                "kind": relation.kind,
                "key": relation.target.key,
                "url": identifiers.canonical_url(relation.target),
            }
            for relation in paper.relations
        ],
    })  # fmt: skip


def _mention(site: Site, mention: Mention) -> dict[str, Any]:
    date = site.archive.date_of(mention.docname)
    return without_empty({
        "url": site.url(mention.docname, mention.anchor),
        "title": mention.context or _title(site, mention.docname),
        "date": date.isoformat() if date else "",
    })  # fmt: skip


def _title(site: Site, docname: str) -> str:
    post, node = site.archive.post(docname), site.env.titles.get(docname)
    return post.title if post else node.astext() if node is not None else docname


def _tags(site: Site, paper: Paper) -> tuple[tuple[str, str], ...]:
    post = site.archive.post(paper.docname)
    names = (*paper.tags, *(post.tags if post else ()))
    terms = site.archive.terms_of("tag", names)
    return tuple((term.label, site.archive.term_page(term)) for term in terms)


def _orgs(site: Site, paper: Paper) -> tuple[tuple[str, str], ...]:
    terms = site.archive.terms_of("org", paper.orgs)
    return tuple((term.label, site.archive.term_page(term)) for term in terms)


def _terms(site: Site, reviews: tuple[Paper, ...]) -> list[dict[str, str]]:
    """Return the organisations and tags of all *reviews* with their pages, each once."""
    found = {
        (kind, label, page): None
        for review in reviews
        for kind, pairs in (("org", _orgs(site, review)), ("tag", _tags(site, review)))
        for label, page in pairs
    }
    return [
        {"kind": kind, "label": label, "url": site.url(page)} for kind, label, page in sorted(found)
    ]


def _papers_bytes(site: Site, name: str, keys: Sequence[str]) -> bytes:
    """Return the list, a line for each paper, so that version control shows single papers."""
    path = state_path(site.builder).with_suffix(f".{name}")
    sources = {key: paper_digest(site, key) for key in keys}
    lines = kept_texts(path, sources, lambda key: _json(paper_object(site, key)))
    return _lines(site, "papers", lines)


def _index_bytes(site: Site, counts: Mapping[str, int]) -> bytes:
    """Return the list of the files of each year, with the number of their papers."""
    parts = [
        without_empty({"year": year, "url": site.file_url(_year_file(year)), "papers": count})
        for year, count in counts.items()
    ]
    return _lines(site, "years", [_json(part) for part in parts])


def _lines(site: Site, name: str, lines: Sequence[str]) -> bytes:
    """Return an object with the facts about the site, and *lines* as the array *name*."""
    head = {
        "$schema": site.file_url(_SCHEMA),
        "generator": f"sphinx-paperreview {__version__}",
        "site": without_empty({
            "title": site.config.project, "url": site.url(site.config.root_doc),
            "description": site.settings.description, "language": site.config.language,
        }),
        "version": _VERSION,
    }  # fmt: skip
    start = _json(head).removesuffix("}") + f',"{name}":[\n'
    return (start + ",\n".join(lines) + "\n]}\n").encode("utf-8", "replace")


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def without_empty(data: dict[str, Any]) -> dict[str, Any]:
    """Return *data* without empty texts, lists and objects, and without None; zero is kept."""
    return {key: value for key, value in data.items() if value or value == 0}
