"""``papers/<id>.md``: the Markdown of papers and their reviews."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from docutils import nodes
from docutils.utils import new_document

from sphinx_paperreview.outputs.markdown.writer import write_document, write_sections
from tests.harness import PNG, count_calls
from tests.outputs.test_exports import BASE, FILES

if TYPE_CHECKING:
    from tests.harness import Build, Built


def review(built: Built, page: str = "papers/2511.09057.md") -> str:
    """Return the text of the one review in the Markdown of a paper."""
    text = built.read(page)
    return text.partition("\n## ")[2].partition("\n")[2].strip("\n")


def front_matter(text: str) -> Any:
    return yaml.safe_load(text.partition("---\n")[2].partition("\n---\n")[0])


def test_markdown_holds_the_text_of_the_review(build: Build) -> None:
    text = build(FILES, more_conf=BASE).read("papers/2511.10647.md")
    for part in (
        "# Depth Anything\n",
        "## [2025-11-14 papers](https://example.org/posts/2025-11-14.html#arxiv-2511.10647)",
        "A *plain* transformer of size $a_1 < b$: `x_1`. It is **bold**, \\<script> and snake_case.",
        "$$\nE = mc^2\n$$",
        "![A chart](https://example.org/_images/chart.png)",
        "> **Mind**\n>\n> Only on one set.",
        "| 1 | 2 \\| 3 |",
        '````python\nprint("```")\n````',
        "1\\. This begins no list. See [PAN](https://example.org/posts/2025-11-13.html).",
        "### Results\n\n3. Good.\n",
        "   - [x] H<sub>2</sub>O\n",
        "\n4. Better.\n",
        "More\n\nHidden.",
        "[Talk](https://www.youtube.com/embed/abc)",
        "## Mentions\n\n- [2025-11-13 papers](https://example.org/posts/2025-11-13.html",
    ):
        assert part in text
    assert "¶" not in text
    assert "Dreams" not in text


@pytest.mark.parametrize(
    ("renderer", "formula"), [("mathjax", "$a_1 < b$"), ("mathml", "$a_1 < b$")]
)
def test_markdown_has_formulas_as_they_were_written(
    build: Build, renderer: str, formula: str
) -> None:
    theme = {"mathml": "paperreview", "mathjax": "basic"}[renderer]
    text = build(FILES, confoverrides={"html_theme": theme}).read("papers/2511.10647.md")
    assert formula in text
    assert "$$\nE = mc^2\n$$" in text


def test_notations_give_one_markdown(build: Build) -> None:
    body = "Some **bold** text with `code`.\n\n- one\n- two\n"
    rst = (
        "2025-11-14 papers\n=================\n\n:date: 2025-11-14\n\n"
        "`PAN <https://arxiv.org/abs/2511.09057>`__\n------------------------------------------\n\n"
        "Some **bold** text with ``code``.\n\n- one\n- two\n"
    )
    title = "# 2025-11-14 papers\n\n## [PAN](https://arxiv.org/abs/2511.09057)\n\n"
    found = {
        suffix: build({f"posts/2025-11-14{suffix}": text}, name=suffix[1:]).read(
            "papers/2511.09057.md"
        )
        for suffix, text in ((".mdx", title + body), (".md", title + body), (".rst", rst))
    }
    assert found[".mdx"] == found[".md"] == found[".rst"]
    assert "Some **bold** text with `code`.\n\n- one\n- two" in found[".mdx"]


def test_a_review_in_another_document_has_its_text(build: Build) -> None:
    built = build(
        {"guide.md": "# Guide\n\n## [PAN](https://arxiv.org/abs/2511.09057)\n\nOf note.\n"}
    )
    text = built.read("papers/2511.09057.md")
    assert "## [Guide](/guide.html#arxiv-2511.09057)" in text
    assert "Of note." in text


def test_what_was_written_is_not_read(build: Build) -> None:
    built = build(FILES, more_conf=BASE)  # into a folder within the sources
    assert built.exists("papers/2511.10647.md")
    again = built.rebuild({"about.md": "---\norphan: true\n---\n# About\n"})
    assert sorted(again.env.found_docs) == [
        "about", "index", "posts/2025-11-12", "posts/2025-11-13", "posts/2025-11-14",
    ]  # fmt: skip
    assert again.warnings == built.warnings


# -- front matter ---------------------------------------------------------------------------------


def test_the_data_of_the_paper_are_front_matter(build: Build) -> None:
    data = front_matter(build(FILES, more_conf=BASE).read("papers/2511.10647.md"))
    assert data["key"] == "arxiv:2511.10647"
    assert data["title"] == "Depth Anything"
    assert data["page"] == "https://example.org/papers/2511.10647.html"
    (found,) = data["reviews"]
    assert (found["orgs"], found["tags"], found["reviewers"]) == (
        ["bytedance"],
        ["vision"],
        ["Hana"],
    )
    assert "mentioned_in" not in data


def test_front_matter_says_nothing_that_the_text_says(build: Build) -> None:
    text = build(FILES, more_conf=BASE).read("papers/2511.10647.md")
    data = front_matter(text)
    (found,) = data["reviews"]
    assert not {"id", "terms"} & data.keys()
    assert not {"url", "post", "summary"} & found.keys()
    assert "](https://example.org/posts/2025-11-14.html#arxiv-2511.10647)" in text
    assert data["links"]["PDF"] == "https://arxiv.org/pdf/2511.10647"
    assert data["url"] not in data["links"].values()


@pytest.mark.parametrize(
    "title",
    [
        'Quotes "and" \\ slashes',
        "a: b # c",
        "- no list",
        "next\x85line and \u2028",
        "그림: 하나",
    ],
)
def test_front_matter_is_yaml_whatever_the_title_is(build: Build, title: str) -> None:
    text = "# 2025-11-14 papers\n\n## [x](https://arxiv.org/abs/2511.09057)\n\nText.\n"
    lock = json.dumps({"version": 1, "papers": {"arxiv:2511.09057": {"title": title}}})
    built = build({"posts/2025-11-14.mdx": text, "papers.lock.json": lock})
    found = front_matter(built.read("papers/2511.09057.md"))["title"]
    assert found.split() == title.split()


# -- the writer -----------------------------------------------------------------------------------

#: What a review says in MyST Markdown, and what becomes of it.
MYST = {
    "emphasis": ("*a* and **b** and `c`", "*a* and **b** and `c`"),
    "characters": (r"1 \* 2, a\_b, \[x\], \<b>, \&amp;", r"1 \* 2, a_b, \[x\], \<b>, \&amp;"),
    "dollars": (r"between 5\$ and \$6, or \$7", r"between 5$ and \$6, or \$7"),
    "starts of lines": ("a\n\\- b\n1\\. c\n\\# d\n\\> e", "a\n\\- b\n1\\. c\n\\# d\n\\> e"),
    "code with ticks": ("`` a`b `` and ``` `c` ```", "``a`b`` and `` `c` ``"),
    "a fence": ("````text\n```\na   b\n\n c\n````", "````\n```\na   b\n\n c\n````"),
    "a formula": ("$a_1^*$ is\n\n$$\nb \\\\\n|c|\n$$", "$a_1^*$ is\n\n$$\nb \\\\\n|c|\n$$"),
    "a tight list": ("- a\n  - b\n- c", "- a\n  - b\n- c"),
    "a loose list": ("1. a\n\n   b\n2. c", "1. a\n\n   b\n\n2. c"),
    "two lists": ("- a\n\n%\n\n* b", "- a\n\n<!-- -->\n\n- b"),
    "code in a list": ("- a\n\n  ```python\n  x\n  ```", "- a\n\n  ```python\n  x\n  ```"),
    "a quote": ("> a\n>\n> - b", "> a\n>\n> - b"),
    "a table": ("| a | b |\n|:-:|--:|\n| `x\\|y` | **2** |", "| a | b |\n| :---: | ---: |\n| `x\\|y` | **2** |"),
    "an admonition": (":::{note}\nA.\n\n- b\n:::", "> **Note**\n>\n> A.\n>\n> - b"),
    "an admonition with a title": (":::{admonition} So *it* is\nA.\n:::", "> **So *it* is**\n>\n> A."),
    "a footnote": ("a[^x] b[^y]\n\n[^x]: X *i*\n[^y]: Y", "a[^1] b[^2]\n\n[^1]: X *i*\n\n[^2]: Y"),
    "definitions": ("a\n: b\n\n  c", "a\n:   b\n\n    c"),
    "a break": ("a\\\nb", "a  \nb"),
    "a rule": ("a\n\n---\n\nb", "a\n\n---\n\nb"),
    "a link": ("[a *b*](https://example.com/x(y)) <https://example.com/>",
               "[a *b*](https://example.com/x%28y%29) <https://example.com/>"),
    "an image": ("![a [b]](fig.png)", "![a \\[b\\]](https://example.org/_images/fig.png)"),
    "a figure": (":::{figure} fig.png\n:alt: a\n\nCap *tion*\n:::",
                 "![a](https://example.org/_images/fig.png)\n\nCap *tion*"),
    "a download": ("{download}`all <data.csv>`", "[`all`](https://example.org/_downloads/*/data.csv)"),
    "subscripts": ("H{sub}`2`O x{sup}`2`", "H<sub>2</sub>O x<sup>2</sup>"),
    "headings": ("### One\n\n#### Two\n\nx", "### One\n\n#### Two\n\nx"),
    "raw HTML": ("<span class='x'>a</span>", "<span class='x'>a</span>"),
}  # fmt: skip


@pytest.mark.parametrize("kind", MYST)
def test_each_construct_of_myst(build: Build, kind: str) -> None:
    source, expected = MYST[kind]
    conf = (
        BASE
        + "extensions.append('myst_parser')\n" * 0
        + (
            "myst_enable_extensions = ['colon_fence', 'dollarmath', 'deflist']\npaperreview_trusted = True\n"
        )
    )
    text = f"# 2025-11-14 papers\n\n## [PAN](https://arxiv.org/abs/2511.09057)\n\n{source}\n"
    files = {"posts/2025-11-14.md": text, "posts/fig.png": PNG, "posts/data.csv": "a,b\n"}
    found = review(build(files, more_conf=conf))
    assert re.sub(r"(?<=_downloads/)\w+", "*", found) == expected


JOINED = (
    '<table>\n<tr>\n<td colspan="2">\n\na\n\n</td>\n</tr>\n<tr>\n<td>\n\nb\n\n</td>\n'
    "<td>\n\nc\n\n</td>\n</tr>\n</table>"
)
RST = {
    "joined cells": (
        "+---+---+\n| a     |\n+---+---+\n| b | c |\n+---+---+",
        JOINED,
    ),
    "blocks in cells": (
        ".. list-table::\n   :header-rows: 1\n\n   * - h\n   * - - x\n       - y",
        "<table>\n<tr>\n<th>\n\nh\n\n</th>\n</tr>\n<tr>\n<td>\n\n- x\n- y\n\n</td>\n</tr>\n</table>",
    ),
    "a table without a heading": ("=  =\na  b\n=  =", "|  |  |\n| --- | --- |\n| a | b |"),
    "a table with a title": (".. table:: Ti\n\n   =  =\n   a  b\n   =  =\n   1  2\n   =  =",
                             "**Ti**\n\n| a | b |\n| --- | --- |\n| 1 | 2 |"),
    "lines": ("| a\n|   b\n| c", "a  \n\u00a0\u00a0\u00a0\u00a0b  \nc"),
    "fields": (":one: 1\n:two: *2*", "- **one** 1\n- **two** *2*"),
    "a quotation": ("x\n\n  words\n\n  -- Ada", "x\n\n> words\n>\n> — Ada"),
    "a topic": (".. topic:: Aside\n\n   words", "> **Aside**\n>\n> words"),
    "a rubric": (".. rubric:: More\n\nwords", "**More**\n\nwords"),
    "comments and targets": (".. no word\n\n.. _here:\n\nwords", "words"),
    "a citation": ("see [Ada]_\n\n.. [Ada] A book.", "see [\\[Ada\\]](https://example.org/posts/2025-11-14.html#ada)\n\n\\[Ada\\]\n\nA book."),
    "a function": (".. py:function:: f(x)\n\n   words", "`f(x)`\n\nwords"),
    "tabs": (".. tab-set::\n\n   .. tab-item:: One\n\n      first\n\n   .. tab-item:: Two\n\n      second",
             "One\n\nfirst\n\nTwo\n\nsecond"),
    "a dropdown": (".. dropdown:: More\n\n   words", "More\n\nwords"),
}  # fmt: skip


@pytest.mark.parametrize("kind", RST)
def test_each_construct_of_restructuredtext(build: Build, kind: str) -> None:
    source, expected = RST[kind]
    text = (
        "2025-11-14 papers\n=================\n\n:date: 2025-11-14\n\n"
        f"`PAN <https://arxiv.org/abs/2511.09057>`__\n{'-' * 50}\n\n{source}\n"
    )
    conf = BASE + "paperreview_trusted = True\n"
    assert review(build({"posts/2025-11-14.rst": text}, more_conf=conf)) == expected


MDX = {
    "marks before a particle": (
        "**75%**나 *(둘)*을 **셋**은",
        "<strong>75%</strong>나 <em>(둘)</em>을 **셋**은",
    ),
    "elements": (
        "x <kbd>a</kbd> <s>b</s> <cite>c</cite> <u>d</u>",
        "x <kbd>a</kbd> ~~b~~ *c* d",
    ),
    "tasks": ("- [x] a\n- [ ] b", "- [x] a\n- [ ] b"),
    "a picture element": (
        '<figure><img src="./fig.png" alt="a" /><figcaption>b</figcaption></figure>',
        "![a](https://example.org/_images/fig.png)\n\nb",
    ),
    "a picture elsewhere": (
        "![a](https://example.com/a%20b.png)",
        "![a](https://example.com/a%20b.png)",
    ),
    "a missing picture": ("![a](./gone.png)", "![a](https://example.org/posts/gone.png)"),
    "a film": (
        '<video src="https://example.com/a.mp4"></video>',
        "[https://example.com/a.mp4](https://example.com/a.mp4)",
    ),
    "an admonition": (
        ":::tip[Mind *it*]\n\n$$\nx\n$$\n\n:::",
        "> **Mind *it***\n>\n> $$\n> x\n> $$",
    ),
    "a joined cell": (
        '<table><tr><td colSpan="2">a</td></tr><tr><td>b</td><td>c</td></tr></table>',
        JOINED,
    ),
    "a heading that is a tag": ("<h4>One</h4>\n\nx", "#### One\n\nx"),
    "a rule": ("a\n\n---\n\nb", "a\n\n---\n\nb"),
    "breaks": ("a<br/>b", "a  \nb"),
}


@pytest.mark.parametrize("kind", MDX)
def test_each_construct_of_mdx(build: Build, kind: str) -> None:
    source, expected = MDX[kind]
    text = f"# 2025-11-14 papers\n\n## [PAN](https://arxiv.org/abs/2511.09057)\n\n{source}\n"
    files = {"posts/2025-11-14.mdx": text, "posts/fig.png": PNG}
    assert review(build(files, more_conf=BASE)) == expected


def test_a_footnote_of_another_review_stays_there(build: Build) -> None:
    text = (
        "# 2025-11-14 papers\n\n## [PAN](https://arxiv.org/abs/2511.09057)\n\nOne.[^a]\n\n"
        "## [Other](https://arxiv.org/abs/2511.09058)\n\nTwo.[^b]\n\n"
        "[^a]: Of *one*, see [^c]\n[^b]: Of two.\n[^c]: Of a note.\n"
    )
    built = build({"posts/2025-11-14.mdx": text}, more_conf=BASE)
    assert review(built) == "One.[^1]\n\n[^1]: Of *one*, see [^3]\n\n[^3]: Of a note."
    assert review(built, "papers/2511.09058.md") == "Two.[^2]\n\n[^2]: Of two."


def test_markdown_that_was_lost_is_made_again(build: Build) -> None:
    built = build(FILES, more_conf=BASE)
    before = built.files()
    kept = list(Path(built.env.doctreedir).glob("paperreview-*/*.sections"))
    assert len(kept) == 3
    for number, path in enumerate(kept):
        if number:
            path.write_bytes(path.read_bytes()[:-4])
        else:
            path.unlink()
    for path in built.outdir.glob("papers/*.md"):
        path.unlink()
    assert built.rebuild().files() == before


def test_an_edit_writes_the_markdown_of_its_review_alone(build: Build) -> None:
    built = build(FILES, more_conf=BASE)
    times = {path: path.stat().st_mtime_ns for path in built.outdir.glob("papers/*.md")}
    again = built.rebuild(
        {"posts/2025-11-14.mdx": FILES["posts/2025-11-14.mdx"].replace("Dreams", "Day")}
    )
    changed = {path.name for path in times if path.stat().st_mtime_ns != times[path]}
    assert changed == {"doi-10.1145-3292500.3330701.md"}
    assert "Day." in again.read("papers/doi-10.1145-3292500.3330701.md")


def test_the_work_is_linear(build: Build) -> None:
    def document(size: int) -> nodes.document:
        root = new_document("x")
        section = nodes.section("", nodes.title("", "T"), ids=["a"])
        for number in range(size):
            item = nodes.list_item(
                "", nodes.paragraph("", "", nodes.strong("", "b"), nodes.Text("c " * 9))
            )
            section += [nodes.bullet_list("", item), nodes.paragraph("", f"{number} $x$ *")]
        root += section
        return root

    def calls(size: int) -> int:
        made = document(size)
        return count_calls(
            lambda: write_sections(made, ["a"], "https://example.org/", lambda _node: "")
        )

    assert calls(400) < 2.1 * calls(200)


def test_texts_of_one_document_share_the_blocks_that_are_the_same() -> None:
    """A note stands below each text that refers to it, and the facts of a review in one of them."""
    root = new_document("x")
    note = nodes.footnote("", nodes.label("", "1"), nodes.paragraph("", "", nodes.Text("Note.")))
    note["ids"] = ["n"]
    root.ids["n"] = note
    for name in ("a", "b"):
        facts = nodes.paragraph("", "", nodes.Text("Facts"), classes=["pr-facts"])
        refers = nodes.paragraph("", "", nodes.Text("Text"))
        refers += nodes.footnote_reference("", "1", refid="n")
        quote = nodes.block_quote("", facts.deepcopy(), nodes.paragraph("", "", nodes.Text("Q")))
        plain = nodes.bullet_list("", nodes.list_item("", nodes.paragraph("", "", nodes.Text("*"))))
        title = nodes.title("", "", nodes.Text("T"))
        root += nodes.section("", title, facts, refers, quote, plain, ids=[name])
    root += note
    page, locate = "https://example.org/", lambda _node: ""

    def both(blocks: dict[tuple[int, int], str] | None) -> tuple[dict[str, str], str]:
        found = write_sections(root, ["a", "b"], page, locate, blocks)
        return found, write_document(root, page, locate, blocks)

    sections, whole = both({})
    assert (sections, whole) == both(None)
    assert sections == dict.fromkeys("ab", "Text[^1]\n\n> Q\n\n- \\*\n\n[^1]: Note.")
    assert whole.count("> Facts\n>\n> Q") == whole.count("Text[^1]") == 2
    assert whole.count("[^1]: Note.") == 1


def test_a_text_of_the_same_blocks_takes_less_work() -> None:
    root = new_document("x")
    section = nodes.section("", nodes.title("", "T"), ids=["a"])
    section.extend(nodes.paragraph("", "", nodes.Text(f"{n} *")) for n in range(200))
    root += nodes.section("", nodes.title("", "Post"), section, ids=["post"])
    blocks: dict[tuple[int, int], str] = {}
    page, locate = "https://example.org/", lambda _node: ""
    first = count_calls(lambda: write_sections(root, ["a"], page, locate, blocks))
    assert count_calls(lambda: write_document(root, page, locate, blocks)) < first / 3


def test_what_is_nested_too_deeply_is_plain_text() -> None:
    root = new_document("x")
    outer: nodes.Element = nodes.section("", nodes.title("", "T"), ids=["a"])
    root += outer
    for _ in range(3000):
        inner = nodes.block_quote()
        outer += inner
        outer = inner
    outer += nodes.paragraph("", "words")
    found = write_sections(root, ["a"], "", lambda _node: "")
    assert "words" in found["a"]
