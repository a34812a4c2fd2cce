"""``papers/<id>.md``: a paper and the text of its reviews as Markdown, its data as front matter."""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from sphinx import addnodes
from sphinx.locale import get_translation

from sphinx_paperreview.core.files.digests import digest
from sphinx_paperreview.outputs.markdown import bodies
from sphinx_paperreview.outputs.markdown.syntax import escape_line, link
from sphinx_paperreview.outputs.markdown.writer import write_document, write_sections
from sphinx_paperreview.outputs.papers_json import (
    markdown_file,
    newest_keys,
    paper_digest,
    paper_object,
    without_empty,
)
from sphinx_paperreview.outputs.site import SiteFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from typing import Any

    from docutils import nodes

    from sphinx_paperreview.core.model import Paper
    from sphinx_paperreview.domain.domain import PaperDomain
    from sphinx_paperreview.outputs.markdown.writer import Blocks
    from sphinx_paperreview.outputs.site import Site

    #: Returns the Markdown of each review in a document, by the ids of their sections.
    Reader = Callable[[str], Mapping[str, str]]

_ = get_translation("paperreview")

#: Characters that YAML allows in no text (YAML 1.2, "c-printable"), and line ends of its own.
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
#: What of a paper its front matter leaves out: what is in the text below it, the parts of its key,
#: and the addresses of its tags and organisations, which each review names.
_LEFT_OUT = frozenset({"mentioned_in", "mentions", "id", "terms"})
#: What of each review is in the text below.
_BELOW = frozenset({"url", "post", "summary"})


def wants_markdown(domain: PaperDomain, docname: str) -> bool:
    """Return whether the Markdown of reviews in *docname* is exported."""
    return "markdown" in domain.settings.exports and docname in domain.data["papers"]


def review_texts(
    site: Site, docname: str, document: nodes.document, blocks: Blocks
) -> dict[str, str]:
    """Return the Markdown of each review in *docname*, by the id of its section.

    :param document: its doctree as it was written to its page
    :param blocks: texts that it shares with other functions of the same document
    """
    anchors = [paper.anchor for paper in site.archive.papers_in(docname)]
    return write_sections(document, anchors, site.url(docname), _locator(site), blocks)


def document_text(site: Site, docname: str, document: nodes.document, blocks: Blocks) -> str:
    """Return all that the page of *docname* shows as Markdown.

    The parameters are those of :func:`review_texts`.
    """
    return write_document(document, site.url(docname), _locator(site), blocks)


def _locator(site: Site) -> Callable[[nodes.Element], str]:
    """Return a function that returns the URL of an image or a download."""
    builder = site.builder

    def locate(node: nodes.Element) -> str:
        if isinstance(node, addnodes.download_reference):
            name = quote(node.get("filename", ""))
            return site.file_url(f"_downloads/{name}") if name else node.get("refuri", "")
        # Sphinx's writer has replaced the path of an image by that of its copy, from the page.
        name = builder.images.get(node.get("uri", ""), "")
        return site.file_url(f"{builder.imagedir}/{quote(name)}") if name else ""

    return locate


def markdown_files(site: Site, docnames: AbstractSet[str] | None = None) -> Iterator[SiteFile]:
    """Yield a Markdown file for each paper that has a page.

    :param docnames: documents; only papers are wanted that these review, if they are given
    """
    archive = site.archive
    if not site.exports("markdown"):
        return
    text_digest = cache(partial(bodies.sections_digest, site.builder))
    # Papers of one post follow each other, so few texts have to stay in memory.
    read = lru_cache(maxsize=8)(partial(bodies.read_sections, site.builder))
    for key in newest_keys(site):
        reviews = archive.reviews_of(key)
        if docnames is not None and not any(each.docname in docnames for each in reviews):
            continue
        page = archive.paper_page(reviews[0].id)
        if page:
            texts = [text_digest(review.docname) for review in reviews]
            value = digest((paper_digest(site, key), texts))
            yield SiteFile(markdown_file(page), value, partial(_bytes, site, key, read))


def _bytes(site: Site, key: str, read: Reader) -> bytes:
    data = paper_object(site, key)
    parts = [_front_matter(data), f"# {escape_line(data['title'])}"]
    if "tldr" in data:
        parts.append(f"> {escape_line(data['tldr'])}")
    for review, shown in zip(site.archive.reviews_of(key), data["reviews"], strict=True):
        parts += _review(review, shown, read)
    if "mentioned_in" in data:
        items = (f"- {link(place['title'], place['url'])}" for place in data["mentioned_in"])
        parts += [f"## {_('Mentions')}", "\n".join(items)]
    text = "\n\n".join(part for part in parts if part)
    return f"{text}\n".encode("utf-8", "replace")


def _front_matter(data: dict[str, Any]) -> str:
    """Return *data* as YAML, a line for each name; its values are JSON, which YAML includes.

    What the text or another value says is left out.
    """
    known = without_empty({
        **data,
        "links": {each["label"]: each["url"] for each in data.get("links", ())
                  if each["url"] != data.get("url")},
        "reviews": [_review_data(each, data) for each in data["reviews"]],
    })  # fmt: skip
    lines = [
        f"{name}: {json.dumps(value, ensure_ascii=False, separators=(',', ':'))}"
        for name, value in _without(known, _LEFT_OUT).items()
    ]
    text = "\n".join(["---", *lines, "---"])
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _review_data(review: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    """Return *review* without what the text says, or *data* or another value of it."""
    said = {"title": data["title"], "updated": review.get("date")}
    return {
        name: value
        for name, value in _without(review, _BELOW).items()
        if name not in said or value != said[name]
    }


def _without(data: dict[str, Any], names: AbstractSet[str]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in names}


def _review(paper: Paper, shown: dict[str, Any], read: Reader) -> Iterator[str]:
    """Yield the heading and the text of one review."""
    date, title = shown.get("date", "")[:10], shown["post"]["title"]
    yield f"## {link(title if date in title else f'{date} {title}', shown['url'])}"
    yield read(paper.docname).get(paper.anchor) or escape_line(paper.summary)
