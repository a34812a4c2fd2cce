"""``papers/<id>.md``: a paper and the text of its reviews as Markdown."""

from __future__ import annotations

import re
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from sphinx_paperreview.core.digests import digest
from sphinx_paperreview.outputs import bodies
from sphinx_paperreview.outputs.markdown_syntax import escape_line, link
from sphinx_paperreview.outputs.papers_json import (
    markdown_file,
    newest_keys,
    paper_digest,
    paper_object,
)
from sphinx_paperreview.outputs.site import SiteFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from sphinx_paperreview.core.model import Paper
    from sphinx_paperreview.outputs.site import Site

_ = get_translation("paperreview")

_HEADING = re.compile(r"<h([1-6])\b")
#: A tag without an end reaches to the end of the text.
_SECTION = re.compile(r"<(/?)section\b[^>]*(?:>|\Z)")


def markdown_files(site: Site) -> Iterator[SiteFile]:
    """Yield a Markdown file for each paper that has a page."""
    archive = site.archive
    if not site.exports("markdown"):
        return
    body_digest = cache(partial(bodies.body_digest, site.builder))
    # Papers of one post follow each other, so few bodies have to stay in memory.
    read_body = lru_cache(maxsize=8)(partial(bodies.read_body, site.builder))
    for key in newest_keys(site):
        reviews = archive.reviews_of(key)
        page = archive.paper_page(reviews[0].id)
        if page:
            texts = [body_digest(review.docname) for review in reviews]
            value = digest((paper_digest(site, key), texts))
            yield SiteFile(markdown_file(page), value, partial(_bytes, site, key, read_body))


def _bytes(site: Site, key: str, read_body: Callable[[str], str]) -> bytes:
    data = paper_object(site, key)
    parts = [f"# {escape_line(data['title'])}", _facts(data)]
    if "tldr" in data:
        parts.append(f"> {escape_line(data['tldr'])}")
    for review, shown in zip(site.archive.reviews_of(key), data["reviews"], strict=True):
        parts += _review(site, review, shown, read_body)
    if "mentioned_in" in data:
        items = (f"- {link(place['title'], place['url'])}" for place in data["mentioned_in"])
        parts += [f"## {_('Mentions')}", "\n".join(items)]
    text = "\n\n".join(part for part in parts if part)
    return f"{text}\n".encode("utf-8", "replace")


def _facts(data: dict[str, Any]) -> str:
    """Return the links and the bibliographic facts of the paper."""
    links = [link(place["label"], place["url"]) for place in data["links"]]
    links += [
        link(label, data[name])
        for name, label in (("code", _("Code")), ("project", _("Project")), ("page", _("Page")))
        if name in data
    ]
    lines = [" · ".join(links), escape_line(", ".join(data.get("authors", ())))]
    place = (data.get("venue", ""), data.get("published") or data.get("year", ""))
    lines.append(escape_line(" · ".join(part for part in place if part)))
    return "\n".join(f"- {line}" for line in lines if line)


def _review(
    site: Site, paper: Paper, shown: dict[str, Any], read_body: Callable[[str], str]
) -> Iterator[str]:
    """Yield the heading, the facts and the text of one review."""
    date, title = shown.get("date", "")[:10], shown["post"]["title"]
    yield f"## {link(title if date in title else f'{date} {title}', shown['url'])}"
    reviewed = (
        (_("Reviewers"), ", ".join(shown.get("reviewers", ()))),
        (_("Organisations"), ", ".join(shown.get("orgs", ()))),
        (_("Tags"), ", ".join(shown.get("tags", ()))),
        (_("Rating"), shown.get("rating", "")),
        (_("Confidence"), shown.get("confidence", "")),
        (_("Status"), shown.get("status", "")),
    )
    yield "\n".join(f"- {label}: {escape_line(value)}" for label, value in reviewed if value)
    text = _text(site.url(paper.docname), _section(read_body(paper.docname), paper.anchor))
    yield text or escape_line(paper.summary)


def _text(base: str, html: str) -> str:
    # The parser of HTML is slow to import, and only needed here.
    from sphinx_paperreview.outputs.html_to_markdown import to_markdown  # noqa: PLC0415  # as above

    return to_markdown(html, base)


def _section(html: str, anchor: str) -> str:
    """Return the content of the section with the id *anchor*, without its own heading.

    *html* is what the builder wrote: its sections nest properly, and no text in it is markup.
    """
    tags = _SECTION.finditer(html)
    own = next((tag for tag in tags if f' id="{anchor}"' in tag[0]), None)
    if own is None:
        return ""
    depth = 1
    for tag in tags:
        depth += -1 if tag[1] else 1
        if not depth:
            return _without_heading(html[own.end() : tag.start()])
    return html[own.end() :]


def _without_heading(html: str) -> str:
    """Return *html* without its first heading that has an end, and a line break after it."""
    without_end: set[str] = set()
    for opening in _HEADING.finditer(html):
        closing = f"</h{opening[1]}>"
        if closing in without_end:
            continue
        end = html.find(closing, opening.end())
        if end >= 0:
            return html[: opening.start()] + html[end + len(closing) :].removeprefix("\n")
        without_end.add(closing)
    return html
