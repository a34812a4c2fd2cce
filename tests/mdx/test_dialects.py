"""Dialects around Markdown: which are read, what they leave on a page, and what they cost."""

from __future__ import annotations

import cProfile
import pstats
import re
from typing import TYPE_CHECKING, Any

import pytest
from docutils import nodes
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from sphinx_paperreview.config import DIALECTS
from sphinx_paperreview.mdx.dialects.plugin import dialects_plugin
from sphinx_paperreview.mdx.parser import mdx_config
from sphinx_paperreview.mdx.plugin import mdx_plugin
from sphinx_paperreview.mdx.rules.language import Language
from tests.harness import PNG
from tests.mdx.cases import all_cases, warned

if TYPE_CHECKING:
    from tests.harness import Build, Built

#: A construct of each dialect that can be switched off alone, and what shows that it is read.
CONSTRUCTS = {
    "github": ("> [!NOTE]\n> 글\n", nodes.note),
    "obsidian": ("==글==\n", nodes.Inline),
    "hackmd": ("![글](x.png =30x20)\n", nodes.image),
    "tex": ("글 \\(x_1\\)\n", nodes.math),
    "notion": ("![글](my fig.png)\n", nodes.image),
    "kramdown": ("> 글\n{: .prompt-tip }\n", nodes.tip),
    "pandoc": ("::: {.warning}\n글\n:::\n", nodes.warning),
    "liquid": ('{% include figure.html path="x.png" %}\n', nodes.image),
    "hugo": ('{{< figure src="x.png" >}}\n', nodes.image),
    "tistory": ("[##_Image|kage@ab/c.png|x|{}_##]\n", nodes.image),
    "extra": ("---\nformat: md\n---\n\n# T\n\n글\n: 뜻\n", nodes.definition_list),
    "bbcode": ("---\nformat: md\n---\n\n# T\n\n[b]글[/b]\n", nodes.strong),
    "foreign": ("---\nformat: md\n---\n\n# T\n\n\\emph{글}\n", nodes.emphasis),
    "docsify": ("---\nformat: md\n---\n\n# T\n\n?> 글\n", nodes.tip),
    "mdbook": ("---\nformat: md\n---\n\n# T\n\n{{#include x.png}}\n", nodes.image),
    "zenn": ("---\nformat: md\n---\n\n# T\n\n@[gist](kim/1)\n", nodes.reference),
    "roam": ("---\nformat: md\n---\n\n# T\n\n- {{TODO}} 글\n", nodes.Inline),
    "mdc": ("---\nformat: md\n---\n\n# T\n\n::tip\n글\n::\n", nodes.tip),
}
FILES: dict[str, str | bytes] = {
    **{
        f"{name}.mdx": text if text.startswith("---") else f"# T\n\n{text}"
        for name, (text, _) in CONSTRUCTS.items()
    },
    "x.png": PNG,
    "my fig.png": PNG,
}
QUIET = 'suppress_warnings = ["paperreview", "toc.not_included", "image.not_readable"]\n'


def read_in(built: Built) -> set[str]:
    """Return the dialects that were read."""
    return {
        name for name, (_, kind) in CONSTRUCTS.items() if any(built.doctree(name).findall(kind))
    }


def test_every_dialect_has_a_construct() -> None:
    assert set(CONSTRUCTS) == set(DIALECTS)


def test_all_are_read(site: Build) -> None:
    assert read_in(site(FILES, more_conf=QUIET)) == set(DIALECTS)


@pytest.mark.parametrize("name", DIALECTS)
def test_each_can_be_switched_off(site: Build, name: str) -> None:
    conf = f"{QUIET}paperreview_dialects = {{{name!r}: False}}\n"
    assert read_in(site(FILES, more_conf=conf)) == set(DIALECTS) - {name}


@pytest.mark.parametrize("name", ["docusaurus.config.js", "docusaurus.config.ts"])
def test_what_docusaurus_shows_otherwise_is_left_to_it(site: Build, name: str) -> None:
    built = site({**FILES, name: "module.exports = {};\n"}, more_conf=QUIET)
    refused = {"kramdown", "pandoc", "liquid", "hugo", "mdbook", "tistory"}
    assert read_in(built) == refused


def test_a_project_decides_against_docusaurus(site: Build) -> None:
    conf = QUIET + 'paperreview_dialects = {"github": True}\n'
    built = site({**FILES, "docusaurus.config.js": ""}, more_conf=conf)
    assert "github" in read_in(built)


def test_a_configuration_of_docusaurus_that_is_added_or_removed(site: Build) -> None:
    built = site(FILES, more_conf=QUIET)
    migrated = built.rebuild({"docusaurus.config.js": ""})
    assert "github" not in read_in(migrated)
    assert "github" in read_in(migrated.rebuild({"docusaurus.config.js": None}))


LITTER = re.compile(r"\{:|\[!|\{%|\{\{[<%]|\[\[|==|\\\[|:::|%%")
#: Cases whose text is no construct of a dialect, or is meant to be shown.
SHOWN = frozenset({
    "ordinary quotes", "what is no list", "escaped brackets of prose", "what is no link", "marks",
    "comment without an end", "percent signs that are no comment", "shown, not run", "not closed",
    "numbers of arXiv are names of notes",
})  # fmt: skip


@pytest.mark.parametrize(
    "docname",
    [
        case.docname
        for case in all_cases()
        if case.file.startswith("dialect_") and case.title not in SHOWN
    ],
)
def test_no_markup_is_left_in_the_text(fixture_site: Built, docname: str) -> None:
    document = fixture_site.doctree(docname).deepcopy()
    code = [*document.findall(nodes.literal), *document.findall(nodes.literal_block)]
    for node in code:
        node.parent.remove(node)
    assert LITTER.findall(document.astext()) == []


def test_a_template_is_named_once_in_a_document(site: Build) -> None:
    built = site({"a.mdx": "# T\n\n" + "{{< strange >}} 글\n\n" * 30 + "{% odd %}\n\n{% odd %}\n"})
    found = warned(built, "a")
    assert [line.split(":")[0] for line in found] == ["! 3 mdx.dialect", "! 63 mdx.dialect"]
    assert "{{< strange >}}" in found[0]
    assert "{% odd %}" in found[1]


def test_an_embedded_picture_is_found_by_its_name(site: Build) -> None:
    files = {"notes/a.mdx": "# T\n\n![[p.png|30]]\n", "files/2025/p.png": PNG}
    built = site(files)
    assert warned(built, "notes/a") == []
    (image,) = built.doctree("notes/a").findall(nodes.image)
    assert (image["uri"], image["width"]) == ("files/2025/p.png", "30px")
    moved = built.rebuild({"files/2025/p.png": None})
    assert len(warned(moved, "notes/a")) == 1
    assert warned(moved.rebuild({"other/p.png": PNG}), "notes/a") == []


@pytest.mark.parametrize("suffix", [".md", ".mdx"])
def test_markdown_and_mdx_read_the_same(build: Build, suffix: str) -> None:
    text = "# T\n\n> [!TIP]\n> 글\n\n==굵은== \\(x_1\\) %%숨김%%\n\n{{< details a >}}\n안\n{{< /details >}}\n"
    built = build({"index.md": "# I\n", f"posts/2025-11-14{suffix}": text})
    document = built.doctree("posts/2025-11-14")
    assert len(list(document.findall(nodes.tip))) == 1
    assert len(list(document.findall(nodes.math))) == 1
    assert not re.search("==|%%|숨김|\\{\\{", document.astext())


MARKDOWN = r"""# T

=== "하나"

    글 \$ $\$5$ 뒤

=== "둘"

    ```py
    x
    ```

끝 <img src="{{ "/x.png" | relative_url }}" alt="그림" width="30"> <a href='{{ '/n' | x }}'>링크</a>

[말]{style="color:red"} {% bibliography -q @[year={{y}}] %}

<pre class="python" data-ke-language="python"><code>y</code></pre>

| a | b |
|---|---|
| ![[w.pdf#page=2]] | 둘 |
"""


def test_markdown_of_other_programs(build: Build) -> None:
    files = {"posts/2025-11-01.md": MARKDOWN, "x.png": PNG, "n.md": "# N\n", "posts/w.pdf": b"%PDF"}
    built = build(files)
    doctree = built.doctree("posts/2025-11-01")
    labels = [node.astext() for node in doctree.findall(nodes.rubric)]
    assert labels == ["하나", "둘"]
    assert [node.astext() for node in doctree.findall(nodes.math)] == [r"\$5"]
    assert [node["width"] for node in doctree.findall(nodes.image)] == ["30px"]
    assert [node["language"] for node in doctree.findall(nodes.literal_block)] == ["py", "python"]
    text = doctree.astext()
    assert "링크" in text
    assert "말" in text
    assert "w.pdf" in text
    assert not re.search(r"[{}<>]|===|%|page=2|relative_url", text)


def test_hidden_text_is_in_no_file(site: Build) -> None:
    secret = "비밀낱말"
    texts = [
        f"앞 %%{secret}%% 뒤\n", f"%%\n{secret}\n%%\n", f"앞 %%x\n\n{secret}\n\n- y %% z\n\ny%% 뒤\n",
        f"%%\n\n{secret}\n", f"{{% comment %}}\n{secret}\n\n{secret}\n{{% endcomment %}}\n",
        f"{{::comment}}\n{secret}\n{{:/comment}}\n", f"> %%\n> {secret}\n> %%\n",
    ]  # fmt: skip
    files = {f"a{number}.mdx": f"# T\n\n{text}" for number, text in enumerate(texts)}
    built = site(files, more_conf="html_copy_source = False\n" + QUIET)
    found = {
        path
        for path, data in built.files().items()
        if secret.encode() in data and not path.startswith(".doctrees")
    }
    assert found == set()


HOSTILE = [
    "{:", "{: .x}\n", "{.x}", "![a](b){.x}", "[[", "[[a]]", "![[", "==a", "%%", "%%\n\n",
    "a %% b\n\n", "> [!", "> [!NOTE] a\n\n", "{%", "{% a %}\n", '{% a "', "{{<", "{{< a >}}\n",
    "{{< /a >}}\n", "{{", "{{ page.a }}", "\\[", "\\[\n", "\\(", "[\n\\a\n", "$$a$$\n", ":::",
    ":::spoiler\n", "[##_Image|kage@a/b|", "{::comment}\n", "![a](b =1x1)", "[a](b ", "{#a} ",
    "a ^bc1\n\n", "{% highlight a %}\n", "{% comment %}\n", "{% raw %}", "# {.a}{.a}", "`%%`",
    "- [-] a\n", "![[a.mp4]] ", "> [name=a] ", "$$$", "{% raw %}a{% endraw %} ",
]  # fmt: skip


#: Of dialects that are read in Markdown alone.
HOSTILE_IN_MARKDOWN = [
    "^[ab ", "^[ab](c", "[b]", "[quote]\n", "[code]\n", "[list]\n[*]a\n", "#+BEGIN_SRC\n",
    ":PROPERTIES:\n", "[source]\n----\n", "{code}\n", ">>>\n\n", "\\begin{itemize}\n",
    "\\emph{a", "--8<--\n\n", "[[a][b", "{++a", "::a ", "{% a() %}\n", "::: {.panel-tabset}\n# a\n",
    "<pre><br>", "<callout>", "@fig-a [@a; ",
]  # fmt: skip


@pytest.mark.parametrize(
    ("piece", "language"),
    [
        *((piece, Language.MDX) for piece in HOSTILE),
        *((piece, Language.MARKDOWN) for piece in HOSTILE_IN_MARKDOWN),
    ],
)
def test_work_grows_with_the_length(piece: str, language: Language) -> None:
    def calls(count: int) -> int:
        md = create_md_parser(mdx_config(MdParserConfig()), RendererHTML)
        md.use(mdx_plugin, language=language, elements=frozenset({"pre", "br", "callout"}))
        md.use(dialects_plugin, DIALECTS)
        profile = cProfile.Profile()
        env: dict[str, Any] = {}
        profile.runcall(md.parse, "# T\n\n" + piece * count, env)
        return pstats.Stats(profile).total_calls

    calls(1)
    once, twice = calls(150), calls(300)
    assert twice / once < 2.3


def test_a_document_of_myst_has_the_extensions_of_jupyter_book(site: Build) -> None:
    source = "---\nmyst: {}\n---\n\n# T\n\n:::{tip}\n글 $x$\n:::\n\n용어\n: 뜻\n\n- [x] 한 일\n"
    built = site({"posts/2025-11-14-a.md": source}, more_conf=QUIET)
    document = built.doctree("posts/2025-11-14-a")
    for kind in (nodes.tip, nodes.math, nodes.definition_list):
        assert any(document.findall(kind)), kind
    # The guard of posts takes the box, which is raw HTML to MyST, for no HTML of the author.
    assert "[x] 한 일" in document.astext().replace("\n\n", " ").replace("  ", " ")
    assert not list(document.findall(nodes.raw))


def test_one_message_for_all_names_that_no_document_has(build: Build) -> None:
    names = " ".join(f"[[Note {n}]]" for n in range(7))
    shown = [f"Note {n}" for n in range(5)]
    text = f"# A\n\n{names} [[b]] [x](c/d.md)\n\n[[Note 1]]\n"
    built = build({".obsidian/app.json": "{}", "a.md": text, "b.md": "# B\n\n[[Alone]]\n"})
    told = [line for line in built.warnings if "paperreview" in line]
    assert [line.partition(";")[0] for line in told] == [
        "a.md:3: WARNING: there is no document 'c/d'",
        f"a.md:3: WARNING: there are no documents {', '.join(map(repr, shown))} and 2 more",
        "b.md:3: WARNING: there is no document 'Alone'",
    ]


def test_links_to_programs_are_text(build: Build) -> None:
    text = "".join(f"- [p. {n}](zotero://open-pdf/library/items/A?page={n})\n" for n in range(1))
    built = build({"a.md": f"# A\n\n{text}- [o](obsidian://open?vault=x)\n"})
    told = [line.partition(";")[0] for line in built.warnings if "paperreview" in line]
    assert [line.partition(" WARNING: ")[0] for line in told] == ["a.md:3:", "a.md:4:"]
    assert told[0].endswith("is shown as text: zotero://open-pdf/library/items/A?page=0")
    assert told[1].endswith("is shown as text: obsidian://open?vault=x")
    assert "p. 0" in built.read("a.html")


#: Containers of Quarto, by whether a page of HTML shows them.
CONDITIONS = {
    ".content-hidden": False, ".content-visible": True, ".other": True,
    '.content-hidden when-format="html"': False, '.content-hidden when-format="pdf"': True,
    '.content-hidden unless-format="html"': True, '.content-hidden unless-format="pdf"': False,
    '.content-visible when-format="html:js"': True, '.content-visible when-format="pdf"': False,
    '.content-visible unless-format="pdf"': True, '.content-visible unless-format="html"': False,
    '.content-visible when-profile="lab"': False, '.content-hidden when-profile="lab"': True,
    '.content-visible when-meta="x"': False, '.content-hidden when-meta="x"': False,
    '.content-visible when-format="html" when-profile="lab"': False,
}  # fmt: skip


@pytest.mark.parametrize("suffix", ["md", "mdx"])
def test_what_quarto_hides_is_nowhere(build: Build, suffix: str) -> None:
    parts = [
        f"::: {{{condition}}}\n## [Paper](https://arxiv.org/abs/2501.{n:05})\n\nzebra{n}x\n:::\n"
        for n, condition in enumerate(CONDITIONS)
    ]
    post = "# Title\n\nWords.\n\n" + "\n".join(parts) + "\nLast words.\n"
    built = build({f"posts/2025-01-02-a.{suffix}": post})
    page = built.read("posts/2025-01-02-a.html")
    assert "Last words." in page
    for n, (condition, shown) in enumerate(CONDITIONS.items()):
        assert (f"zebra{n}x" in page) == shown, condition
        if not shown:
            found = [name for name, data in built.files().items()
                     if f"zebra{n}x".encode() in data or f"2501.{n:05}".encode() in data]  # fmt: skip
            assert found == []
