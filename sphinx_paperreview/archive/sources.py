"""What an archive is made of: the records of all documents, and what the files of the site say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sphinx_paperreview.core.files.federation import OtherArchive
    from sphinx_paperreview.core.model import Mention, Metadata, Paper, Person, Post, Term


@dataclass(frozen=True, slots=True)
class Records:
    """What was read, by docname."""

    #: The record of each dated document.
    posts: Mapping[str, Post] = field(default_factory=dict)
    #: The reviews in each document, in order.
    papers: Mapping[str, tuple[Paper, ...]] = field(default_factory=dict)
    #: The links to papers in each document.
    mentions: Mapping[str, tuple[Mention, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SharedFacts:
    """What files of the site and its repository say, which no document says alone."""

    #: What is known of papers, by their key.
    metadata: Mapping[str, Metadata] = field(default_factory=dict)
    #: Entries of ``authors.yml`` by key.
    people: Mapping[str, Person] = field(default_factory=dict)
    #: Entries of ``tags.yml`` by key.
    tags: Mapping[str, Term] = field(default_factory=dict)
    #: Other archives by name, as their snapshot has them.
    others: Mapping[str, OtherArchive] = field(default_factory=dict)
    #: When a document was last changed according to its repository, by docname.
    updated: Mapping[str, datetime] = field(default_factory=dict)
