"""What ``papers.lock.json`` knows of papers, shown in posts and on the pages of papers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from bs4 import Tag

    from tests.harness import Build, Built


KEY = "arxiv:2511.10643"
POST, PAGE = "posts/2025-11-14.html", "papers/2511.10643.html"
FILES = {
    "posts/2025-11-14.mdx": (
        "# 2025-11-14 papers\n\n## 1. [Black box](https://arxiv.org/abs/2511.10643v1)\n\nText.\n"
    ),
}
KNOWN = {
    "title": "Black-Box Distillation",
    "authors": ["A. One", "B. Two", "C. Three", "D. Four", "E. Five", "F. Six", "G. Seven"],
    "published": "2025-11-13",
    "year": "2025",
    "venue": "NeurIPS",
    "doi": "10.1145/999",
    "abstract": "We <b>study</b> & show.",
    "version": 3,
    "code": "https://github.com/someone/code",
    "project": "https://example.org/project",
    "categories": ["cs.CL", "cs.AI"],
    "source": ["arxiv"],
    "fetched": "2025-11-24",
}


def lock(**papers: Any) -> str:
    """Return a lockfile that knows *papers*; the one under ``known`` has the key of the post."""
    entries = {KEY if name == "known" else name: value for name, value in papers.items()}
    return json.dumps({"version": 1, "papers": entries}, ensure_ascii=False)


def text_of(built: Built, page: str, selector: str) -> str | None:
    """Return the words of the one element that *selector* finds on *page*, if there is one."""
    found = select(built, page, selector)
    assert len(found) <= 1
    return " ".join(found[0].get_text().split()) if found else None


def select(built: Built, page: str, selector: str) -> list[Tag]:
    return list(BeautifulSoup(built.read(page), "html.parser").select(selector))


def test_the_line_of_facts(build: Build) -> None:
    built = build({**FILES, "papers.lock.json": lock(known=KNOWN)})
    assert built.warnings == []
    words = text_of(built, POST, ".pr-facts .pr-bibliographic")
    assert words == "A. One, B. Two, C. Three, D. Four, E. Five and 2 more · NeurIPS · 2025"
    assert text_of(built, POST, ".pr-facts .pr-version") == "Review of v1; v3 is out"
    links = {link.text: link["href"] for link in select(built, POST, ".pr-facts a.pr-link")}
    assert links["Code"] == "https://github.com/someone/code"
    assert links["Project"] == "https://example.org/project"


def test_the_page_of_the_paper(build: Build) -> None:
    built = build({**FILES, "papers.lock.json": lock(known=KNOWN)})
    assert text_of(built, PAGE, ".pr-original-title") == "Black-Box Distillation"
    assert text_of(built, PAGE, ".pr-paper-authors") == ", ".join(KNOWN["authors"])
    line = "NeurIPS · November 13, 2025 · v3 · cs.CL, cs.AI"
    assert text_of(built, PAGE, ".pr-bibliographic") == line
    assert text_of(built, PAGE, ".pr-version") == "Review of v1; v3 is out"
    links = {link.text: link["href"] for link in select(built, PAGE, ".pr-facts a")}
    assert links["doi:10.1145/999"] == "https://doi.org/10.1145/999"
    assert links["Code"] == "https://github.com/someone/code"
    assert text_of(built, PAGE, "details.pr-abstract summary") == "Abstract"
    assert text_of(built, PAGE, "details.pr-abstract p") == "We <b>study</b> & show."
    assert "open" not in select(built, PAGE, "details.pr-abstract")[0].attrs


def test_without_a_lockfile_nothing_is_claimed(build: Build) -> None:
    with_subtitle = {
        name: text.replace("\n\nText.", "\n### What it is\n\nText.") for name, text in FILES.items()
    }
    built = build(with_subtitle)
    assert text_of(built, PAGE, ".pr-subtitle") == "What it is"
    for page in (POST, PAGE):
        for name in ("bibliographic", "version", "paper-authors", "original-title", "abstract"):
            assert text_of(built, page, f".pr-{name}") is None


def test_what_a_review_says_goes_first(build: Build) -> None:
    facts = "papers:\n  '2511.10643': {authors: [김 하나], venue: 'ICLR <1>', code: https://a.example/c}"
    post = f"---\n{facts}\n---\n\n" + FILES["posts/2025-11-14.mdx"]
    built = build({"posts/2025-11-14.mdx": post, "papers.lock.json": lock(known=KNOWN)})
    assert text_of(built, POST, ".pr-bibliographic") == "김 하나 · ICLR <1> · 2025"
    assert text_of(built, PAGE, ".pr-paper-authors") == "김 하나"
    assert select(built, POST, '.pr-facts a[href="https://a.example/c"]')
    assert "github.com/someone" not in built.read(POST) + built.read(PAGE)


@pytest.mark.parametrize(
    ("link", "newest", "shown"),
    [
        ("v3", 3, None),
        ("v4", 3, None),
        ("", 3, None),
        ("v2", 0, None),
        ("v2", 10, "Review of v2; v10 is out"),
    ],
)
def test_versions(build: Build, link: str, newest: int, shown: str | None) -> None:
    post = f"# 글\n\n## [T](https://arxiv.org/abs/2511.10643{link})\n\nText.\n"
    built = build(
        {"posts/2025-11-14.mdx": post, "papers.lock.json": lock(known={"version": newest})}
    )
    assert text_of(built, POST, ".pr-version") == shown
    assert text_of(built, PAGE, ".pr-version") == shown


def test_the_language_of_an_abstract(build: Build) -> None:
    files = {**FILES, "papers.lock.json": lock(known=KNOWN)}
    built = build(files, confoverrides={"language": "ko"})
    assert select(built, PAGE, "details.pr-abstract p")[0]["lang"] == "en"
    built = build({**files, "papers.lock.json": lock(known={"abstract": "한국어로 쓴 초록이다."})},
                  confoverrides={"language": "ko"}, name="other")  # fmt: skip
    assert "lang" not in select(built, PAGE, "details.pr-abstract p")[0].attrs


def test_a_paper_that_is_not_reviewed_is_called_by_its_title(build: Build) -> None:
    page = "# A\n\nThis is seen beside {paper:compares}`arxiv:2501.00002` too.\n"
    built = build({**FILES, "a.md": page})
    assert "arXiv:2501.00002" in built.read("a.html")
    other = lock(**{"arxiv:2501.00002": {"title": "Other & more"}})
    again = built.rebuild({"papers.lock.json": other})
    assert "Other &amp; more" in again.read("a.html")
    assert again.files() == built.rebuild(freshenv=True).files()


@pytest.mark.parametrize("parallel", [0, 2])
def test_a_change_of_the_lockfile_rewrites_what_shows_it(build: Build, parallel: int) -> None:
    others = {
        f"posts/2025-11-{day}.mdx": f"# 글\n\n## [T](https://arxiv.org/abs/2511.000{day})\n"
        for day in range(15, 22)
    }
    files = {**FILES, **others, "papers.lock.json": lock(known=KNOWN)}
    built = build(files, parallel=parallel)
    kept = built.outdir / "posts" / "2025-11-15.html"
    time = kept.stat().st_mtime_ns
    for change in ({"version": 4}, {"abstract": "Other."}, {"authors": ["Z"]}, {"project": ""}):
        changed = lock(known={**KNOWN, **change})
        built = built.rebuild({"papers.lock.json": changed})
        clean = build({**files, "papers.lock.json": changed}, name=f"clean-{next(iter(change))}")
        assert built.files() == clean.files()
    assert kept.stat().st_mtime_ns == time
    assert built.rebuild({"papers.lock.json": None}).warnings == []


DAMAGED = {
    "types": lock(known={
        "title": 3, "authors": "A. One", "version": "3", "abstract": ["x"], "doi": {}, "venue": None,
        "code": "javascript:alert(1)", "project": "https://", "categories": [1, None], "source": 1,
        "fetched": 2,
    }),
    "numbers": lock(known={"version": -1}) ,
    "no mapping": lock(known=["x"]),
    "no characters": '{"version": 1, "papers": {"arxiv:2511.10643": {"abstract": "\\ud800\\u0000"}}}',
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGED)
def test_values_of_a_wrong_form_are_left_out(build: Build, name: str) -> None:
    damaged = build({**FILES, "papers.lock.json": DAMAGED[name]})
    assert damaged.warnings == []
    for page in (POST, PAGE):
        assert "javascript" not in damaged.read(page)
        assert text_of(damaged, page, ".pr-bibliographic") is None
        assert text_of(damaged, page, ".pr-abstract") is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 2, "papers": {}}', "\ud800"])
def test_a_file_that_cannot_be_used(build: Build, text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    built = build({**FILES, "papers.lock.json": data})
    assert built.codes == ["paperreview.lock"]
    assert "delete it and run `paperreview fetch`" in built.warnings[0]


@pytest.mark.parametrize("builder", ["latex", "text", "epub"])
def test_other_builders(build: Build, builder: str) -> None:
    built = build({**FILES, "papers.lock.json": lock(known=KNOWN)}, builder=builder)
    assert [code for code in built.codes if code.startswith("paperreview")] == []
