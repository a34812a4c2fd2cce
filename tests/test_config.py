"""Settings: one way to read them, and one warning for each that cannot be used."""

from __future__ import annotations

import ast
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sphinx_paperreview import config
from sphinx_paperreview.config import Settings, validated

if TYPE_CHECKING:
    from collections.abc import Callable

POST = {"posts/2025-09-18.mdx": "# 2025-09-18 papers review\n\nText.\n"}
PACKAGE = Path(config.__file__).parent
#: A value of a wrong form for each setting that has one, and the sentence about it.
WRONG: dict[str, tuple[Any, str]] = {
    "recognise": (["fact"], "does not know 'fact' (did you mean 'facts'?); it takes headings"),
    "posts": ([1], "must be a list of patterns, not [1]; the default is used"),
    "timezone": ("Asia/Seul", "(did you mean 'Asia/Seoul'?): no time zone is called 'Asia/Seul'"),
    "now": ("soon", "cannot be used: 'soon' is no date; write it as 2025-11-14"),
    "lint": ("fact", "must be all, facts or off, not 'fact' (did you mean 'facts'?)"),
    "bibliography": ([None], "must be a list of paths, not [None]; the default is used"),
    "federation": (
        {"lab": "ftp://e.org/"},
        "takes names with addresses (https://…), not {'lab': 'ftp://e.org/'}; the rest is used",
    ),
    "languages": (
        {"ko": "/", "en": "https://e.org/"},
        "takes languages (ko, zh-CN) with addresses (https://…), not {'ko': '/'}",
    ),
    "exports": (
        ["bibtexs", "qq"],
        "does not know 'bibtexs' (did you mean 'bibtex'?), 'qq'; it takes json, markdown,",
    ),
    "dialects": (
        {"github": 1, "obsidan": False, "tex": False},
        "does not know, or cannot use: 'github', 'obsidan' (did you mean 'obsidian'?); it takes",
    ),
    "math_macros": (
        {"\\R": 3, "\\N": "N"},
        "takes texts, or lists of a text and a number, not {'\\\\R': 3}; the rest is used",
    ),
    "embed_hosts": ([""], "must be a list of hosts, not ['']"),
    "paper_pages": ("some", "must be all, gathered or none, not 'some'"),
    "urls": (
        {"tag": "t", "orgs": "labs"},
        "page, statistics, gallery, map, not {'tag': 't'}; the rest is used",
    ),
    "page_size": (-1, "must not be negative: -1; the default is used"),
    "feed_limit": (-5, "must not be negative: -5; the default is used"),
    "image_widths": ([0, True], "must be a list of widths in pixels, not [0, True]"),
    "image_formats": (["web"], "does not know 'web' (did you mean 'webp'?); it takes avif, webp"),
    "image_quality": (0, "must be from 1 to 100, not 0"),
    "search": ("google", "must be paperreview, sphinx or pagefind, not 'google'"),
    "search_aliases": ({"a": "b"}, "takes lists of words, not {'a': 'b'}; the rest is used"),
    "social_cards": (["posts"], "does not know 'posts' (did you mean 'post'?); it takes post"),
    "card_fonts": ([3], "must be a list of paths, not [3]"),
}


@pytest.mark.parametrize("name", sorted(WRONG))
def test_a_wrong_form_has_a_sentence(name: str) -> None:
    value, sentence = WRONG[name]
    settings, problems = validated({name: value})
    assert len(problems) == 1
    assert problems[0].startswith(f"paperreview_{name} ")
    assert sentence in problems[0]
    # What is used instead has nothing wrong.
    assert validated({name: getattr(settings, name)})[1] == ()


def test_every_checked_setting_has_a_case() -> None:
    checked = {item.name for item in fields(Settings) if item.metadata["check"] is not None}
    assert checked == set(WRONG)


@pytest.mark.parametrize("item", fields(Settings), ids=lambda item: str(item.name))
def test_a_wrong_type_becomes_the_default(item: Any) -> None:
    settings, problems = validated({item.name: b"bytes"})
    assert getattr(settings, item.name) == getattr(Settings(), item.name)
    types = " or ".join(kind.__name__ for kind in item.metadata["types"])
    assert problems == (
        f"paperreview_{item.name} must be {types}, not b'bytes'; the default is used",
    )


def test_the_defaults_are_right() -> None:
    values = {item.name: getattr(Settings(), item.name) for item in fields(Settings)}
    assert validated(values) == (Settings(), ())


def test_a_build_warns_once_of_each(build: Callable[..., Any]) -> None:
    values = {name: value for name, (value, _sentence) in WRONG.items()}
    lines = [f"paperreview_{name} = {value!r}" for name, value in values.items()]
    built = build(POST, more_conf="\n".join(["paperreview_git_dates = 'no'", *lines, ""]))
    assert built.codes == ["paperreview.config"] * (len(WRONG) + 1)


def test_a_size_that_is_refused_is_used_nowhere(build: Callable[..., Any]) -> None:
    days = {
        f"posts/2025-09-{day:02}.mdx": f"# Day {day}\n\n## [P{day}](https://arxiv.org/abs/2509.000{day})\n\nText.\n"
        for day in range(10, 13)
    }
    built = build({**days, "index.md": None}, more_conf="paperreview_page_size = -1\n")
    assert built.codes == ["paperreview.config"]
    home = built.read("index.html")
    assert all(f"P{day}" in home for day in range(10, 13))
    assert "page/2" not in home


def test_an_unknown_zone_is_a_warning_with_a_near_match(build: Callable[..., Any]) -> None:
    built = build(POST, more_conf='paperreview_timezone = "Asia/Seul"\n')
    assert built.codes == ["paperreview.config"]
    assert "'Asia/Seoul'" in built.warnings[0]


def test_a_bad_now_does_not_end_the_build(build: Callable[..., Any]) -> None:
    built = build(POST, more_conf='paperreview_now = "2025-13-40"\n')
    assert built.codes == ["paperreview.config"]
    assert "2025-13-40" in built.warnings[0]
    assert built.exists("posts/2025-09-18.html")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("paperreview_timezon", " (did you mean 'paperreview_timezone'?)"),
        ("paperreview_export_slices", ""),
        ("paperreview_qqqqqqqq", ""),
    ],
)
def test_a_name_that_is_no_setting(build: Callable[..., Any], name: str, hint: str) -> None:
    built = build(POST, more_conf=f"{name} = True\n")
    assert built.codes == ["paperreview.config"]
    assert f"there is no setting {name}{hint}" in built.warnings[0]


def test_settings_are_read_in_one_way() -> None:
    """Only ``config`` and the wiring name a value of ``conf.py``; all others ask for settings."""
    found = []
    names = {f"paperreview_{item.name}" for item in fields(Settings)}
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.name in {"config.py", "extension.py"} and path.parent == PACKAGE:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = ""
            if isinstance(node, ast.Attribute):
                name = node.attr
            elif (
                isinstance(node, ast.Subscript)
                and isinstance(node.ctx, ast.Load)  # a command may write a conf.py
                and isinstance(node.slice, ast.Constant)
            ):
                name = str(node.slice.value)
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "getattr":
                name = str(getattr(node.args[1], "value", ""))
            if name in names:
                found.append(f"{path.relative_to(PACKAGE)}:{node.lineno}: {name}")
    assert found == []
