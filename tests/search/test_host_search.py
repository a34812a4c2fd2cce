"""The search of a theme in another language: Korean reviews are found, all else is as before."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.harness import Build, Built

KOREAN = """# 2025-11-14 papers review

## 1. [Black-box distillation](https://arxiv.org/abs/2511.10643)

교사 모델을 증류하는 방법을 제안하고, API로만 쓸 수 있는 모델에서 학습시킨다. 강화학습에서도 효과가 있다고 한다.
"""
ENGLISH = "# 2025-10-03\n\n## 1. [A](https://arxiv.org/abs/1706.03762)\n\nWords.\n"
PAGE = ":orphan:\n\nGuide\n=====\n\nRunning models, 문서를 읽는다.\n"


def terms(built: Built) -> set[str]:
    text = built.read("searchindex.js")
    return set(json.loads(text[text.index("{") : text.rindex("}") + 1])["terms"])


def split(built: Built, query: str) -> list[str]:
    """Return the words of *query* that the script of the page looks for, before stemming."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node here")
    script = "globalThis.window = globalThis;\n" + built.read("_static/language_data.js")
    script += f"\nconsole.log(JSON.stringify(splitQuery({json.dumps(query)})));"
    done = subprocess.run([node, "-e", script], capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr[-800:]
    return list(json.loads(done.stdout))


@pytest.fixture
def built(build: Build) -> Built:
    return build({"posts/2025-11-14.mdx": KOREAN, "guide.rst": PAGE})


def test_korean_words_are_indexed_without_their_endings(built: Built) -> None:
    assert {"모델", "증류", "문서", "api", "강화", "학습"} <= terms(built)
    assert "모델을" not in terms(built)


def test_other_words_are_those_of_the_language(build: Build, built: Built) -> None:
    plain = build({"posts/2025-11-14.mdx": ENGLISH, "guide.rst": PAGE})
    assert {"run", "model"} <= terms(built)
    assert {"run", "model", "문서를"} <= terms(plain)
    assert "paperreview" not in plain.read("_static/language_data.js")


@pytest.mark.parametrize(
    "query", ["모델을", "증류하는 models", "API로만", "강화학습에서", "snake_case x2"]
)
def test_queries_are_split_as_texts_are(built: Built, query: str) -> None:
    for word in split(built, query):
        if "가" <= word[0] <= "힣":
            assert word in terms(built)
    assert split(built, "Models of the_world, 2025") == ["Models", "of", "the_world", "2025"]


@pytest.mark.parametrize("language", ["zh_CN", "de", "ja"])
def test_other_languages(build: Build, language: str) -> None:
    built = build({"posts/2025-11-14.mdx": KOREAN}, confoverrides={"language": language})
    assert built.warnings == []
    assert {"모델", "증류"} <= terms(built)
    if language != "zh_CN":  # Sphinx's script for it needs another one, which a page loads
        assert split(built, "모델을") == ["모델"]


def test_the_first_korean_review_changes_the_whole_index(build: Build) -> None:
    built = build({"posts/2025-10-03.mdx": ENGLISH, "guide.rst": PAGE})
    assert "문서를" in terms(built)
    built = built.rebuild({"posts/2025-11-14.mdx": KOREAN})
    assert {"문서", "모델"} <= terms(built)
    assert "문서를" not in terms(built)
    clean = build(
        {"posts/2025-10-03.mdx": ENGLISH, "guide.rst": PAGE, "posts/2025-11-14.mdx": KOREAN}
    )
    assert built.read("searchindex.js") == clean.read("searchindex.js")


OWN = {
    "templates/search.html": '{% extends "layout.html" %}\n{% block body %}<div id="docsearch"></div>{% endblock %}\n',
    "static/docsearch.js": "// what Algolia gives\n",
}


@pytest.mark.parametrize(
    ("theme", "files"),
    [("pydata_sphinx_theme", {}), ("furo", {}), ("alabaster", OWN)],
    ids=["PyData's dialog", "Furo's form", "DocSearch in a template of the project"],
)
def test_the_search_of_the_host_is_not_touched(
    build: Build, theme: str, files: dict[str, str]
) -> None:
    """A review changes no byte of the page of search, nor of the scripts behind it."""
    if theme != "alabaster":
        pytest.importorskip(theme)
    conf = (
        f'project = "A"\nhtml_theme = {theme!r}\nexclude_patterns = ["templates"]\n'
        'templates_path = ["templates"]\nhtml_static_path = ["static"]\n'
        'html_js_files = ["docsearch.js"]\nextensions = {}\n'
    )
    host = {"index.rst": "A\n=\n\nWords.\n", "static/x.txt": "x", "templates/x.html": "", **files}
    plain = build(host, conf=conf.format([]))
    ours = build(
        {**host, "posts/2025-10-03.mdx": ENGLISH}, conf=conf.format(["sphinx_paperreview"])
    )
    assert ours.exists("papers/1706.03762.html")
    names = ("search.html", "index.html", "_static/searchtools.js", "_static/language_data.js")
    for name in names:
        assert ours.read(name) == plain.read(name)
    assert "1706.03762" in ours.read("searchindex.js")
