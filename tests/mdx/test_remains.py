"""What other programs write beside Markdown leaves nothing of its syntax on a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from tests.harness import PNG
from tools.count_litter import kinds_of, lines_of

if TYPE_CHECKING:
    from tests.harness import Built, Projects

CONF = 'extensions = ["sphinx_paperreview"]\nhtml_theme = "basic"\n'
#: Texts, and a selector of CSS with the words of the first element that it finds.
TEXTS = {
    "tasks": ("- [/] 글\n", "li.task-list-item input[checked]", ""),
    "cancelled": ("1. 하나\n2. [-] 글\n", "ol.contains-task-list li.task-list-item", "글"),
    "deferred": ("- 글\n  - [>] **굵게**\n", "li li.task-list-item strong", "굵게"),
    "daily note": ("[[2025-11-14|어제]]", 'a[href="2025-11-14.html"]', "어제"),
    "month": ("[[2025-11]]", 'a[href="2025-11.html"]', "2025-11"),
    "zettel": ("[[202511141230]]", 'a[href="202511141230.html"]', "202511141230"),
    "video": ("![[clip.mp4|320]]", 'video[controls][width="320"] a', "clip.mp4"),
    "sound": ("- ![[talk.mp3]]\n", "li audio[controls] a", "talk.mp3"),
    "video in a cell": ("| a |\n|---|\n| ![[clip.mp4#t=3]] |\n", "td video a", "clip.mp4"),
    "video of Markdown": ("![데모|200](media/clip.mp4)", 'video[title="데모"][width="200"]', None),
    "file": ("![논문](media/paper.pdf)", "a.download", "논문"),
    "file of Obsidian": ("![[paper.pdf#page=3]]", "a.download", "paper.pdf"),
    "signature": ("> 글\n> [name=김 아무개] [time=Mon] [color=red]\n", "blockquote", None),
    "colour": ("> [color=#907bf7] 글\n", "blockquote p", "글"),
    "inserted": ("++글 **굵게**++ ^^밑줄^^", "ins strong", "굵게"),
    "words of a link that look changed": (
        "[- - -](https://x.example)",
        'a[href="https://x.example"]',
        "- - -",
    ),
    "an open bracket of TeX beside brackets": ("[a][b]글 \\(\n\n[a][b]\n\\[\n", "p", None),
    "underlined": ("글^^밑줄^^ x^2^", "ins", "밑줄"),
    "raw formula": ("{% raw %}$x_{{i}}$ **굵게**{% endraw %} 뒤", "strong", "굵게"),
    "raw output": ("앞 {% raw %}{{ x }}{% endraw %} 뒤", "p", "앞 {{ x }} 뒤"),
    "columns": ("하나\n\n<--->\n\n둘\n", "p + p", "둘"),
    "span": ('글 <span style="color: gray">회색 **굵게**\n\n뒤\n', "span strong", "굵게"),
    "font": ("- <font color=red>글\n- 둘\n", 'li span[style="color: red"]', "글"),
    "link": ('글 <a href="https://example.org">링크\n', "a.external", "링크"),
    "end": ("글 </b> 뒤", "p", "글 뒤"),
    "block": ("글 <div>\n\n뒤</section>\n", "p + p", "뒤"),
    "player": ('<video src="media/clip.mp4"> 글', "video", None),
    "cell": ("| a |\n|---|\n| <b>글 |\n", "td strong", "글"),
    "emphasis": ("**글 <i>기울임** 뒤", "strong em", "기울임"),
    "template in a tag": (
        '<a href="https://example.org"{% if a %} target="_blank"{% endif %}>글</a>',
        "a.external",
        "글",
    ),
    "details": (
        "<details {% if a %}open{% endif %} class='x'>\n<summary>글</summary>\n\n둘\n\n</details>\n",
        "details p",
        "둘",
    ),
    "formulas in a row": ("글 $$x$$$y$ 뒤", ".math + .math", None),
    "line": ("> [!NOTE]\n> 글 <kbd>K\n", ".admonition kbd", "K"),
}
#: Text that only looks like it.
KEPT = (
    "- [1] 글", "[-] 글", "[[1]] [[1, 2], [3, 4]] [[2025]]", "vector<i> map<b>", "C++ and D++",
    "a ^^ b", "[name=x] 글", "x == y",
)  # fmt: skip


@pytest.fixture(scope="module")
def pages(projects: Projects) -> Built:
    files: dict[str, str | bytes] = {"conf.py": CONF, "index.md": "# I\n"}
    files |= {f"p{n}.md": f"# T\n\n{text}\n" for n, (text, _, _) in enumerate(TEXTS.values())}
    files |= {f"k{n}.md": f"# T\n\n{text}\n" for n, text in enumerate(KEPT)}
    files |= {f"{name}.md": "# N\n" for name in ("2025-11-14", "2025-11", "202511141230")}
    files |= {f"media/{name}": PNG for name in ("clip.mp4", "talk.mp3", "paper.pdf")}
    return projects.build(files, keep=False)


def article(built: Built, page: str) -> BeautifulSoup:
    found = BeautifulSoup(built.read(f"{page}.html"), "lxml").find(role="main")
    return BeautifulSoup(str(found), "lxml")


@pytest.mark.parametrize("name", TEXTS)
def test_it_is_understood(pages: Built, name: str) -> None:
    page = f"p{list(TEXTS).index(name)}"
    _, selector, words = TEXTS[name]
    element = article(pages, page).select_one(selector)
    assert element is not None
    if words is not None:
        assert " ".join(element.get_text().split()) == words
    left = [line for line in lines_of(pages.read(f"{page}.html")) if kinds_of(line)]
    assert left == (["앞 {{ x }} 뒤"] if name == "raw output" else [])


def test_who_is_quoted_is_named(pages: Built) -> None:
    page = f"p{list(TEXTS).index('signature')}"
    assert "— 김 아무개, Mon" in article(pages, page).get_text()


@pytest.mark.parametrize("text", KEPT)
def test_it_is_the_authors_own(pages: Built, text: str) -> None:
    shown = article(pages, f"k{KEPT.index(text)}").get_text()
    assert text.removeprefix("- ") in " ".join(shown.split())


def test_each_tag_without_a_partner_is_told(pages: Built) -> None:
    told = [line for line in pages.warnings if "paperreview.mdx.jsx" in line]
    names = ("span", "font", "link", "end", "block", "player", "cell", "emphasis", "line")
    for name in names:
        page = f"p{list(TEXTS).index(name)}.md"
        found = [line for line in told if page in line]
        assert found or any(page in line for line in told), name
        assert all(re.search(r"write </|left out", line) for line in found)
