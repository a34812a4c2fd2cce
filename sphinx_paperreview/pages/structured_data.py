"""The structured data of a page: JSON-LD with the vocabulary of schema.org."""

from __future__ import annotations

import json
import posixpath
import re
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core.metadata.names import OTHERS, displayed
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.core.urls import clean_address, is_web
from sphinx_paperreview.outputs.papers_json import without_empty

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx_paperreview.core.model import Paper, Person, Post, Term
    from sphinx_paperreview.outputs.site import Site
    from sphinx_paperreview.pages.places import ToctreeEntry

#: Most authors of a paper in the data of a page; ``papers.json`` has all.
_AUTHORS_SHOWN = 30
#: The best rating where a review names none (schema.org, ``bestRating``).
_DEFAULT_BEST = 5.0

_RATING = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,4})?)\s{0,4}(?:/\s{0,4}([0-9]{1,4}))?")
#: Characters that could end the element or open another, and JavaScript's line separators.
_UNSAFE = re.compile("[<>&\u2028\u2029]")


def script(data: dict[str, Any]) -> str:
    """Return the ``<script>`` element with *data*, escaped so that no text can end it."""
    known = {"@context": "https://schema.org"} | data
    text = json.dumps(known, ensure_ascii=False, separators=(",", ":"))
    text = _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return f'<script type="application/ld+json">{text}</script>'


def rating_of(text: str) -> dict[str, Any]:
    """Return the ``Rating`` for *text* (``8/10``, ``4``); empty if it is not a number.

    A number without a scale is on the default one, up to five. A larger number without a scale is
    left out, because its scale is unknown.
    """
    match = _RATING.fullmatch(text.strip())
    if match is None:
        return {}
    value, best = float(match[1]), float(match[2] or _DEFAULT_BEST)
    if value > best or not best:
        return {}
    rating: dict[str, Any] = {"@type": "Rating", "ratingValue": _number(value)}
    if match[2]:
        rating["bestRating"] = _number(best)
        if not value:
            rating["worstRating"] = 0
    return rating


def _number(value: float) -> float | int:
    return int(value) if value.is_integer() else value


class StructuredData:
    """Makes the data of one page.

    What is said elsewhere about the same thing, on the page or on another of the site, is not said
    again: an ``@id`` joins what is said in several places (JSON-LD 1.1, 3.3).

    :param page: the docname, or the name of a gathered page. Addresses are relative to it where
        ``html_baseurl`` has no host.
    """

    def __init__(self, site: Site, page: str) -> None:
        self.site = site
        self.archive = site.archive
        self.page = page

    def address(self, page: str, anchor: str = "") -> str:
        """Return the address of *page*: absolute if the site has a base, else relative."""
        if self.site.has_address:
            return self.site.url(page, anchor)
        builder = self.site.builder
        uri = builder.get_relative_uri(self.page, page)
        if not uri and not anchor:
            uri = posixpath.basename(builder.get_target_uri(page)) or "./"
        return f"{uri}#{anchor}" if anchor else uri

    # -- kinds of pages --------------------------------------------------------------------------

    def home(self, title: str) -> dict[str, Any]:
        """Return the data of the site's first page."""
        address = self.address(self.page)
        return without_empty({
            "@type": "Blog" if self.archive.posts else "WebSite",
            "@id": address,
            "url": address,
            "name": self.site.config.project or title,
            "description": self.site.settings.description,
            "inLanguage": self._language(""),
        })  # fmt: skip

    def post(self, post: Post) -> dict[str, Any]:
        """Return the data of *post*, with a review for each of its papers."""
        address, archive = self.address(self.page), self.archive
        tags = archive.terms_of("tag", post.tags)
        people = self._people(post)
        image = self.site.image_url(post.image) if self.site.has_address else ""
        series = archive.series_of(post)[0]
        return without_empty({
            "@type": "BlogPosting",
            "@id": address,
            "url": address,
            "headline": post.title,
            "description": post.description,
            "datePublished": post.date.isoformat(),
            "dateModified": archive.updated(post).isoformat(),
            "inLanguage": self._language(post.language),
            "author": people,
            "keywords": [term.label for term in tags] or list(post.tags),
            "image": image,
            "isPartOf": [
                {"@id": self.address(self.site.config.root_doc)},
                *([without_empty({"@type": "CreativeWorkSeries", "name": series.label,
                           "url": self.address(archive.term_page(series))})] if series else []),
            ],
            "hasPart": self._reviews(archive.papers_in(post.docname)),
        })  # fmt: skip

    def document(self, title: str, above: Sequence[ToctreeEntry] = ()) -> dict[str, Any]:
        """Return the data of a document that is not a post.

        It is empty if the document reviews no paper and stands in no toctree.

        :param above: the documents above it in the toctrees, from the root on
        """
        papers = self.archive.papers_in(self.page)
        if not papers and not above:
            return {}
        address = self.address(self.page)
        trail = [(entry.title, self.address(entry.page)) for entry in above]
        crumbs = {"@type": "BreadcrumbList", "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": item}
            for position, (name, item) in enumerate([*trail, (title, address)], 1)
        ]}  # fmt: skip
        return without_empty({
            "@type": "WebPage", "@id": address, "url": address, "name": title,
            "inLanguage": self._language(""), "breadcrumb": crumbs if above else {},
            "hasPart": self._reviews(papers),
        })  # fmt: skip

    def paper(self, key: str) -> dict[str, Any]:
        """Return the data of the paper *key*, with all its reviews."""
        reviews = self.archive.reviews_of(key)
        article = self._article(reviews[0])
        return article | without_empty({
            "mainEntityOfPage": self.address(self.page),
            "review": [self._review(review, article) for review in reviews],
        })  # fmt: skip

    def collection(self, title: str, description: str, term: Term | None) -> dict[str, Any]:
        """Return the data of a gathered page, and of *term* if the page is about one."""
        address = self.address(self.page)
        kinds = {"author": "Person", "org": "Organization", "series": "CreativeWorkSeries"}
        about = without_empty({
            "@type": kinds.get(term.kind, "DefinedTerm"), "name": term.label,
            "url": _web(term.url), "description": term.description,
        }) if term else {}  # fmt: skip
        return without_empty({
            "@type": "CollectionPage", "@id": address, "url": address, "name": title,
            "description": description, "inLanguage": self._language(""), "about": about,
            "isPartOf": {"@id": self.address(self.site.config.root_doc)},
        })  # fmt: skip

    # -- parts -------------------------------------------------------------------------------------

    def _language(self, language: str) -> str:
        return (language or self.site.config.language or "en").replace("_", "-")

    def _person(self, person: Person) -> dict[str, Any]:
        terms = self.archive.authors((person,))
        page = self.address(self.archive.term_page(terms[0])) if terms else ""
        return without_empty({"@type": "Person", "@id": page, "name": person.name,
                       "url": _web(person.url) or page})  # fmt: skip

    def _people(self, post: Post) -> list[dict[str, Any]]:
        people = [self._person(person) for person in self.archive.people(post)]
        owner = self.site.config.author
        if people or not owner or owner == "Author name not set":
            return people
        return [{"@type": "Person", "name": owner}]

    def _reviews(self, papers: Iterable[Paper]) -> list[dict[str, Any]]:
        """Return the reviews of one document, whose own data has their authors and their day."""
        found = []
        for paper in papers:
            article = self._article(paper, whole=not self._is_on_page(paper))
            review = self._review(paper, article, whole=False)
            found.append(review | {"itemReviewed": article})
        return found

    def _is_on_page(self, paper: Paper) -> bool:
        """Return whether the page of *paper* describes it under the same ``@id``."""
        reviews = self.archive.reviews_of(paper.id.key)
        one_id = all(review.id == paper.id for review in reviews)
        return one_id and bool(self.archive.paper_page(paper.id))

    def _review(
        self, paper: Paper, article: dict[str, Any], *, whole: bool = True
    ) -> dict[str, Any]:
        """Return one review of *article*: if *whole* with its day and its authors in full.

        Else it is for its own document, which has these, and has its text.
        """
        post = self.archive.post(paper.docname)
        people = self._people(post) if post else []
        return without_empty({
            "@type": "Review",
            "@id": self.address(paper.docname, paper.anchor),
            "name": paper.title if paper.title != article["name"] else "",
            "author": people if whole else _references(people),
            "datePublished": post.date.date().isoformat() if post and whole else "",
            "reviewBody": "" if whole else paper.summary,
            "reviewRating": rating_of(paper.rating),
        })  # fmt: skip

    def _article(self, paper: Paper, *, whole: bool = True) -> dict[str, Any]:
        """Return the paper of a review; its ``@id`` is its canonical address.

        :param whole: whether to return its addresses and identifiers, too
        """
        about = self.archive.about(paper.id.key)
        address = identifiers.canonical_url(paper.id)
        besides = {address, identifiers.pdf_url(paper.id)}  # a file is no page about the paper
        same = [url for _label, url in identifiers.links(paper.id)]
        names = [{"propertyID": paper.id.scheme, "value": paper.id.value}]
        if about.doi and paper.id.scheme != "doi":
            names.append({"propertyID": "doi", "value": about.doi})
            doi = identifiers.identify(f"doi:{about.doi}")
            same += [identifiers.canonical_url(doi)] if doi is not None else []
        return without_empty({
            "@type": "ScholarlyArticle",
            "@id": address,
            "url": address if whole else "",
            "name": about.title or paper.title,
            "sameAs": [url for url in dict.fromkeys(same) if whole and url not in besides],
            "author": [{"@type": "Person", "name": name}
                       for name in displayed(about.authors)[:_AUTHORS_SHOWN] if name != OTHERS],
            "datePublished": about.published or about.year,
            "isPartOf": without_empty({"@type": "PublicationVolume", "name": about.venue})
            if about.venue else {},
            "identifier": [{"@type": "PropertyValue", **name} for name in names
                           if whole and name["propertyID"] not in {"url", "title"}],
        })  # fmt: skip


def _web(url: str) -> str:
    """Return *url* if it is an absolute http or https URL, else an empty text."""
    return (clean_address(url) or "") if is_web(url) else ""


def _references(people: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return *people* by their ids, because the same page describes them already."""
    return [{"@id": person["@id"]} if "@id" in person else person for person in people]
