"""Options of the theme: what each writes; by default no page asks another host."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sphinx_paperreview import theme
from sphinx_paperreview.theme.options import ThemeOptions
from tests.theme.test_theme import TOKENS, from_hex, from_oklch, ratio

if TYPE_CHECKING:
    from tests.harness import Build, Built


POST = "# Papers\n\n## 1. [PAN](https://arxiv.org/abs/2511.09057)\n\nText.\n"
FILES = {"posts/2025-11-14.mdx": POST}
GISCUS = {"repo": "us/talk", "repo_id": "R_1", "category": "Papers", "category_id": "C_1"}


def site(build: Build, options: dict[str, Any], **more: Any) -> Built:
    """Build a post in the theme with these options."""
    overrides = {"html_theme": "paperreview", "html_theme_options": options}
    return build(FILES, confoverrides=overrides, **more)


def test_nothing_is_fetched_by_default(build: Build) -> None:
    built = site(build, {})
    for page in ("posts/2025-11-14.html", "papers/2511.09057.html", "index.html"):
        text = built.read(page)
        assert not re.search(
            r"""<(?:script|link|img)[^>]+(?:src|stylesheet[^>]+href)="https?:""", text
        )
        assert "giscus" not in text
        assert "paperreview-talk" not in text
        assert "paperreview-accent" not in text


def test_discussion_is_keyed_by_paper_or_post(build: Build) -> None:
    built = site(build, {"giscus": GISCUS})
    assert 'data-term="posts/2025-11-14"' in built.read("posts/2025-11-14.html")
    paper = built.read("papers/2511.09057.html")
    assert 'data-term="arxiv:2511.09057"' in paper
    assert 'data-load="click"' in paper
    assert "giscus.app" not in paper
    assert "pr-talk" not in built.read("archive.html")


def test_discussion_is_shown_on_the_chosen_pages(build: Build) -> None:
    built = site(build, {"giscus": {**GISCUS, "on": ["paper"], "load": "view"}})
    assert "pr-talk" not in built.read("posts/2025-11-14.html")
    assert 'data-load="view"' in built.read("papers/2511.09057.html")


def test_analytics_are_one_script(build: Build) -> None:
    script = {"src": "https://count.example/s.js", "defer": "", "data-domain": 'a"b'}
    text = site(build, {"analytics": script}).read("index.html")
    assert (
        '<script src="https://count.example/s.js" defer="" data-domain="a&#34;b"></script>' in text
    )


@pytest.mark.parametrize(
    ("accent", "rule"),
    [
        ("#7A1FA2", "--pr-seed: #7a1fa2;"),
        ("#7a1fa2, #d9b3ff", "--pr-accent: light-dark(#7a1fa2, #d9b3ff);"),
    ],
)
def test_accent(build: Build, accent: str, rule: str) -> None:
    built = site(build, {"accent": accent})
    assert rule in built.read("_static/paperreview-accent.css")
    assert "_static/paperreview-accent.css" in built.read("index.html")
    assert "#7a1fa2" in built.read("_static/paperreview-icon.svg").lower()


def test_shades_of_any_accent_are_readable(build: Build) -> None:
    css = site(build, {"accent": "#123456"}).read("_static/paperreview-accent.css")
    shades = re.findall(r"([\d.]+) min\(c, ([\d.]+)\) h\)", css.partition("--pr-accent")[2])
    for mode, (lightness, chroma) in enumerate(shades[:2]):
        for ground in ("bg", "surface"):
            for hue in range(0, 360, 5):
                for part in (0, 0.5, 1):
                    ink = from_oklch(float(lightness), float(chroma) * part, hue)
                    assert ratio(ink, from_hex(TOKENS[ground][mode])) >= 7


@pytest.mark.parametrize(
    "options",
    [
        {"accent": "pine"},
        {"accent": 7},
        {"brand": ["Reading"]},
        {"footer": 2023},
        {"edit_link": True},
        {"keys": "off"},
        {"links": "https://example.org"},
        {"links": [{"name": "x", "url": "javascript:alert(1)"}]},
        {"giscus": "us/talk"},
        {"giscus": {**GISCUS, "repo_id": ""}},
        {"giscus": {**GISCUS, "repo": "talk"}},
        {"giscus": {**GISCUS, "on": "post"}},
        {"giscus": {**GISCUS, "load": "now"}},
        {"analytics": {"src": "data:text/javascript,1"}},
        {"analytics": {"src": "https://a.example/a.js", "onload": "x()"}},
    ],
)
def test_a_value_that_cannot_be_used_is_a_warning(build: Build, options: dict[str, Any]) -> None:
    built = site(build, options)
    assert built.codes == ["paperreview.config"]
    assert f"html_theme_options['{next(iter(options))}'] " in built.warnings[0]
    assert "; the default is used" in built.warnings[0]
    assert built.read("index.html") == site(build, {}, name="plain").read("index.html")


def test_an_unknown_option_is_one_warning_with_the_near_match(build: Build) -> None:
    built = site(build, {"acent": "#7a1fa2", "sidebarwidth": "200"})
    assert built.codes == ["paperreview.config"]
    assert "has no option 'acent' (did you mean 'accent'?); it is left out" in built.warnings[0]


@pytest.mark.parametrize("keys", [False, "false", "False"])
def test_keys_are_off_in_each_spelling(build: Build, keys: str | bool) -> None:
    built = site(build, {"keys": keys, "brand": "", "links": [], "giscus": None})
    assert built.codes == []
    assert 'data-keys="off"' in built.read("index.html")


def test_the_theme_declares_the_options_of_the_code() -> None:
    text = Path(theme.__file__).with_name("paperreview").joinpath("theme.toml").read_text("utf-8")
    declared = {item.name: item.default for item in fields(ThemeOptions)}
    assert tomllib.loads(text)["options"] == declared
