"""The event handlers of one build that share data, from finding changes to saving the state.

There is one :class:`ArchiveBuild` for each application, so no data is kept in modules or as
attributes of Sphinx's objects.
"""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_paperreview._compat import has_translations, tidy_search_index
from sphinx_paperreview.core.builders import (
    writes_gathered_pages,
    writes_html,
    writes_picture_copies,
)
from sphinx_paperreview.core.files.digests import digest
from sphinx_paperreview.core.files.store import WORDS, write_changed
from sphinx_paperreview.domain.builders import html_builder
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.domain.labels import note_labels
from sphinx_paperreview.domain.scope import changes_page, changes_site, has_own_theme
from sphinx_paperreview.images import names
from sphinx_paperreview.images.cards.cards import card_files
from sphinx_paperreview.images.copies import Pictures, picture_files, prepare_pictures
from sphinx_paperreview.images.html import add_markup
from sphinx_paperreview.images.markup import picture_markup
from sphinx_paperreview.outputs.bibliographies import bibliography_files
from sphinx_paperreview.outputs.feeds.site_feeds import feed_files
from sphinx_paperreview.outputs.inventory import inventory_digest, keep_inventory, objects_digest
from sphinx_paperreview.outputs.markdown import bodies
from sphinx_paperreview.outputs.markdown.llms import llms_files
from sphinx_paperreview.outputs.markdown.papers import markdown_files, review_texts, wants_markdown
from sphinx_paperreview.outputs.page_times import renew_times
from sphinx_paperreview.outputs.papers_json import json_files
from sphinx_paperreview.outputs.paths.builder_files import document_files, page_file
from sphinx_paperreview.outputs.paths.claims import Claim
from sphinx_paperreview.outputs.paths.copied import document_copies, refresh, static_files
from sphinx_paperreview.outputs.paths.owners import OutputPaths, displaced_documents
from sphinx_paperreview.outputs.paths.redirects import redirect_files
from sphinx_paperreview.outputs.paths.source_copies import write_copy
from sphinx_paperreview.outputs.search_index import is_of_search, search_files
from sphinx_paperreview.outputs.site import Site
from sphinx_paperreview.outputs.sitemap import sitemap_files
from sphinx_paperreview.outputs.state import State, remove_files, state_path
from sphinx_paperreview.outputs.unpublished import delete_unpublished
from sphinx_paperreview.outputs.warning_digest import Listener
from sphinx_paperreview.outputs.workers import in_workers
from sphinx_paperreview.pages.digests import document_digests
from sphinx_paperreview.pages.gathered.collection import gathered_pages, render_page
from sphinx_paperreview.pages.gathered.frames import frames_of
from sphinx_paperreview.pages.gathered.not_found import KIND, missing_files
from sphinx_paperreview.pages.gathered.samples import Samples
from sphinx_paperreview.pages.late_assets import LateAssets
from sphinx_paperreview.pages.layout import layout_digest
from sphinx_paperreview.pages.navigation import about_page, navigation
from sphinx_paperreview.pages.search import has_korean
from sphinx_paperreview.pages.sidebars import shown_in_sidebars
from sphinx_paperreview.pages.toctrees import lists_of, surroundings
from sphinx_paperreview.pages.whole import (
    facts_digest,
    record_digests,
    site_digest,
    surroundings_digest,
)
from sphinx_paperreview.reading.files.changes import note_doctrees
from sphinx_paperreview.rendering.citations import Citations
from sphinx_paperreview.rendering.forms import writer_of
from sphinx_paperreview.search.backends import engine_of
from sphinx_paperreview.search.units import UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.citations.library import PaperLibrary
    from sphinx_paperreview.domain.domain import PaperDomain
    from sphinx_paperreview.outputs.build_folders import BuildFolders
    from sphinx_paperreview.outputs.markdown.writer import Blocks
    from sphinx_paperreview.outputs.page import Described, Page
    from sphinx_paperreview.outputs.site import SiteFile


class ArchiveBuild:
    """Handlers of one application's events, in the order in which they are called.

    :param folders: the folders that the build uses
    """

    def __init__(self, folders: BuildFolders) -> None:
        self._folders = folders
        self._digests: dict[str, str] = {}
        self._resolved: set[str] = set()
        self._files: set[str] = set()
        self._pages: dict[str, str] = {}
        self._gathered: list[Described] = []
        self._library: PaperLibrary | None = None
        self._pictures = Pictures()
        self.late_assets = LateAssets()
        #: The digest of the whole site after the last build; empty if this build read a document.
        self._known_whole = ""
        self._layout_value = self._facts_value = ""
        self._surroundings_value: str | None = None
        #: Whether the site is the one of the last build, and whether only texts are new.
        self._is_whole = self._is_only_text = False
        #: The digest of the facts of the site after the last build.
        self._known_facts = ""
        self._state: State | None = None
        self._listener: Listener | None = None
        self._renewed: set[str] = set()
        self._paths: OutputPaths | None = None
        #: Pages and copied sources of all documents, which are found once.
        self._of_documents: set[str] | None = None

    def renew_times(self, app: Sphinx) -> None:
        """Make pages as new as their unchanged sources (``builder-inited``)."""
        self._renewed = renew_times(app)

    def place_documents(
        self, app: Sphinx, env: BuildEnvironment,
        added: set[str], changed: set[str], removed: set[str],
    ) -> list[str]:  # fmt: skip
        """Leave out documents whose page cannot be written (``env-get-outdated``)."""
        if writes_gathered_pages(app.builder):
            builder = html_builder(app.builder)
            hidden = displaced_documents(builder, env)
            added -= hidden
            changed -= hidden
            removed |= hidden & env.all_docs.keys()
            env.project.docnames -= hidden
        return []

    def clear_page(
        self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
    ) -> None:
        """Make room for a page that is Sphinx's or another extension's (``html-page-context``)."""
        if self._paths is not None and doctree is None and pagename not in self._pages:
            builder = html_builder(app.builder)
            self._paths.folder.clear_way(page_file(builder, pagename))

    def note_pictures(self, app: Sphinx, document: nodes.document) -> None:
        """Store which pictures a document shows (``doctree-read``)."""
        domain_of(app.env).note_pictures(app.env.docname, document)

    def note_labels(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Store image names, labels and digests of doctrees, in stable order (``env-updated``)."""
        domain = domain_of(env)
        names.apply(env, lambda docname: not changes_page(app.builder, docname))
        note_labels(domain, lists_of(app))
        note_doctrees(env, domain.known_files, domain.data["doctrees"])
        return []

    def stale_documents(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return the documents whose page is outdated (``env-get-updated``)."""
        if not writes_html(app.builder):
            return []
        domain = domain_of(env)
        self._make_pictures(app, domain)
        state = self._state = State(state_path(app.builder))
        self.late_assets.note(state.late)
        stale = {
            docname
            for docname in env.found_docs
            if _is_kept(domain, docname) and not _has_kept(domain, app.builder, docname)
        }
        if _search_index(app, domain) != state.search:
            # The index is not the one that we know: Sphinx only adds the documents that it writes.
            stale = set(env.found_docs)
        if writes_gathered_pages(app.builder):
            stale |= self._claim_documents(app, state)
        author = self._paths.author.keys() if self._paths is not None else set()
        self._known_whole = "" if domain.sources_before or stale else state.whole
        self._known_facts, state.facts = state.facts, ""
        if not self._known_whole or self._known_whole != self._whole(app, author, state.sought):
            self._known_whole = ""
            stale |= self._changed_documents(app, state, author)
        # Record what is about to be written now, in case the build fails or is killed.
        state.whole = ""
        _note_files(state, self._document_files(app.builder) - author)
        state.forget(documents=stale)
        state.owners["open"] = True
        state.save()
        return sorted(stale)

    def delete_unpublished(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Delete what other builds wrote of documents that are hidden now (``env-updated``)."""
        return delete_unpublished(app, env, self._document_files)

    def _make_pictures(self, app: Sphinx, domain: PaperDomain) -> None:
        """Make the resized copies of pictures, if the builder has a use for them."""
        if not writes_picture_copies(app.builder) or not changes_site(app.builder):
            return
        is_ours = partial(changes_page, app.builder)
        self._pictures = prepare_pictures(
            domain, is_ours, jobs=app.parallel, verbosity=app.verbosity
        )
        if writes_gathered_pages(app.builder):
            domain.thumbnails = self._pictures.thumbnails

    def _claim_documents(self, app: Sphinx, state: State) -> set[str]:
        """Claim the paths of documents, and renew what is copied before pages are written.

        :return: the documents whose page is not there, or had something in its way
        """
        builder = html_builder(app.builder)
        paths = self._paths = self._paths_of(app, builder, state)
        paths.claim_documents(app.env)
        stale = paths.clear_way(app.env)
        static = static_files(builder)
        gone = (name for name in state.files if name.startswith("_static/"))
        # Before pages are written: they contain checksums of the files that exist.
        remove_files(Path(builder.outdir), [name for name in gone if name not in static])
        copies = static | paths.author_copies() | document_copies(builder, app.env)
        refresh(Path(builder.outdir), copies, domain_of(app.env).known_files)
        return stale

    def _changed_documents(self, app: Sphinx, state: State, author: Iterable[str]) -> set[str]:
        """Return the documents whose page shows something else than in the last build.

        :param author: paths of the author's files in the output
        """
        domain, same = domain_of(app.env), False
        if self._known_facts:
            state.records = record_digests(domain, state.records)
            same = self._known_facts == self._facts(app, author, state)
        self._digests = document_digests(
            domain, app.builder, self._pictures.copies, self._layout(app),
            state.documents if same else {},
        )  # fmt: skip
        digests = self._digests.items()
        return {docname for docname, value in digests if state.documents.get(docname) != value}

    def note_resolved(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Note that the page of *docname* is being written, and copy the image of a post.

        The event is ``doctree-resolved``.
        """
        self._resolved.add(docname)
        post = domain_of(app.env).archive.post(docname)
        if writes_gathered_pages(app.builder) and post is not None and post.image in app.env.images:
            # Sphinx copies the images of a doctree; this one may be in the front matter only.
            app.builder.images.setdefault(post.image, app.env.images[post.image][1])

    def mark_up_pictures(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Add the resized copies to the images of a page (``doctree-resolved``)."""
        markup = picture_markup(app.builder, domain_of(app.env).settings, self._pictures.copies)
        if markup is not None and changes_page(app.builder, docname):
            add_markup(doctree, markup)

    def keep_body(
        self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
    ) -> None:
        """Keep the HTML and the Markdown of reviews for feeds and exports; copy the source.

        The event is ``html-page-context``, in a worker.
        """
        if doctree is None:
            return
        domain = domain_of(app.env)
        blocks: Blocks = {}
        if _is_kept(domain, pagename):
            bodies.write_body(app.builder, pagename, context.get("body", ""))
            if _keeps_markdown(domain, app.builder, pagename):
                site = Site(html_builder(app.builder))
                texts = review_texts(site, pagename, doctree, blocks)
                bodies.write_sections(app.builder, pagename, texts)
        write_copy(app, pagename, doctree, blocks)

    def collect_pages(self, app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
        """Yield the gathered pages that have to be written (``html-collect-pages``)."""
        if not writes_gathered_pages(app.builder) or self._paths is None:
            return
        builder = html_builder(app.builder)
        old = self._state or State(state_path(builder))
        old.late = self.late_assets.found(app, builder)
        changed = changes_site(builder)
        if changed or old.pages:
            tidy_search_index(builder)
        if not changed:
            return
        self._listener = Listener()
        domain = domain_of(app.env)
        self._paths.claim_sphinx({*domain.data["posts"], *domain.data["papers"]})
        self._is_whole = (
            bool(self._known_whole) and not self._resolved and self._paths.is_as_recorded(old.files)
        )
        if self._is_whole:
            keep_inventory(builder, old.inventory)
            return
        old.records = record_digests(domain, old.records)
        self._is_only_text = (
            bool(self._known_facts)
            and self._known_facts == self._facts(app, self._paths.author, old)
            and self._paths.is_as_recorded(old.files)
        )
        if self._is_only_text:
            self._pages = old.pages
            if old.objects == objects_digest(domain):
                keep_inventory(builder, old.inventory)
            return
        stale, kept = self._stale_pages(app, builder, self._paths, old)
        # Our own theme shows nothing around a page that its digest does not cover.
        kept = [] if has_own_theme(builder) else kept
        samples = Samples(builder, kept, domain.named_lists)
        if _note_files(old, self._files):
            old.save()
        yield from _written_pages(app, builder, old, [*stale, *samples.pages])
        yield from _written_pages(app, builder, old, samples.outdated())

    def _stale_pages(
        self, app: Sphinx, builder: StandaloneHTMLBuilder, paths: OutputPaths, old: State
    ) -> tuple[list[Page], list[Page]]:
        """Claim the paths of all gathered pages; return those with new content, and the others."""
        domain = domain_of(app.env)
        common = digest((
            self._layout(app), navigation(domain.archive, app.env, builder),
            about_page(domain.archive, app.env), shown_in_sidebars(app.config, domain.archive),
        ))  # fmt: skip
        archive, citations = domain.archive, Citations(domain.archive, app.env)
        thumbnails, lists = domain.thumbnails, lists_of(app)
        named = {name: lists[name] for name in sorted(domain.named_lists)}
        self._library, language = citations.library, app.config.language
        wanted = gathered_pages(
            archive, citations, domain.settings, language, named, thumbnails.keys()
        )
        stale: list[Page] = []
        kept: list[Page] = []
        for page in wanted:
            if page.name in app.env.found_docs or page.name in self._pages:
                continue
            if page.kind == KIND and "notfound.extension" in app.extensions:
                continue
            path = page_file(builder, page.name)
            if not paths.claim(Claim(path, f"the page {page.name!r}", replaceable=True)):
                continue
            is_there = paths.folder.clear_way(path)
            described, pictures = page.described()
            small = [thumbnails[path] for path in pictures if path in thumbnails]
            around = surroundings(builder, page.name) if page.name in named else ()
            value = digest((common, page.digest, around, small))
            self._pages[page.name] = value
            self._gathered.append(described)
            self._files.add(path)
            is_current = is_there and old.pages.get(page.name) == value
            (kept if is_current else stale).append(page)
        return stale, kept

    def finish(self, app: Sphinx, exception: Exception | None) -> None:
        """Write files beside pages, delete outdated ones, save the state (``build-finished``)."""
        if exception is not None or not writes_html(app.builder):
            return
        builder = html_builder(app.builder)
        state = self._state or State(state_path(builder))
        paths = self._paths
        if paths is None:
            paths = self._paths_of(app, builder, state)
        if self._is_whole:
            paths.restore_author_files()
            state.owners = paths.renewed(state.owners)
            state.whole, state.facts = self._known_whole, self._known_facts
            state.inventory = inventory_digest(builder)
            state.save()
            return
        documents = self._document_files(builder) - paths.author.keys()
        if writes_gathered_pages(builder) or writes_picture_copies(builder):
            others = self._write_outputs(app, builder, state, paths)
        else:
            others = set()
            paths.remove(state.files, self._files | documents)
        ours = self._files - documents
        self._files |= documents
        paths.restore_author_files()
        paths.report_losses()
        state.owners = paths.record(self._files, ours)
        bodies.forget_bodies(builder, app.env.found_docs)
        domain = domain_of(app.env)
        papers = domain.data["papers"].values()
        WORDS.forget(Path(app.doctreedir), {paper.words for found in papers for paper in found})
        searches = domain.data["search"].values()
        UNITS.forget(Path(app.doctreedir), {name for names in searches for name in names} | others)
        # Without new digests all have the ones of the last build.
        digests = self._digests or state.documents
        written = {name: value for name, value in digests.items() if name in self._resolved}
        kept = {
            name: value for name, value in state.documents.items() if name in app.env.found_docs
        }
        state.documents = kept | written
        state.pages = dict(self._pages)
        state.files, state.knows_files = sorted(self._files), True
        state.search = _search_index(app, domain)
        state.inventory, state.objects = inventory_digest(builder), objects_digest(domain)
        if changes_site(builder) and self._listener is not None and not self._listener.heard:
            state.sought = sorted(domain.sought_sources | set(state.sought))
            state.whole = self._whole(app, paths.author, state.sought)
            state.facts = self._facts(app, paths.author, state)
        state.save()

    def close(self, app: Sphinx, exception: Exception | None) -> None:
        """Listen to warnings no more (``build-finished``)."""
        if self._listener is not None:
            self._listener.close()

    def _whole(self, app: Sphinx, author: Iterable[str], sought: Iterable[str]) -> str:
        return site_digest(domain_of(app.env), self._surroundings(app, author), sought)

    def _facts(self, app: Sphinx, author: Iterable[str], state: State) -> str:
        if not self._facts_value:
            beside = self._surroundings(app, author)
            self._facts_value = facts_digest(domain_of(app.env), beside, state.records)
        return self._facts_value

    def _surroundings(self, app: Sphinx, author: Iterable[str]) -> str:
        if self._surroundings_value is None:
            domain, layout = domain_of(app.env), self._layout(app)
            self._surroundings_value = surroundings_digest(domain, self._pictures, layout, author)
        return self._surroundings_value

    def _layout(self, app: Sphinx) -> str:
        if not self._layout_value:
            domain, builder = domain_of(app.env), html_builder(app.builder)
            code, known = domain.data["code"], domain.known_files
            self._layout_value = layout_digest(builder, app.extensions, code, known)
        return self._layout_value

    def _paths_of(self, app: Sphinx, builder: StandaloneHTMLBuilder, state: State) -> OutputPaths:
        files = state.files if state.knows_files else []
        return OutputPaths(
            builder, self._folders.start, files, state.owners, app.extensions, self._renewed
        )

    def _document_files(self, builder: Builder) -> set[str]:
        """Return the files that belong to documents, as paths relative to the output folder."""
        html, env = html_builder(builder), builder.env
        if self._of_documents is None:
            self._of_documents = document_files(html, env)
        files = {f"{html.imagedir}/{name}" for _docs, name in env.images.values()}
        if has_translations(html):
            files.add("_static/translations.js")
        if html.dark_highlighter is not None:
            files.add("_static/pygments_dark.css")
        files |= {f"_downloads/{name}" for _docs, name in env.dlfiles.values()}
        if writes_gathered_pages(builder):
            files |= static_files(html).keys()
        return files | self._of_documents

    def _write_outputs(
        self, app: Sphinx, builder: StandaloneHTMLBuilder, state: State, paths: OutputPaths
    ) -> set[str]:
        """Write the files beside the pages that are missing or outdated.

        Files that are no longer needed are deleted first, since they may be in the way. Return the
        names of the texts of other archives that are kept for the search.
        """
        site = Site(builder, self._gathered, self._library)
        kept: dict[str, str] = {}
        if self._is_only_text:
            found = [*text_files(site, self._resolved)]
            kept = {name: value for name, value in state.outputs.items() if not is_of_search(name)}
            self._files |= {name for name in state.files if not is_of_search(name)}
        else:
            cards = card_files(site, jobs=app.parallel, verbosity=app.verbosity)
            found = [*output_files(site, self._pictures), *cards] if changes_site(builder) else []
        found.sort(key=lambda output: output.claim is not None)  # redirects come last
        wanted: dict[str, SiteFile] = {}
        for output in found:
            claim = output.claim or Claim(output.name, f"the file {output.name}", yields=True)
            if paths.claim(claim):
                wanted[output.name] = output
        self._files |= wanted.keys()
        paths.remove(state.files, self._files | self._document_files(builder))
        stale = []
        for output in wanted.values():
            is_there = paths.folder.clear_way(output.name)
            if state.outputs.get(output.name) != output.digest or not is_there:
                stale.append(output)
        changed = _note_files(state, wanted)
        names = [output.name for output in stale]
        if state.forget(outputs=names, files=names) or changed:
            state.save()
        # A killed build leaves its temporary file here, not in the output.
        scratch = Path(app.doctreedir, "paperreview-unfinished")

        def write_files(outputs: Sequence[SiteFile]) -> None:
            for output in outputs:
                # A digest may cover more than a file shows: an edit writes only what it changes.
                write_changed(paths.folder.root / output.name, output.make(), scratch=scratch)

        in_workers(builder, stale, write_files)
        shutil.rmtree(scratch, ignore_errors=True)
        state.outputs = kept | {name: output.digest for name, output in wanted.items()}
        return site.other_units


def _written_pages(
    app: Sphinx, builder: StandaloneHTMLBuilder, state: State, pages: Sequence[Page]
) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the first of *pages* of each kind, for Sphinx to write; write the others in workers.

    So workers find templates compiled and the citation style loaded, and do not each warn of a
    style that cannot be used. What *state* says of the pages is forgotten before.
    """
    names = [page.name for page in pages]
    if state.forget(pages=names, files=(page_file(builder, name) for name in names)):
        state.save()
    render = partial(
        render_page,
        archive=domain_of(app.env).archive,
        env=app.env,
        builder=builder,
        write=writer_of(builder),
    )
    first = {page.kind: page for page in reversed(pages)}
    for page in first.values():
        yield page.name, render(page), "page.html"

    def write_pages(pages: Sequence[Page]) -> None:
        with frames_of(builder):
            for page in pages:
                builder.handle_page(page.name, render(page), "page.html")

    rest = [page for page in pages if first[page.kind] is not page]
    in_workers(builder, rest, write_pages)


def output_files(site: Site, pictures: Pictures) -> Iterator[SiteFile]:
    """Yield every file beside the pages of *site*; the content of a file is made later.

    :param pictures: the resized copies of pictures, which exist already
    """
    if writes_picture_copies(site.builder):
        yield from picture_files(site, pictures)
    if not writes_gathered_pages(site.builder):
        return
    yield from feed_files(site)
    yield from redirect_files(site)
    yield from bibliography_files(site)
    yield from json_files(site)
    yield from markdown_files(site)
    yield from llms_files(site)
    yield from sitemap_files(site)
    yield from missing_files(site)
    yield from search_files(site)


def text_files(site: Site, docnames: AbstractSet[str]) -> Iterator[SiteFile]:
    """Yield the files beside the pages that show the text of the documents *docnames*."""
    yield from feed_files(site, whole=True)
    yield from markdown_files(site, docnames)
    yield from search_files(site)


def _search_index(app: Sphinx, domain: PaperDomain) -> str:
    """Return the digest of Sphinx's own search index; empty if it is not used or missing."""
    if engine_of(domain.settings) != "sphinx" or not writes_gathered_pages(app.builder):
        return ""
    name = getattr(app.builder, "searchindex_filename", "")
    rules = " ko" if has_korean(app.builder) else ""
    return f"{domain.known_files.digest(str(Path(app.outdir, name)))}{rules}" if name else ""


def _is_kept(domain: PaperDomain, docname: str) -> bool:
    """Return whether the HTML of *docname* is kept for feeds: that of posts and of reviews."""
    return docname in domain.data["posts"] or docname in domain.data["papers"]


def _has_kept(domain: PaperDomain, builder: Builder, docname: str) -> bool:
    """Return whether all that is kept of *docname* is there, and whole."""
    if not _keeps_markdown(domain, builder, docname) or bodies.sections_digest(builder, docname):
        return bodies.has_body(builder, docname)
    return False


def _keeps_markdown(domain: PaperDomain, builder: Builder, docname: str) -> bool:
    return writes_gathered_pages(builder) and wants_markdown(domain, docname)


def _note_files(state: State, names: Iterable[str]) -> bool:
    """Add *names* to the files of *state*; return whether one was new."""
    new = set(names).difference(state.files)
    if new:
        state.files = sorted({*state.files, *new})
    return bool(new)
