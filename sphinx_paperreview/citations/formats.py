"""The formats of citations: BibTeX, CSL-JSON, RIS and CSV.

A new format is one entry of :data:`FORMATS` and one name in ``config.EXPORTS``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx_paperreview.citations import bibtex, csl, ris, spreadsheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx_paperreview.citations.items import CslItem
    from sphinx_paperreview.core.model import Metadata, PaperId


@dataclass(frozen=True, slots=True)
class CitedPaper:
    """What an entry may use of a paper."""

    id: PaperId
    about: Metadata
    item: CslItem
    #: Day of the newest review, ``2025-11-14``; empty if it has no date.
    reviewed: str


@dataclass(frozen=True, slots=True)
class Format:
    """One format of citations."""

    #: The name in ``paperreview_exports``.
    name: str
    #: What pages call it.
    label: str
    #: Name of a file with many papers.
    file: str
    #: Suffix of the file that readers save from the page of a paper; empty if they cannot.
    suffix: str
    #: Makes the entry of a paper.
    entry: Callable[[CitedPaper], str]
    #: Makes the bytes of a file of entries.
    joined: Callable[[list[str]], bytes]


BIBTEX = Format(
    name="bibtex",
    label="BibTeX",
    file="papers.bib",
    suffix=".bib",
    entry=lambda paper: bibtex.entry(paper.id, paper.about, paper.item),
    joined=bibtex.joined,
)

RIS = Format(
    name="ris",
    label="RIS",
    file="papers.ris",
    suffix=".ris",
    entry=lambda paper: ris.entry(paper.item),
    joined=ris.joined,
)

#: Every format, in the order in which pages name them.
FORMATS = (
    BIBTEX,
    Format(
        name="csl",
        label="CSL-JSON",
        file="papers.csl.json",
        suffix="",
        entry=lambda paper: csl.entry(paper.item),
        joined=csl.joined,
    ),
    RIS,
    Format(
        name="csv",
        label="CSV",
        file="papers.csv",
        suffix="",
        entry=lambda paper: spreadsheet.entry(paper.item, paper.reviewed),
        joined=spreadsheet.joined,
    ),
)
