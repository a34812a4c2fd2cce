"""Odd values in every place where authors write some: no build ends, no rubbish on a page."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.harness import PNG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.harness import Build, Built

#: Values that are no text, or text that no page can hold.
WRONG = (
    "[가, [둘]]", "{name: x}", "true", "False", "!!binary aGFsbG8=", "!!set {a, b}", "[[]]", "[{}]",
    "!!omap [a: 1]", "!!pairs [a: 1]", "{1: 2}", "{null: x}", "{true: [x]}", "[{key: [x]}]",
    "[{label: [y]}]", "[true, {a: b}]", "{a: {b: {c: d}}}", "&x [1, 2]", "[&a x, *a]", "!!bool yes",
)  # fmt: skip
ODD = (
    r'"\uD83D\uDE80 x"', r'"\uD83D"', r'"\uDE80\uD83D"', r'"a\0b"', r'"a\x08b"', r'"\x85"',
    r'"\ufeff"', r'"\u202e x"', r'"\ufffe"', r'"\U0001FFFE"', r'"\u2028"', r'"\t"', r'"\n\n"',
    r'"a\nb"', '""', '" "', "~", "null", "", "[]", "{}", "[null]", "[null, ~, '']", "[{label: }]",
    "yes", "no", "on", "12:30", "010", "0x1F", "1e3", ".inf", ".nan", "1.10", "=", "-0", "-1",
    "2025-02-30", "2025-11-14", "2025-11-14T00:00:00Z", "123456789012345678901234567890",
    "!!timestamp 2025-11-14", '!!int "0b1"', "!!float 1", '"<b>x</b>"', '"{{ x }}"', '"%s %d"',
    '"../../x"', '"/"', '"a/b"', '"."', '".."', "con", f'"{"긴 말 " * 60}"', "a and b", "A; B",
    '"[a, b]"', "et al.", "[et al.]", "x\\", "'; DROP'", "[1, 2.5, 010]", "|\n  a\n  b",
)  # fmt: skip
KEYS = (
    "title", "description", "tags", "authors", "series", "image", "language", "last_update",
    "pinned", "keywords", "papers", "tldr", "venue", "year", "rating", "confidence", "status",
    "code", "project", "builds-on", "contradicts", "compares", "sidebar_label", "category",
    "title_meta", "tocdepth", "html_meta",
)  # fmt: skip
#: Keys of a post that are texts, lists of texts, or yes and no.
TYPED = ("title", "description", "series", "tldr", "venue", "year", "rating", "status")

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ufdd0-\ufdef]")
PYTHON = re.compile(
    r"\bNone\b|\bTrue\b|\bFalse\b|[{\[]'|[{\[]&#x27;|&#39;|datetime\.|\bb'|Ellipsis"
)


def post(values: dict[str, str], number: int) -> str:
    front = "\n".join(f"{key}: {value}" for key, value in values.items())
    link = f"https://arxiv.org/abs/2511.{10000 + number}"
    return f"---\n{front}\n---\n\n# 글 {number}\n\n## 1. [Paper]({link}) `org`\n\n낱말.\n"


def site(values: tuple[str, ...]) -> dict[str, str | bytes]:
    """Return a site with each of *values* under each key, and in authors.yml and tags.yml."""
    first = dt.date(2025, 1, 1)
    files: dict[str, str | bytes] = {"one.png": PNG}
    for number, value in enumerate(values):
        day = first + dt.timedelta(days=number)
        half = len(KEYS) // 2
        for part, keys in enumerate((KEYS[:half], KEYS[half:])):
            text = post(dict.fromkeys(keys, value), number * 2 + part)
            files[f"posts/{day}-{part}.{'md' if number % 7 == 3 else 'mdx'}"] = text
    lines = [value for value in values if "\n" not in value and "&" not in value]
    names = ("name", "title", "url", "email", "image_url", "description", "socials")
    files["authors.yml"] = "".join(
        f"k{n}: {value}\nm{n}: {{{', '.join(f'{name}: {value or chr(126)}' for name in names)}}}\n"
        for n, value in enumerate(lines)
    )
    files["tags.yml"] = "".join(
        f"m{n}: {{label: {value or '~'}, description: {value or '~'}}}\n"
        for n, value in enumerate(lines)
    )
    return files


def texts(built: Built) -> Iterator[tuple[str, str]]:
    """Yield name and text of all that was written, also what is packed."""
    for name, data in built.files().items():
        if name.startswith(("_sources/", "_static/")) or "doctrees" in name:
            continue
        if name.endswith(".epub"):
            with zipfile.ZipFile(built.outdir / name) as book:
                for member in book.namelist():
                    if member.endswith((".xhtml", ".opf", ".ncx")):
                        yield member, book.read(member).decode()
        elif not name.endswith((".png", ".inv", ".gz", ".woff2", ".buildinfo", ".pf_index")):
            yield name, data.decode("utf-8", "replace")


def check(built: Built) -> None:
    for name, text in texts(built):
        assert not FORBIDDEN.search(text), name
        if name.endswith((".html", ".xhtml", ".opf", ".xml", ".tex", ".txt", ".md", ".1", ".bib")):
            # docutils writes attributes of nodes as Python does; scripts have objects of theirs.
            shown = re.sub(r"<script.*?</script>", "", text, flags=re.S)
            found = PYTHON.search(re.sub("<[^>]*>", "", shown) if name.endswith(".xml") else shown)
            assert not found, name


CONF = 'html_baseurl = "https://example.org/"\nversion = "1"\ncopyright = "2025, x"\n'


@pytest.mark.parametrize("builder", ["html", "epub", "latex", "text", "xml", "man"])
def test_odd_values_in_every_key(build: Build, builder: str) -> None:
    values = WRONG + ODD if builder == "html" else WRONG[::4] + ODD[:12]
    built = build(
        site(values), more_conf=CONF, builder=builder,
        confoverrides={"paperreview_now": "2026-06-01"},
    )  # fmt: skip
    check(built)


def test_one_warning_for_each_wrong_value(build: Build) -> None:
    # An anchor can be given once; `status: False` says that the post is not published.
    wrong = [value for value in WRONG if "&" not in value and value != "False"]
    files = {
        f"posts/2025-12-{n + 1:02}.mdx": post(dict.fromkeys(TYPED, value), n)
        for n, value in enumerate(wrong)
    }
    built = build(files, confoverrides={"paperreview_now": "2026-06-01"})
    counts = Counter(built.codes)
    assert counts == {"paperreview.front_matter": len(wrong) * len(TYPED)}
    lines = Counter(warning.split(": WARNING")[0] for warning in built.warnings)
    assert set(lines.values()) == {1}, "each at the line of its key"


@pytest.mark.parametrize(
    ("front", "shown"),
    [
        ("description: yes", "yes"),
        ("description: 12:30", "12:30"),
        ("description: 010", "010"),
        ("description: 2025-1-4", "2025-1-4"),
        ("description: 1.10", "1.10"),
        (r'description: "\uD83D\uDE80 출시"', "🚀 출시"),
        ('description: "a\n\n  b"', "a b"),
    ],
)
def test_words_are_shown_as_written(build: Build, front: str, shown: str) -> None:
    built = build({"posts/2025-11-14.mdx": f"---\n{front}\n---\n# A\n\nText.\n"})
    assert built.warnings == []
    assert f'name="description" content="{shown}"' in built.read("posts/2025-11-14.html")


def test_an_empty_item_is_none(build: Build) -> None:
    front = "tags:\n  - llm\n  -\nauthors: [null, hana, ~, '']\naliases: [~]\n"
    built = build({"posts/2025-11-14.mdx": f"---\n{front}---\n# A\n\nText.\n"})
    assert built.warnings == []
    pages = [name for name in built.files() if name.startswith(("tags/", "authors/"))]
    assert {name.split("/")[1].split(".")[0] for name in pages} == {"llm", "hana"}


@pytest.mark.parametrize(
    ("authors", "pages"),
    [
        ("Minsu Kim and Hana Lee", {"minsu-kim", "hana-lee"}),
        ("Minsu Kim; Hana Lee", {"minsu-kim", "hana-lee"}),
        ("Kim, Minsu and Lee, Hana", {"minsu-kim", "hana-lee"}),
        ("[Minsu Kim, Hana Lee]", {"minsu-kim", "hana-lee"}),
        ("'{Research and Co} and Hana Lee'", {"research-and-co", "hana-lee"}),
        ("김민수·이하나", {"김민수", "이하나"}),
    ],
)
def test_authors_of_posts(build: Build, authors: str, pages: set[str]) -> None:
    built = build({"posts/2025-11-14.mdx": f"---\nauthors: {authors}\n---\n# A\n\nText.\n"})
    assert built.warnings == []
    found = {name.split("/")[1] for name in built.files() if name.startswith("authors/")}
    assert {name.removesuffix(".html") for name in found if name.endswith(".html")} == pages


def test_directives_go_through_the_same_gate(build: Build) -> None:
    built = build({
        "posts/2025-11-14.rst": "P\n=\n\n.. paper:post::\n   :tags: a\x08b, , c\n"
        "   :series: one   two\n   :pinned: perhaps\n\n"
        "Q\n-\n\n.. paper:header:: arxiv:2511.10643\n   :authors: Kim, Minsu and others\n"
        "   :code: javascript:x\n   :tldr: ef\x08ficient\n\nText.\n",
    })  # fmt: skip
    assert sorted(built.codes) == [
        "paperreview.file", "paperreview.front_matter", "paperreview.paper",
    ]  # fmt: skip
    page = built.read("posts/2025-11-14.html")
    assert "Minsu Kim, et al." in page
    assert "efficient" in page
    assert built.exists("tags/ab.html")
    assert built.exists("series/one-two.html")


#: Ways by which a character that no page can hold comes into a document.
BODIES = {
    "source.mdx": "# A\n\nef\x08ficient end\x0cnext \x1b[31m \x7f \x9f\n\n`co\x01de`\n",
    "expression.mdx": '# A\n\n{"ef\\u0008ficient"} {"\\ud83d\\ude80 \\ud83d"} {"\\x01"}\n',
    "entity.mdx": "# A\n\nend&#12;next &#8; &#xFFFE; &#xD83D;\n",
    "attribute.mdx": '# A\n\n<img src="../one.png" alt="a&#12;b" />\n\n<b title={"\\u0001"}>x</b>\n',
    "title.mdx": '# ef\x08ficient [l\x01](https://x.example/ "t\x02")\n\n## S\x03\n\nText.\n',
    "markdown.md": "# A\n\nef\x08ficient `co\x01de`\n\n```text\nef\x1bficient\n```\n",
    "rest.rst": "A\n=\n\nef\x08ficient |x|\n\n.. |x| unicode:: 0x0008 0x0001\n\n"
    ".. image:: ../one.png\n   :alt: a\x02b\n\n.. math:: a\x03b\n\n.. include:: ../part.inc\n",
}


@pytest.mark.parametrize("builder", ["html", "epub", "latex", "text", "xml", "man"])
def test_control_characters_in_bodies(build: Build, builder: str) -> None:
    files = {
        f"posts/2025-11-{n + 1:02}-{name}": text for n, (name, text) in enumerate(BODIES.items())
    }
    built = build(
        {**files, "one.png": PNG, "part.inc": "included \x08 text\n"},
        builder=builder, more_conf=CONF, confoverrides={"paperreview_now": "2026-06-01"},
    )  # fmt: skip
    check(built)
    reported = [warning for warning in built.warnings if "control characters" in warning]
    assert len(reported) == len({warning.split(":")[0] for warning in reported})
    assert len(reported) >= len(BODIES) - 1
    assert "efficient" in "".join(text for _name, text in texts(built))


def test_a_clean_document_is_not_changed(build: Build) -> None:
    text = "# 가 👨‍👩‍👧\n\n줄\tb\u200b\u00a0c \u2067 עברית \u2069 é\n"
    built = build({"posts/2025-11-14.mdx": text})
    assert built.warnings == []
    assert "👨‍👩‍👧" in built.read("posts/2025-11-14.html")
    assert "\u2067" in built.read("posts/2025-11-14.html")


ESCAPED = "A\n=\n\n**One**\\ two, \\*three\\*, four\\ five.\n"


def test_a_backslash_in_restructuredtext_is_no_control_character(build: Build) -> None:
    built = build({"posts/2025-11-14.rst": ESCAPED, "page.rst": f":orphan:\n\n{ESCAPED}"})
    assert built.warnings == []
    for page in ("posts/2025-11-14.html", "page.html"):
        assert "<strong>One</strong>two, *three*, fourfive." in built.read(page)


def test_a_document_that_is_no_post_is_left_alone(build: Build) -> None:
    built = build({"page.rst": ":orphan:\n\nA\n=\n\nef\x08ficient\n"})
    assert built.warnings == []
    assert "ef\x08ficient" in built.read("page.html")


LAUGHS = "a0: &a0 [x]\n" + "".join(
    f"a{n + 1}: &a{n + 1} [{', '.join([f'*a{n}'] * 10)}]\n" for n in range(9)
)


@pytest.mark.parametrize("name", ["authors.yml", "tags.yml"])
@pytest.mark.parametrize(
    ("text", "count"),
    [
        (LAUGHS, 1), ("a: &a {name: x, label: y, socials: *a}\n", 1), ("x" * 1_000_001, 1),
        ("- " * 5000 + "x\n", 1), ("- a\n", 1), ("text\n", 1), ("a: !!python/name:os.system ''\n", 1),
        ("a: {}\na: {}\n", 1), ("a: [x]\nb: true\n", 2), ("", 0), ("a:\n", 0), ("12: x\nnull: y\n", 0),
    ],
    ids=lambda value: str(value)[:12],
)  # fmt: skip
def test_bombs_and_faults_of_files(build: Build, name: str, text: str, count: int) -> None:
    front = "---\nauthors: [a]\ntags: [a]\n---\n"
    built = build({"posts/2025-11-14.mdx": f"{front}# A\n\nText.\n", name: text})
    assert built.codes == ["paperreview.authors_file"] * count
    assert all(warning.startswith(f"{name}:") for warning in built.warnings)
    assert built.exists("authors/a.html")


def test_messages_of_docutils_are_no_values(build: Build) -> None:
    """They name the place of the sources on the machine of the build."""
    fields = ":series: .. include:: none.txt\n:tags: =\n:description: a |none| b\n\n"
    built = build({"posts/2025-11-14.rst": f"{fields}A\n=\n\nWords.\n"})
    for name, data in built.files().items():
        assert str(built.srcdir).encode() not in data, name
