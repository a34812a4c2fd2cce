"""The site's feeds: entries from the newest posts, written by :mod:`sphinx_paperreview.feeds`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast
from urllib.parse import urljoin

from sphinx_paperreview import __version__, feeds, sidecar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinx_paperreview.domain import PaperDomain
    from sphinx_paperreview.model import Post

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
    r'|<p class="pr-(?:meta|tags)">.*?</p>\n?|<a class="headerlink"[^>]*>.*?</a>|<h1>.*?</h1>\n?',
    re.S,
)


def feed_files(builder: StandaloneHTMLBuilder, domain: PaperDomain) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of each feed of the site."""
    limit, archive = domain.settings.feed_limit, domain.archive
    if not limit or not archive.posts:
        return
    entries = [_entry(builder, domain, post) for post in archive.posts[:limit]]
    base = base_url(builder)
    config = domain.env.config
    people = dict.fromkeys(person.name for entry in entries for person in entry.authors)
    owner = config.author if config.author != "Author name not set" else ""
    info = feeds.FeedInfo(
        title=config.project,
        home=urljoin(base, builder.get_target_uri(config.root_doc)),
        atom=base + "atom.xml",
        rss=base + "rss.xml",
        json=base + "feed.json",
        description=domain.settings.description,
        language=config.language,
        authors=tuple(people) or ((owner,) if owner else ()),
        version=__version__,
    )
    yield "atom.xml", feeds.atom(info, entries)
    yield "rss.xml", feeds.rss(info, entries)
    yield "feed.json", feeds.json_feed(info, entries)


def base_url(builder: StandaloneHTMLBuilder) -> str:
    """Return the address of the site with a slash at its end; ``/`` where none is configured."""
    return cast("str", builder.config.html_baseurl).rstrip("/") + "/"


def _entry(builder: StandaloneHTMLBuilder, domain: PaperDomain, post: Post) -> feeds.FeedEntry:
    archive = domain.archive
    url = urljoin(base_url(builder), builder.get_target_uri(post.docname))
    body = _FURNITURE.sub("", sidecar.read_body(builder, post.docname))
    return feeds.FeedEntry(
        id=feeds.tag_uri(url, post.date, post.docname),
        url=url,
        title=post.title,
        published=post.date,
        updated=post.updated,
        authors=tuple(archive.person(person) for person in post.authors),
        tags=tuple(term.label for term in archive.terms_of("tag", post.tags)),
        summary=post.description,
        content=feeds.absolute(body, url),
        language=post.language,
    )
