"""What writers of Sphinx and docutils cannot write: no builder ends because of a post."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.harness import CONF, PNG, build_project, write_files

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Build

pytestmark = pytest.mark.filterwarnings("ignore:'sphinxcontrib.serializinghtml")
#: What may be around a block: its first line, what continues it, and what ends it.
AROUND = {
    "nothing": ("", "", ""),
    "admonition": (":::note\n", "", "\n:::"),
    "quotation": ("> ", "> ", ""),
    "alert": ("> [!WARNING]\n> ", "> ", ""),
    "item": ("- ", "  ", ""),
    "footnote": ("x[^@]\n\n[^@]: ", "    ", ""),
    "cell": ("<table><tr><td>\n\n", "", "\n\n</td></tr></table>"),
    "details": ("<details>\n<summary>s</summary>\n\n", "", "\n\n</details>"),
    "tab": ("<Tabs><TabItem value='a'>\n\n", "", "\n\n</TabItem></Tabs>"),
    "epigraph": ("```{epigraph}\n", "", "\n```"),
    "cell of MyST": ("```{list-table}\n* - ", "    ", "\n```"),
}
#: Blocks that hold little or nothing, or belong elsewhere.
WITHIN = (
    "<br/>", "<br/>words", "<b><br/></b>", "<span></span>", "{/* comment */}", "&nbsp;", "` `",
    "<blockquote></blockquote>", "<blockquote id='q@' className='c'></blockquote>",
    "<blockquote className='c'><blockquote></blockquote></blockquote>", "<p id='p@'></p>",
    "<div id='d@'></div>", "<a id='a@'></a>", "<table><tr><td></td></tr></table>",
    "<table><tr><td colspan='0' rowspan='0'></td></tr></table>",
    "<table><caption>c</caption><tr><td>a</td><td><br/></td></tr></table>", "| a |\n|---|\n|   |",
    "<dl><dt></dt><dd></dd></dl>", "<ul><li></li></ul>", "<figure><figcaption></figcaption></figure>",
    "<details></details>", "<h3></h3>", "### :", "[^e@]\n\n[^e@]: <br/>", "$$\n$$", "```\n```",
    "![](none.png)", "[](x)", "[](https://example.org)", "<video></video>", ":::note\n:::", "> ",
    "```{paper:header} arxiv:2501.00001\n```", "```{paper:orgs} Lab\n```", "```{paper:post}\n```",
    "```{paper:list}\n```", "```{paper:statistics}\n```", "```{only} none\n```", "```{tab-set}\n```",
    "<table><tr><td><table><tr><td><table id='t@'><tr><td></td></tr></table></td></tr></table></td></tr></table>",
)  # fmt: skip
#: A picture with a link or words, ``@``, as Hugo, Jekyll, WordPress, HTML and Markdown write it.
FIGURES = (
    '{{< figure src="@" link="https://x.org/" caption="words" >}}', '{{< figure src="@" caption="words" >}}',
    '{{< figure src="@" link="https://x.org/" >}}', '{% include figure.html path="@" link="https://x.org/" caption="c" %}',
    '[caption]<a href="https://x.org/"><img src="@"></a> words[/caption]',
    '[caption]<a href="https://x.org/"><img src="@"> words</a>[/caption]',
    '<figure><a href="https://x.org/"><img src="@"></a><figcaption>words</figcaption></figure>',
    '<figure><img src="@"></figure>', "[![words](@)](https://x.org/)", "- [![words](@)](https://x.org/)",
    "| a |\n|---|\n| [![words](@)](https://x.org/) |",
)  # fmt: skip
#: Pictures that there are, are elsewhere, are missing, or are refused for their address or content.
PICTURES = (
    "there.png", "https://example.org/a.png", "none.png", "none.*", "/../none.png", "javascript:x()",
    "{{x}}.png", "http://[::1/x", "data:text/html,x", "active.svg", "",
)  # fmt: skip


def figures() -> dict[str, str | bytes]:
    """Return a post with each figure of each picture, with a paragraph behind each, and files."""
    count = len(AROUND) * len(WITHIN)
    pairs = [figure.replace("@", picture) for figure in FIGURES for picture in PICTURES]
    parts = [f"{text}\n\nBehind{number}.\n" for number, text in enumerate(pairs, count + 1)]
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'
    return {"posts/2025-02-01.md": "\n".join(["# Figures\n", *parts]),
            "posts/there.png": PNG, "posts/active.svg": drawing}  # fmt: skip


def posts() -> dict[str, str]:
    """Return a post for each of what may be around, with a paragraph behind each block."""
    found, number = {}, 0
    for day, (name, (first, more, last)) in enumerate(AROUND.items(), 1):
        parts = [f"# Within {name}\n"]
        for block in WITHIN:
            number += 1
            text = first + block.replace("\n", f"\n{more}") + last
            parts.append(f"{text.replace('@', str(number))}\n\nBehind{number}.\n")
        found[f"posts/2025-01-{day:02}.mdx"] = "\n".join(parts)
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the posts; the first builder reads them, the others take what it has read."""
    folder = tmp_path_factory.mktemp("unwritable")
    conf = (
        f'{CONF}man_pages = [("index", "x", "x", "x", 1)]\n'
        'latex_documents = [("index", "x.tex", "x", "x", "manual")]\n'
        'texinfo_documents = [("index", "x", "x", "x", "x", "x", "x")]\n'
    )
    index = "# Home\n\n```{toctree}\n:glob:\n\nposts/*\n```\n"
    write_files(folder / "src", {"conf.py": conf, "index.md": index, **posts(), **figures()})
    return folder


@pytest.mark.parametrize(
    "builder", ["html", "text", "man", "texinfo", "latex", "xml", "epub", "json"]
)
def test_no_block_ends_a_build(folder: Path, builder: str) -> None:
    built = build_project(folder / "src", builder=builder, builddir=folder / "built")
    if builder in {"text", "man", "texinfo", "latex"}:
        names = [name for name in built.files() if name.endswith((".txt", ".1", ".texi", ".tex"))]
        written = "".join(built.read(name) for name in names)
        count = len(AROUND) * len(WITHIN) + len(FIGURES) * len(PICTURES)
        assert [n for n in range(1, count + 1) if f"Behind{n}." not in written] == []


@pytest.mark.parametrize("builder", ["html", "latex", "text"])
@pytest.mark.parametrize("digits", [400, 5000])
def test_a_length_of_any_number_of_digits(build: Build, builder: str, digits: int) -> None:
    number = "1" * digits
    scale = f":scale: {number}\n" if digits == 400 else ""  # docutils refuses the longer one
    options = f"{scale}:width: {number}\n:height: {number}px"
    text = (
        f"# T\n\n```{{image}} a.png\n{options}\n```\n\n```{{figure}} a.png\n{options}\n:figwidth: {number}\n\n"
        f"Words\n```\n\n```{{table}} Title\n:width: {number}\n\n| a |\n|---|\n| b |\n```\n\n"
        f'<img src="a.png" width="{number}" style="height:{number}px">\n\n![a](a.png){{width={number}}}\n\nEnd.\n'
    )
    built = build({"posts/2025-01-01.md": text, "posts/a.png": PNG}, builder=builder)
    said = [each for each in built.warnings if "digits" in each]
    assert len(said) == (8 if scale else 6)
    assert all(": the " in each and "write 300px or 50%" in each for each in said)


@pytest.mark.parametrize("directive", ["{paper:header} arxiv:2501.00001", "{paper:orgs} Lab"])
@pytest.mark.parametrize(
    "text",
    [
        "> ```@\n> ```\n",
        "- words\n\n  ```@\n  ```\n",
        "## [R](https://arxiv.org/abs/2501.00002)\n\nWords.\n\n### Part\n\n```@\n```\n",
    ],
)
def test_a_directive_of_a_paper_in_no_heading_of_its_own(
    build: Build, text: str, directive: str
) -> None:
    built = build({"index.md": "# Home\n", "posts/2025-01-01.mdx": text.replace("@", directive)})
    (warning,) = built.warnings
    assert "write it below the heading of the review" in warning
    assert built.codes == ["paperreview.paper"]
    assert warning.startswith("posts/2025-01-01.mdx:")
    assert not built.exists("papers/2501.00001.html")


def test_a_quotation_of_nothing_keeps_its_id(build: Build) -> None:
    text = "# A\n\n<blockquote id='here'></blockquote>\n\n[there](#here)\n"
    built = build({"index.md": "# Home\n", "posts/2025-01-01.mdx": text})
    assert built.warnings == []
    assert 'id="here"' in built.read("posts/2025-01-01.html")


def test_cells_of_inner_tables_are_written(build: Build) -> None:
    inner = "<table><tr><td>alpha</td><td>beta</td></tr></table>"
    text = f"# A\n\n<table><tr><td>outer\n\n{inner}\n\n</td></tr></table>\n"
    built = build({"index.md": "# Home\n", "posts/2025-01-01.mdx": text}, builder="text")
    assert "outer alpha beta" in " ".join(built.read("posts/2025-01-01.txt").split())
