"""The feeds of a site: one of all posts, one of all papers, and one of each term.

:mod:`.formats` writes them: that of all posts in three formats, the others in Atom. Those of posts
and papers have the whole texts. The content of a post is read only when a feed is written, and
prepared for feeds once, however many feeds contain it. The feed of a term names the papers of each
post, and reads no content.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from heapq import merge
from html import escape
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import quote

from sphinx.locale import get_translation

from sphinx_paperreview import __version__
from sphinx_paperreview.core.files.digests import digest
from sphinx_paperreview.core.files.package import package_digest
from sphinx_paperreview.core.model import TERM_SEGMENTS, Paper, full_title
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.core.urls import is_web
from sphinx_paperreview.outputs.feeds import formats
from sphinx_paperreview.outputs.feeds.content import FeedContent, prepare
from sphinx_paperreview.outputs.feeds.stylesheets import STYLESHEETS, stylesheets
from sphinx_paperreview.outputs.markdown import bodies
from sphinx_paperreview.outputs.site import SiteFile
from sphinx_paperreview.rendering.formulas.mathml import to_mathml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.core.model import Post, Term
    from sphinx_paperreview.outputs.site import Site

    Writer = Callable[[formats.FeedInfo, Sequence[formats.FeedEntry]], bytes]

_ = get_translation("paperreview")

#: File name, media type and label of each format, in the order in which pages link to them.
FEEDS = (
    ("atom.xml", "application/atom+xml", "Atom"),
    ("rss.xml", "application/rss+xml", "RSS"),
    ("feed.json", "application/feed+json", "JSON"),
)
_WRITERS: tuple[Writer, ...] = (formats.atom, formats.rss, formats.json_feed)
#: How many prepared contents stay in memory while feeds are written.
HELD = 64


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed, written in its :attr:`formats`."""

    #: Folder of its files from the output folder, with a slash at its end; empty for the root.
    folder: str
    #: Name of the page that has the same content.
    page: str
    title: str = ""
    description: str = ""
    #: Its posts and papers, newest first, at most ``paperreview_feed_limit``.
    items: tuple[Post | Paper, ...] = field(default=(), repr=False)
    #: Whether its entries have the whole texts.
    whole: bool = True

    @property
    def formats(self) -> tuple[tuple[str, str, str], ...]:
        """Return those of :data:`FEEDS` in which the feed is written: that of posts in all."""
        return FEEDS[:1] if self.folder else FEEDS

    def address(self, name: str) -> str:
        """Return the address of the file *name* (of :data:`FEEDS`) from the site's root."""
        return quote(self.folder + name)


def _feeds_of(archive: Archive, settings: Settings, root: str) -> Iterator[Feed]:
    """Yield each feed of a site whose root document is *root*."""
    limit = settings.feed_limit
    if not limit or not archive.posts:
        return
    yield Feed("", root, description=settings.description, items=archive.posts[:limit])
    page = archive.segment("papers")
    if papers := tuple(islice(_dated(archive, archive.papers), limit)):
        yield Feed(f"{page}/", page, _("Papers"), settings.description, papers)
    if settings.term_feeds:
        for kind in TERM_SEGMENTS:
            for term in archive.terms(kind):
                if feed := _term_feed(archive, term, limit):
                    yield feed


def _term_feed(archive: Archive, term: Term, limit: int) -> Feed | None:
    """Return the feed of *term* with at most *limit* entries; None if it is empty."""
    items = tuple(islice(_filed(archive, term), limit))
    if not items:
        return None
    page = archive.term_page(term)
    return Feed(f"{page}/", page, term.label, term.description, items, whole=False)


def _filed(archive: Archive, term: Term) -> Iterator[Post | Paper]:
    """Yield the posts of *term*, and its papers in other posts, the newest first."""
    posts: Sequence[Post | Paper] = archive.posts_under(term)
    papers = _dated(archive, archive.papers_under(term))
    docnames: set[str] = set()
    # Of the same date, posts come first: so a paper comes after the post that reviews it.
    for item in merge(posts, papers, key=partial(_age, archive)):
        if not isinstance(item, Paper):
            docnames.add(item.docname)
        elif item.docname in docnames:
            continue
        yield item


def _dated(archive: Archive, papers: Sequence[Paper]) -> Iterator[Paper]:
    """Yield the *papers* that a post reviews: the formats require a date for each entry."""
    return (paper for paper in papers if archive.post(paper.docname))


def _age(archive: Archive, item: Post | Paper) -> float:
    date = archive.date_of(item.docname)
    return -date.timestamp() if date else 0.0


def feed_of_page(archive: Archive, settings: Settings, kind: str, page: str) -> Feed | None:
    """Return the feed of papers or of a term that the gathered *page* of *kind* has, or None.

    Not all its entries are found.

    If a list takes several pages, its feed belongs to the first.
    """
    if not settings.feed_limit or not archive.posts:
        return None
    segment = archive.segment("papers")
    if kind == "papers" and page == segment and any(_dated(archive, archive.papers)):
        return Feed(f"{segment}/", segment, _("Papers"))
    for term_kind in TERM_SEGMENTS:
        if kind == term_kind and settings.term_feeds:
            term = archive.term(term_kind, page.rpartition("/")[2])
            if term and page == archive.term_page(term):
                return _term_feed(archive, term, limit=1)  # its address and title count
    return None


def feed_files(site: Site, *, whole: bool = False) -> Iterator[SiteFile]:
    """Yield each feed of the site in its formats, and the style sheets for browsers.

    :param whole: whether only feeds with whole texts are wanted
    """
    entries = _Entries(site)
    found = False
    for feed in _feeds_of(site.archive, site.settings, site.config.root_doc):
        found = True
        if whole and not feed.whole:
            continue
        items, info = feed.items, _info(site, feed)
        value = digest((info, tuple(entries.digest(item, whole=feed.whole) for item in items)))
        for (name, _media_type, _label), write in zip(feed.formats, _WRITERS, strict=False):
            make = partial(entries.write, write, info, items, whole=feed.whole)
            yield SiteFile(feed.folder + name, digest((name, value)), make)
    if found:
        for name, content in stylesheets().items():
            yield SiteFile(name, digest(content), partial(bytes, content))


def _info(site: Site, feed: Feed) -> formats.FeedInfo:
    archive, config = site.archive, site.config
    posts = (archive.post(item.docname) for item in feed.items)
    people = (archive.person(person).name for post in posts if post for person in post.authors)
    owner = config.author if config.author != "Author name not set" else ""
    atom, rss, json_feed = (site.file_url(feed.address(name)) for name, _type, _label in FEEDS)
    return formats.FeedInfo(
        title=f"{feed.title} · {config.project}" if feed.title else config.project,
        home=site.url(feed.page),
        atom=atom,
        rss=rss,
        json=json_feed,
        description=feed.description,
        language=config.language,
        authors=tuple(dict.fromkeys(people)) or ((owner,) if owner else ()),
        version=__version__,
        styles=tuple("../" * feed.folder.count("/") + name for name in STYLESHEETS),
    )


class _Entries:
    """The entries of a site's feeds: each is made once, its content only when it is written."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._names = formats.entry_names(site.archive.posts)
        self._found: dict[tuple[str, str], tuple[formats.FeedEntry, str]] = {}
        self._content = lru_cache(maxsize=HELD)(self._read_content)

    def digest(self, item: Post | Paper, *, whole: bool) -> str:
        """Return a digest of the entry of *item*, without reading its content.

        :param whole: whether the entry has the whole text
        """
        value = self._entry(item)[1]
        if whole:
            value = digest((value, bodies.body_digest(self._site.builder, item.docname)))
        return value

    def write(
        self, write: Writer, info: formats.FeedInfo, items: Sequence[Post | Paper], *, whole: bool
    ) -> bytes:
        """Return the feed that *write* makes of *items*, with their texts if it has the *whole*."""
        if not whole:
            return write(info, [self._entry(item)[0] for item in items])
        return write(info, [self._with_content(item) for item in items])

    def _with_content(self, item: Post | Paper) -> formats.FeedEntry:
        content = self._content(item.docname)
        html = content.section(item.anchor) if isinstance(item, Paper) else content.html
        return replace(self._entry(item)[0], content=html)

    def _entry(self, item: Post | Paper) -> tuple[formats.FeedEntry, str]:
        """Return the entry of *item* without its text, and the digest of that entry."""
        key = item.docname, item.anchor if isinstance(item, Paper) else ""
        if key not in self._found:
            post = self._site.archive.post(item.docname)
            assert post is not None  # noqa: S101  # feeds contain posts, and papers in posts
            entry = self._post(post)
            if isinstance(item, Paper):
                entry = self._paper(entry, post, item)
            self._found[key] = entry, digest(entry)
        return self._found[key]

    def _post(self, post: Post) -> formats.FeedEntry:
        archive, url = self._site.archive, self._site.url(post.docname)
        return formats.FeedEntry(
            id=formats.tag_uri(url, self._names.get(post.docname, post.docname)),
            url=url,
            title=post.title,
            published=post.date,
            updated=archive.updated(post),
            authors=tuple(archive.person(person) for person in post.authors),
            tags=tuple(term.label for term in archive.terms_of("tag", post.tags)),
            summary=post.description,
            content=self._excerpt(post),
            image=post.image if is_web(post.image) else "",
            language=post.language,
        )

    def _excerpt(self, post: Post) -> str:
        """Return the picture, the summary and the papers of *post* as HTML."""
        site, parts = self._site, []
        if post.image and (image := site.image_url(post.image)):
            parts.append(f'<p><img src="{escape(image)}" alt=""></p>')
        if post.description:
            parts.append(f"<p>{escape(post.description)}</p>")
        items = [
            f'<li><a href="{escape(site.url(paper.docname, paper.anchor))}">'
            f"{escape(full_title(paper.title, paper.subtitle))}</a></li>"
            for paper in site.archive.papers_in(post.docname)
        ]
        return "\n".join([*parts, *(["<ul>", *items, "</ul>"] if items else ())])

    def _paper(self, entry: formats.FeedEntry, post: Post, paper: Paper) -> formats.FeedEntry:
        """Return the entry of *paper*, where *entry* is that of the *post* with its review."""
        archive = self._site.archive
        name = f"{self._names.get(paper.docname, paper.docname)}#{paper.anchor}"
        tags = archive.terms_of("tag", (*paper.tags, *post.tags))
        terms = (*tags, *archive.terms_of("org", paper.orgs))
        return replace(
            entry,
            id=formats.tag_uri(entry.url, name),
            url=self._site.url(paper.docname, paper.anchor),
            title=f"{paper.title}: {paper.subtitle}" if paper.subtitle else paper.title,
            tags=tuple(dict.fromkeys(term.label for term in terms)),
            summary=paper.summary,
            content="",
            about=identifiers.canonical_url(paper.id),
        )

    def _read_content(self, docname: str) -> FeedContent:
        """Return the content of a post; it is prepared again only if its page has changed."""
        builder, url = self._site.builder, self._site.url(docname)
        key = digest((package_digest(), bodies.body_digest(builder, docname), url))
        kept = bodies.read_made(builder, docname, "feed", key)
        if kept is not None:
            sections, _end, html = kept.partition("\n")
            return FeedContent(html, json.loads(sections))
        content = prepare(bodies.read_body(builder, docname), url, to_mathml)
        text = f"{json.dumps(content.sections)}\n{content.html}"
        bodies.write_made(builder, docname, "feed", key, text)
        return content
