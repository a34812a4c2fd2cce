"""Bibliographies in posts, and links of ``.bib`` files: what they may be, and that none ends a build."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview.pages import guarded_bibliographies
from sphinx_paperreview.reading.guard.amounts import MOST_TIMES
from tests.harness import CONF

if TYPE_CHECKING:
    from tests.harness import Build, Built

INDEX = "# Home\n\n```{toctree}\n:glob:\n\nposts/*\n```\n"
BIBTEX = (
    CONF
    + """
extensions = ["sphinx_paperreview", "sphinxcontrib.bibtex"]
bibtex_bibfiles = ["refs.bib"]
"""
)
NAME = "posts/2025-01-02-a"
BIB = """\
@misc{kim, title={Graphs}, author={Kim, M}, year={2020}}
@misc{lee, title={Tides}, author={Lee, H}, year={2021}, doi={10.1000/xyz}, url={https://example.org/tides}}
"""
#: A type of which no style knows how to show it.
ODD = "@oddity{odd, title={Odd One}, author={Kim, M}, year={2022}}\n"
ACTIVE = r"""
@misc{one, title={One}, url={javascript:alert(1)}}
@misc{two, title={Two}, note={\url{java	script:alert(2)}}, year={2020}}
@misc{six, title={Six}, note={\url{https://example.org/six}}, url={&#106;avascript:alert(3)}}
"""
LINK = re.compile(r"href=\"([^\"]*)\"")
UNSAFE, FILE = "paperreview.unsafe", "paperreview.file"


def directive(suffix: str, *options: str) -> str:
    """Return a bibliography with options in the markup of a post with *suffix*."""
    if suffix == ".rst":
        return "\n".join([".. bibliography::", *(f"   {option}" for option in options), ""])
    return "\n".join(["```{bibliography}", *options, "```", ""])


def post(suffix: str, text: str) -> str:
    title = "T\n=\n" if suffix == ".rst" else "# T\n"
    return f"{title}\nWords.\n\n{text}"


def built_with(build: Build, text: str, *, suffix: str = ".rst", bib: str = BIB) -> Built:
    files = {"index.md": INDEX, f"{NAME}{suffix}": post(suffix, text), "refs.bib": bib}
    return build(files, conf=BIBTEX)


def own_codes(built: Built) -> list[str]:
    return [code for code in built.codes if code.startswith("paperreview.")]


@pytest.mark.parametrize("suffix", [".rst", ".mdx"])
def test_filters_that_end_a_build_or_never_end(build: Build, suffix: str) -> None:
    filters = [
        'title % "("', 'title % "(a+)+$"', 'title % "a*a*a*b"', "title % key", 'key == "a" or title % "[z-a]"',
        "not " * 400 + "cited", "key == 'a'" + " or key == 'a'" * 300,
    ]  # fmt: skip
    texts = [directive(suffix, f":filter: {each}") for each in filters]
    bib = f"{BIB}@misc{{a, title={{{'a' * 60}!}}}}\n"
    built = built_with(build, "\n".join(texts), suffix=suffix, bib=bib)
    assert own_codes(built) == [UNSAFE] * len(filters)
    words = built.doctree(NAME).astext()
    assert all(each in words for each in filters)


@pytest.mark.parametrize("suffix", [".rst", ".mdx"])
@pytest.mark.parametrize(
    "options", [(":style: nosuch", ":all:"), (":filter: year > 2000",), (":filter: {docnames}",)]
)
def test_a_style_or_filter_that_cannot_be_applied(
    build: Build, suffix: str, options: tuple[str, ...]
) -> None:
    text = f"{directive(suffix, *options)}\nMore words.\n"
    built = built_with(build, text, suffix=suffix)
    assert built.codes == [FILE]
    assert f"{NAME}{suffix}:" in built.warnings[0]
    page = built.read(f"{NAME}.html")
    assert "More words." in page
    assert "Tides" not in page


def test_filters_take_their_time_together(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded_bibliographies, "SECONDS", 0)
    bib = BIB + "".join(f"@misc{{k{number}, title={{T}}}}\n" for number in range(400))
    built = built_with(build, directive(".rst", ":all:") * 2, bib=bib)
    assert [code for code in own_codes(built) if code == FILE] == [FILE] * 2
    assert "takes longer than" in built.warnings[0]


def test_an_entry_that_cannot_be_formatted_is_left_out(build: Build) -> None:
    text = f":cite:p:`kim`\n\n{directive('.rst', ':all:')}"
    built = built_with(build, text, bib=BIB + ODD)
    assert built.codes == [FILE]
    assert "odd is left out" in built.warnings[0]
    page = built.read(f"{NAME}.html")
    assert "Tides" in page
    assert "Odd One" not in page


def test_a_post_cites_what_a_trusted_bibliography_cannot_format(build: Build) -> None:
    files = {
        "index.md": INDEX,
        f"{NAME}.rst": post(".rst", ":cite:p:`kim` :cite:p:`odd`"),
        "refs.rst": ":orphan:\n\nR\n=\n\n.. bibliography::\n",
        "refs.bib": BIB + ODD,
    }
    built = build(files, conf=BIBTEX)
    assert sorted(built.codes) == ["bibtex.key_not_found", FILE]
    assert "Graphs" in built.read("refs.html")


@pytest.mark.parametrize("suffix", [".rst", ".mdx"])
def test_a_document_has_some_bibliographies(build: Build, suffix: str) -> None:
    text = f"{directive(suffix, ':all:')}\n" * (MOST_TIMES + 20)
    built = built_with(build, text, suffix=suffix)
    assert own_codes(built) == [UNSAFE]  # once, not for each
    page = built.read(f"{NAME}.html")
    assert page.count("Graphs") == MOST_TIMES


@pytest.mark.parametrize("listed", ["citation", "bullet", "enumerated"])
def test_links_of_fields(build: Build, listed: str) -> None:
    lines = directive(".rst", ":all:", f":list: {listed}")
    files = {
        "index.md": INDEX,
        f"{NAME}.rst": post(".rst", lines),
        "refs.rst": f":orphan:\n\nR\n=\n\n{lines}\n.. [Own] Mine: `x <skype:me>`_\n\nSee [Own]_.\n",
        "refs.bib": BIB + ACTIVE,
    }
    built = build(files, conf=BIBTEX)
    assert own_codes(built) == ["paperreview.mdx.link"] * 6
    for name in (NAME, "refs"):
        page = built.read(f"{name}.html")
        links = LINK.findall(page)
        assert not [link for link in links if "script:" in link]
        assert {"https://example.org/six", "https://doi.org/10.1000/xyz"} <= {*links}
        assert "alert(1)" in page  # its words stay
        assert f"{name}.rst:6: " in "".join(built.warnings)
    assert "skype:me" in built.read("refs.html")  # the author's own


def test_links_of_footnotes(build: Build) -> None:
    notes = "A :footcite:p:`one` and :footcite:p:`two,six` and `x <skype:me>`_.\n\n.. footbibliography::\n"
    files = {
        "index.md": INDEX,
        f"{NAME}.rst": post(".rst", notes),
        "refs.rst": f":orphan:\n\nR\n=\n\n{notes}",
        "refs.bib": BIB + ACTIVE,
    }
    built = build(files, conf=BIBTEX)
    assert own_codes(built) == ["paperreview.mdx.link"] * 7
    for name in (NAME, "refs"):
        links = LINK.findall(built.read(f"{name}.html"))
        assert not [link for link in links if "script:" in link]
        assert "https://example.org/six" in links
    assert "skype:me" in built.read("refs.html")


@pytest.mark.parametrize(
    "options",
    [
        (), (":cited:",), (":all:",), (":notcited:",), (":filter: docname in docnames",), (":style: unsrt", ":all:"),
        (":list: bullet", ":all:"), (":list: enumerated", ":start: 3", ":all:"), (":labelprefix: A",),
        (':filter: title % "graph|wave" and key != "x"',), (r':filter: title % "^Graphs\\b"',),
        (':filter: key in {"kim", "x"} | docnames and not (type == "book")',),
    ],
)  # fmt: skip
@pytest.mark.parametrize("suffix", [".rst", ".mdx"])
def test_what_bibliographies_say_stays(build: Build, suffix: str, options: tuple[str, ...]) -> None:
    role = ":cite:p:`kim`" if suffix == ".rst" else "{cite:p}`kim`"
    text = f"{role}\n\n{directive(suffix, *options)}"
    built = built_with(build, text, suffix=suffix)
    assert own_codes(built) == []
    expected = "Tides" if ":notcited:" in options else "Graphs"
    assert expected in built.read(f"{NAME}.html")


def test_keys_with_a_prefix_stay(build: Build) -> None:
    text = f":cite:p:`b-kim`\n\n{directive('.rst', ':keyprefix: b-', ':labelprefix: B')}"
    built = built_with(build, text)
    assert built.codes == []
    assert "[BKim20]" in re.sub(r"<[^>]*>", "", built.read(f"{NAME}.html"))


def test_an_author_of_all_posts_has_any_filter(build: Build) -> None:
    text = directive(".rst", ':filter: title % "(Gr|T)a.*s"')
    files = {"index.md": INDEX, f"{NAME}.rst": post(".rst", text), "refs.bib": BIB}
    built = build(files, conf=f"{BIBTEX}paperreview_trusted = True\n")
    assert built.codes == []
    assert "Graphs" in built.read(f"{NAME}.html")
