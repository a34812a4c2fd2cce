"""The author's own entry comes out as it went in, completed by what else is known."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import bibtexparser
import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string

from sphinx_paperreview.citations import bibtex
from sphinx_paperreview.citations.items import csl_item
from sphinx_paperreview.core.model import PaperId
from sphinx_paperreview.reading.bibfile import read_bibliographies

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Build, Built

BIB = r"""@string{conf = {Conf}} @string(long = conf # { on Reading})
@article{k1, title={A $x^2$ \emph{paper}}, author={Kim, Minsu and van der Berg, Jan and {Qwen and Co} and others},
  journal={J. of X}, volume={12}, number={3}, pages={1--9}, month = nov, year=2025, note={See $y$},
  eprint={2511.10641}, archivePrefix={arXiv}, file={:/home/me/secret.pdf:PDF}}
@inproceedings{k2, title="{B}", author="Lee, Hana", booktitle=long # " 2025", pages={10--20},
  month = "3~" # nov, year={2025}, doi={10.1000/xyz}, eprint={2511.10642}}
@phdthesis{k3, title={C}, author={García Márquez, José}, school={KAIST}, year={2025},
  url={https://arxiv.org/abs/2511.10643}}
@thesis{k4, title={D}, author={김민수}, type={Bachelor's thesis}, institution={SNU}, date={2025-11},
  eprint={2511.10644}, eprinttype={arxiv}}
@misc{k5, howpublished={https://arxiv.org/abs/2511.10645}}
@incollection{k6, title={F}, crossref={book}, eprint={2511.10646}}
@book{book, title={The Book}, publisher={P}, year={2024}, editor={Ed, It}}
@inproceedings{k7, title={G}, crossref={proc}, year={2023}, eprint={2511.10647}}
@proceedings{proc, title={All Talks}, booktitle={Talks of 2024}, year={2024}}
"""
POST = "# P\n\n" + "\n\n".join(
    f"## {n}. [T{n}](https://arxiv.org/abs/2511.1064{n}) `o`\n\nText." for n in range(1, 8)
)
FILES = {"posts/2025-11-14.mdx": POST, "refs.bib": BIB}


@pytest.fixture
def site(build: Build) -> Built:
    """Return the site with the file above."""
    return build(FILES, more_conf='paperreview_bibliography = ["refs.bib"]\n')


def test_type_and_fields_are_those_of_the_author(site: Built) -> None:
    assert site.warnings == []
    text = site.read("papers.bib")
    entries = {entry.key: entry for entry in bibtexparser.parse_string(text).entries}
    fields = {key: {f.key: f.value for f in entry.fields} for key, entry in entries.items()}
    assert {key: entry.entry_type for key, entry in entries.items()} == {
        "k1": "article", "k2": "inproceedings", "k3": "phdthesis", "k4": "thesis", "k5": "misc",
        "k6": "incollection", "k7": "inproceedings",
    }  # fmt: skip
    assert fields["k1"] == {
        "title": r"A $x^2$ \emph{paper}",
        "author": "Kim, Minsu and van der Berg, Jan and {Qwen and Co} and others",
        "journal": "J. of X", "volume": "12", "number": "3", "pages": "1--9", "month": "nov",
        "year": "2025", "note": "See $y$", "eprint": "2511.10641", "archivePrefix": "arXiv",
        "url": "https://arxiv.org/abs/2511.10641",
    }  # fmt: skip
    assert fields["k2"]["booktitle"] == "Conf on Reading 2025"
    assert "month = {3~} # nov," in text
    assert fields["k3"]["school"] == "KAIST"
    assert fields["k4"]["date"] == "2025-11"
    assert "year" not in fields["k4"]
    assert fields["k5"]["title"] == "{T5}"
    assert "url" not in fields["k5"]
    assert (
        fields["k6"] | {"booktitle": "The Book", "publisher": "P", "year": "2024"} == fields["k6"]
    )
    assert "crossref" not in fields["k6"]
    assert (fields["k7"]["booktitle"], fields["k7"]["year"]) == ("Talks of 2024", "2023")
    assert "secret" not in text


def test_other_formats_keep_what_they_have(site: Built) -> None:
    items = {item["id"]: item for item in json.loads(site.read("papers.csl.json"))}
    assert {key: item["type"] for key, item in items.items()} == {
        "k1": "article-journal", "k2": "paper-conference", "k3": "thesis", "k4": "thesis",
        "k5": "article", "k6": "chapter", "k7": "paper-conference",
    }  # fmt: skip
    assert items["k1"]["page"] == "1-9"
    assert (items["k1"]["volume"], items["k1"]["issue"]) == ("12", "3")
    assert items["k1"]["author"][-2:] == [{"literal": "Qwen and Co"}, {"literal": "others"}]
    assert items["k3"]["author"] == [{"family": "García Márquez", "given": "José"}]
    assert items["k3"]["publisher"] == "KAIST"
    records = {record["id"]: record for record in rispy.loads(site.read("papers.ris"))}
    assert records["k3"]["type_of_reference"] == "THES"
    assert (records["k1"]["start_page"], records["k1"]["end_page"]) == ("1", "9")
    assert records["k1"]["authors"][-1] == "others"


def test_pages_show_names_and_not_their_notation(site: Built) -> None:
    page = site.read("posts/2025-11-14.html")
    assert "Minsu Kim, Jan van der Berg, Qwen and Co, et al." in page
    assert "José García Márquez" in page
    assert 'content="others"' not in page
    assert "{Qwen" not in page.replace("%7B", "{")


@pytest.mark.parametrize(
    ("bib", "warnings"),
    [
        ("@string{a = b}\n@string{b = a}\n@misc{x, title = a # b, eprint={2511.10641}}", 1),
        ("@string{a = a # a}\n@misc{x, title = a, eprint={2511.10641}}", 1),
        (
            "@string{a0 = {xxxxxxxxxx}}\n"
            + "".join(f"@string{{a{n + 1} = {' # '.join([f'a{n}'] * 9)}}}\n" for n in range(40))
            + "@misc{x, title = a40, eprint={2511.10641}}",
            21,
        ),
        ("@misc{x, title = " + "{" * 9000 + "}" * 9000 + ", eprint={2511.10641}}", 0),
        (r"@misc{x, title = {" + r"\textbf{" * 400 + "}" * 400 + "}, eprint={2511.10641}}", 0),
        (r"@misc{x, title = {" + r"\begin{a}" * 400 + "}, eprint={2511.10641}}", 0),
        (r"@misc{x, title = {A \href{b}}, author={\textcolor}, venue={$\sqrt$}, eprint={2511.10641}}", 0),
        (r"@misc{x, title = {\title \date}, note={\begin{array}\end{array}}, eprint={2511.10641}}", 0),
        ("@misc{open, title = {\n" * 500, 21),
        ("% " * 5_000_001, 1),
        ("@misc{x, title={a\x00\x08b}, author={{, and , and and}, year=abc, eprint={2511.10641}}", None),
    ],
    ids=["macros", "macro of itself", "growth", "braces", "commands", "environments",
         "no argument", "nothing in it", "open",
         "long", "rubbish"],
)  # fmt: skip
def test_bombs_are_reported_and_survived(build: Build, bib: str, warnings: int | None) -> None:
    built = build(FILES | {"refs.bib": bib}, more_conf='paperreview_bibliography = ["refs.bib"]\n')
    assert warnings is None or built.codes == ["paperreview.bibliography"] * warnings
    assert all(warning.startswith("refs.bib:") for warning in built.warnings)
    assert not parse_string(built.read("papers.bib"), "bibtex").entries.keys() ^ set(
        bibtexparser.parse_string(built.read("papers.bib")).entries_dict
    )
    assert "\x08" not in built.read("papers.bib")


NAMES = st.from_regex(r"[a-z]{2,8}", fullmatch=True)
TEXTS = st.recursive(
    st.from_regex(r"[A-Za-z0-9가-힣 .$^_\\-]{0,12}", fullmatch=True)
    | st.sampled_from([r"\'{e}", "$x^2$", r"\&", "--", "#", '{"}']),
    lambda inner: st.lists(inner, max_size=3).map("".join) | inner.map(lambda text: f"{{{text}}}"),
)


@given(
    st.sampled_from(["article", "phdthesis", "thesis", "online", "misc"]),
    st.dictionaries(NAMES.map(lambda name: f"x{name}"), TEXTS, max_size=5),
)
def test_any_entry_goes_round(
    tmp_path_factory: pytest.TempPathFactory, kind: str, fields: dict[str, str]
) -> None:
    folder = tmp_path_factory.mktemp("bib")
    # The parser takes a brace after a backslash for a letter; to BibTeX it is none.
    written = {name: re.sub(r"\\+(?=[{}]|$)", "", text) for name, text in fields.items()}
    once = _round(folder, kind, {**written, "title": "A title", "eprint": "2511.10641"})
    again = _round(folder, once[0], dict(once[1]))
    assert once[0] == kind
    assert again == once
    kept = {name: " ".join(text.split()) for name, text in written.items()}
    assert {name: once[1][name] for name in written} == kept


def _round(folder: Path, kind: str, fields: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """Return type and fields of an entry after it was read and written, as two parsers read it."""
    body = ", ".join(f"{name} = {{{value}}}" for name, value in fields.items())
    (folder / "x.bib").write_text(f"@{kind}{{key, {body}}}\n", encoding="utf-8")
    about = read_bibliographies(folder, ["x.bib"])["arxiv:2511.10641"]
    paper = PaperId("arxiv", "2511.10641")
    text = bibtex.entry(paper, about, csl_item(paper, about))
    (entry,) = bibtexparser.parse_string(text).entries
    found = {field.key: field.value for field in entry.fields}
    other = parse_string(text, "bibtex").entries["key"]
    assert other.type == entry.entry_type
    assert {name.lower() for name in other.fields} == {name.lower() for name in found}
    return entry.entry_type, found
