"""The same posts through every builder: no word, image or title is lost on the way."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

from tests.harness import picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.harness import Build, Built


#: Posts that hold every construct of the dialect. A marker (``zq…``) is at each place where
#: something may be lost; text that is hidden on purpose is ``hidden…``.
POSTS = {
    "posts/2025-01-01-blocks": """\
---
title: 첫 글 zqtitle
tags: [zqtag]
---
import fig from './asset/one.png';
import other from '@site/posts/asset/two.png'

# 첫 글 zqtitle

zqlead 머리말. {/* hiddencomment */}

<!-- truncate -->

| zqheadalone |
|---|

<table><thead><tr><th>zqheadonly</th></tr></thead></table>

<div style={{textAlign: 'center'}}>
 <img src={fig} style={{width: 500}} alt="zqalt" />
</div>

<figure>
  <img src={other} width="50%" />
  <figcaption>그림 zqcaption *강조* 50% of a_b</figcaption>
</figure>

![대체 zqimagealt](./asset/three.png "제목")

:::tip 도움말 zqtiptitle

안쪽 zqtip & 50%

:::

:::note
- 목록 안 zqnotelist
  :::info[정보 zqinfotitle]
  더 안쪽 zqinfo
  :::
:::

:::mytype[나만의 zqowntitle]
내용 zqown
:::

<Admonition type="danger" title="위험 zqdangertitle">

위험 zqdanger

</Admonition>

<Tabs>
  <TabItem value="a" label="첫째 zqtabone" default>

  본문 zqtabbodyone

  </TabItem>
  <TabItem value="b" label="둘째 zqtabtwo">

  본문 zqtabbodytwo

  </TabItem>
</Tabs>

<details>
<summary>펼치기 zqsummary</summary>

숨은 글 zqdetails

</details>

<Details summary="더 보기 zqmore">

숨은 글 zqdetailstwo

</Details>

<Unknown>

모르는 것 zqunknown

</Unknown>

<video src="https://example.org/zqvideo.mp4" controls />

<iframe src="https://www.youtube.com/embed/zqframe" />

```py title="코드_zqcodetitle.py" {1} showLineNumbers
# highlight-next-line
zqcode = {"a_b": 1}  # 100%
```

```nosuchlexer
zqnolexer <T> {x}
```

```mermaid
graph LR; zqmermaid-->B
```
""",
    "posts/2025-01-02-inline": """\
# 둘째 글 zqtitletwo

줄 하나 zqbreakone<br/>zqbreaktwo 그리고 zqhardone\\
zqhardtwo 끝.

<kbd>Ctrl_zqkbd</kbd> <mark>표시 zqmark</mark> H<sub>zqsub</sub>O x<sup>zqsup</sup>
<u>zqunder</u> <s>zqstruck</s> ~~zqgone~~ <small>zqsmall</small> <abbr title="긴 이름">zqabbr</abbr>
<span style={{color: 'red'}}>zqspan</span> <strong>zqbold</strong> <em>zqem</em> <code>zq_code</code>

**정답률(zqrate)**을 본다. *기울임 zqital* `a_b{zqlit}` 100% & #1 $x_{zqmath}$ 1~2개

$$
\\sum_i zqdisplay_i
$$

- 항목 $$zqinlist$$

{"문자열 zqstring"} {1 + 1} `{role}` {'a'} :tada:

- [x] 끝난 일 zqdone
- [ ] 남은 일 zqopen

| 이름 zqhead | 값 |
|---|:-:|
| 칸 zqcell | <ul><li>zqcelllist</li><li>zqcelltwo</li></ul> |
| 줄 zqcella<br/>zqcellb | ![그림 zqcellalt](./asset/one.png) |

<table>
<thead><tr><th>머리 zqth</th><th>둘</th></tr></thead>
<tbody>
<tr><td>

- 목록 zqtdlist

```py
zqtdcode
```

</td><td colSpan={1}>넷 zqtd</td></tr>
</tbody>
</table>

각주[^1]와 https://example.org/zqaddress 주소, [연결 zqlink](https://example.org/a_b?c=1&d=2#e).

[^1]: 각주 글 zqfootnote

> 인용 zqquote

1. 하나 zqone
   - 안쪽 zqnested
     1. 더 zqdeep

#### 건너뛴 제목 zqskipped

<p align="center">가운데 zqcentre</p>

<h3>큰 글 zqrubric</h3>

<blockquote>zqblockquote</blockquote>

<pre>{`zqpre
  두 줄`}</pre>

<dl><dt>zqterm</dt><dd>zqdefinition</dd></dl>

{notaliteral + zqexpr}

{역할} zqkorean a <b zqless c

***

## 더 {#own-id}

[앞 글 zqdoclink](./2025-01-01-blocks.mdx) {sub-ref}`today` 끝 zqend

### 1. [Title zqpaper of a Paper](https://arxiv.org/abs/2511.10643) `zqorg`

## 직접 쓴 MyST

{abbr}`zqrole (긴 것)`

:::{admonition} 제목 zqmysttitle
글 zqmyst
:::

```{list-table}
* - zqlisttable
```
""",
}
IMAGES = ("one", "two", "three")
WORD = re.compile(r"zq[a-z]+")
MARKERS = {name: frozenset(WORD.findall(text)) for name, text in POSTS.items()}
#: What is for those who do not see an image, and the tag, which has no page on paper.
NOT_ON_PAPER = {"zqalt", "zqimagealt", "zqcellalt", "zqtag"}
SETTINGS = {
    "epub_copyright": "2025",
    "version": "1",
    "root_doc": "index",
    "latex_documents": [("index", "reviews.tex", "Reviews", "A", "manual")],
    "man_pages": [("index", "reviews", "Reviews", "A", 1)],
    "texinfo_documents": [("index", "reviews", "Reviews", "A", "reviews", "x", "y")],
}
#: Builders of another extension: one for a format of its own, and one of slides.
OTHERS = """
import json, sys
from types import SimpleNamespace
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.text import TextBuilder


class Wiki(TextBuilder):
    name = format = "wiki"

    def write_doc(self, docname, doctree):
        kinds = {type(node).__module__ for node in doctree.findall()}
        words = {"kinds": sorted(kinds), "text": doctree.astext()}
        path = self.outdir / f"{docname}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(words))


class Slides(StandaloneHTMLBuilder):
    name = "slides"
    search = False

    def get_doc_context(self, docname, body, metatags):
        return {**super().get_doc_context(docname, body, metatags), "deck": docname}

    def handle_page(self, pagename, context, *rest, **more):
        assert context.get("deck") or pagename == "genindex", pagename
        super().handle_page(pagename, context, *rest, **more)


def add_builders(app):
    app.add_builder(Wiki)
    app.add_builder(Slides)


# Those of the configuration file itself are added too late for the command line.
sys.modules["other_builders"] = SimpleNamespace(setup=add_builders)
extensions.append("other_builders")
"""


@pytest.fixture
def made(build: Build) -> Callable[[str], Built]:
    """Build the posts with a builder of this name."""
    files: dict[str, str | bytes] = {f"{name}.mdx": text for name, text in POSTS.items()}
    files |= {f"posts/asset/{name}.png": picture(40, 30, color="navy") for name in IMAGES}
    files["index.md"] = "# Reviews\n\n```{toctree}\n:glob:\n\nposts/*\n```\n"
    return lambda builder: build(files, builder=builder, confoverrides=SETTINGS, more_conf=OTHERS)


def missing(text: str, words: set[str] | frozenset[str]) -> list[str]:
    """Return the *words* that *text* has not, whole."""
    return sorted(words - set(WORD.findall(text)))


def test_html(made: Callable[[str], Built]) -> None:
    built = made("html")
    for name, words in MARKERS.items():
        assert missing(built.read(f"{name}.html"), words) == []
    assert "hiddencomment" not in built.read("posts/2025-01-01-blocks.html")


def test_text(made: Callable[[str], Built]) -> None:
    built = made("text")
    for name, words in MARKERS.items():
        text = built.read(f"{name}.txt")
        assert missing(text, words - NOT_ON_PAPER) == []
        assert "hiddencomment" not in text
    text = built.read("posts/2025-01-02-inline.txt")
    assert re.search(r"zqbreakone\s+zqbreaktwo", text)
    assert re.search(r"zqhardone\s+zqhardtwo", text)
    assert re.search(r"zqcella\b", text)
    assert re.search(r"\[x\] 끝난 일 zqdone", text)
    assert re.search(r"\[ \] 남은 일 zqopen", text)


def test_epub(made: Callable[[str], Built]) -> None:
    built = made("epub")
    pages = list(built.outdir.rglob("*.xhtml"))
    assert len(pages) > len(POSTS)
    for page in pages:
        ET.parse(page)
    for name, words in MARKERS.items():
        text = built.read(f"{name}.xhtml")
        assert missing(text, words - {"zqtag"}) == []
        assert len(re.findall(r"<img\b", text)) == len(re.findall(r"!\[|<img\b", POSTS[name]))
    for name in IMAGES:
        assert built.exists(f"_images/{name}.png")


def test_latex(made: Callable[[str], Built]) -> None:
    built = made("latex")
    text = built.read("reviews.tex")
    body = text.partition(r"\begin{document}")[2]
    words = frozenset().union(*MARKERS.values()) - NOT_ON_PAPER
    labels = re.compile(r"\\label\{\\detokenize\{.*?\}\}")
    assert missing(labels.sub("", body), words) == []
    assert r"arXiv:2511.10643" in body  # the line of facts under a paper
    for name in IMAGES:
        assert f"{{{name}}}.png" in body
        assert built.exists(f"{name}.png")
    opened = re.findall(r"\\begin\{(\w+\*?)\}", body)
    closed = re.findall(r"\\end\{(\w+\*?)\}", body)
    assert sorted(opened) == sorted(name for name in closed if name != "document")
    # What LaTeX would stop at, or drop a line for, is escaped outside of formulas and code.
    for word in (r"Ctrl\_zqkbd", r"50\% of a\_b", r"100\% \& \#1", r"zqtip \& 50\%"):
        assert word in body


@pytest.mark.parametrize(("builder", "page"), [("man", "reviews.1"), ("texinfo", "reviews.texi")])
def test_manuals(made: Callable[[str], Built], builder: str, page: str) -> None:
    text = made(builder).read(page).lower()  # man writes titles in capitals
    words = frozenset().union(*MARKERS.values()) - NOT_ON_PAPER
    assert missing(text, words) == []


def test_a_format_of_another_extension(made: Callable[[str], Built]) -> None:
    built = made("wiki")
    for name, words in MARKERS.items():
        written = json.loads(built.read(f"{name}.json"))
        assert set(written["kinds"]) <= {"docutils.nodes", "sphinx.addnodes"}
        assert missing(written["text"], words - NOT_ON_PAPER) == []
    text = json.loads(built.read("posts/2025-01-02-inline.json"))["text"]
    assert re.search(r"zqbreakone\s+zqbreaktwo", text)


def test_slides_of_another_extension(made: Callable[[str], Built]) -> None:
    built = made("slides")
    for name, words in MARKERS.items():
        assert missing(built.read(f"{name}.html"), words) == []
    assert not built.exists("archive.html")
    assert 'href="../tags' not in built.read("posts/2025-01-01-blocks.html")
