"""How pages cite a paper: the box on its page, links to bibliographies, metadata for Zotero."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from sphinx.locale import get_translation
from sphinx.util.osutil import relative_uri

from sphinx_paperreview.citations.csl import ReferenceFormatter, StyleError
from sphinx_paperreview.citations.embedded import citation_tags, context_object
from sphinx_paperreview.citations.formats import BIBTEX, RIS
from sphinx_paperreview.citations.items import csl_item
from sphinx_paperreview.citations.library import PaperLibrary, formats, post_file
from sphinx_paperreview.core.files.digests import digest
from sphinx_paperreview.core.model import full_title
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.domain.scope import has_own_theme
from sphinx_paperreview.rendering.elements import (
    Element,
    block,
    external,
    inline,
    internal,
    paragraph,
    spaced,
)
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.citations.formats import Format
    from sphinx_paperreview.citations.items import CslItem
    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.core.model import Paper, PaperId, Post
    from sphinx_paperreview.rendering.elements import Part

_ = get_translation("paperreview")

#: The id of the heading of the citation box on the page of a paper.
BOX = "cite"


def _coins(item: CslItem) -> Element:
    """Return the empty element from which Zotero reads *item* (COinS: OpenURL in a ``title``)."""
    attributes = {"title": context_object(item)}
    return Element("inline", "span", (), ["Z3988"], attributes)


def coins_of(archive: Archive, paper: Paper) -> Element:
    """Return the empty element from which Zotero reads *paper*, the paper of a review (COinS)."""
    about = archive.about(paper.id.key)
    # The archive does not contain unlisted reviews, so the title is taken from the record.
    title = about.title or full_title(paper.title, paper.subtitle)
    return _coins(csl_item(paper.id, replace(about, title=title)))


def _file_link(builder: Builder, page: str, label: str, name: str) -> Element:
    """Return a link from *page* to *name*, a path from the output folder."""
    uri = relative_uri(builder.get_target_uri(page), quote(name))
    return internal(uri, label, classes=["pr-link"])


def _line(links: list[Element]) -> Element:
    label = _("Cite") + ":"
    return paragraph(*spaced([label, *links]), classes=["pr-exports"])


def post_files(
    settings: Settings, archive: Archive, builder: Builder, post: Post
) -> Element | None:
    """Return the line that links to the BibTeX file of *post*; None if it has no such file."""
    exports = settings.exports
    wanted = "slices" in exports and BIBTEX.name in exports and not post.unlisted
    if not wanted or not archive.papers_in(post.docname):
        return None
    return _line([_file_link(builder, post.docname, BIBTEX.label, post_file(post))])


class Citations:
    """The citations that the pages of one build show.

    A ``paperreview_citation_style`` that cannot be used is warned of (``BIBLIOGRAPHY``), and
    references are left out.

    :param env: the environment, for the settings and for a style file in the source folder
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
        """A digest of the style: its name, and the content of its file if it is one."""
        path = self._style
        is_file = isinstance(path, Path) and path.is_file()
        return digest((str(self.settings.citation_style), path.read_bytes() if is_file else b""))  # type: ignore[union-attr]  # it is a path

    @cached_property
    def _formatter(self) -> ReferenceFormatter | None:
        if not self.settings.citation_style:
            return None
        try:
            return ReferenceFormatter(self._checked_style(), self._language)
        except StyleError as error:
            self._warn(error)
            return None

    def _warn(self, error: StyleError) -> None:
        warn(
            WarningKind.BIBLIOGRAPHY,
            "paperreview_citation_style = %r cannot be used: %s",
            self.settings.citation_style,
            error,
            location=None,
        )

    def _reference(self, item: CslItem) -> str:
        """Return the formatted reference of *item*; empty without a usable style."""
        try:
            return self._formatter.reference(item) if self._formatter else ""
        except StyleError as error:
            self._warn(error)
            return ""

    def _checked_style(self) -> str | Path:
        style = self._style
        if isinstance(style, Path) and not (
            style.is_file() and style.resolve().is_relative_to(self._srcdir.resolve())
        ):
            raise StyleError("there is no such file in the source folder")
        return style

    def digest(self, key: str) -> str:
        """Return a digest of what :meth:`box` and :meth:`tags` show of the paper *key*."""
        return self.library.digest(key) + self._style_digest

    def tags(self, key: str) -> str:
        """Return the ``citation_*`` meta elements of the paper *key*, as HTML."""
        return citation_tags(self._id(key), self.library.item(key))

    def _id(self, key: str) -> PaperId:
        return self.library.archive.reviews_of(key)[0].id

    def links(self, builder: Builder, page: str, folder: str) -> list[Part]:
        """Return the line on *page* that links to the bibliographies in *folder*.

        *folder* ends with a slash (``tags/agents/``), or is empty for those of the whole site.
        """
        if folder and "slices" not in self.settings.exports:
            return []
        links = [
            _file_link(builder, page, form.label, folder + form.file)
            for form in formats(self.settings)
        ]
        return [_line(links)] if links else []

    def box(self, builder: Builder, page: str, key: str) -> list[Part]:
        """Return heading, reference, BibTeX and RIS for *page*, the page of the paper *key*.

        A script adds buttons to copy each entry, and to save it as a file.
        """
        item, paper_id = self.library.item(key), self._id(key)
        heading = block("h2", _("Cite"), name=BOX)
        # Other themes may have a look for such blocks alone; ours needs no style sheet of Pygments.
        around = [] if has_own_theme(builder) else ["highlight-none", "highlight", "notranslate"]
        parts: list[Part] = [self._entry(BIBTEX, "div", page, key, around)]
        if text := self._reference(item):
            parts.insert(0, paragraph(text, classes=["pr-reference"]))
        if RIS in formats(self.settings):
            summary = block("summary", RIS.label)
            parts.append(self._entry(RIS, "details", page, key, around, summary))
        links: list[Part] = []
        if url := identifiers.bibtex_url(paper_id):
            label = _("BibTeX of %(host)s") % {
                "host": identifiers.label(paper_id).partition(":")[0]
            }
            links.append(external(label, url, "pr-link"))
        parts.append(paragraph(*spaced([*links, _coins(item)]), classes=["pr-facts"]))
        labels = {"data-copy": _("Copy"), "data-copied": _("Copied"), "data-save": _("Save")}
        return [heading, Element("block", "div", parts, ["pr-cite"], labels)]

    def _entry(
        self, form: Format, tag: str, page: str, key: str, around: list[str], *before: Part
    ) -> Element:
        """Return the text of the paper *key* in the format *form*, in an element *tag*.

        It has no colours, which would be a tenth of a page's bytes.

        :param around: classes of an element around the text; none if there is to be none
        """
        text = self.library.entry(form, key).replace("\r\n", "\n").rstrip("\n")
        entry = inline("pre", f"{text}\n")  # no line break after the tag, unlike a block
        entry = block("div", entry, classes=around) if around else entry
        attributes = {"data-file": page.rpartition("/")[2] + form.suffix}
        return Element("block", tag, [*before, entry], ["pr-citation"], attributes)
