"""The record of the review that a document is as a whole: its title, and the facts beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_paperreview.core.files.filenames import stem_of
from sphinx_paperreview.mdx.render.titles import title_of_file
from sphinx_paperreview.reading.papers.facts.cited import is_reference_to, title_in, title_of_line
from sphinx_paperreview.reading.papers.facts.headings import number_of
from sphinx_paperreview.reading.papers.facts.labels import (
    fold,
    heading_is,
    label_kind,
    title_of_paper,
    without_topic,
)
from sphinx_paperreview.reading.papers.facts.names import (
    venue_before,
    without_venue,
    without_venue_or_year,
)
from sphinx_paperreview.reading.papers.facts.occasions import (
    names_group,
    names_meeting,
    without_occasion,
)
from sphinx_paperreview.reading.papers.reviews import Review, is_entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_paperreview.core.model import PaperId
    from sphinx_paperreview.reading.papers.facts.leads import Lead, Named
    from sphinx_paperreview.reading.papers.reviews import Context

#: Names of files that say nothing of the paper in them.
_NAMES_OF_NOTES = frozenset({"main", "readme", "review", "reading", "post", "리뷰", "笔记", "メモ"})
#: A name with more words than these, and signs between them, has no blanks.
_HYPHENS = 2


def document_review(
    context: Context,
    top: nodes.section | None,
    identifier: PaperId,
    url: str,
    rule: str,
    facts: Mapping[str, Any],
    lead: Lead,
    named: Named | None = None,
) -> Review:
    """Return the review of the whole document."""
    fields = dict(facts)
    given = context.paper_title or str(fields.pop("title", ""))
    named_by = context.title or (top[0].astext() if top is not None and top.children else "")
    written, venue = without_venue(title_of_paper(named_by))
    venue = venue or venue_before(named_by, written)
    written = without_topic(without_occasion(written))
    general = (
        not written
        or heading_is(written, "content", "information")
        or bool(label_kind(written))
        or named_by == title_of_file(context.docname)
    )
    is_meeting = names_group(written) or names_meeting(written)
    linked = named.title if named is not None and len(named.title.split()) > 1 else ""
    linked, said = without_venue_or_year(linked)
    title = given or (linked if general or is_meeting else written) or linked
    if title and title == linked:
        fields = said | fields
    if is_reference_to(title, cited := title_in(title)):
        title = cited
    if not title and named is not None:
        title = title_of_line(named.line)
    if not title and is_meeting and not general:
        title = written
    if not title:
        title = title_of_paper(title_by_name(context.docname))
    if venue is not None and not general:
        fields = {name: value for name, value in venue._asdict().items() if value} | fields
    place = top if top is not None else nodes.section()
    return Review(
        place, rule, identifier, url, " ".join(title.split()), facts=fields,
        blocks=lead.blocks, is_document=True,
    )  # fmt: skip


def title_by_name(docname: str) -> str:
    """Return a title for the paper of a document that has none: the words of the file's name.

    A number before them is that of the document among others.

    >>> title_by_name("2023/Deep_Residual_Learning/paper")
    'Deep Residual Learning'
    """
    folder, _slash, name = docname.rpartition("/")
    name = stem_of(docname) if is_entry(docname) else name
    if folder and (heading_is(name, "content", "information") or fold(name) in _NAMES_OF_NOTES):
        name = folder.rpartition("/")[2]
    name = name[number_of(name)[1] :] or name
    if " " in name:
        return name.replace("_ ", ": ")  # no name of a file has a colon
    words = re.split(r"[-_]+", name)
    # "f-GAN" has a hyphen of its own.
    return " ".join(filter(None, words)) if len(words) > _HYPHENS else without_signs(name)


def without_signs(name: str) -> str:
    """Return *name*, a title, with blanks, if its words are joined by signs as in names of files.

    >>> without_signs("Driller.Augmenting.Fuzzing"), without_signs("Tree-of-Thoughts")
    ('Driller Augmenting Fuzzing', 'Tree-of-Thoughts')
    """
    name = " ".join(name.split())
    sign = max("._-", key=name.count)
    words = [word for word in name.split(sign) if re.search(r"[^\W\d_]", word)]
    is_joined = " " not in name and len(words) > (_HYPHENS if sign != "-" else _HYPHENS + 1)
    return " ".join(filter(None, name.split(sign))) if is_joined else name
