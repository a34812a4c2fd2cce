"""BibTeX: entries written by bibtexparser, in UTF-8, whose text compiles in LaTeX."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field
from bibtexparser.writer import BibtexFormat

from sphinx_paperreview.citations.items import arxiv_id, family_name

if TYPE_CHECKING:
    from sphinx_paperreview.citations.items import CslItem
    from sphinx_paperreview.core.model import Metadata, PaperId

#: Braces have to be balanced even where they are escaped, so they get names.
_SPECIAL = {
    ord("\\"): "\\textbackslash{}",
    ord("{"): "\\textbraceleft{}",
    ord("}"): "\\textbraceright{}",
    ord("~"): "\\textasciitilde{}",
    ord("^"): "\\textasciicircum{}",
} | {ord(character): f"\\{character}" for character in "#$%&_"}
#: Between signs that TeX's fonts join to one (``--`` is a dash, two quotes are a double one).
_LIGATURES = re.compile(
    r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')|(?<=<)(?=<)|(?<=>)(?=>)|(?<=[?!])(?=`)"
)
_IN_ADDRESSES = {ord("{"): "%7B", ord("}"): "%7D", ord("\\"): "%5C", ord('"'): "%22"}
_TYPES = {"article-journal": "article", "paper-conference": "inproceedings"}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def escaped(text: str) -> str:
    """Return *text* with what TeX takes for commands escaped; letters of all scripts are kept."""
    return _LIGATURES.sub("{}", text.translate(_SPECIAL))


def entry(paper_id: PaperId, about: Metadata, item: CslItem) -> str:
    """Return the entry of a paper, with a line feed at its end.

    A preprint is ``@misc`` with ``eprint``, ``archivePrefix`` and ``primaryClass`` (arXiv's own
    recommendation); ``eprint`` is also given where the paper appeared later on.
    """
    kind = _TYPES.get(item["type"], "misc")
    if kind == "inproceedings" and "container-title" not in item:
        kind = "misc"
    place = {"article": "journal", "inproceedings": "booktitle"}.get(kind)
    date = item.get("issued", {}).get("date-parts", [[]])[0]
    eprint = arxiv_id(paper_id)
    values = {
        "title": f"{{{escaped(item['title'])}}}",
        "author": " and ".join(_name(name) for name in item.get("author", ())),
        **({place: escaped(item["container-title"])} if place else {}),
        "year": str(date[0]) if date else "",
        "month": _MONTHS[date[1] - 1] if len(date) > 1 else "",
        "doi": item.get("DOI", "").translate(_IN_ADDRESSES),
        "eprint": eprint,
        "archivePrefix": "arXiv" if eprint else "",
        "primaryClass": escaped(about.categories[0]) if eprint and about.categories else "",
        "url": item.get("URL", "").translate(_IN_ADDRESSES),
    }
    fields = [
        Field(name, value if name == "month" else f"{{{value}}}")
        for name, value in values.items()
        if value
    ]
    form = BibtexFormat()  # type: ignore[no-untyped-call]  # its annotations are incomplete
    form.indent, form.block_separator, form.trailing_comma = "  ", "\n", True
    library = Library([Entry(kind, item["id"], fields)])
    return str(write_string(library, bibtex_format=form, unparse_stack=[])).rstrip("\n") + "\n"


def _name(name: dict[str, str]) -> str:
    """Return *name* as BibTeX parts it: ``von Last, Jr, First``, organisations in braces."""
    if "literal" in name:
        return f"{{{escaped(name['literal'])}}}"
    parts = [family_name(name), name.get("suffix", ""), name.get("given", "")]
    return ", ".join(_guarded(part) for part in parts if part)


def _guarded(part: str) -> str:
    text = escaped(part)
    return f"{{{text}}}" if "," in text or " and " in f" {text.lower()} " else text


def joined(entries: list[str]) -> bytes:
    """Return a file of *entries*."""
    return "\n".join(entries).encode()
