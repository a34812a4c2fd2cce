"""The files of authors and tags nearest to a post say who and what its keys are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

if TYPE_CHECKING:
    from tests.harness import Build, Built

CONF = 'html_baseurl = "https://example.org/"\n'
HEAD = "---\nauthors: [kim]\ntags: [llm]\n---\n\n"
POST = f"{HEAD}# Post\n\nText.\n"
REVIEW = f"{HEAD}# Post\n\n## [T](https://arxiv.org/abs/2401.10643)\n\nText.\n"


def named(built: Built, page: str) -> list[str]:
    """Return the labels of the links to authors and tags on a page."""
    links = re.findall(r'href="[^"]*\b(?:authors|tags)/[^"]*">([^<]+)', built.read(page))
    return [unquote(label) for label in dict.fromkeys(links)]


@pytest.mark.parametrize(
    ("files", "proof"),
    [
        (
            {
                "blog/authors.yml": "kim: {name: 김아무}\n",
                "blog/tags.yml": "llm: {label: 큰 모델}\n",
            },
            {},
        ),
        ({"blog/authors.yaml": "kim: 김아무\n", "tags.yml": "llm: 큰 모델\n"}, {}),
        (
            {"_data/authors.yml": "kim: {name: 김아무}\n", "_data/tags.yml": "llm: 큰 모델\n"},
            {"_config.yml": "title: x\n"},
        ),
        (
            {"data/authors.yaml": "kim: {name: 김아무}\n", "data/tags.yaml": "llm: 큰 모델\n"},
            {"hugo.toml": "title = 'x'\n"},
        ),
    ],
)
def test_places(build: Build, files: dict[str, str], proof: dict[str, str]) -> None:
    built = build({"blog/2025-02-01-a/index.md": POST, **files, **proof}, more_conf=CONF)
    assert named(built, "blog/2025-02-01-a/index.html") == ["김아무", "큰 모델"]
    assert built.warnings == []


def test_data_of_others_are_not_read(build: Build) -> None:
    files = {"blog/2025-02-01-a.md": POST, "data/tags.yml": "- 1\n- 2\n", "_data/authors.yml": "[]"}
    built = build(files, more_conf=CONF)
    assert named(built, "blog/2025-02-01-a.html") == ["kim", "llm"]
    assert built.warnings == []


BLOGS = {
    "authors.yml": "kim: {name: Root Kim}\nlee: {name: Lee}\n",
    "blog/2025-02-01-a.md": POST,
    "blog/authors.yml": "kim: {name: Blog Kim}\n",
    "blog/tags.yml": "llm: {label: Large models}\n",
    "paper-review/2025/02/02/index.md": REVIEW,
    "paper-review/authors.yml": "kim: {name: Other Kim}\n",
    "paper-review/tags.yml": "llm: {label: Language models, permalink: /lm}\n",
    "posts/2025-02-03.md": POST.replace("[kim]", "[kim, lee]"),
    "blog/2025-02-04-lee.md": POST.replace("kim", "lee"),
}


def test_blogs_have_files_of_their_own(build: Build) -> None:
    built = build(BLOGS, more_conf=CONF)
    assert named(built, "blog/2025-02-01-a.html") == ["Blog Kim", "Large models"]
    assert named(built, "paper-review/2025/02/02/index.html")[:2] == [
        "Other Kim",
        "Language models",
    ]
    assert named(built, "posts/2025-02-03.html") == ["Root Kim", "Lee", "Large models"]
    assert named(built, "blog/2025-02-04-lee.html") == ["Lee", "Large models"]
    for page in ("root-kim", "blog-kim", "other-kim"):
        assert built.exists(f"authors/{page}.html")
    assert built.exists("tags/lm.html")
    assert "<name>Other Kim</name>" in built.read("atom.xml")
    assert built.warnings == []


def test_an_edit_of_a_file_is_shown(build: Build) -> None:
    built = build(BLOGS, more_conf=CONF)
    edit = {"blog/authors.yml": "kim: {name: New Kim}\n", "paper-review/tags.yml": None}
    changed = built.rebuild(edit)
    assert named(changed, "blog/2025-02-01-a.html") == ["New Kim", "Large models"]
    clean = build({**BLOGS, **edit}, more_conf=CONF, name="clean")
    assert changed.files() == clean.files()


def test_a_set_file_decides(build: Build) -> None:
    conf = f'{CONF}paperreview_authors = "people.yml"\npaperreview_tags = "none.yml"\n'
    built = build({**BLOGS, "people.yml": "kim: {name: Set Kim}\n"}, more_conf=conf)
    assert named(built, "blog/2025-02-01-a.html") == ["Set Kim", "llm"]
    assert named(built, "paper-review/2025/02/02/index.html")[:2] == ["Set Kim", "llm"]


def test_a_key_that_is_nearly_known(build: Build) -> None:
    files = {
        "blog/authors.yml": "hana: {name: 하나}\nminsu: {name: 민수}\n",
        "blog/2025-02-01-a.md": POST.replace("kim", "hanna, minsu, somebody else, 하나"),
        "posts/2025-02-02.md": POST.replace("kim", "unrelated"),
    }
    overrides = {"paperreview_lint": "all"}
    built = build(files, more_conf=CONF, confoverrides=overrides, builder="dummy")
    (warning,) = (each for each in built.warnings if "unknown_author" in each)
    assert warning.startswith("blog/2025-02-01-a.md:1: ")
    assert "'hanna' is not in blog/authors.yml (did you mean 'hana'?)" in warning
