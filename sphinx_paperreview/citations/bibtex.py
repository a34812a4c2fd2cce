"""BibTeX entries in UTF-8; their text compiles in LaTeX."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_paperreview.citations.items import OTHERS_NAME, arxiv_id, family_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_paperreview.citations.items import CslItem
    from sphinx_paperreview.core.model import BibEntry, Metadata, PaperId

#: Escapes. BibTeX counts even escaped braces, so braces are written by name.
_SPECIAL = {
    ord("\\"): "\\textbackslash{}",
    ord("{"): "\\textbraceleft{}",
    ord("}"): "\\textbraceright{}",
    ord("~"): "\\textasciitilde{}",
    ord("^"): "\\textasciicircum{}",
} | {ord(character): f"\\{character}" for character in "#$%&_"}
#: Positions between characters that TeX would join (``--`` to a dash, two quotes to one).
_LIGATURES = re.compile(
    r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')|(?<=<)(?=<)|(?<=>)(?=>)|(?<=[?!])(?=`)"
)
_IN_ADDRESSES = {ord("{"): "%7B", ord("}"): "%7D", ord("\\"): "%5C", ord('"'): "%22"}
_TYPES = {"article-journal": "article", "paper-conference": "inproceedings"}
#: Fields that programs write for themselves: paths of the author's machine, marks, comments.
_PRIVATE = re.compile(
    r"file|local-url|pdf|bdsk-file-\d+|__markedentry|owner|timestamp|groups|"
    r"(?:creation|modification)date|date-(?:added|modified)|comment|mendeley-.*"
)
#: Fields that say the same as another.
_SAME = {
    "author": ("editor",),
    "year": ("date",),
    "month": ("date", "year"),
    "journal": ("journaltitle",),
    "archivePrefix": ("eprinttype",),
    "primaryClass": ("eprintclass",),
    "url": ("howpublished",),
}
#: Fields that only some types have.
_NEEDED = {"journal": ("article",), "booktitle": ("inproceedings", "conference")}
#: The macros of BibTeX for the months.
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _escaped(text: str) -> str:
    """Escape what TeX would read as commands or ligatures; keep letters of all scripts."""
    return _LIGATURES.sub("{}", text.translate(_SPECIAL))


def entry(paper_id: PaperId, about: Metadata, item: CslItem) -> str:
    """Return the entry of a paper, ending in a line feed.

    The site's own entry is as it was written, completed by what else is known. Else a preprint is
    ``@misc`` with ``eprint``, ``archivePrefix`` and ``primaryClass``, as arXiv recommends; a
    published paper keeps its ``eprint``.
    """
    kind = _TYPES.get(item["type"], "misc")
    if kind == "inproceedings" and "container-title" not in item:
        kind = "misc"
    place = {"article": "journal", "inproceedings": "booktitle"}.get(kind)
    date = item.get("issued", {}).get("date-parts", [[]])[0]
    eprint = arxiv_id(paper_id)
    values = {
        "title": f"{{{_escaped(item['title'])}}}",
        "author": " and ".join(_name(name) for name in item.get("author", ())),
        **(
            {place: _escaped(item["container-title"])}
            if place and "container-title" in item
            else {}
        ),
        "year": str(date[0]) if date else "",
        "month": MONTHS[date[1] - 1] if len(date) > 1 else "",
        "doi": item.get("DOI", "").translate(_IN_ADDRESSES),
        "eprint": eprint,
        "archivePrefix": "arXiv" if eprint else "",
        "primaryClass": _escaped(about.categories[0]) if eprint and about.categories else "",
        "url": item.get("URL", "").translate(_IN_ADDRESSES),
    }
    fields = [
        (name, value if name == "month" else f"{{{value}}}")
        for name, value in values.items()
        if value
    ]
    if about.own is not None:
        kind, fields = about.own.kind, list(_completed(about.own, dict(fields)))
    lines = "".join(f"  {name} = {value},\n" for name, value in fields)
    return f"@{kind}{{{item['id']},\n{lines}}}\n"


def _completed(own: BibEntry, known: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the fields of *own*, and of *known* those that say what it does not say at all.

    Fields in which programs keep paths of the author's machine are left out.
    """
    names = {name.lower() for name, _value in own.fields}
    for name, value in own.fields:
        if not _PRIVATE.fullmatch(name.lower()):
            yield name, value
    is_other = own.value("eprint") not in {"", known.get("eprint", "")[1:-1]}
    for name, value in known.items():
        kind = _NEEDED.get(name)
        if (
            not names & {name.lower(), *_SAME.get(name, ())}
            and (kind is None or own.kind in kind)
            and not (is_other and name in {"archivePrefix", "primaryClass"})
        ):
            yield name, value


def _name(name: dict[str, str]) -> str:
    """Return *name* in the form ``von Last, Jr, First``; an organisation is in braces."""
    if name == OTHERS_NAME:
        return "others"
    if "literal" in name:
        return f"{{{_escaped(name['literal'])}}}"
    parts = [family_name(name), name.get("suffix", ""), name.get("given", "")]
    return ", ".join(_guarded(part) for part in parts if part)


def _guarded(part: str) -> str:
    text = _escaped(part)
    return f"{{{text}}}" if "," in text or " and " in f" {text.lower()} " else text


def joined(entries: list[str]) -> bytes:
    """Return the bytes of a ``.bib`` file of *entries*."""
    return "\n".join(entries).encode()
