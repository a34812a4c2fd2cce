"""The search of a built site: what the index holds, how little is written, and who searches."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

from benchmarks.search.evaluate import prepare
from sphinx_paperreview.search import pagefind
from sphinx_paperreview.search import volumes as library
from sphinx_paperreview.search.index import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.harness import Build, Built


#: Under other themes than ours the search of Sphinx is the default.
OWN = "paperreview_search = 'paperreview'\n"
POSTS = {
    "posts/2025-11-14.mdx": """---
tags: [증류]
---

# 오늘의 리뷰

## 1. [Black-Box Distillation](https://arxiv.org/abs/2511.10643) `microsoft`
### 온폴리시 증류

교사모델의 판별자가 보상을 준다. $E = mc^2$ 는 보이지 않는다.

```python
secretcode = 1
```

#### 실험

강화학습으로 오차를 줄여서 비용이 줄었다.

## 2. [World Models](https://arxiv.org/abs/2511.09057) `bytedance`

월드 모델을 학습한다.
""",
    "posts/2025-11-15.mdx": "# 다른 글\n\n강화 학습을 다룬다. 학습은 강화와 다르다.\n",
    "posts/2025-11-16.mdx": "---\ndraft: true\n---\n\n# Draft\n\n비공개단어 unpublished\n",
    "posts/2025-11-17.mdx": "---\nunlisted: true\n---\n\n# Hidden\n\n목록밖 unlistedword\n",
    "about.rst": ":orphan:\n\nAbout us\n========\n\nA plain page on quantization.\n\nContact\n-------\n\nWrite letters.\n",
    "guide.md": "---\norphan: true\n---\n\n# Guide\n\nHow we read papers.\n",
}


def data(site: Built, name: str) -> Any:
    """Return what a file of the index calls the script with."""
    text = site.read(f"_search/{name}.js")
    return json.loads(text[text.index(",") + 1 : text.rindex(")")])


def records(site: Built) -> list[list[Any]]:
    """Return the records of the index in their order."""
    return [row for volume in volumes(site) for row in titles(site, volume)]


def volumes(site: Built) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data(site, "root")["volumes"]
    return found


def titles(site: Built, volume: dict[str, Any]) -> list[list[Any]]:
    return [row for name in volume["metas"].split() for row in data(site, name)]


def terms_of(site: Built, volume: dict[str, Any]) -> dict[str, str]:
    """Return the postings of each term of *volume*."""
    names = [line.rpartition(" ")[2] for line in volume["terms"].split("\n")]
    lines = "\n".join(data(site, name) for name in names).split("\n")
    return dict(line.split(" ") for line in lines)


def terms(site: Built) -> set[str]:
    return {term for volume in volumes(site) for term in terms_of(site, volume)}


def holders(site: Built, term: str) -> list[str]:
    """Return the titles of the records that have *term*."""
    return [
        titles(site, volume)[number][0]
        for volume in volumes(site)
        for number, _weight in decode(terms_of(site, volume).get(term, ""))
    ]


def index(site: Built) -> dict[str, bytes]:
    """Return the files of the index."""
    return {name: text for name, text in site.files().items() if name.startswith("_search/")}


@pytest.fixture
def site(build: Build) -> Built:
    return build(POSTS, more_conf=OWN)


def test_a_record_is_a_paper_the_rest_of_a_post_or_a_page(site: Built) -> None:
    titles = [row[0] for row in records(site)]
    assert titles == [
        "About us", "Guide", "Reviews",
        "오늘의 리뷰", "Black-Box Distillation", "World Models", "다른 글",
    ]  # fmt: skip


def test_a_record_says_where_when_and_of_whom(site: Built) -> None:
    row = next(row for row in records(site) if row[0] == "Black-Box Distillation")
    title, url, subtitle, date, orgs, tags, _venue, post, post_url, text, place = row
    assert url == "posts/2025-11-14.html#arxiv-2511.10643"
    assert (subtitle, date, orgs, tags) == ("온폴리시 증류", "2025-11-14", ["microsoft"], ["증류"])
    assert (post, post_url) == ("오늘의 리뷰", "posts/2025-11-14.html")
    part = data(site, text)[place]
    assert "교사모델의 판별자가" in part["x"]
    assert [head[2] for head in part["h"]] == ["실험"]
    assert title


def test_formulas_and_code_are_not_searched(site: Built) -> None:
    assert not {"secretcode", "mc", "e"} & terms(site)
    assert "판별자" in terms(site)


def test_compounds_and_words_apart_are_found_by_each_other(site: Built) -> None:
    both = ["Black-Box Distillation", "다른 글"]
    assert holders(site, "강화학습") == both
    assert holders(site, "microsoft") == both[:1]
    assert holders(site, "2511.10643") == both[:1]


def test_what_is_not_public_is_not_in_the_index(site: Built) -> None:
    everything = b"".join(index(site).values()).decode()
    for word in ("비공개단어", "unpublished", "목록밖", "unlistedword", "Hidden", "Draft"):
        assert word not in everything


def test_an_edit_writes_as_a_clean_build_does(build: Build, site: Built) -> None:
    edit = {
        "guide.md": "---\norphan: true\n---\n\n# Guide\n\nHow we weigh papers, and 새로운 단어들.\n"
    }
    again = site.rebuild(edit)
    assert "weigh" in terms(again)
    assert index(build(POSTS | edit, more_conf=OWN, name="clean")) == index(again)
    assert index(build(POSTS | edit, more_conf=OWN, name="parallel", parallel=2)) == index(again)


def test_an_edit_makes_the_terms_of_one_document(site: Built) -> None:
    folder = site.srcdir / "_build/doctrees/paperreview-search"
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    site.rebuild({"guide.md": "# Guide\n\nAnother text.\n"})
    after = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert len(after) == len(before)
    assert len(after.items() - before.items()) == 1


def test_a_build_without_changes_writes_nothing(site: Built) -> None:
    folder = site.outdir / "_search"
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    site.rebuild()
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_files_that_were_lost_are_written_again(site: Built) -> None:
    before = index(site)
    for path in list((site.outdir / "_search").iterdir())[:3]:
        path.unlink()
    assert index(site.rebuild()) == before


def test_a_document_that_is_deleted_leaves_the_index(site: Built) -> None:
    again = site.rebuild({"guide.md": None})
    assert "Guide" not in [row[0] for row in records(again)]


def test_dirhtml_has_addresses_of_its_own(build: Build) -> None:
    site = build(POSTS, more_conf=OWN, builder="dirhtml")
    assert "posts/2025-11-14/#arxiv-2511.10643" in [row[1] for row in records(site)]


def test_facets_name_organisations_tags_and_years(site: Built) -> None:
    (columns,) = (data(site, each["facets"]) for each in volumes(site)[1:])
    assert columns["org"][0] == ["bytedance", "microsoft"]
    assert columns["tag"][0] == ["증류"]
    assert columns["year"] == [["2025"], "0;0;0;0"]


def test_own_words_join_the_glossary(build: Build) -> None:
    aliases = "paperreview_search_aliases = {'판별자': ['문지기', 'gate keeper']}\n"
    site = build(POSTS, more_conf=OWN + aliases)
    groups = data(site, data(site, "root")["glossary"])
    assert ["판별자", "문지기", "gate keeper"] in groups


@pytest.mark.parametrize("aliases", ["{1: ['x']}", "{'x': 'y'}", "{'x': [2]}"])
def test_aliases_of_a_wrong_form_are_warnings(build: Build, aliases: str) -> None:
    site = build({}, more_conf=f"paperreview_search_aliases = {aliases}\n")
    assert site.codes == ["paperreview.config"]


@pytest.mark.parametrize("theme", ["basic", "paperreview", "alabaster", "furo"])
@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_our_page_of_search_can_be_chosen_under_every_theme(
    build: Build, theme: str, builder: str
) -> None:
    site = build(POSTS, more_conf=OWN, builder=builder, confoverrides={"html_theme": theme})
    page = site.read("search.html" if builder == "html" else "search/index.html")
    assert not site.exists("searchindex.js")
    assert 'name="q"' in page
    assert 'id="search-results"' in page
    assert page.count("paperreview-search.js") == 1
    assert "searchtools.js" not in page
    assert "archive" in re.sub(r"(?s)<head>.*?</head>", "", page)
    assert site.exists("_static/paperreview-search.js")
    assert not site.warnings


def test_the_search_of_sphinx_can_be_chosen(build: Build) -> None:
    site = build(POSTS, confoverrides={"paperreview_search": "sphinx", "language": "ko"})
    assert site.exists("searchindex.js")
    assert "pr-query" not in site.read("search.html")
    assert "searchtools.js" in site.read("search.html")
    index = json.loads(site.read("searchindex.js")[len("Search.setIndex(") : -1])
    assert "판별자" in index["terms"]
    assert "판별자가" not in index["terms"]
    assert "function splitQuery" in site.read("_static/language_data.js")


def test_our_theme_keeps_the_query_in_the_search_of_sphinx(build: Build) -> None:
    chosen = {"paperreview_search": "sphinx", "html_theme": "paperreview"}
    site = build(POSTS, confoverrides=chosen)
    assert "paperreview-query.js" in site.read("search.html")
    assert site.exists("_static/paperreview-query.js")


def test_another_engine_removes_the_files_of_the_previous_one(site: Built) -> None:
    again = site.rebuild(confoverrides={"paperreview_search": "sphinx"})
    assert index(again)  # the search of papers
    assert again.exists("searchindex.js")
    last = again.rebuild(confoverrides={})
    assert not last.exists("searchindex.js")
    assert index(last) == index(site)


def test_without_pagefind_sphinx_searches_with_a_warning(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pagefind, "version", tuple)
    site = build(POSTS, confoverrides={"paperreview_search": "pagefind"})
    assert site.codes == ["paperreview.config"]
    assert "1.6 or later" in site.warnings[0]
    assert site.exists("searchindex.js")


def test_pagefind_is_given_a_page_for_each_record(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Any] = []

    def make_files(records: Any, language: str) -> dict[str, bytes]:
        given.extend(records)
        return {"pagefind.js": b"", "pagefind-ui.js": b""}

    monkeypatch.setattr(pagefind, "version", lambda: (1, 6))
    monkeypatch.setattr(pagefind, "make_files", make_files)
    site = build(POSTS, confoverrides={"paperreview_search": "pagefind"})
    assert "posts/2025-11-14.html#arxiv-2511.10643" in [url for _record, url, _text in given]
    assert site.exists("pagefind/pagefind.js")
    assert not site.exists("searchindex.js")
    assert not index(site)
    assert "pagefind/pagefind-ui.js" in site.read("search.html")


#: A program that says its version, and does what ``PAGEFIND`` asks for when it is to make an index.
PROGRAM = """
import os, subprocess, sys, time
from pathlib import Path

task = os.environ.get("PAGEFIND", "work")
if "--version" in sys.argv:
    print("pagefind 1.6.0")
elif task == "work":
    folder = Path(sys.argv[sys.argv.index("--output-path") + 1])
    folder.mkdir()
    (folder / "pagefind-ui.js").write_text("//")
elif task == "fail":
    print("Indexed 7 pages", "\\x1b[31mError: no space left on the device\\x1b[0m", sep="\\n")
    sys.exit(3)
elif task == "hang":
    print("Walking the source", flush=True)
    # A process of its own, which holds the output open.
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"]).wait()
"""


@pytest.fixture
def fake_pagefind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Install :data:`PROGRAM` as Python's package ``pagefind``."""
    folder = tmp_path / "packages" / "pagefind"
    folder.mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "__main__.py").write_text(PROGRAM, encoding="utf-8")
    monkeypatch.syspath_prepend(folder.parent)
    paths = (str(folder.parent), os.environ.get("PYTHONPATH", ""))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))
    monkeypatch.setenv("PATH", str(tmp_path))
    for function in (pagefind.command, pagefind.version):
        function.cache_clear()
    yield
    for function in (pagefind.command, pagefind.version):
        function.cache_clear()


@pytest.mark.usefixtures("fake_pagefind")
@pytest.mark.parametrize(
    ("task", "reason"),
    [
        ("fail", "exit code 3: Indexed 7 pages Error: no space left on the device; run"),
        ("hang", "did not end within 5 seconds: Walking the source; run"),
        ("nothing", "it wrote no file; run"),
    ],
)
def test_a_failure_of_pagefind_is_one_warning(
    build: Build, monkeypatch: pytest.MonkeyPatch, task: str, reason: str
) -> None:
    monkeypatch.setenv("PAGEFIND", task)
    monkeypatch.setattr(pagefind, "TIMEOUT", 5 if task == "hang" else 60)
    site = build(POSTS, confoverrides={"paperreview_search": "pagefind"})
    assert site.codes == ["paperreview.config"]
    assert reason in site.warnings[0]
    assert not any(name.startswith("pagefind/") for name in site.files())
    page = BeautifulSoup(site.read("search.html"), "lxml")
    assert page.select_one("#pr-pagefind")["data-failed"] == "The search cannot be loaded."
    assert page.select_one("#search .pr-terms a") is not None


@pytest.mark.usefixtures("fake_pagefind")
def test_pagefind_runs_again_after_a_failure_or_a_loss(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGEFIND", "fail")
    site = build(POSTS, confoverrides={"paperreview_search": "pagefind"})
    monkeypatch.setenv("PAGEFIND", "work")
    site = site.rebuild()
    assert site.codes == []
    assert site.read("pagefind/pagefind-ui.js") == "//"
    # What is unchanged is not made again.
    monkeypatch.setenv("PAGEFIND", "fail")
    assert site.rebuild().codes == []
    (site.outdir / "pagefind" / "pagefind-ui.js").unlink()
    assert site.rebuild().codes == ["paperreview.config"]


def test_a_missing_pagefind_is_an_error_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pagefind, "command", lambda: (str(tmp_path / "pagefind"),))
    with pytest.raises(pagefind.PagefindError, match="cannot be started"):
        pagefind.make_files([], "en")


def test_an_unknown_search_is_a_warning(build: Build) -> None:
    assert build({}, more_conf="paperreview_search = 'lunr'\n").codes == ["paperreview.config"]


@pytest.mark.parametrize("builder", ["singlehtml", "text", "latex", "epub"])
def test_builders_of_books_write_no_index(build: Build, builder: str) -> None:
    site = build(POSTS, builder=builder)
    assert not index(site)


@pytest.mark.parametrize("engine", ["paperreview", "sphinx"])
@pytest.mark.parametrize("theme", ["paperreview", "alabaster"])
def test_page_of_search_has_its_files(build: Callable[..., Built], engine: str, theme: str) -> None:
    config = {"paperreview_search": engine, "html_theme": theme}
    site = build({"posts/2025-11-14.mdx": "# A day\n\nWords.\n"}, confoverrides=config)
    page = BeautifulSoup(site.read("search.html"), "lxml")
    files = [str(tag["src"]).partition("?")[0] for tag in page.find_all("script", src=True)]
    assert [name for name in files if not site.exists(name)] == []
    assert ("searchindex.js" in files) == (engine == "sphinx")
    assert ("_static/paperreview-search.js" in files) == (engine == "paperreview")
    assert page.find("input", attrs={"name": "q"}) is not None


def test_volumes_after_edits_are_those_of_a_clean_build(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "SIZES", (4, 2))
    monkeypatch.setattr(library, "WHOLE", 2)
    files = {
        f"posts/2025-10-{day:02}.mdx": f"# 글 {day}\n\n강화학습과 모델 {day}. 증류모델을 학습한다.\n"
        for day in range(1, 8)
    }
    files = POSTS | files
    site = build(files, more_conf=OWN, name="volumes")
    assert len(volumes(site)) > 2
    edits: list[dict[str, str | None]] = [
        {"posts/2025-10-02.mdx": "# 글 2\n\n증류 모델을 학습하고 또 강화한다.\n"},
        {"posts/2025-10-05.mdx": "# 글 5\n\n증류와 모델, 강화와 학습.\n", "guide.md": None},
        {"posts/2025-12-01.mdx": "# 새 글\n\n보상모델과 보상.\n"},
        {"posts/2025-10-01.mdx": None},
    ]
    for number, edit in enumerate(edits):
        files = {name: text for name, text in (files | edit).items() if text is not None}
        site = site.rebuild(edit)
        assert index(site) == index(build(files, more_conf=OWN, name=f"clean{number}"))


@pytest.mark.parametrize(("engine", "scripts"), [("paperreview", 1), ("sphinx", 0)])
def test_the_evaluation_asks_the_search_that_it_names(
    tmp_path: Path, engine: str, scripts: int
) -> None:
    source = tmp_path / "judged" / "site_units"
    source.mkdir(parents=True)
    (source / "conf.py").write_text("extensions = ['myst_parser']\n", encoding="utf-8")
    (source / "index.md").write_text("# 강화학습\n\n보상 모델\n", encoding="utf-8")
    page = prepare(tmp_path / "judged", tmp_path / "work", engine) / "search.html"
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    assert len(soup.select("script[src*='paperreview-search.js']")) == scripts
