"""The site's feeds: what goes into each, written by :mod:`sphinx_paperreview.feeds`.

One of all posts, one of all papers, and one of each term. Nothing is rendered before a feed is
really written, and the content of a post is made fit for feeds once, however many show it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from sphinx.locale import get_translation

from sphinx_paperreview import __version__
from sphinx_paperreview.core import identifiers
from sphinx_paperreview.core.digests import digest
from sphinx_paperreview.core.model import TERM_SEGMENTS, Paper
from sphinx_paperreview.core.urls import is_web
from sphinx_paperreview.outputs import bodies as sidecar
from sphinx_paperreview.outputs.feeds import formats as feeds
from sphinx_paperreview.outputs.feeds.content import Content, prepare
from sphinx_paperreview.outputs.feeds.style import STYLES, style_sheets
from sphinx_paperreview.outputs.output import SiteFile
from sphinx_paperreview.rendering.mathml import to_mathml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.core.model import Post, Term
    from sphinx_paperreview.outputs.output import Site

    Writer = Callable[[feeds.FeedInfo, Sequence[feeds.FeedEntry]], bytes]

_ = get_translation("paperreview")

#: Address, media type and title of each feed, in the order in which pages name them.
FEEDS = (
    ("atom.xml", "application/atom+xml", "Atom"),
    ("rss.xml", "application/rss+xml", "RSS"),
    ("feed.json", "application/feed+json", "JSON"),
)
_WRITERS: tuple[Writer, ...] = (feeds.atom, feeds.rss, feeds.json_feed)
#: Contents that are held while feeds are written.
_HELD = 64


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed, in whatever form."""

    #: Folder of its files from the output folder, with a slash at its end; empty for the root.
    folder: str
    #: The page that it belongs to.
    page: str
    title: str = ""
    description: str = ""
    #: What it holds, newest first; more than are shown.
    items: tuple[Post | Paper, ...] = field(default=(), repr=False)

    def address(self, name: str) -> str:
        """Return the address of the form called *name*, from the site's root."""
        return quote(self.folder + name)


def feeds_of(archive: Archive, settings: Settings, root: str) -> Iterator[Feed]:
    """Yield each feed that a site has; *root* is its front page."""
    if not settings.feed_limit or not archive.posts:
        return
    yield Feed("", root, description=settings.description, items=archive.posts)
    page = archive.segment("papers")
    if papers := dated(archive, archive.papers):
        yield Feed(f"{page}/", page, _("Papers"), settings.description, papers)
    if settings.term_feeds:
        for kind in TERM_SEGMENTS:
            for term in archive.terms(kind):
                if feed := term_feed(archive, term):
                    yield feed


def term_feed(archive: Archive, term: Term) -> Feed | None:
    """Return the feed of *term*: its posts, and the papers that are not in one of these."""
    posts = archive.posts_under(term)
    there = {post.docname for post in posts}
    papers = dated(archive, archive.papers_under(term))
    alone = [paper for paper in papers if paper.docname not in there]
    items: list[Post | Paper] = [*posts, *alone]
    # Sorting keeps the order of what is of one time.
    items.sort(key=partial(_date, archive), reverse=True)
    if not items:
        return None
    page = archive.term_page(term)
    return Feed(f"{page}/", page, term.label, term.description, tuple(items))


def dated(archive: Archive, papers: Sequence[Paper]) -> tuple[Paper, ...]:
    """Return the *papers* that a post reviews: an entry of a feed must have a date."""
    return tuple(paper for paper in papers if archive.post(paper.docname))


def _date(archive: Archive, item: Post | Paper) -> float:
    date = archive.date_of(item.docname)
    return date.timestamp() if date else 0.0


def feed_of_page(archive: Archive, settings: Settings, kind: str, page: str) -> Feed | None:
    """Return the feed that belongs to the gathered *page* of *kind*, besides that of all posts.

    Of a list of several pages it is the first.
    """
    if not settings.feed_limit or not archive.posts:
        return None
    segment = archive.segment("papers")
    if kind == "papers" and page == segment and dated(archive, archive.papers):
        return Feed(f"{segment}/", segment, _("Papers"))
    for term_kind in TERM_SEGMENTS:
        if kind == term_kind and settings.term_feeds:
            term = archive.term(term_kind, page.rpartition("/")[2])
            if term and page == archive.term_page(term):
                return term_feed(archive, term)
    return None


def feed_files(site: Site) -> Iterator[SiteFile]:
    """Yield each feed of the site in its three forms, and the style sheets that show them."""
    entries = _Entries(site)
    found = False
    for feed in feeds_of(site.archive, site.settings, site.config.root_doc):
        found = True
        items = feed.items[: site.settings.feed_limit]
        info = _info(site, feed, items)
        value = digest((info, tuple(entries.digest(item) for item in items)))
        for (name, _media, _label), write in zip(FEEDS, _WRITERS, strict=True):
            make = partial(entries.write, write, info, items)
            yield SiteFile(feed.folder + name, digest((name, value)), make)
    if found:
        for name, sheet in style_sheets(site.config.language).items():
            yield SiteFile(name, digest(sheet), partial(bytes, sheet))


def _info(site: Site, feed: Feed, items: Sequence[Post | Paper]) -> feeds.FeedInfo:
    archive, config = site.archive, site.config
    posts = (archive.post(item.docname) for item in items)
    people = (archive.person(person).name for post in posts if post for person in post.authors)
    owner = config.author if config.author != "Author name not set" else ""
    atom, rss, json_feed = (site.file_url(feed.address(name)) for name, _media, _label in FEEDS)
    return feeds.FeedInfo(
        title=f"{feed.title} · {config.project}" if feed.title else config.project,
        home=site.url(feed.page),
        atom=atom,
        rss=rss,
        json=json_feed,
        description=feed.description,
        language=config.language,
        authors=tuple(dict.fromkeys(people)) or ((owner,) if owner else ()),
        version=__version__,
        styles=tuple("../" * feed.folder.count("/") + name for name in STYLES),
    )


class _Entries:
    """The entries of all feeds of a site, each made once as far as it is small."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._found: dict[tuple[str, str], tuple[feeds.FeedEntry, str]] = {}
        self._content = lru_cache(maxsize=_HELD)(self._read_content)

    def digest(self, item: Post | Paper) -> str:
        """Return a digest of the entry of *item*; no content is read for it."""
        return self._entry(item)[1]

    def write(
        self, write: Writer, info: feeds.FeedInfo, items: Sequence[Post | Paper]
    ) -> bytes:  # fmt: skip
        """Return the file that *write* makes of *items*, with their content."""
        return write(info, [self._whole(item) for item in items])

    def _whole(self, item: Post | Paper) -> feeds.FeedEntry:
        content = self._content(item.docname)
        html = content.section(item.anchor) if isinstance(item, Paper) else content.html
        return replace(self._entry(item)[0], content=html)

    def _entry(self, item: Post | Paper) -> tuple[feeds.FeedEntry, str]:
        """Return the entry of *item* without its content, and the digest of all of it."""
        key = item.docname, item.anchor if isinstance(item, Paper) else ""
        if key not in self._found:
            post = self._site.archive.post(item.docname)
            assert post is not None  # noqa: S101  # feeds hold nothing else
            entry = self._post(post)
            if isinstance(item, Paper):
                entry = self._paper(entry, post, item)
            body = sidecar.body_digest(self._site.builder, item.docname)
            self._found[key] = entry, digest((entry, body))
        return self._found[key]

    def _post(self, post: Post) -> feeds.FeedEntry:
        archive, url = self._site.archive, self._site.url(post.docname)
        return feeds.FeedEntry(
            id=feeds.tag_uri(url, post.date, post.docname),
            url=url,
            title=post.title,
            published=post.date,
            updated=archive.updated(post),
            authors=tuple(archive.person(person) for person in post.authors),
            tags=tuple(term.label for term in archive.terms_of("tag", post.tags)),
            summary=post.description,
            image=post.image if is_web(post.image) else "",
            language=post.language,
        )

    def _paper(self, entry: feeds.FeedEntry, post: Post, paper: Paper) -> feeds.FeedEntry:
        """Return the entry of *paper*, *entry* being that of the post which reviews it."""
        archive, name = self._site.archive, f"{paper.docname}#{paper.anchor}"
        tags = archive.terms_of("tag", (*paper.tags, *post.tags))
        terms = (*tags, *archive.terms_of("org", paper.orgs))
        return replace(
            entry,
            id=feeds.tag_uri(entry.url, post.date, name),
            url=self._site.url(paper.docname, paper.anchor),
            title=f"{paper.title}: {paper.subtitle}" if paper.subtitle else paper.title,
            tags=tuple(dict.fromkeys(term.label for term in terms)),
            summary=paper.summary,
            about=identifiers.canonical_url(paper.id),
        )

    def _read_content(self, docname: str) -> Content:
        """Return the content of a post, made of its page when that has changed."""
        builder, url = self._site.builder, self._site.url(docname)
        key = digest((__version__, sidecar.body_digest(builder, docname), url))
        kept = sidecar.read_made(builder, docname, "feed", key)
        if kept is not None:
            sections, _end, html = kept.partition("\n")
            return Content(html, json.loads(sections))
        content = prepare(sidecar.read_body(builder, docname), url, to_mathml)
        text = f"{json.dumps(content.sections)}\n{content.html}"
        sidecar.write_made(builder, docname, "feed", key, text)
        return content
