"""Which pages are stale: comparison of digests of what each page shows.

The digests of the last successful build lie beside the doctrees, one file for each builder
and output folder. A document's entry is taken out of the file before its page is rewritten,
so a build that is killed in between leaves nothing that would pass for current.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import posixpath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_paperreview import __version__, identifiers
from sphinx_paperreview.archive import digest
from sphinx_paperreview.cards import cards_of
from sphinx_paperreview.model import TERM_SEGMENTS
from sphinx_paperreview.records import RELATION_KINDS
from sphinx_paperreview.render_parts import gathers
from sphinx_paperreview.statistics import count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.archive import Archive
    from sphinx_paperreview.domain import PaperDomain
    from sphinx_paperreview.model import Link, Query


class State:
    """What the last build into one output folder wrote, kept in a file.

    :param path: the file; missing or unreadable means that nothing is known
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        #: Digest by docname.
        self.documents: dict[str, str] = {}
        #: Digest by gathered page.
        self.pages: dict[str, str] = {}
        #: Digest by file beside the pages.
        self.outputs: dict[str, str] = {}
        #: Every file that a clean build would leave, as paths from the output folder.
        self.files: list[str] = []
        with contextlib.suppress(OSError, ValueError, AttributeError, TypeError, KeyError):
            data = json.loads(path.read_text(encoding="utf-8"))
            if data["version"] == __version__:
                tables = [dict(data[name]) for name in ("documents", "pages", "outputs")]
                self.files = list(data["files"])
                self.documents, self.pages, self.outputs = tables

    def forget(
        self,
        documents: Iterable[str] = (),
        pages: Iterable[str] = (),
        outputs: Iterable[str] = (),
    ) -> bool:
        """Drop what is about to be written anew; tell whether anything was known of it."""
        known = [self.documents.pop(docname, "") for docname in documents]
        known += [self.pages.pop(name, "") for name in pages]
        known += [self.outputs.pop(name, "") for name in outputs]
        return any(known)

    def save(self) -> None:
        """Write the file in one step: readers see the old one or the new one."""
        data = {
            "version": __version__,
            "documents": self.documents,
            "pages": self.pages,
            "outputs": self.outputs,
            "files": self.files,
        }
        self.path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        temporary.write_text(json.dumps(data, ensure_ascii=False, sort_keys=True), encoding="utf-8")
        temporary.replace(self.path)


def state_path(builder: Builder) -> Path:
    """Return where the state of *builder* and its output folder lies."""
    name = f"{builder.name}\0{Path(builder.outdir).resolve()}"
    short = hashlib.sha256(name.encode()).hexdigest()[:12]
    return Path(builder.doctreedir, f"paperreview-{short}.json")


def config_digest(config: Config) -> str:
    """Return a digest of the values that decide how documents are read.

    Of a value that is no data, the type alone counts: an address in memory differs each time.
    """
    values = {item.name: item.value for item in config.filter(frozenset({"env"}))}
    return digest(json.dumps(values, skipkeys=True, default=lambda value: type(value).__name__))


def document_digests(domain: PaperDomain, builder: Builder) -> dict[str, str]:
    """Return for each document a digest of what its page shows beyond its own source.

    The time at which it was read is a part of it: another builder that shares the doctrees may
    have read it anew, for a reason that the age of the source does not tell.
    """
    env, archive = domain.env, domain.archive
    shared = (navigation(archive, env, builder), _global(env), bool(archive.posts))
    images = _images(domain)
    return {
        docname: digest(
            (shared, env.all_docs.get(docname), _shown(domain, docname), images.get(docname, ()))
        )
        for docname in sorted(env.found_docs)
    }


def navigation(archive: Archive, env: BuildEnvironment, builder: Builder) -> tuple[str, ...]:
    """Return the gathered pages that every page links to, of those that exist."""
    names: list[tuple[str, bool]] = [
        ("archive", bool(archive.posts)),
        ("papers", bool(archive.papers)),
        *((segment, bool(archive.terms(kind))) for kind, segment in TERM_SEGMENTS.items()),
    ]
    pages = ((archive.segment(name), there and gathers(builder)) for name, there in names)
    return tuple(page for page, there in pages if there or page in env.found_docs)


def _global(env: BuildEnvironment) -> tuple[str, ...]:
    title = env.titles.get(env.config.root_doc)
    return (title.astext() if title is not None else "",)


def _shown(domain: PaperDomain, docname: str) -> tuple[Any, ...]:
    archive, env = domain.archive, domain.env
    post = archive.post(docname)
    papers = archive.papers_in(docname)
    if (
        post is None
        and not papers
        and not domain.data["links"].get(docname)
        and not domain.data["mentions"].get(docname)
        and (docname not in domain.data["queries"])
    ):
        return ()
    return (
        _post_shown(archive, docname),
        tuple(_paper_shown(archive, env, key) for key in dict.fromkeys(p.id.key for p in papers)),
        archive.terms_of("org", (org for paper in papers for org in paper.orgs)),
        tuple(archive.paper_page(paper.id) for paper in papers),
        tuple(_answer(archive, query) for query in domain.records("queries", docname)),
        tuple(_resolved(domain, link) for link in domain.records("links", docname)),
        cards_of(archive, docname, domain.records("links", docname)),
        len(archive.posts) if domain.records("queries", docname) else 0,
    )


def _answer(archive: Archive, query: Query) -> tuple[Any, ...]:
    return count(archive, query) if query.kind == "statistics" else archive.answer(query)


def _post_shown(archive: Archive, docname: str) -> tuple[Any, ...]:
    post = archive.post(docname)
    if post is None:
        return ()
    people = tuple(archive.person(person) for person in post.authors)
    return (
        post,
        str(archive.updated(post)),
        archive.series_of(post)[0],
        tuple((part.docname, part.title) for part in archive.series_of(post)[1]),
        people,
        archive.terms_of("author", (person.name for person in people)),
        archive.terms_of("tag", post.tags),
        tuple((near.docname, near.title) if near else None for near in archive.neighbours(docname)),
    )


def _paper_shown(archive: Archive, env: BuildEnvironment, key: str) -> tuple[Any, ...]:
    def place(docname: str) -> tuple[str, str, str]:
        date, title, post = archive.date_of(docname), env.titles.get(docname), archive.post(docname)
        return (
            str(date),
            title.astext() if title is not None else "",
            post.title if post else "",
        )

    return (
        archive.about(key),
        tuple((kind, r.docname, r.anchor, r.title) for kind, r in archive.related_to(key)),
        tuple(
            (
                relation,
                archive.about(relation.target.key).title,
                tuple(
                    (r.docname, r.anchor, r.title)
                    for r in archive.reviews_of(relation.target.key)[:1]
                ),
            )
            for review in archive.reviews_of(key)
            for relation in review.relations
        ),
        tuple((r.docname, r.anchor, place(r.docname)) for r in archive.reviews_of(key)),
        tuple((m.docname, m.anchor, m.context, place(m.docname)) for m in archive.mentions_of(key)),
    )


def _resolved(domain: PaperDomain, link: Link) -> tuple[Any, ...]:
    """Return what a cross-reference leads to at present, as far as other documents decide it."""
    env, std = domain.env, domain.env.domains["std"]
    target = link.target
    if link.domain == "paper":
        other = identifiers.identify(target) if link.type in RELATION_KINDS else None
        title = domain.archive.about(other.key).title if other else ""
        return (link, domain.target(link.type, target), title)
    names = (target, target.lower())
    labels = tuple(
        std.data[table].get(name) for table in ("labels", "anonlabels") for name in names
    )
    document = target if link.domain == "doc" else posixpath.normpath(
        posixpath.join("" if target.startswith("/") else posixpath.dirname(link.docname),
                       target.lstrip("/")))  # fmt: skip
    heading = env.titles.get(document)
    slugs = env.metadata[document].get("myst_slugs", {}) if document in env.metadata else {}
    return (
        link,
        labels,
        _presence(env, document),
        f"{document}/index" in env.found_docs,
        tuple(paper.anchor for paper in domain.archive.papers_in(document)),
        heading.astext() if heading is not None and document in env.found_docs else "",
        tuple(str(part) for part in slugs.get(link.fragment, ())[1:]),
        tuple(domain.target(role, target) for role in domain.roles) if link.type == "any" else (),
    )


def _presence(env: BuildEnvironment, docname: str) -> str:
    """Return whether a document is there: to be read, hidden (a draft), or not at all."""
    if docname in env.found_docs:
        return "read"
    return "hidden" if env.doc2path(docname).exists() else "absent"


def _images(domain: PaperDomain) -> dict[str, tuple[Any, ...]]:
    """Return for each document the names that its images, and copies of them, get in the output."""
    result: dict[str, list[Any]] = {}
    for path, (docnames, name) in sorted(domain.env.images.items()):
        for docname in docnames:
            result.setdefault(docname, []).append((path, name, domain.variants.get(path, ())))
    return {docname: tuple(found) for docname, found in result.items()}


def remove_files(outdir: Path, names: Iterable[str]) -> None:
    """Delete files that an earlier build recorded, and folders that they leave empty."""
    root = outdir.resolve()
    for name in names:
        path = root / name
        if not path.resolve().is_relative_to(root):
            continue
        with contextlib.suppress(OSError):
            path.unlink()
        for folder in path.parents:
            if folder == root:
                break
            with contextlib.suppress(OSError):
                folder.rmdir()
