"""The ``paper`` domain: the records of every document, and the targets of cross-references.

Only this module writes ``env.domaindata``. Every table maps docnames to records, so that clearing
a document and merging the result of a worker need a few lines.
"""

from __future__ import annotations

import posixpath
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.locale import get_translation
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from sphinx_paperreview._compat import app_of, use_project
from sphinx_paperreview.archive.archive import Archive
from sphinx_paperreview.archive.sources import Records
from sphinx_paperreview.config import THEME, settings_of
from sphinx_paperreview.core.builders import writes_gathered_pages
from sphinx_paperreview.core.files.known_files import KnownFiles
from sphinx_paperreview.core.files.package import package_digest
from sphinx_paperreview.core.model import (
    PAPER_ROLES,
    RELATION_KINDS,
    TERM_SEGMENTS,
)
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.domain.directives import DIRECTIVES
from sphinx_paperreview.domain.indices import INDICES
from sphinx_paperreview.domain.shared_files import SharedFiles
from sphinx_paperreview.nodes import LOADING, nodes_of_kinds, paper_facts
from sphinx_paperreview.reading.figures import with_figures
from sphinx_paperreview.reading.files.file_names import FileNames
from sphinx_paperreview.reading.files.project import SourceProject
from sphinx_paperreview.reading.files.routes import Routes
from sphinx_paperreview.reading.layouts.programs import read_layout
from sphinx_paperreview.reading.lint import proofread
from sphinx_paperreview.reading.posts.post_rules import Posts
from sphinx_paperreview.reading.records import read_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.core.files.paths import Identity
    from sphinx_paperreview.core.image_copies import Thumbnail
    from sphinx_paperreview.core.model import (
        Post,
        TermKind,
    )
    from sphinx_paperreview.reading.layouts.layout import Layout

_ = get_translation("paperreview")

#: The tables of the domain; each maps a docname to its records.
_TABLES = (
    "posts", "claims", "papers", "mentions", "queries", "links", "pictures", "search", "sources",
    "drawings", "readings",
    "routes", "sought", "named",
    "decisions", "numbers", "unread", "toctrees", "refusals",
)  # fmt: skip

#: First segments of the gathered pages that may stand in a toctree, besides those of terms.
LISTS = ("archive", "papers", "statistics", "gallery", "map")

_TERM_ROLES: dict[str, TermKind] = {kind: kind for kind in TERM_SEGMENTS}


def domain_of(env: BuildEnvironment) -> PaperDomain:
    """Return the ``paper`` domain of *env*."""
    return cast("PaperDomain", env.domains["paper"])


class PaperDomain(Domain):
    """Papers, posts, and the tags, organisations, authors and series that they belong to."""

    name = "paper"
    label = "Paper reviews"
    object_types: ClassVar[dict[str, ObjType]] = {
        "paper": ObjType(_("paper"), "ref"),
        "post": ObjType(_("post"), "post"),
        "tag": ObjType(_("tag"), "tag"),
        "org": ObjType(_("organisation"), "org"),
        "author": ObjType(_("author"), "author"),
        "series": ObjType(_("series"), "series"),
    }
    directives = DIRECTIVES
    indices = INDICES
    roles = {name: XRefRole(warn_dangling=True) for name in (*PAPER_ROLES, "post", *_TERM_ROLES)}
    #: ``bases`` are the paths under which generators serve the site; ``states`` has what sources
    #: say about their publication, by a digest of the content; ``lists`` and ``listed`` what lists
    #: of notes say, by the list and by the note.
    initial_data: ClassVar[dict[str, Any]] = {
        **{table: {} for table in _TABLES},
        "doctrees": {},
        "labels": {},
        "code": "",
        "bases": (),
        "states": {},
        "lists": {},
        "listed": {},
        "found_posts": Posts(),
        "withheld": "",
        "orphans": [],
    }
    #: What other code of the extension read is read anew. An ``env_version`` of the extension
    #: would do the same, but Sphinx writes its name into the search index of each project.
    data_version = int(package_digest()[:8], 16)
    dangling_warnings: ClassVar[dict[str, str]] = {
        "ref": "paper:ref finds no review of %(target)r; write an identifier that is reviewed "
        "here, such as arxiv:2511.10643, or link to its address",
        "post": "paper:post finds no post %(target)r; write its document name",
        "tag": "paper:tag finds no tag %(target)r; write one that a post or a review has",
        "org": "paper:org finds no organisation %(target)r; write one that a post or a review has",
        "author": "paper:author finds no author %(target)r; write one that a post or a review has",
        "series": "paper:series finds no series %(target)r; write one that a post or a review has",
    }

    def __init__(self, env: BuildEnvironment) -> None:
        """Start without an archive, which :attr:`archive` makes on its first use."""
        super().__init__(env)
        # Answers over all records: made when they are asked for, until one of these changes.
        self._archive: Archive | None = None
        self._routes: Routes | None = None
        self._users: AbstractSet[str] | None = None
        self._named: AbstractSet[str] | None = None
        #: The documents that are not published in this build, and their sources.
        self.hidden: frozenset[str] = frozenset()
        self.withheld: frozenset[Identity] = frozenset()
        #: Names of which :func:`.has_hidden_source` was asked: pages depend on the answers.
        self.sought_sources: set[str] = set()
        #: Digests of the sources that are about to be read, by docname.
        self.sources_before: dict[str, tuple[str, str]] = {}
        #: The small copies of pictures that pages of this build may show, by path.
        self.thumbnails: Mapping[str, Thumbnail] = {}
        #: Paths of pages in the output folder, by name.
        self.page_files: dict[str, str] = {}

    def setup(self) -> None:
        """Have documents found by their names on the disk, before they are (``Domain.setup``)."""
        super().setup()
        use_project(self.env, SourceProject)
        if isinstance(self.env.project, SourceProject):
            config = app_of(self.env).config
            self.env.project.root_doc = config.root_doc
            self.env.project.names_unread = config.html_theme == THEME

    # -- data ----------------------------------------------------------------------------------

    def clear_doc(self, docname: str) -> None:
        """Remove the records of *docname* (``Domain.clear_doc``)."""
        self._forget_answers()
        for table in (*_TABLES, "doctrees"):
            self.data[table].pop(docname, None)

    def _forget_answers(self) -> None:
        """Forget what was computed from records that are no longer all."""
        self._archive = self._routes = self._users = self._named = None

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take the records of *docnames* from a worker (``Domain.merge_domaindata``)."""
        self._forget_answers()
        for table in _TABLES:
            for docname in docnames & otherdata[table].keys():
                self.data[table][docname] = otherdata[table][docname]

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Store the records of *document* (``Domain.process_doc``).

        A post needs no toctree, so it becomes an ``orphan``. The prose is checked as
        ``paperreview_lint`` says.
        """
        self._forget_answers()
        for table, records in read_records(env, docname, document).items():
            if records:
                self.data[table][docname] = records
        post: Post | None = self.data["posts"].get(docname)
        if post is not None:
            env.metadata[docname].setdefault("orphan", "")
            if post.unlisted:
                env.metadata[docname].setdefault("nosearch", "")
        level = self.settings.lint
        if level != "off":
            proofread(document, advice=level == "all")

    def note_pictures(self, docname: str, document: nodes.document) -> None:
        """Store the pictures that *document* shows, with the sizes that it gives them.

        Those of a review become a part of its record.

        To be called after Sphinx's collector has found their files.
        """
        found, drawings = set[tuple[str, ...]](), set[str]()
        places = nodes_of_kinds(document, nodes.image, paper_facts)
        for node in places:
            candidates: dict[str, str] = node.get("candidates", {})  # of an image
            given = tuple(str(node.get(name, "")) for name in ("width", "height", "scale"))
            found |= {(path, *given) for kind, path in candidates.items() if kind != "?"}
            if LOADING in node:
                drawings |= set(candidates.values())
        if found:
            self.data["pictures"][docname] = tuple(sorted(found))
        if drawings:
            self.data["drawings"][docname] = tuple(sorted(drawings))
        if papers := self.data["papers"].get(docname):
            post: Post | None = self.data["posts"].get(docname)
            image = post.image if post is not None and post.has_image else ""
            image = image if image in self.env.images else ""
            self._archive = None
            self.data["papers"][docname] = with_figures(places, papers, image)

    def loading_drawings(self) -> set[str]:
        """Return the paths of the drawings that are published without what they load."""
        return {path for found in self.data["drawings"].values() for path in found}

    @cached_property
    def settings(self) -> Settings:
        """Return the extension's settings, which do not change while a domain exists."""
        return settings_of(self.env.config)

    @cached_property
    def known_files(self) -> KnownFiles:
        """Return what is known of the files of the project and of those beside the doctrees."""
        return KnownFiles(Path(self.env.doctreedir, "paperreview-files.json"))

    @property
    def archive(self) -> Archive:
        """Return the archive over all records read so far."""
        if self._archive is None:
            files = self.shared_files
            records = Records(files.posts(), files.papers(), self.data["mentions"])
            self._archive = Archive(
                self.settings, records, files.shared_facts(), Path(self.env.doctreedir)
            )
        return self._archive

    @cached_property
    def shared_files(self) -> SharedFiles:
        """Return what the documents share, read once for a build."""
        return SharedFiles(self.env, self.settings, self.data)

    def face_files(self) -> dict[str, str]:
        """Return the paths of the pictures of authors of posts, by what ``authors.yml`` says."""
        return self.shared_files.face_files(self.archive.terms("author"))

    def read_beside(self) -> tuple[object, ...]:
        """Return what is read in each build and not kept: people, tags, metadata, dates, others."""
        return (*self.shared_files.facts(), sorted(self.face_files().items()), self.layout)

    def uses(self, docname: str) -> bool:
        """Return whether the document *docname* has a record, a role or a directive of the domain.

        A document that our parser reads counts as well, whatever it contains: nobody else reads it.
        """
        return docname in self._using or docname in self.data["readings"]

    def has_records(self, docname: str) -> bool:
        """Return whether *docname*, as last read, is a post or has reviews, or our parser read it.

        Unlike :meth:`uses` it may be asked before reading, when there is no archive yet.
        """
        return any(docname in self.data[table] for table in ("posts", "papers", "readings"))

    @property
    def is_used(self) -> bool:
        """Return whether any document has a record, a role or a directive of the domain, or is MDX.

        Markdown alone is what many projects have that review nothing.
        """
        return bool(self._using)

    @property
    def _using(self) -> AbstractSet[str]:
        if self._users is None:
            found = {name for table in ("posts", "papers", "queries") for name in self.data[table]}
            found |= {
                name
                for name, links in self.data["links"].items()
                if any(link.domain == self.name for link in links)
            }
            kinds = self.env.config.source_suffix.items()
            suffixes = tuple(suffix for suffix, kind in kinds if kind == "mdx")
            names = self._list_names
            found |= {
                name
                for name, included in self.env.toctree_includes.items()
                if not names.isdisjoint(included)
            }
            documents = self.env.found_docs if suffixes else ()
            found |= {name for name in documents if str(self.env.doc2path(name)).endswith(suffixes)}
            self._users = frozenset(found)
        return self._users

    @property
    def named_lists(self) -> AbstractSet[str]:
        """The gathered pages that stand in a toctree, by name; asked after reading."""
        if self._named is None:
            named = {page for pages in self.env.toctree_includes.values() for page in pages}
            self._named = self._list_names & named
        return self._named

    @property
    def _list_names(self) -> AbstractSet[str]:
        """The gathered pages that a toctree may name, but for those that are a document's."""
        segment = self.archive.segment
        names = {segment(name) for name in (*TERM_SEGMENTS.values(), *LISTS)}
        return {*names, f"{segment('papers')}/unreviewed"} - self.env.found_docs

    def records(self, table: str, docname: str) -> tuple[Any, ...]:
        """Return the records of *docname* in *table*; an empty tuple if it has none."""
        found: tuple[Any, ...] = self.data[table].get(docname, ())
        return found

    @cached_property
    def layout(self) -> Layout:
        """Return what the site generators of the source folder say, read once for a build."""
        return read_layout(self.env.srcdir)

    @cached_property
    def file_names(self) -> FileNames:
        """Return the files of the source folder by name, gone through once for a build."""
        return FileNames(self.env.srcdir, self.env.doctreedir)

    @property
    def routes(self) -> Routes:
        """Return the addresses of all documents read so far on the site they were written for."""
        if self._routes is None:
            home = Path(self.env.srcdir).name
            self._routes = Routes(self.env.found_docs, self.data["routes"], self.layout, home)
        return self._routes

    # -- cross-references ------------------------------------------------------------------------

    def target(self, role: str, name: str) -> tuple[str, str, str, str] | None:
        """Return ``(object type, page, anchor, title)`` of the target *name* of *role*, or None."""
        archive = self.archive
        if role in PAPER_ROLES:
            identifier = identifiers.identify_url(name)
            reviews = archive.reviews_of(identifier.key) if identifier is not None else ()
            if reviews:
                return "paper", reviews[0].docname, reviews[0].anchor, reviews[0].title
        elif role == "post":
            post = archive.post_called(name)
            if post:
                return "post", post.docname, "", post.title
        elif role in _TERM_ROLES:
            term = archive.term(_TERM_ROLES[role], name)
            if term:
                return role, archive.term_page(term), "", term.label
        return None

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Resolve a ``paper:*`` role (``Domain.resolve_xref``).

        A term is plain text where the builder writes no page for it, as in a book.
        """
        refdoc = node.get("refdoc", fromdocname)
        found = self.target(typ, _relative(refdoc, target) if typ == "post" else target)
        found = found or self.target(typ, target)
        if found is None:
            return self._unreviewed(typ, target, node, contnode)
        _kind, page, anchor, title = found
        content = contnode if node.get("refexplicit") else nodes.inline("", title)
        if page not in env.found_docs and not writes_gathered_pages(builder):
            return content  # type: ignore[return-value]  # the resolver takes any element
        return make_refnode(builder, fromdocname, page, anchor, [content], title)

    def _unreviewed(
        self, typ: str, target: str, node: pending_xref, contnode: Element
    ) -> nodes.reference | None:
        """Return the link to a paper without a review: to another archive's review of it.

        Where there is none either, a relation is a link to the paper itself.
        """
        identifier = identifiers.identify(target)
        if identifier is None or (typ != "ref" and typ not in RELATION_KINDS):
            return None
        other = self.archive.newest_elsewhere(identifier.key)
        if other is None and typ == "ref":
            return None
        words = self.archive.about(identifier.key).title or (other.title if other else "")
        words = words or identifiers.label(identifier)
        content = contnode if node.get("refexplicit") else nodes.inline("", words)
        uri = other.url if other else identifiers.canonical_url(identifier)
        return nodes.reference("", "", content, refuri=uri, internal=False) if uri else None

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Resolve an ``any`` role against every kind of object (``Domain.resolve_any_xref``).

        MyST also asks for what it found no file for, as the list in ``[all](papers.md)``.
        """
        results = []
        if node.get("reftype") == "myst" and target.endswith(".md"):
            path = _relative(node.get("refdoc", fromdocname), target.removesuffix(".md"))
            page = posixpath.normpath(path)
            where, anchor, title = env.domains.standard_domain.labels.get(page, ("", "", ""))
            if where == page and page in self._list_names:
                content = contnode if node.get("refexplicit") else nodes.inline("", title)
                link = make_refnode(builder, fromdocname, page, anchor, [content], title)
                results.append(("std:doc", link))
        for role in self.roles:
            if role in RELATION_KINDS or (role == "ref" and not identifiers.identify(target)):
                continue
            resolved = self.resolve_xref(env, fromdocname, builder, role, target, node, contnode)
            if resolved is not None:
                results.append((f"paper:{role}", resolved))
        return results

    def get_objects(self) -> Iterable[tuple[str, str, str, str, str, int]]:
        """Yield papers, posts and terms for the inventory (``Domain.get_objects``).

        A paper is at its newest review.
        """
        archive = self.archive
        for key in archive.keys:
            newest = archive.reviews_of(key)[0]
            yield key, newest.title, "paper", newest.docname, newest.anchor, 1
        for post in archive.posts:
            yield post.docname, post.title, "post", post.docname, "", 1
        for kind in TERM_SEGMENTS:
            for term in archive.terms(kind):
                yield term.slug, term.label, kind, archive.term_page(term), "", 1


def _relative(docname: str, target: str) -> str:
    """Return the docname of *target*, relative to *docname* unless it begins with a slash."""
    if target.startswith("/"):
        return target[1:]
    folder = docname.rpartition("/")[0]
    return f"{folder}/{target}" if folder else target
