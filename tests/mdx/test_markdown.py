"""Posts in ``.md``: which language each is read in, and what Markdown shows on the page."""

from __future__ import annotations

import io
import re
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from bs4 import BeautifulSoup
from docutils import nodes

from sphinx_paperreview.mdx import language
from tests.harness import PNG, count_calls

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bs4 import Tag

    from tests.harness import Build, Built, Projects

#: What a new project writes: no value of MyST.
BARE = 'extensions = ["sphinx_paperreview"]\nhtml_theme = "paperreview"\nlanguage = "en"\n'
INDEX = "I\n=\n"
PICTURES = {
    f"posts/img/{name}.png": PNG for name in ("x", "my fig", "a b", "그림 1", "괄호 (1)")
}  # fmt: skip


def read(build: Build, text: str, suffix: str = "md", **options: Any) -> Built:
    """Build a project of one post, and give it pictures to show."""
    files = {"index.rst": INDEX, f"posts/2025-11-14-a.{suffix}": text, **PICTURES}
    return build(files, conf=BARE, **options)


def body(built: Built, page: str = "posts/2025-11-14-a") -> Tag:
    """Return the body of a page, without what stands under the title and at the end."""
    found = BeautifulSoup(built.read(f"{page}.html"), "html.parser").find(role="main")
    assert found is not None
    for extra in found.select(".headerlink, .pr-meta, .pr-neighbours"):
        extra.decompose()
    return found


def words(built: Built, page: str = "posts/2025-11-14-a") -> str:
    """Return the text of the page in one line."""
    return " ".join(body(built, page).get_text(" ").split())


def headings(built: Built, page: str = "posts/2025-11-14-a") -> list[str]:
    """Return the headings of a page, each with its level (``h1 Title``)."""
    found = body(built, page).find_all(re.compile(r"^h[1-6]$"))
    return [f"{tag.name} {' '.join(tag.get_text().split())}" for tag in found]


def project_of(projects: Projects, texts: Iterable[str], folder: str = "posts") -> Built:
    """Build one project of all *texts*, which :func:`name_of` names: each costs milliseconds."""
    files: dict[str, str | bytes] = {"index.rst": INDEX, "conf.py": BARE, "img/x.png": PNG}
    files |= PICTURES | {name.replace("posts", folder): PNG for name in PICTURES}
    files |= {f"{name_of(n, folder)}.md": text for n, text in enumerate(texts)}
    return projects.build(files, keep=False)


def name_of(number: int, folder: str = "posts") -> str:
    return f"{folder}/2025-11-14-a{number}"


def codes_of(built: Built, page: str) -> list[str]:
    """Return the types of the warnings about one document."""
    found = [warning for warning in built.warnings if warning.startswith(f"{page}.md:")]
    codes = (re.search(r"\[paperreview\.([\w.]+)\]$", warning) for warning in found)
    return [code[1] if code else "other" for code in codes]


# -- what Markdown shows


PLAIN = [
    "{x}", "{{ x }}", "a < b", "a <b", "x > y", "import a from 'b'",
    "export const a = 1", "<think>", "vector<int>", "{1 + 1}", "{a}`b`", "<Foo bar={1}>", "<3",
    "{", "}", "<", "f(x) = {x : x < 1}", "<a-b>", "{/ no comment /}", "if (a<b) {return}",
]  # fmt: skip


@pytest.fixture(scope="module")
def plain(projects: Projects) -> Built:
    return project_of(projects, [f"# T\n\n말 {text}\n\n{text}\n" for text in PLAIN])


@pytest.mark.parametrize("text", PLAIN)
def test_what_mdx_would_evaluate_is_text(plain: Built, text: str) -> None:
    page = name_of(PLAIN.index(text))
    shown = text.replace("`", " ").split()
    assert words(plain, page).split() == ["T", "말", *shown, *shown]
    assert codes_of(plain, page) == []


HTML = {
    "H<sub>2</sub>O": "sub", "<kbd>K</kbd>": "kbd", "a<br>b": "br", "a<BR/>b": "br", "a</br>b": "br",
    "<b>a</b>": "strong", "<a href=https://x.org/y/>z</a>": "a", "<mark>m</mark>": "mark",
    "<table><tr><td>a<td>b</table>": "table", "<center>c</center>": "div",
    "<details><summary>s</summary>\n\n- a\n\n</details>": "details", "<u>u</u>": "u",
    "<ul>\n<li>a\n<li>b\n</ul>": "ul", "<blockquote>q</blockquote>": "blockquote",
    "<dl><dt>T<dd>D</dl>": "dl", "<pre>\n a  b\n</pre>": "pre", "<p>a<p>b": "p",
    '<font color="red">r</font> <i>i</i>': "em", "<h3>h</h3>": "h3",
    '<div style="text-align: center">c</div>': "div",
}  # fmt: skip


@pytest.fixture(scope="module")
def html(projects: Projects) -> Built:
    return project_of(projects, [f"# 제목\n\n{text}\n\n끝\n" for text in HTML])


@pytest.mark.parametrize("text", HTML)
def test_html_is_read_and_never_raw(html: Built, text: str) -> None:
    page = name_of(list(HTML).index(text))
    assert body(html, page).find(HTML[text])
    letters = re.sub(r"<[^>]*>", " ", text).replace("- ", " ").split()
    assert [word for word in words(html, page).split() if word in letters] == letters
    assert not list(html.doctree(page).findall(nodes.raw))
    assert codes_of(html, page) == []


def test_html_reads_markdown_between_its_tags_but_not_in_code(build: Build) -> None:
    table = "<table>\n<tr>\n    <td>**굵게** $x_1$</td>\n    <td><code>a*b*c</code></td>\n</tr>\n"
    page = body(read(build, f"# T\n\n{table}<tr><td>12.3*</td><td>4*</td></tr></table>\n"))
    cells = page.find_all("td")
    assert [cell.get_text().strip() for cell in cells][2:] == ["12.3*", "4*"]
    assert cells[0].strong
    assert cells[0].find(class_="math")
    assert cells[1].get_text().strip() == "a*b*c"


def test_code_of_html_keeps_its_lines_and_language(build: Build) -> None:
    code = "def f(x):\n    return x**2 &lt; 3\n\n    # *x* {y} <b>z</b>\n"
    built = read(build, f'# T\n\n<pre><code class="language-python">{code}</code></pre>\n')
    (block,) = built.doctree("posts/2025-11-14-a").findall(nodes.literal_block)
    assert block["language"] == "python"
    assert block.astext() == "def f(x):\n    return x**2 < 3\n\n    # *x* {y} z"


def test_a_block_of_html_that_is_not_closed_holds_no_sections(build: Build) -> None:
    built = read(build, "# T\n\n<div>\n\n## 절\n\n<p align=center>\n\n글\n\n## 또\n\n</section>\n")
    assert headings(built) == ["h1 T", "h2 절", "h2 또"]
    assert built.codes == ["paperreview.mdx.jsx"] * 2
    assert [warning.split(":")[1] for warning in built.warnings] == ["3", "13"]


def test_markdown_in_an_element_that_says_so(build: Build) -> None:
    page = body(read(build, '# T\n\n<div markdown="1" class="x">\n**굵게**\n\n- 항\n</div>\n'))
    box = page.find(class_="x")
    assert box
    assert (box.strong, box.li) != (None, None)


def test_comments_are_not_shown(build: Build) -> None:
    text = "<!-- a\n\nb -->\n\n글<!-- c --> {/* d */}\n\n{/* e\n\nf */}\n\n<!-- g -->\n- 항\n"
    assert words(read(build, f"# T\n\n{text}")) == "T 글 항"


@pytest.mark.parametrize("mark", ["<!--more-->", "<!-- truncate -->", "{/* truncate */}"])
def test_what_ends_the_excerpt(build: Build, mark: str) -> None:
    built = read(build, f"# T\n\n앞 글이다.\n\n{mark}\n\n뒤 글이다.\n")
    (comment,) = built.doctree("posts/2025-11-14-a").findall(nodes.comment)
    assert comment.astext() == "truncate"


def test_commonmark_that_mdx_does_not_have(build: Build) -> None:
    text = (
        "제목\n===\n\n절\n---\n\n    indented {code} <b>\n\n<https://a.org> <m@a.org>\n\n"
        "[참조] &copy; `a`  \n줄\n\n- 항\n\n      속 코드\n\n[참조]: https://b.org\n"
    )
    built = read(build, text)
    page = body(built)
    assert headings(built) == ["h1 제목", "h2 절"]
    assert [code.get_text() for code in page.find_all("pre")] == [
        "indented {code} <b>\n", "속 코드\n"
    ]  # fmt: skip
    addresses = [str(link["href"]) for link in page.find_all("a")]
    assert addresses[0] == "https://a.org"
    assert addresses[-1] == "https://b.org"
    assert page.br
    assert built.codes == []


def test_what_docusaurus_adds_is_read_too(build: Build) -> None:
    text = (
        "# T\n\n:::tip[제목 {x}]\n\n속\n\n:::\n\n식 $x<y$\n\n$$\na < b\n$$\n\n<Tabs>\n"
        '<TabItem value="a" label="가">\n\n탭 **글**\n\n</TabItem>\n</Tabs>\n\n'
        "| a |\n|---|\n| b |\n\n- [x] 일\n\n각주[^1] ~~줄~~ :tada:\n\n[^1]: 주\n"
    )
    built = read(build, text)
    page = body(built)
    assert page.select_one(".tip .admonition-title").get_text() == "제목 {x}"  # type: ignore[union-attr]  # there is one
    for found in (
        ".math",
        "table td",
        ".sd-tab-set strong",
        "li.task-list-item",
        "del",
        ".footnote",
    ):
        assert page.select(found), found
    assert "🎉" in page.get_text()
    assert built.codes == []


def test_fences_of_other_tools_are_code(build: Build) -> None:
    built = read(build, "# T\n\n```{r}\nx <- 1\n```\n\n```{.python}\ny = 1\n```\n")
    blocks = list(built.doctree("posts/2025-11-14-a").findall(nodes.literal_block))
    assert [block.astext() for block in blocks] == ["x <- 1", "y = 1"]
    assert built.codes == []


IMAGES = [
    "![](img/my%20fig.png)", "![](<img/a b.png>)", "![글](img/my fig.png)", "![](img/그림%201.png)",
    '![](img/그림 1.png "제목")', "<img src=img/x.png width=600>", '<IMG SRC="img/a b.png">',
    '<p align="center">\n  <img src="img/그림 1.png">\n</p>', "<center><img src='img/x.png'></center>",
    "| a |\n|---|\n| <img src='img/x.png'> |", "<table><tr><td><img src='img/x.png'></table>",
    "<figure>\n<img src='img/x.png'/>\n<figcaption>글</figcaption>\n</figure>", "글 <img src=img/x.png>",
    "<details><summary>a</summary><img src='img/x.png'></details>", "[![](img/x.png)](img/my fig.png)",
    "<a href='img/x.png'><img src='img/x.png'></a>", "- <img src='img/x.png'>", "> ![](img/a b.png)",
]  # fmt: skip


@pytest.fixture(scope="module")
def pictures(projects: Projects) -> Built:
    return project_of(projects, [f"# T\n\n{text}\n" for text in IMAGES])


@pytest.mark.parametrize("text", IMAGES)
def test_pictures_are_found_and_copied(pictures: Built, text: str) -> None:
    page = name_of(IMAGES.index(text))
    addresses = [str(image["src"]) for image in body(pictures, page).find_all("img")]
    assert len(addresses) == 1
    assert addresses[0].startswith("../_images/")
    assert pictures.exists(f"posts/{unquote(addresses[0])}".replace("posts/../", ""))
    assert codes_of(pictures, page) == []


@pytest.mark.parametrize("builder", ["latex", "text", "epub"])
def test_other_builders_lose_nothing(build: Build, builder: str) -> None:
    text = (
        "# T\n\n<p align='center'>가운데<br><sub>아래</sub></p>\n\n<table><tr><td>칸</td></tr></table>\n\n"
        "<details><summary>요약</summary>\n\n속\n\n</details>\n\n<kbd>키</kbd> <u>밑줄</u>\n"
    )
    built = read(build, text, builder=builder)
    pages = [path for path in built.files() if path.endswith((".tex", ".txt", ".xhtml"))]
    shown = "".join(built.read(path) for path in pages)
    for word in ("가운데", "아래", "칸", "요약", "속", "키", "밑줄"):
        assert word in shown


# -- titles


TITLES = {
    "---\ntitle: 앞\n---\n\n# 앞\n\n## 절\n": ["h1 앞", "h2 절"],
    "---\ntitle: 앞\n---\n\n## 절\n\n### 속\n": ["h1 앞", "h2 절", "h3 속"],
    "---\ntitle: 앞\n---\n\n# 요약\n\n## 속\n\n# 방법\n": ["h1 앞", "h2 요약", "h3 속", "h2 방법"],
    "---\ntitle: 앞\n---\n\n# 앞\n\n# 요약\n\n# 방법\n": ["h1 앞", "h2 요약", "h2 방법"],
    "---\ntitle: 앞\n---\n\n# 다른 제목\n\n글\n": ["h1 앞"],
    "---\ntitle: 앞\n---\n\n글\n": ["h1 앞"],
    "---\ntitle: 123\n---\n\n글\n": ["h1 123"],
    "---\ntitle: <b>a</b> *b* {c} $d$\n---\n\n글\n": ["h1 <b>a</b> *b* {c} $d$"],
    "+++\ntitle = '토믈'\n+++\n\n글\n": ["h1 토믈"],
    "# 하나\n\n# 둘\n\n## 속\n": ["h1 하나", "h2 둘", "h3 속"],
    "글\n\n# 제목\n\n## 절\n": ["h1 제목", "h2 절"],
    "## 제목\n\n### 절\n\n#### 속\n": ["h1 제목", "h2 절", "h3 속"],
    "## 하나\n\n## 둘\n": ["h1 a", "h2 하나", "h2 둘"],
    "<h1 align='center'>제목</h1>\n\n<h2>절</h2>\n\n글\n": ["h1 제목", "h2 절"],
    "<div>\n<h1>속</h1>\n</div>\n": ["h1 a", "h2 속"],
    "> # 속\n": ["h1 a", "h2 속"],
    "글\n": ["h1 a"],
}


@pytest.fixture(scope="module")
def titled(projects: Projects) -> Built:
    return project_of(projects, TITLES)


@pytest.mark.parametrize("text", TITLES)
def test_a_page_has_one_h1(titled: Built, text: str) -> None:
    number = list(TITLES).index(text)
    expected = [f"h1 a{number}" if each == "h1 a" else each for each in TITLES[text]]
    assert headings(titled, name_of(number)) == expected
    title = expected[0].removeprefix("h1 ")
    page = BeautifulSoup(titled.read(f"{name_of(number)}.html"), "html.parser")
    assert page.title
    assert page.title.get_text().startswith(title)
    # The date under the title, before any section.
    heading = page.find("h1")
    assert heading
    assert "pr-meta" in heading.find_next_sibling().get("class", [])  # type: ignore[union-attr]  # a tag


def test_each_heading_of_a_paper_stays_one(build: Build) -> None:
    text = "".join(f"# {n}. [P{n}](https://arxiv.org/abs/2401.0000{n})\n\n글\n\n" for n in (1, 2))
    built = read(build, text)
    assert headings(built) == ["h1 a", "h2 1. P1", "h2 2. P2"]
    assert len(built.env.domains["paper"].data["papers"]["posts/2025-11-14-a"]) == 2


@pytest.mark.parametrize(
    ("name", "title"),
    [("2025-11-14", "2025-11-14"), ("2025-11-14-두 말", "두 말"), ("20251114 x", "x")],
)
def test_the_name_of_the_file_is_the_last_title(build: Build, name: str, title: str) -> None:
    built = build({"index.rst": INDEX, f"posts/{name}.md": "글\n"}, conf=BARE)
    assert headings(built, f"posts/{name}") == [f"h1 {title}"]


WHOLE = "앞 글\n\n# 하나\n\n글 {doc}`/index`\n\n## 속\n\n# 둘\n"
RST = "앞 글\n\n하나\n====\n\n글\n\n속\n--\n\n둘\n====\n"


@pytest.mark.parametrize(
    ("suffix", "text", "expected"),
    [
        ("md", WHOLE, ["h1 하나", "h2 속", "h2 둘"]),
        ("md", f"---\ntitle: 앞\n---\n{WHOLE}", ["h1 앞", "h2 하나", "h3 속", "h2 둘"]),
        ("md", "---\ntitle: 앞\n---\n# 앞\n\n{doc}`/index`\n\n## 속\n", ["h1 앞", "h2 속"]),
        ("md", "---\ntitle: 앞\n---\n# 뒤\n\n{doc}`/index`\n\n## 속\n", ["h1 앞", "h2 속"]),
        ("md", "---\ntitle: 앞\n---\n{doc}`/index`\n", ["h1 앞"]),
        ("md", "{doc}`/index`\n", ["h1 a"]),
        ("rst", RST, ["h1 하나", "h2 속", "h2 둘"]),
        ("rst", f":title: 앞\n\n{RST}", ["h1 앞", "h2 하나", "h3 속", "h2 둘"]),
        ("rst", "글\n", ["h1 a"]),
        ("rst", "하나\n====\n\n글\n", ["h1 하나"]),
    ],
)
def test_a_post_that_others_read_is_whole_too(
    build: Build, suffix: str, text: str, expected: list[str]
) -> None:
    built = read(build, text, suffix)
    assert headings(built) == expected
    section = body(built).section
    assert section
    if "앞 글" in text:  # before any section, but below the title
        assert "앞 글" in section.find("p", string="앞 글").get_text()  # type: ignore[union-attr]  # a tag
    assert "글" in words(built) or "I" in words(built)


def test_papers_of_a_myst_post_without_title_stay_papers(build: Build) -> None:
    text = "".join(f"# [P{n}](https://arxiv.org/abs/2401.0000{n})\n\n글\n\n" for n in (1, 2))
    built = read(build, f"{text}{{doc}}`/index`\n")
    assert headings(built) == ["h1 a", "h2 P1", "h2 P2"]
    assert len(built.env.domains["paper"].data["papers"]["posts/2025-11-14-a"]) == 2


# -- which language


SIGNS = [
    "글 {doc}`/index`", "```{note}\n글\n```", "- ```{note}\n  글\n  ```", "~~~{figure} img/x.png\n~~~",
    "(표지)=", "(label)=\n## 절", '+++ {"a": 1}', "```{toctree}\n/index\n```",
    "> ```{tip}\n> 글\n> ```", "```{eval-rst}\n글\n```", "````{tab-set}\n````",
]  # fmt: skip
NO_SIGNS = [
    "`{doc}`x` 글", "`D_{q}`를 `x`", "```md\n{doc}`x`\n(a)=\n```", "```{r}\n1\n```", "```py {1,3}\nx\n```",
    "``{doc}`a` ``", "글 {x}`y`", "\\{doc}`x`", "a+++b", "글\n\n+++\n\n글", "    +++", "~~~\n+++\n~~~", "f(a)=b", "(글)=",
    ":::{note}\n글\n:::", "```{.python}\nx\n```", "`a` {b}", "{{ x }}", "{% raw %}", "% 글",
]  # fmt: skip


def languages(built: Built) -> dict[str, str]:
    """Return the language of each document that our parsers read."""
    readings = built.env.domains["paper"].data["readings"]
    return {name: reading.language.value for name, reading in readings.items()}


def test_a_document_of_myst_is_read_by_myst(build: Build) -> None:
    files = {"index.rst": INDEX, **PICTURES}
    files |= {f"m{n:02}.md": f"# T\n\n{text}\n" for n, text in enumerate(SIGNS) if n != 4}
    files |= {f"o{n:02}.md": f"# T\n\n{text}\n" for n, text in enumerate(NO_SIGNS)}
    built = build(files, conf=f'{BARE}suppress_warnings = ["toc", "myst", "docutils"]\n')
    found = languages(built)
    wrong = [files[f"{name}.md"] for name in found if (found[name] == "myst") != (name[0] == "m")]
    assert wrong == []


HEADS = {
    "format: md": "md", "format: mdx": "mdx", "format: myst": "myst", "format: MDX": "mdx",
    "myst:\n  heading_anchors: 2": "myst", "jupytext:\n  text_representation: {}": "myst",
    "kernelspec:\n  name: python3": "myst", "format: post": "md", "format: 3": "md",
    "myst: {}\nformat: md": "md", "description: format": "md", "description: myst": "md",
}  # fmt: skip


@pytest.mark.parametrize("head", HEADS)
def test_the_front_matter_chooses(build: Build, head: str) -> None:
    built = read(build, f"---\n{head}\n---\n\n# T\n\n{{1 + 1}}\n")
    assert languages(built) == {"posts/2025-11-14-a": HEADS[head]}
    assert words(built) == ("T 2" if HEADS[head] == "mdx" else "T {1 + 1}")


@pytest.mark.parametrize("head", ["+++\nformat = 'mdx'\n+++", '{\n  "format": "mdx"\n}'])
def test_the_front_matter_of_hugo_chooses_too(build: Build, head: str) -> None:
    assert words(read(build, f"{head}\n\n# T\n\n{{1 + 1}}\n")) == "T 2"


def test_an_mdx_file_may_be_markdown(build: Build) -> None:
    built = read(build, "---\nformat: md\n---\n\n# T\n\na <b {c}\n", "mdx")
    assert words(built) == "T a <b {c}"
    assert built.codes == []


def test_markdown_of_a_docusaurus_site_is_mdx(build: Build) -> None:
    post = "import x from './img/x.png'\n\n# T\n\n{1 + 1} <img src={x} />\n"
    files = {"index.rst": INDEX, "site/docusaurus.config.ts": "", "site/blog/a/img/x.png": PNG}
    files |= {"site/blog/a/a.md": post, "other/a.md": post}
    built = build(files, conf=BARE)
    assert languages(built) == {"site/blog/a/a": "mdx", "other/a": "md"}
    assert body(built, "site/blog/a/a").find("img")
    assert "{1 + 1}" in body(built, "other/a").get_text()


def test_a_docusaurus_site_that_comes_or_goes_is_noticed(build: Build) -> None:
    files = {"index.rst": INDEX, "blog/a.md": "# T\n\n{1 + 1}\n", "b.mdx": "# B\n"}
    built = build(files, conf=BARE)
    built = built.rebuild({"docusaurus.config.js": ""})
    assert languages(built) == {"blog/a": "mdx", "b": "mdx"}
    built = built.rebuild({"docusaurus.config.js": None})
    assert languages(built) == {"blog/a": "md", "b": "mdx"}
    assert built.env.domains["paper"].data["readings"]["b"].is_docusaurus is None


@pytest.mark.parametrize(
    "conf",
    [
        'myst_enable_extensions = ["dollarmath"]',
        "source_suffix = {'.rst': 'restructuredtext', '.md': 'markdown'}",
        'extensions = ["myst_parser", "sphinx_paperreview"]',
        'extensions = ["sphinx_paperreview", "myst_parser"]',
    ],
)
def test_a_project_that_has_set_up_myst_keeps_it(build: Build, conf: str) -> None:
    text = '# T\n\n## "절" <b>굵게</b>\n\n:::note\n\n---\n글 -- $x$\n'
    files = {"index.rst": INDEX, "a.md": text, "posts/2025-11-14-a.md": text}
    built = build(files, conf=f"{BARE}{conf}\n")
    assert languages(built) == {}
    assert "<b>굵게</b>" in built.read("posts/2025-11-14-a.html")
    assert ":::note" in built.read("a.html")
    assert words(built, "a") == words(built)


@pytest.mark.parametrize(
    "names",
    [
        ("sphinx_paperreview", "myst_nb"),
        ("sphinx_paperreview", "myst_parser", "myst_nb"),
        ("myst_parser", "sphinx_paperreview", "myst_nb"),
    ],
)
def test_a_project_of_notebooks_keeps_its_parser(build: Build, names: tuple[str, ...]) -> None:
    pytest.importorskip("myst_nb")
    if "myst_parser" in names and version("myst-parser").startswith("5.1"):
        pytest.skip("MyST 5.1 cannot be set up twice, without this extension either")
    conf = f'extensions = {list(names)}\nnb_execution_mode = "off"\n'
    built = read(build, "글 $x$\n\n## 절\n", more_conf=conf)
    assert languages(built) == {}
    assert headings(built) == ["h1 절"]


def test_settings_of_one_document_do_not_reach_the_next(build: Build) -> None:
    quoted = '# T\n\n"말" -- 끝\n'
    files = {
        "index.rst": INDEX,
        "a.md": quoted,
        "b.md": f"{quoted}\n{{doc}}`index`\n",
        "c.md": quoted,
    }
    built = build(files, conf=BARE)
    assert ["“말”" in body(built, name).get_text() for name in "abc"] == [False, True, False]


def test_the_other_suffix_of_jekyll(build: Build) -> None:
    built = read(build, "---\ntitle: 제목\n---\n\n글 {x}\n", "markdown")
    assert headings(built) == ["h1 제목"]


def test_a_file_that_is_not_utf_8_is_read(build: Build) -> None:
    files = {"index.rst": INDEX, "a.md": "# 제목\n\n글\n".encode("cp949")}
    built = build(files, conf=BARE)
    assert built.codes == ["paperreview.file"]
    assert headings(built, "a")[0].startswith("h1 ")


def test_links_between_documents_need_no_second_reading(build: Build) -> None:
    files = {"index.rst": INDEX, "a.md": "# A\n\n[b](b.md) [c](c.md)\n", "b.md": "# B\n"}
    built = build(files, conf=BARE).rebuild({"c.md": "# C\n"})
    assert "1 added, 0 changed, 0 removed" in built.status
    assert [link["href"] for link in body(built, "a").find_all("a")] == ["b.html", "c.html"]


@pytest.mark.parametrize("suffix", ["md", "mdx"])
def test_translations_are_in_the_language_of_the_document(build: Build, suffix: str) -> None:
    messages = {
        "제목": "Title",
        "글 {x} <b>굵게</b> $a_b$": "Text {x} <b>bold</b> $a_b$",
        "항": "Item",
    }
    if suffix == "mdx":
        messages = {
            key.replace("{x} ", ""): text.replace("{x} ", "") for key, text in messages.items()
        }
    text = "---\ntitle: 제목\n---\n\n" + "\n\n".join(list(messages)[1:2]) + "\n\n- 항\n"
    files: dict[str, str | bytes] = {"index.rst": INDEX, f"posts/2025-11-14-a.{suffix}": text}
    files["locale/en/LC_MESSAGES/posts/2025-11-14-a.mo"] = catalog(messages)
    conf = f'{BARE}locale_dirs = ["locale"]\ngettext_compact = False\n'
    built = build(files, conf=conf)
    expected = "Title Text bold a b a_b Item"
    assert words(built).replace("{x} ", "") == expected
    assert headings(built) == ["h1 Title"]
    assert body(built).strong


def catalog(messages: dict[str, str]) -> bytes:
    """Return a compiled catalog of these messages."""
    found = Catalog(locale="en")
    for message, text in messages.items():
        found.add(message, text)
    file = io.BytesIO()
    write_mo(file, found)
    return file.getvalue()


# -- what is not allowed


ATTACKS = [
    "<script>own()</script>", "a <ScRiPt>own()</ScRiPt> b", "<svg onload=own()></svg>",
    "<img src=img/x.png onerror=own()>", '<a href=" javascript:own()">a</a>', "[a](javascript:own())",
    '<a href="java&#115;cript:own()">a</a>', "<A HREF='JAVASCRIPT:own()'>a</A>", "<javascript:own()>",
    '<p id="x&quot; onclick=own()" class=\'a" onclick="own()\'>a</p>', "<details ontoggle=own()>a</details>",
    '<iframe srcdoc="<script>own()</script>"></iframe>', "<style>*{background:url(own())}</style>",
    "<math><script>own()</script></math>", "<!--><script>own()</script>-->", "<object data=own()></object>",
    '<noscript><p title="</noscript><img src=x onerror=own()>"></noscript>', "<base href=own()>",
    '<a name="x&quot;><script>own()</script>">n</a>', "<template><script>own()</script></template>",
    '<video src="javascript:own()"></video>', '<video src="mailto:own()"></video>', "<img src=tel:own()>",
    '<a href="data:text/html,<script>own()</script>">a</a>',
    '<meta http-equiv="refresh" content="0;url=own()">', "<form action=own()><input></form>",
]  # fmt: skip


@pytest.fixture(scope="module", params=["posts", "docs"])
def attacked(projects: Projects, request: pytest.FixtureRequest) -> tuple[Built, str]:
    texts = [f"# T\n\n{text}\n\n글 {text} 끝\n" for text in ATTACKS]
    return project_of(projects, texts, request.param), request.param


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_active_reaches_a_page(attacked: tuple[Built, str], text: str) -> None:
    built, folder = attacked
    page = body(built, name_of(ATTACKS.index(text), folder))
    for icon in page.select(".sd-octicon"):
        icon.decompose()
    assert "끝" in page.get_text()
    assert (
        page.find(["script", "style", "base", "meta", "form", "object", "template", "svg"]) is None
    )
    for tag in page.find_all(True):
        assert not [key for key in tag.attrs if key.startswith("on") or key == "srcdoc"]
        for key in ("href", "src"):
            assert "own()" not in str(tag.get(key, ""))


@pytest.mark.parametrize(
    "path", ["//etc/passwd", "/etc/passwd", "../../../etc/passwd", "file:///etc/passwd"]
)
def test_no_file_outside_is_published(build: Build, path: str) -> None:
    built = read(build, f"# T\n\n<img src='{path}'> ![]({path})\n")
    assert set(built.codes) == {"paperreview.image"}
    assert not [name for name in built.files() if "passwd" in name.rpartition("/")[2]]


@pytest.mark.parametrize("suffix", ["md", "mdx", "markdown"])
def test_html_of_a_myst_post_is_guarded_whatever_its_suffix(build: Build, suffix: str) -> None:
    text = "---\nformat: myst\nmyst:\n  enable_extensions: [substitution]\n---\n\n# T\n\n"
    built = read(build, f"{text}<script>own()</script>\n\n{{{{ env }}}}\n", suffix)
    assert languages(built) == {"posts/2025-11-14-a": "myst"}
    assert body(built).find("script") is None
    assert "{{ env }}" in words(built)
    assert built.codes == ["paperreview.unsafe"] * 2


@pytest.mark.parametrize("head", ["", "---\nformat: md\n---\n\n"])
def test_directives_of_a_post_are_guarded(build: Build, head: str) -> None:
    raw = "```{raw} html\n<script>own()</script>\n```\n\n{raw}`x`\n"
    rst = "```{eval-rst}\n.. raw:: html\n\n   <script>own()</script>\n```\n"
    built = read(build, f"{head}# T\n\n{raw}\n{rst}\n```{{include}} ../../x\n```\n")
    assert body(built).find("script") is None
    assert set(built.codes) == {"paperreview.unsafe"}


# -- work


@pytest.mark.parametrize(
    "piece",
    ["글 `a` {b}\n\n", "```\n{doc}`x`\n```\n", "`", "``a", "{a}`", "(a", "- > - ", "> ```a`\n"],
)
def test_the_look_for_myst_is_one(build: Build, piece: str) -> None:
    env = read(build, "# T\n").env
    calls = [count_calls(language.is_myst, env, piece * n) for n in (100, 200, 400)]
    assert calls[2] - calls[1] <= 2.1 * (calls[1] - calls[0]) + 5


@pytest.mark.parametrize(
    "piece",
    ["<div>\n", "<li>a\n", "<td>", "<b>", "</p>", "<pre>", "<p>\n\n", "<h2>a</h2>\n", "<a b='",
     "![](a b", "<script>\n\n", "<!-- a -->\n", "<tr><td>a<td>b\n", "<code>\n", "</b>", "<div><b>\n\n"],
)  # fmt: skip
def test_reading_html_is_linear(reader: Any, piece: str) -> None:
    texts = [f"---\nformat: md\n---\n\n{piece * n}" for n in (40, 80, 160)]
    calls = [count_calls(reader.read, text) for text in texts]
    assert calls[2] - calls[1] <= 2.2 * (calls[1] - calls[0]) + 500
