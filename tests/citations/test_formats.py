"""CSL items and the formats made of them: names, dates, types, and texts that would break a file."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import bibtexparser
import pytest
import rispy
from hypothesis import assume, given
from hypothesis import strategies as st
from pybtex.database import parse_string

from sphinx_paperreview.citations import bibtex, csl, embedded, ris, spreadsheet
from sphinx_paperreview.citations.formats import FORMATS, CitedPaper
from sphinx_paperreview.citations.items import cite_key, csl_item, csl_name, inverted
from sphinx_paperreview.citations.latex import plain_text
from sphinx_paperreview.config import EXPORTS
from sphinx_paperreview.core.model import Metadata, PaperId
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.core.text import one_line

if TYPE_CHECKING:
    from sphinx_paperreview.citations.formats import Format

ARXIV = PaperId("arxiv", "2511.10643")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Minsu Kim", {"family": "Kim", "given": "Minsu"}),
        ("Jan van der Berg", {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"}),
        ("Maria da Silva Santos", {"family": "Silva Santos", "given": "Maria", "non-dropping-particle": "da"}),
        ("John A. Smith Jr.", {"family": "Smith", "given": "John A.", "suffix": "Jr."}),
        ("Martin Luther King, Jr.", {"family": "King", "given": "Martin Luther", "suffix": "Jr."}),
        ("van der Berg, Jan", {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"}),
        ("Jean-Baptiste  Alayrac", {"family": "Alayrac", "given": "Jean-Baptiste"}),
        ("김민수", {"literal": "김민수"}),
        ("김 민수", {"literal": "김 민수"}),
        ("王小明", {"literal": "王小明"}),
        ("OpenAI", {"literal": "OpenAI"}),
        ("Qwen Team", {"literal": "Qwen Team"}),
        ("Google DeepMind", {"literal": "Google DeepMind"}),
        ("{Barnes and Noble}", {"literal": "Barnes and Noble"}),
        ("  ", {}),
        ("{}", {}),
        (",", {}),
    ],
)  # fmt: skip
def test_names(text: str, name: dict[str, str]) -> None:
    assert csl_name(text) == name


@given(st.text(max_size=40))
def test_any_name_keeps_its_letters(text: str) -> None:
    name = csl_name(text)
    written = sorted("".join(name.values()).replace(" ", ""))
    assert written == sorted(c for c in one_line(text) if c not in " ,{}" or c in "".join(written))


@pytest.mark.parametrize(
    ("id", "about", "kind", "issued"),
    [
        (ARXIV, Metadata(), "article", [2025, 11]),
        (ARXIV, Metadata(year="2026"), "article", [2026]),
        (ARXIV, Metadata(published="2025-11-13"), "article", [2025, 11, 13]),
        (ARXIV, Metadata(published="2025-99-99"), "article", [2025, 11]),
        (ARXIV, Metadata(venue="arXiv preprint", year="2025"), "article", [2025, 11]),
        (ARXIV, Metadata(venue="ICLR", year="2026", published="2025-11-13"), "paper-conference", [2026]),
        (ARXIV, Metadata(venue="Journal of Tests", year="2026"), "article-journal", [2026]),
        (PaperId("neurips", "2024/abc"), Metadata(year="2024"), "paper-conference", [2024]),
        (PaperId("url", "https://example.org/p"), Metadata(), "article", None),
    ],
)  # fmt: skip
def test_types_and_dates(id: PaperId, about: Metadata, kind: str, issued: list[int] | None) -> None:  # noqa: A002
    item = csl_item(id, about)
    assert item["type"] == kind
    assert item.get("issued", {}).get("date-parts", [None])[0] == issued


def test_keys_are_the_authors_own_or_the_identity() -> None:
    assert cite_key(ARXIV, Metadata()) == "arxiv-2511.10643"
    assert cite_key(ARXIV, Metadata(citekey="kim2025:x")) == "kim2025:x"
    for bad in ("a,b", "a b", "{a}", "a%", "a\\b", "a#", '"', "김", "a=b", "@a"):
        assert cite_key(ARXIV, Metadata(citekey=bad)) == "arxiv-2511.10643"


@given(st.text(min_size=1, max_size=60))
def test_keys_of_any_address_are_legal(path: str) -> None:
    id = identifiers.identify_url(f"https://example.org/{path}")  # noqa: A001
    assume(id is not None)  # a control character is in no address
    assert not set(cite_key(id, Metadata())) & set(" ,{}%#\\\"'()=~\n@")


TITLES = st.text(
    st.sampled_from("{}%&$#_^~\\\"'`?!@,= \n\taZ9한글é<>-"), min_size=1, max_size=30
) | st.text(max_size=30)


@given(TITLES, st.lists(TITLES, max_size=3), TITLES)
def test_bibtex_survives_any_text(title: str, names: list[str], venue: str) -> None:
    about = Metadata(title=title, authors=tuple(names), venue=venue, categories=(title,))
    item = csl_item(ARXIV, about)
    text = bibtex.entry(ARXIV, about, item)
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == ["arxiv-2511.10643"]
    written = library.entries[0].fields_dict["title"].value
    assert plain_text(written) == item["title"]
    entry = parse_string(text, "bibtex").entries[
        "arxiv-2511.10643"
    ]  # sphinxcontrib-bibtex's parser
    assert len(entry.persons.get("author", [])) == len(item.get("author", []))


@given(TITLES, st.lists(TITLES, max_size=3))
def test_the_other_formats_survive_any_text(title: str, names: list[str]) -> None:
    about = Metadata(title=title, authors=tuple(names), abstract=title)
    item = csl_item(ARXIV, about)
    assert json.loads(csl.joined([csl.entry(item)])) == [item]
    record = rispy.loads(ris.joined([ris.entry(item)]).decode())[0]
    assert record["title"] == item["title"]
    assert record.get("authors", []) == [inverted(name) for name in item.get("author", [])]
    rows = list(csv.reader(io.StringIO(spreadsheet.joined([spreadsheet.entry(item, "")]).decode())))
    assert len(rows) == 2
    assert not [cell for cell in rows[1] if cell.startswith(("=", "+", "-", "@"))]
    assert all(part.count("=") == 1 for part in embedded.context_object(item).split("&"))
    assert "<" not in embedded.citation_tags(ARXIV, item).replace("<meta name=", "")


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_formulas_are_guarded(first: str) -> None:
    title, author = f'{first}HYPERLINK("https://x.org")', f"{first}SUM Cell"
    item = csl_item(ARXIV, Metadata(title=title, authors=(author,)))
    line = next(csv.reader(io.StringIO(spreadsheet.entry(item, ""))))
    assert line[2:4] == [f"'{title}", f"'{author}"]


def test_accents_of_a_bib_are_letters() -> None:
    assert plain_text(r"{\"O}st{\'e}n \v{S}\'{\i}ma, 50\% {GPT}") == "Östén Šíma, 50% GPT"
    assert plain_text("A -- B {C}") == "A -- B C"
    assert plain_text(r"$O(n^2)$ \& x") == "$O(n^2)$ & x"


def test_every_format_can_be_chosen_and_has_files_of_its_own() -> None:
    names = [form.name for form in FORMATS]
    assert [name for name in EXPORTS if name in names] == names
    assert len({form.label for form in FORMATS}) == len(FORMATS)
    files = [f"papers{form.suffix}" for form in FORMATS if form.suffix]
    others = [form.file for form in FORMATS if not form.suffix]
    assert len({*files, *others}) == len(FORMATS)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_every_format_joins_its_entries(form: Format) -> None:
    about = Metadata(title="A title of its own", authors=("Minsu Kim",))
    paper = CitedPaper(ARXIV, about, csl_item(ARXIV, about), "2025-11-14")
    entry = form.entry(paper)
    assert "A title of its own" in entry
    assert form.joined([entry, entry]).count(b"A title of its own") == 2
    assert b"title" not in form.joined([]) or form.name == "csv"  # the headings
