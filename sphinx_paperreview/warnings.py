"""Every warning this extension gives: one name each, with what to do about it.

The names can be given to ``suppress_warnings`` as ``paperreview.<value>``; the
documentation's table is made from this enumeration.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Self

from sphinx.util import logging

if TYPE_CHECKING:
    from docutils.nodes import Node

LOGGER = logging.getLogger(__name__)
#: Attribute of the log records of what Docusaurus would stop at; its value is a :class:`Refusal`.
REFUSAL = "paperreview_refusal"


class WarningKind(Enum):
    """Subtypes of the warning type ``paperreview``, each with the sentence that documents it."""

    documentation: str

    def __new__(cls, value: str, documentation: str) -> Self:
        """Make a member whose value is *value* alone."""
        member = object.__new__(cls)
        member._value_ = value
        member.documentation = documentation
        return member

    CONFIG = (
        "config",
        "A ``paperreview_*`` value of ``conf.py`` is not of the form it should have.",
    )
    FRONT_MATTER = (
        "front_matter",
        "The front matter is not YAML, or a key of it is misspelt or has a wrong value.",
    )
    DATE = (
        "date",
        "A post has no date, or one that cannot be read.",
    )
    AUTHORS_FILE = (
        "authors_file",
        "``authors.yml`` or ``tags.yml`` cannot be read.",
    )
    LOCK = (
        "lock",
        "``papers.lock.json`` cannot be read, or is of another version.",
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
        "Two posts ask for one slug.",
    )
    UNKNOWN_ORG = (
        "unknown_org",
        "An organisation is not in ``paperreview_orgs`` although that list is closed.",
    )
    PAPER = (
        "paper",
        "A ``paper:header`` does not say which paper it means, or an identifier is impossible.",
    )
    IMAGE = (
        "image",
        "An image is missing, cannot be read, or lies outside the source folder.",
    )
    FILE = (
        "file",
        "A source file is not text, or is empty.",
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
        "A component has no meaning here; its content is kept.",
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
    MDX_REFUSED = (
        "mdx.refused",
        "Docusaurus would refuse this text; it is shown as it stands.",
    )
    MDX_LINK = (
        "mdx.link",
        "A link points nowhere, or to an address that is not allowed.",
    )


#: Kinds of which Docusaurus refuses everything that is not said to be otherwise.
_REFUSED = frozenset({WarningKind.MDX_REFUSED, WarningKind.MDX_JSX})


@dataclass(frozen=True, slots=True)
class Refusal:
    """A place at which Docusaurus would stop; ``column`` counts from 1."""

    kind: WarningKind
    message: str
    column: int | None


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
    extra = {}
    if refused if refused is not None else kind in _REFUSED:
        extra[REFUSAL] = Refusal(kind, message % args if args else message, column)
    if column is not None:
        message, args = f"{message} (column %d)", (*args, column)
    LOGGER.warning(
        message, *args, location=location, type="paperreview", subtype=kind.value, extra=extra
    )
