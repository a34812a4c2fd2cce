"""Posts in another language by catalogs of messages: words change, papers stay the same."""

from __future__ import annotations

import html
import io
import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from tests.harness import CONF, write_files

if TYPE_CHECKING:
    from tests.harness import Build, Built

CONFIG = CONF.replace('"en"', '"ko"').replace('"basic"', '"paperreview"') + (
    'locale_dirs = ["locale"]\ngettext_compact = False\nhtml_baseurl = "https://e.org/"\n'
)
MDX = """\
---
title: 11월 14일 논문
description: 깊이와 **둘째**에 대한 글.
---

머리말 $x^2$.

## 1. [깊이의 무엇](https://arxiv.org/abs/2511.10647) `bytedance`

### 하나의 모델

- 첫 **요점**

## 2. [둘째](https://arxiv.org/abs/2511.10648) `google` `meta`

둘째 글.

## [셋째 (CVPR 2024)](https://arxiv.org/abs/2403.00003)

셋째 글.

## 맺음말

끝.
"""
MYST = """\
---
format: myst
title: 11월 16일
description: >-
  여러 줄의
  설명
---

# 첫 제목

```{note}
알림.
```

# 둘째 제목

글.
"""
RST = """\
2025-11-15 논문
===============

.. paper:post::
   :description: 넷째에 대한 글.

1. `넷째 <https://arxiv.org/abs/2511.10650>`__ ``google``
---------------------------------------------------------

넷째 글.
"""
MESSAGES = {
    "11월 14일 논문": "Papers of 14 November",
    "깊이와 **둘째**에 대한 글.": "On depth and the **second**.",
    "넷째에 대한 글.": "On the fourth.",
    "11월 16일": "16 November",
    "여러 줄의 설명": "Of several lines",
    "머리말 $x^2$.": "Before all, $x^2$.",
    "1. [깊이의 무엇](https://arxiv.org/abs/2511.10647) `bytedance`": (
        "1. [Depth of what](https://arxiv.org/abs/2511.10647) `bytedance`"
    ),
    "하나의 모델": "One model",
    "첫 **요점**": "First **point**",
    "2. [둘째](https://arxiv.org/abs/2511.10648) `google` `meta`": "2. The second `google`",
    "둘째 글.": "Text on the second.",
    "[셋째 (CVPR 2024)](https://arxiv.org/abs/2403.00003)": "The third",
    "셋째 글.": "Text on the third.",
    "맺음말": "1. Last words",
    "끝.": "End.",
    "2025-11-15 논문": "Papers of 15 November",
    "1. `넷째 <https://arxiv.org/abs/2511.10650>`__ ``google``": "1. The fourth",
    "넷째 글.": "Text on the fourth.",
}


def catalog(messages: dict[str, str]) -> bytes:
    made = Catalog(locale="en")
    for source, words in messages.items():
        made.add(source, words)
    file = io.BytesIO()
    write_po(file, made)
    return file.getvalue()


FILES = {
    "conf.py": CONFIG,
    "index.md": "# 집\n",
    "posts/2025-11-14.mdx": MDX,
    "posts/2025-11-15.rst": RST,
    "posts/2025-11-16.md": MYST,
    "locale/en/LC_MESSAGES/posts/2025-11-14.po": catalog(MESSAGES),
    "locale/en/LC_MESSAGES/posts/2025-11-15.po": catalog(MESSAGES),
    "locale/en/LC_MESSAGES/posts/2025-11-16.po": catalog(MESSAGES),
}


@pytest.fixture
def english(build: Build) -> Built:
    return build(FILES, confoverrides={"language": "en"})


def papers(built: Built) -> dict[str, tuple[str, list[str]]]:
    found = json.loads(built.read("papers.json"))["papers"]
    return {
        paper["key"]: (paper["title"], [term["label"] for term in paper.get("terms", ())])
        for paper in found
    }


def test_papers_stay_papers_whatever_the_translator_leaves_out(build: Build) -> None:
    korean = papers(build(FILES))
    english = papers(build(FILES, confoverrides={"language": "en"}))
    assert {key: terms for key, (_title, terms) in english.items()} == {
        key: terms for key, (_title, terms) in korean.items()
    }
    assert {title for title, _terms in english.values()} == {
        "Depth of what", "The second", "The third", "The fourth"
    }  # fmt: skip


def test_titles_and_text_are_the_translators(english: Built) -> None:
    assert english.warnings == []
    page = english.read("posts/2025-11-14.html")
    for words in (
        "<h1>Papers of 14 November<", ">Depth of what</a>", ">The second</a>", ">The third</a>",
        ">One model<", "First <strong>point</strong>", "Text on the second.", ">1. Last words<",
    ):  # fmt: skip
        assert words in page
    main = re.sub(r'(?:id|href)="[^"]*"', "", page.partition("<main")[2].partition("</main>")[0])
    assert not re.search("[가-힣]", main)  # but for ids, which stay those of the source
    assert ">The fourth</a>" in english.read("posts/2025-11-15.html")


def test_lists_name_a_post_by_its_translated_title(english: Built) -> None:
    assert "Papers of 15 November" in english.read("archive.html")
    assert "<title>Papers of 14 November</title>" in english.read("atom.xml").replace(
        '<title type="text">', "<title>"
    )


@pytest.mark.parametrize(
    ("day", "words"),
    [("14", "On depth and the second."), ("15", "On the fourth."), ("16", "Of several lines")],
)
def test_descriptions_are_the_translators(english: Built, day: str, words: str) -> None:
    page = english.read(f"posts/2025-11-{day}.html")
    assert f'<meta name="description" content="{words}" property="og:description">' in page
    assert words in english.read("atom.xml")
    assert words not in page.partition("<main")[2].partition("</main>")[0]


def test_a_title_over_several_headings_is_the_translators(english: Built) -> None:
    assert "<h1>16 November<" in english.read("posts/2025-11-16.html")


def test_texts_of_the_front_matter_are_messages_once(build: Build) -> None:
    built = build(FILES, builder="gettext")
    found = "".join(built.read(f"posts/2025-11-{day}.pot") for day in (14, 15, 16))
    for message in list(MESSAGES)[:5]:
        assert found.count(f'msgid "{message}"') == 1


#: What a sentence may hold, in places for which the source was lost.
MARKED = "# 글\n\n| 값 `a` | 둘 |\n|---|---|\n| $y$ 값 | 셋[^1] |\n\n:::tip[주의할 **점**]\n\n글[^1].\n\n:::\n\n[^1]: 각주.\n"
ENGLISH = {
    "값 `a`": "Value `a`",
    "$y$ 값": "Value $y$",
    "셋[^1]": "Three[^1]",
    "주의할 **점**": "**Point** to note",
    "글[^1].": "Text[^1].",
    "각주.": "A note.",
}


def test_messages_are_sources_also_in_tables_and_titles(build: Build) -> None:
    files = {
        "conf.py": CONFIG,
        "index.md": "# 집\n",
        "about.mdx": MARKED,
        "locale/en/LC_MESSAGES/about.po": catalog(ENGLISH),
    }
    messages = build(files, builder="gettext").read("about.pot")
    assert [message for message in ENGLISH if f'msgid "{message}"' not in messages] == []
    built = build(files, confoverrides={"language": "en"})
    assert [line for line in built.warnings if "about" in line and "toctree" not in line] == []
    page = built.read("about.html")
    assert "Value <code" in page
    assert 'Value <span class="math' in page
    assert "<strong>Point</strong> to note" in page
    assert len(re.findall(r'class="footnote-reference[^>]*href="#footnote-1"', page)) == 2


def test_formulas_and_code_are_translated_as_they_stand(build: Build) -> None:
    code = "```python\nif x:\n    print('글')\n\nprint(x)\n```\n"
    messages = {"x = \\text{값}": "x = \\text{value}",
                "if x:\n    print('글')\n\nprint(x)": "if x:\n    print('word')\n\nprint(x)"}  # fmt: skip
    files = {
        "conf.py": CONFIG
        + "gettext_additional_targets = ['literal-block']\nhtml_theme = 'basic'\n",
        "index.md": "# 집\n",
        "about.mdx": f"# 글\n\n$$\nx = \\text{{값}}\n$$\n\n{code}",
        "locale/en/LC_MESSAGES/about.po": catalog(messages),
    }
    built = build(files, confoverrides={"language": "en"})
    page = html.unescape(re.sub(r"<[^>]+>", "", built.read("about.html")))
    assert "x = \\text{value}" in page
    assert "if x:\n    print('word')\n\nprint(x)" in page


def test_a_project_without_catalogs_stays_as_it_is(build: Build) -> None:
    korean = build(FILES)
    assert ">둘째</a>" in korean.read("posts/2025-11-14.html")
    without = {name: text for name, text in FILES.items() if not name.startswith("locale")}
    assert build(without).read("posts/2025-11-14.html") == korean.read("posts/2025-11-14.html")


def test_a_changed_catalog_changes_the_page(english: Built) -> None:
    newer = MESSAGES | {"둘째 글.": "Other words."}
    changed = english.rebuild()
    write_files(changed.srcdir, {"locale/en/LC_MESSAGES/posts/2025-11-14.po": catalog(newer)})
    # Another process: the standard library keeps each catalog for the life of this one.
    folders = [str(changed.srcdir), str(changed.outdir), "-d", str(changed.app.doctreedir)]
    command = [sys.executable, "-m", "sphinx", "-q", "-D", "language=en", *folders]
    subprocess.run(command, check=True, cwd=changed.srcdir)
    assert "Other words." in changed.read("posts/2025-11-14.html")


# -- links between the languages ---------------------------------------------------------------

SITES = {"ko": "https://e.org/", "en": "https://e.org/en"}


@pytest.mark.parametrize(("builder", "end"), [("html", ".html"), ("dirhtml", "/")])
def test_each_page_names_its_translations(build: Build, builder: str, end: str) -> None:
    built = build(
        FILES, builder=builder, confoverrides={"language": "en", "paperreview_languages": SITES}
    )
    assert built.warnings == []
    for page in ("posts/2025-11-14", "orgs/google", "orgs/meta", "archive"):
        text = built.read(page + (".html" if builder == "html" else "/index.html"))
        for language, base in (("ko", ""), ("en", "en/"), ("x-default", "")):
            link = f'hreflang="{language}" href="https://e.org/{base}{page}{end}">'
            assert text.count(f'<link rel="alternate" {link}') == 1
        assert f'<a href="https://e.org/{page}{end}" hreflang="ko" lang="ko">한국어</a>' in text
        assert 'lang="en">English</a>' not in text


@pytest.mark.parametrize(
    "sites", [{"en": "javascript:alert(1)"}, {"../en": "https://e.org/"}, {"ko": "/en/"}]
)
def test_sites_without_a_language_or_an_address_are_refused(
    build: Build, sites: dict[str, str]
) -> None:
    found = build(FILES, confoverrides={"paperreview_languages": sites})
    assert found.codes == ["paperreview.config"]
    assert "hreflang" not in found.read("posts/2025-11-14.html")
