"""What the recognition of reviews needs from a project, and the records of what it decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_paperreview.config import settings_of
from sphinx_paperreview.core.metadata.values import Values
from sphinx_paperreview.core.model import Decision
from sphinx_paperreview.reading.papers.facts.given import given_paper, has_paper_facts
from sphinx_paperreview.reading.papers.facts.labelled_keys import title_of_paper_in
from sphinx_paperreview.reading.papers.facts.labels import is_of_paper, says_review
from sphinx_paperreview.reading.papers.reviews import Context, Given
from sphinx_paperreview.reading.posts.posts import data_of, tags_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Element
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.reading.papers.reviews import Recognition

#: Key in ``env.current_document`` of the decisions about the document that is being read.
DECISIONS = "paperreview_decisions"
#: Keys of topics beside tags, which tell what a text is about.
_TOPICS = ("categories", "category", "keywords", "tag")


def context_of(env: BuildEnvironment, document: nodes.document, *, is_post: bool) -> Context:
    """Return what is known of the document that is being read besides its nodes."""
    data = data_of(env, document)
    values = Values(data)  # reported by the readers of these keys
    topics = [*tags_of(env, values)]
    for key in _TOPICS:
        topics += values.texts(key, label="label")
    given, unread = given_paper(data)
    forms = set(settings_of(env.config).recognise)
    if data.get("paper") is False:
        forms.discard("documents")
    return Context(
        docname=env.docname,
        title=values.text("title"),
        paper_title=title_of_paper_in(data),
        is_post=is_post,
        topics=tuple(topics),
        given=given,
        listed=_listed(env),
        unread=unread,
        has_paper_facts=has_paper_facts(data),
        is_site_of_papers=says_review(env.config.project) and is_of_paper(env.config.project),
        forms=frozenset(forms),
    )


def _listed(env: BuildEnvironment) -> Given | None:
    listed = env.domains["paper"].data["listed"].get(env.docname)
    if listed is None:
        return None
    return Given(listed.identifier, listed.url, "", {"title": listed.title})


def decisions_of(
    docname: str, recognised: Recognition, strict: Sequence[tuple[Element, dict[str, Any]]]
) -> tuple[Decision, ...]:
    """Return the decisions about a document, in the order of its lines.

    :param strict: sections that are reviews by their linked title or a directive, and their fields
    """
    found = [
        Decision(docname, section.line or 1, fields["title"], fields["identifier"], "linked title")
        for section, fields in strict
    ]
    found += _recognised(docname, recognised)
    return tuple(sorted(found, key=lambda each: (each.line, each.title)))


def _recognised(docname: str, recognised: Recognition) -> Iterator[Decision]:
    for review in recognised.reviews:
        yield Decision(
            docname, review.place.line or 1, review.title, review.identifier, review.rule,
            is_document=review.is_document,
        )  # fmt: skip
    for refusal in recognised.refusals:
        yield Decision(
            docname, _line(refusal.place), _title(refusal.place), refusal.identifier, "",
            refusal.reason, refusal.is_document, refusal.is_list,
        )  # fmt: skip


def _line(place: Element | None) -> int:
    return (place.line if place is not None else None) or 1


def _title(place: Element | None) -> str:
    if place is None or not place.children or not isinstance(place.children[0], nodes.title):
        return ""
    return " ".join(place.children[0].astext().split())
