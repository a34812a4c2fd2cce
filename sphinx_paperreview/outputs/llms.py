"""``llms.txt`` (llmstxt.org): where a language model that visits the site finds what it can read.

It names the newest and, for the rest, the pages and files that name everything, so it does not
grow with the archive.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from sphinx_paperreview.core.digests import digest
from sphinx_paperreview.core.model import TERM_SEGMENTS
from sphinx_paperreview.outputs.feeds.site_feeds import FEEDS
from sphinx_paperreview.outputs.markup import escaped, link
from sphinx_paperreview.outputs.output import SiteFile
from sphinx_paperreview.outputs.papers_json import newest_keys, paper_file
from sphinx_paperreview.rendering.phrases import list_titles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_paperreview.outputs.output import Site

_ = get_translation("paperreview")

#: Most posts and papers that are named.
POSTS, PAPERS = 20, 100


def llms_files(site: Site) -> Iterator[SiteFile]:
    """Yield the file, where the archive holds anything."""
    if site.exports("llms") and (site.archive.posts or site.archive.papers):
        content = _text(site).encode("utf-8", "replace")
        yield SiteFile("llms.txt", digest(content), partial(bytes, content))


def _text(site: Site) -> str:
    """Return the file: the title, a summary, then sections of links, as its form has them."""
    archive = site.archive
    counts = _("%(posts)d posts, %(papers)d papers.") % {
        "posts": len(archive.posts),
        "papers": len(archive.keys),
    }
    summary = " ".join(part for part in (site.settings.description, counts) if part)
    parts = [f"# {escaped(site.config.project)}", f"> {escaped(summary)}"]
    # The form knows one heading by its name: what stands there can be left out.
    sections = (
        (_("Posts"), _posts(site)),
        (_("Papers"), _papers(site)),
        (_("Everything"), _everything(site)),
        ("Optional", _feeds(site)),
    )
    for heading, lines in sections:
        if lines:
            parts.append(f"## {heading}\n\n" + "\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _item(title: str, url: str, note: str = "") -> str:
    return f"- {link(title, url)}: {escaped(note)}" if note else f"- {link(title, url)}"


def _posts(site: Site) -> list[str]:
    return [
        _item(post.title, site.url(post.docname), post.description)
        for post in site.archive.posts[:POSTS]
    ]


def _papers(site: Site) -> list[str]:
    """Return a line for each of the newest papers, which leads to its Markdown if there is any."""
    lines = []
    for key in newest_keys(site)[:PAPERS]:
        newest = site.archive.reviews_of(key)[0]
        page = site.archive.paper_page(newest.id)
        if page and site.exports("markdown"):
            url = site.file_url(paper_file(page, ".md"))
        else:
            url = site.url(page) if page else site.url(newest.docname, newest.anchor)
        lines.append(_item(site.archive.about(key).title or newest.title, url, newest.summary))
    return lines


def _everything(site: Site) -> list[str]:
    """Return the lines of what names all there is."""
    archive = site.archive
    titles = list_titles()
    lines = []
    if archive.papers and site.exports("json"):
        note = _("every paper and its reviews, as JSON")
        lines.append(_item("papers.json", site.file_url("papers.json"), note))
    if archive.papers:
        lines.append(_item(titles["papers"], site.url(archive.segment("papers"))))
    if archive.posts:
        lines.append(_item(titles["archive"], site.url(archive.segment("archive"))))
    lines += [
        _item(titles[segment], site.url(archive.segment(segment)))
        for kind, segment in TERM_SEGMENTS.items()
        if archive.terms(kind)
    ]
    return lines


def _feeds(site: Site) -> list[str]:
    if not site.settings.feed_limit or not site.archive.posts:
        return []
    return [_item(label, site.file_url(name)) for name, _media, label in FEEDS]
