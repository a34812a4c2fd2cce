"""The site's feeds: entries from the newest posts, written by :mod:`sphinx_paperreview.feeds`."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from sphinx_paperreview import __version__, feeds, sidecar
from sphinx_paperreview.archive import digest
from sphinx_paperreview.outputs import Output

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_paperreview.model import Post
    from sphinx_paperreview.outputs import OutputSite

#: Address, media type and title of each feed, in the order in which pages name them.
FEEDS = (
    ("atom.xml", "application/atom+xml", "Atom"),
    ("rss.xml", "application/rss+xml", "RSS"),
    ("feed.json", "application/feed+json", "JSON"),
)

#: What the archive adds to a post's page and a reader of a feed has no use for. The elements
#: are our own: the same words in an author's text are escaped.
_FURNITURE = re.compile(
    r'<nav (?:aria-label="[^"]*" )?class="pr-(?:digest|neighbours)"[^>]*>.*?</nav>\n?'
    r'|<p class="pr-(?:meta|tags|exports)">.*?</p>\n?| ?<span class="Z3988"[^>]*></span>'
    r'|<a class="headerlink"[^>]*>.*?</a>|<h1>.*?</h1>\n?',
    re.S,
)


def feed_files(site: OutputSite) -> Iterator[Output]:
    """Yield each feed of the site."""
    for name, content in _feeds(site):
        yield Output(name, digest(content), partial(bytes, content))


def _feeds(site: OutputSite) -> Iterator[tuple[str, bytes]]:
    limit, archive, config = site.settings.feed_limit, site.archive, site.config
    if not limit or not archive.posts:
        return
    entries = [_entry(site, post) for post in archive.posts[:limit]]
    base = site.base
    people = dict.fromkeys(person.name for entry in entries for person in entry.authors)
    owner = config.author if config.author != "Author name not set" else ""
    info = feeds.FeedInfo(
        title=config.project,
        home=site.url(config.root_doc),
        atom=base + "atom.xml",
        rss=base + "rss.xml",
        json=base + "feed.json",
        description=site.settings.description,
        language=config.language,
        authors=tuple(people) or ((owner,) if owner else ()),
        version=__version__,
    )
    yield "atom.xml", feeds.atom(info, entries)
    yield "rss.xml", feeds.rss(info, entries)
    yield "feed.json", feeds.json_feed(info, entries)


def _entry(site: OutputSite, post: Post) -> feeds.FeedEntry:
    archive, url = site.archive, site.url(post.docname)
    body = _FURNITURE.sub("", sidecar.read_body(site.builder, post.docname))
    return feeds.FeedEntry(
        id=feeds.tag_uri(url, post.date, post.docname),
        url=url,
        title=post.title,
        published=post.date,
        updated=archive.updated(post),
        authors=tuple(archive.person(person) for person in post.authors),
        tags=tuple(term.label for term in archive.terms_of("tag", post.tags)),
        summary=post.description,
        content=feeds.absolute(body, url),
        language=post.language,
    )
