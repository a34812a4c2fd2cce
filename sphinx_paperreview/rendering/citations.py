"""How a paper is cited from here: the box on its page, links to files, what Zotero reads."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.util.osutil import relative_uri

from sphinx_paperreview.citations.csl import ReferenceFormatter, StyleError
from sphinx_paperreview.citations.embedded import citation_tags, context_object
from sphinx_paperreview.citations.formats import BIBTEX
from sphinx_paperreview.citations.items import csl_item
from sphinx_paperreview.citations.library import PaperLibrary, formats, post_file
from sphinx_paperreview.core import identifiers
from sphinx_paperreview.core.digests import digest
from sphinx_paperreview.core.model import full_title
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.nodes import block_element, inline_element
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from docutils.nodes import Element, Node
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.citations.items import CslItem
    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.core.model import Paper, PaperId, Post

_ = get_translation("paperreview")

#: The id of the box on the page of a paper.
BOX = "cite"


def coins(item: CslItem) -> Element:
    """Return the empty element in which Zotero finds *item*."""
    attributes = {"title": context_object(item)}
    return inline_element("", "", tag="span", classes=["Z3988"], attributes=attributes)


def coins_of(archive: Archive, paper: Paper) -> Element:
    """Return the empty element in which Zotero finds the paper of a review."""
    about = archive.about(paper.id.key)
    # An unlisted review is not known to the archive.
    title = about.title or full_title(paper.title, paper.subtitle)
    return coins(csl_item(paper.id, replace(about, title=title)))


def _file_link(builder: Builder, page: str, label: str, name: str) -> Element:
    """Return a link from *page* to the file *name* of the output folder."""
    uri = relative_uri(builder.get_target_uri(page), quote(name))
    return nodes.reference("", label, refuri=uri, internal=True, classes=["pr-link"])


def _line(links: list[Element]) -> Element:
    parts: list[Node] = []
    for link in links:
        parts += [nodes.Text(" "), link]
    return nodes.paragraph("", _("Cite") + ":", *parts, classes=["pr-exports"])


def post_files(
    settings: Settings, archive: Archive, builder: Builder, post: Post
) -> Element | None:
    """Return the line that links to the bibliography of *post*, if there is one."""
    exports = settings.exports
    wanted = "slices" in exports and BIBTEX.name in exports and not post.unlisted
    if not wanted or not archive.papers_in(post.docname):
        return None
    return _line([_file_link(builder, post.docname, BIBTEX.label, post_file(post))])


class Citations:
    """What the pages of one build show of citations.

    :param env: of the build, for the settings and the folder in which a style may lie
    """

    def __init__(self, archive: Archive, env: BuildEnvironment) -> None:
        self.library = PaperLibrary(archive)
        self.settings = domain_of(env).settings
        self._language: str = env.config.language
        self._srcdir = Path(env.srcdir)

    @property
    def _style(self) -> str | Path:
        name = self.settings.citation_style
        return self._srcdir / name if name.endswith(".csl") else name

    @cached_property
    def _style_digest(self) -> str:
        """A digest of the style, whose file may change while its name does not."""
        path = self._style
        is_file = isinstance(path, Path) and path.is_file()
        return digest((str(self.settings.citation_style), path.read_bytes() if is_file else b""))  # type: ignore[union-attr]  # asked before

    @cached_property
    def _formatter(self) -> ReferenceFormatter | None:
        if not self.settings.citation_style:
            return None
        try:
            return ReferenceFormatter(self._checked_style(), self._language)
        except StyleError as error:
            self._tell(error)
            return None

    def _tell(self, error: StyleError) -> None:
        warn(
            WarningKind.BIBLIOGRAPHY,
            "paperreview_citation_style = %r cannot be used: %s",
            self.settings.citation_style,
            error,
            location=None,
        )

    def _reference(self, item: CslItem) -> str:
        """Return the reference of *item* in the site's style; empty where there is none."""
        try:
            return self._formatter.reference(item) if self._formatter else ""
        except StyleError as error:
            self._tell(error)
            return ""

    def _checked_style(self) -> str | Path:
        style = self._style
        if isinstance(style, Path) and not (
            style.is_file() and style.resolve().is_relative_to(self._srcdir.resolve())
        ):
            raise StyleError("there is no such file in the source folder")
        return style

    def digest(self, key: str) -> str:
        """Return a digest of what the page of a paper shows of this."""
        return digest((self.library.digest(key), self._style_digest))

    def tags(self, key: str) -> str:
        """Return the ``citation_*`` elements of the page of a paper."""
        return citation_tags(self._id(key), self.library.item(key))

    def _id(self, key: str) -> PaperId:
        return self.library.archive.reviews_of(key)[0].id

    def links(self, builder: Builder, page: str, folder: str) -> list[Node]:
        """Return the line that links to the bibliographies in *folder* (``tags/agents/``)."""
        if folder and "slices" not in self.settings.exports:
            return []
        links = [
            _file_link(builder, page, form.label, folder + form.file)
            for form in formats(self.settings)
        ]
        return [_line(links)] if links else []

    def box(self, builder: Builder, page: str, key: str) -> list[Node]:
        """Return heading, reference, BibTeX and links for the page of a paper."""
        item, paper_id = self.library.item(key), self._id(key)
        heading = block_element("", nodes.Text(_("Cite")), tag="h2", attributes={}, ids=[BOX])
        entry = self.library.entry(BIBTEX, key).rstrip("\n")
        code = nodes.literal_block(entry, entry, language="bibtex", force=True)
        parts: list[Node] = [code]
        if text := self._reference(item):
            parts.insert(0, nodes.paragraph("", text, classes=["pr-reference"]))
        links = [
            _file_link(builder, page, form.label, page + form.suffix)
            for form in formats(self.settings)
            if form.suffix and "slices" in self.settings.exports
        ]
        if url := identifiers.bibtex_url(paper_id):
            label = _("BibTeX of %(host)s") % {
                "host": identifiers.label(paper_id).partition(":")[0]
            }
            links.append(
                nodes.reference("", label, refuri=url, internal=False, classes=["pr-link"])
            )
        parts.append(nodes.paragraph("", "", *_spaced(links), coins(item), classes=["pr-facts"]))
        words = {"data-copy": _("Copy"), "data-copied": _("Copied")}
        box = block_element("", *parts, tag="div", classes=["pr-cite"], attributes=words)
        return [heading, box]


def _spaced(items: list[Element]) -> list[Node]:
    return [part for item in items for part in (item, nodes.Text(" "))]
