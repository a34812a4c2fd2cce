"""Every kind of warning of this extension, and the function that logs them.

``suppress_warnings`` takes the kinds as ``paperreview.<value>``; the table in the documentation is
made from the enumeration.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Self

from sphinx.util import logging

if TYPE_CHECKING:
    from docutils.nodes import Node

LOGGER = logging.getLogger(__name__)
#: Attribute of the log records of this extension's warnings; its value is a :class:`Notice`.
NOTICE = "paperreview_notice"


class WarningKind(Enum):
    """Subtypes of the warning type ``paperreview``, each with its sentence in the documentation."""

    documentation: str
    #: Whether it is given only where ``paperreview_lint`` is ``all``.
    advice: bool

    def __new__(cls, value: str, documentation: str, advice: str = "") -> Self:
        """Make a member whose value is *value* alone."""
        member = object.__new__(cls)
        member._value_ = value
        member.documentation = documentation
        member.advice = bool(advice)
        return member

    CONFIG = (
        "config",
        "A ``paperreview_*`` value of ``conf.py``, or an option of the theme, cannot be used.",
    )
    FRONT_MATTER = (
        "front_matter",
        "The front matter is not YAML, or a key in it is misspelt or has an invalid value.",
    )
    DATE = (
        "date",
        "A post has no date, or its date is invalid.",
    )
    AUTHORS_FILE = (
        "authors_file",
        "``authors.yml`` or ``tags.yml`` cannot be read.",
    )
    LOCK = (
        "lock",
        "``papers.lock.json`` cannot be read, or is of another version.",
    )
    FEDERATION = (
        "federation",
        "``papers.federation.json`` cannot be read, or lacks an archive that is named.",
    )
    BIBLIOGRAPHY = (
        "bibliography",
        "A file of ``paperreview_bibliography`` cannot be read, or an entry or the citation style.",
    )
    DUPLICATE_ID = (
        "duplicate_id",
        "One document reviews the same paper twice.",
    )
    DUPLICATE_SLUG = (
        "duplicate_slug",
        "Two posts have the same slug.",
    )
    PATH = (
        "path",
        "A page, a file or an address is left out: its path in the output is taken or impossible.",
    )
    UNKNOWN_ORG = (
        "unknown_org",
        "An organisation is not in ``paperreview_orgs`` although that list is closed.",
    )
    PAPER = (
        "paper",
        "A ``paper:header`` does not identify a paper.",
    )
    IMPOSSIBLE_ID = (
        "impossible_id",
        "The title of a review links to an arXiv identifier that was never given out.",
    )
    ID_MISMATCH = (
        "id_mismatch",
        "A title, its ``paper:header`` and the line of links below it name different papers.",
    )
    ID_DATE = (
        "id_date",
        "The arXiv identifier of a paper is of a later month than the post that reviews it.",
    )
    IMAGE = (
        "image",
        "An image is missing, unreadable or outside the source folder, or a card has no font.",
    )
    FILE = (
        "file",
        "A source file is not text, is empty, or ends the parser that reads it.",
    )
    UNSAFE = (
        "unsafe",
        "A post asks for what posts may not do: run, fetch, read files elsewhere, add HTML.",
    )
    MATH = (
        "math",
        "A formula cannot be converted to MathML.",
    )
    MDX_JSX = (
        "mdx.jsx",
        "A tag is not closed, not opened, or crosses another.",
    )
    MDX_COMPONENT = (
        "mdx.component",
        "A component is unknown; its content is kept.",
    )
    MDX_EXPRESSION = (
        "mdx.expression",
        "A ``{…}`` is not a literal; its text is kept.",
    )
    MDX_ATTRIBUTE = (
        "mdx.attribute",
        "An attribute or a style is not allowed, or its value cannot be read.",
    )
    MDX_ADMONITION = (
        "mdx.admonition",
        "An admonition is of an unknown type, or not closed where it must be.",
    )
    MDX_TABLE = (
        "mdx.table",
        "A row has more cells than its table; the words of the others are kept.",
    )
    MDX_REFUSED = (
        "mdx.refused",
        "Docusaurus would refuse this text; it is shown unchanged.",
    )
    MDX_DIALECT = (
        "mdx.dialect",
        "A template of another program is not known here, or a hidden text has no end.",
    )
    MDX_LINK = (
        "mdx.link",
        "A link has no target, or its address is not allowed.",
    )
    PAPER_HEADING = (
        "paper_heading",
        "A heading names a paper and is not taken for its review.",
        "advice",
    )
    PAPER_DOCUMENT = (
        "paper_document",
        "A document looks like the review of a paper and is not taken for one.",
        "advice",
    )
    NUMBERING = (
        "numbering",
        "The papers of a post are not numbered in sequence: 1, 2, 4 or 1, 1, 2.",
        "advice",
    )
    IMAGE_ALT = (
        "image_alt",
        'An image has no alternative text, no caption and no ``alt=""`` (which marks decoration).',
        "advice",
    )
    TITLE = (
        "title",
        "The title of a review is not the one that the lockfile has for its paper.",
        "advice",
    )
    NEWER_VERSION = (
        "newer_version",
        "The title of a review links to a version of the paper that is not its newest.",
        "advice",
    )
    ORG_SPELLING = (
        "org_spelling",
        "An organisation is spelt in two ways, as ``meta ai`` and ``meta-ai``.",
        "advice",
    )
    UNKNOWN_TERM = (
        "unknown_term",
        "A list asks for a tag, an organisation or a person that nothing has, but one like it.",
    )
    NO_POST = (
        "no_post",
        "A document looks like a post and is none, for want of a date or of a folder of posts.",
        "advice",
    )
    UNKNOWN_AUTHOR = (
        "unknown_author",
        "An author's key is not in the file of authors, but one like it is.",
        "advice",
    )
    UNKNOWN_TAG = (
        "unknown_tag",
        "A tag is not in ``tags.yml`` although there is such a file.",
        "advice",
    )


_KINDS = {kind.value: kind for kind in WarningKind}


def kind_of(value: str) -> WarningKind:
    """Return the kind of warning whose value is *value*; raise :exc:`KeyError` if there is none."""
    return _KINDS[value]


#: Kinds at which Docusaurus stops, unless the call of :func:`warn` says otherwise.
_REFUSED = frozenset({WarningKind.MDX_REFUSED, WarningKind.MDX_JSX})


@dataclass(frozen=True, slots=True)
class Notice:
    """The parts of one warning, for the reports of ``paperreview check``."""

    kind: WarningKind
    message: str
    #: Column in the line, from 1; None if it is not known.
    column: int | None
    #: Whether Docusaurus would stop there.
    refused: bool


def warn(
    kind: WarningKind,
    message: str,
    *args: object,
    location: Node | tuple[str, int | None] | str | None,
    column: int | None = None,
    refused: bool | None = None,
) -> None:
    """Log a warning of *kind* at *location* (a node, ``(docname, line)`` or a docname).

    *message* says what happened and then what to write instead; *args* fill its ``%``. A
    *column* is shown after it. *refused* tells whether Docusaurus would stop there, where the
    kind alone does not.
    """
    refused = refused if refused is not None else kind in _REFUSED
    extra = {NOTICE: Notice(kind, message % args if args else message, column, refused)}
    if column is not None:
        message, args = f"{message} (column %d)", (*args, column)
    LOGGER.warning(
        message, *args, location=location, type="paperreview", subtype=kind.value, extra=extra
    )
