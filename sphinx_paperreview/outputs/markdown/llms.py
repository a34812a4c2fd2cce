"""``llms.txt`` (https://llmstxt.org): links for language models that read the site.

It lists the newest posts and papers, and the pages and files that list all of them, so its length
is bounded.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from sphinx_paperreview.core.files.digests import digest
from sphinx_paperreview.core.model import TERM_SEGMENTS
from sphinx_paperreview.outputs.feeds.site_feeds import FEEDS
from sphinx_paperreview.outputs.markdown.syntax import escape_line, link
from sphinx_paperreview.outputs.papers_json import markdown_file, newest_keys
from sphinx_paperreview.outputs.site import SiteFile
from sphinx_paperreview.rendering.phrases import list_titles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_paperreview.outputs.site import Site

_ = get_translation("paperreview")

#: How many posts and papers are listed at most.
POSTS, PAPERS = 20, 100


def llms_files(site: Site) -> Iterator[SiteFile]:
    """Yield ``llms.txt``, if there is a post or a paper."""
    if site.exports("llms") and (site.archive.posts or site.archive.papers):
        content = _text(site).encode("utf-8", "replace")
        yield SiteFile("llms.txt", digest(content), partial(bytes, content))


def _text(site: Site) -> str:
    """Return the content: the title, a summary, then sections of links."""
    archive = site.archive
    counts = _("%(posts)d posts, %(papers)d papers.") % {
        "posts": len(archive.posts),
        "papers": len(archive.keys),
    }
    summary = " ".join(part for part in (site.settings.description, counts) if part)
    parts = [f"# {escape_line(site.config.project)}", f"> {escape_line(summary)}"]
    # "Optional" is a name that the format defines: readers may skip that section.
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
    return f"- {link(title, url)}: {escape_line(note)}" if note else f"- {link(title, url)}"


def _posts(site: Site) -> list[str]:
    return [
        _item(post.title, site.url(post.docname), post.description)
        for post in site.archive.posts[:POSTS]
    ]


def _papers(site: Site) -> list[str]:
    """Return a line for each of the newest papers, with a link to its Markdown if there is any."""
    lines = []
    for key in newest_keys(site)[:PAPERS]:
        newest = site.archive.reviews_of(key)[0]
        page = site.archive.paper_page(newest.id)
        if page and site.exports("markdown"):
            url = site.file_url(markdown_file(page))
        else:
            url = site.url(page) if page else site.url(newest.docname, newest.anchor)
        lines.append(_item(site.archive.about(key).title or newest.title, url, newest.summary))
    return lines


def _everything(site: Site) -> list[str]:
    """Return lines for the pages and files that list everything."""
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
    return [_item(label, site.file_url(name)) for name, _media_type, label in FEEDS]
