"""Style attributes become classes of one style sheet, whatever was built before."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview.theme.inline_styles import SHEET, styles_to_classes
from tests.harness import PNG

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.harness import Built

    Build = Callable[..., Built]

CONF = 'html_theme = "paperreview"\n'
POSTS = {
    f"posts/2025-11-{day}.mdx": f"# P{day}\n\n## 1. [A](https://arxiv.org/abs/2511.090{day})\n\n"
    f"<div style={{{{color: '{colour}'}}}}>글</div>\n"
    for day, colour in ((13, "red"), (14, "green"), (15, "blue"))
}


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p style="color: red;">a</p>', '<p class="NAME">a</p>'),
        ("<p\n style='color:  red'>a</p>", '<p class="NAME">a</p>'),
        ('<p id="x" class="b" style="color: red" />', '<p id="x" class="b NAME" />'),
        ('<p style="color: red" CLASS=b>', '<p class="b NAME">'),
        ('<iframe style="color: red"></iframe>', '<iframe class="NAME"></iframe>'),
    ],
)
def test_a_style_becomes_a_class(html: str, expected: str) -> None:
    found, styles = styles_to_classes(html)
    (name,) = styles
    assert found == expected.replace("NAME", name)
    assert styles == {name: "color: red"}


@pytest.mark.parametrize(
    "html",
    [
        "<p>style=&quot;color: red&quot;</p>",
        "<p title='a style=\"color: red\"'>a</p>",
        '<!-- <p style="color: red"> -->',
        '<!-- <p style="color: red">',
        "<script>\"<p style='color: red'>\"</script>",
        '<iframe><p style="color: red"></iframe>',
        '<p style="">',
        '<p style="color: red',
        # What says something else in a style sheet, or would end its rule.
        '<p style="background: url(a.png)">',
        '<p style="background: URL( a.png )">',
        "<p style=\"background: image-set('a.png' 1x)\">",
        '<p style="} body { display: none">',
        '<p style="width: calc(1px">',
        '<p style="width: 1px)">',
        '<p style="width: (]">',
        '<p style="font-family: \'a">',
        '<p style="color: red /* ">',
        '<p style="color: \\7d">',
        '<p style="color: red; @import x">',
        '<p style="color: red&lt;/style&gt;">',
    ],
)
def test_what_is_left_as_it_is(html: str) -> None:
    assert styles_to_classes(html) == (html, {})


@pytest.mark.parametrize(
    "style",
    [
        "width: calc((1px + 2px) * 3)",
        "grid-template-columns: [a] 1fr [b]",
        "font-family: 'A (b', \"C\"",
        "color: var(--x, rgb(1 2 3)) !important",
    ],
)
def test_functions_and_strings_are_kept(style: str) -> None:
    html = f'<p style="{style.replace(chr(34), "&quot;")}">'
    assert list(styles_to_classes(html)[1].values()) == [style]


def test_an_incremental_build_is_a_clean_one(build: Build) -> None:
    built = build(POSTS, more_conf=CONF, name="first")
    sheet = built.read(SHEET)
    assert all(f"color: {colour} }}" in sheet for colour in ("red", "green", "blue"))
    assert SHEET in built.read("posts/2025-11-13.html")
    assert SHEET not in built.read("index.html")
    assert 'style="color: red"' in built.read("atom.xml").replace("&quot;", '"')
    edits = {
        "posts/2025-11-13.mdx": POSTS["posts/2025-11-13.mdx"].replace("red", "pink"),
        "posts/2025-11-14.mdx": None,
    }
    again = built.rebuild(edits, parallel=2)
    kept = {path: text for path, text in {**POSTS, **edits}.items() if text is not None}
    clean = build(kept, more_conf=CONF, name="second")
    assert again.files()[SHEET] == clean.files()[SHEET]
    assert "color: pink }" in again.read(SHEET)
    assert "green" not in again.read(SHEET)
    none = {path: text.replace("style", "title") for path, text in kept.items()}
    assert not again.rebuild(none).exists(SHEET)


def test_images_have_the_style_that_the_theme_has_for_all_in_feeds_alone(build: Build) -> None:
    post = "# P\n\n## 1. [A](https://arxiv.org/abs/2511.09013)\n\n![a](a.png)\n"
    base = 'html_baseurl = "https://example.org/"\n'
    built = build({"posts/2025-11-13.mdx": post, "posts/a.png": PNG}, more_conf=CONF + base)
    page = built.read("posts/2025-11-13.html")
    assert '<img width="1" height="1" loading="eager"' in page
    assert SHEET not in page
    feed = built.read("atom.xml").replace("&quot;", '"')
    assert 'width="1" height="1" style="height: auto;"' in feed


@pytest.mark.parametrize("damage", ["missing", "cut", "changed", "sheet"])
def test_what_was_lost_is_made_again(build: Build, damage: str) -> None:
    built = build(POSTS, more_conf=CONF)
    before = built.files()
    (log,) = built.app.doctreedir.glob("*.styles")
    if damage == "missing":
        log.unlink()
    elif damage == "cut":
        log.write_bytes(log.read_bytes()[:-30])
    elif damage == "changed":
        log.write_text(log.read_text(encoding="utf-8").replace("green", "black"), encoding="utf-8")
    else:
        (built.outdir / SHEET).unlink()
    assert built.rebuild().files() == before


def test_other_outputs_keep_the_attributes(build: Build) -> None:
    for builder in ("singlehtml", "epub"):
        built = build(POSTS, more_conf=CONF, builder=builder, name=builder)
        assert any(b'style="color: red"' in text for text in built.files().values())
        shutil.rmtree(built.srcdir)
    built = build(POSTS, more_conf='html_theme = "alabaster"\n', name="alabaster")
    assert 'style="color: red"' in built.read("posts/2025-11-13.html")


@pytest.mark.parametrize("value", ["red/*", "red /* a */", "calc(1px /* */)", "1px */* 2px"])
def test_a_comment_in_a_style_is_refused(build: Build, value: str) -> None:
    """It would be left in an attribute, which a strict policy refuses."""
    text = f"# Title\n\n<div style={{{{color: '{value}', width: '9px'}}}}>words</div>\n"
    built = build({"posts/2025-11-14.mdx": text}, more_conf=CONF)
    assert "/*" not in built.read("posts/2025-11-14.html")
    assert [code.partition("paperreview.")[2] for code in built.codes] == ["mdx.attribute"]


@pytest.mark.parametrize("theme", ["basic", "furo"])
def test_no_style_sheet_of_another_theme_stays(build: Build, theme: str) -> None:
    first = build(POSTS, more_conf=CONF)
    assert first.exists(SHEET)
    assert first.exists("_static/pygments_dark.css")
    then = first.rebuild(confoverrides={"html_theme": theme})
    clean = build(POSTS, more_conf=CONF, confoverrides={"html_theme": theme})
    assert then.files().keys() - {".buildinfo.bak"} == clean.files().keys()
    assert then.rebuild().files() == then.files()
    back = then.rebuild(confoverrides={"html_theme": "paperreview"})
    assert back.read(SHEET) == first.read(SHEET)
