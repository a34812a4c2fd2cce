"""The same post through every builder: its words, images and admonitions are all there."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built

    Build = Callable[..., Built]

HOME = "# Home\n\n```{toctree}\n:glob:\n\n**\n```\n"
PNG = (Path(__file__).parents[2] / "docs" / "snippets" / "asset").glob("*.png")

POST = """\
---
title: 모든 것 w01
---
import fig from './asset/fig.png'
import Tabs from '@theme/Tabs'
import Part from './_part.mdx'

첫 문단 w02 **굵게 w03**_기울임 w04_ ~~지움 w05~~ `코드_w06` [고리 w07](https://example.org/a_b#c)

<div style={{textAlign: 'center'}}>
  <img src={fig} style={{width: 300}} alt="그림" />
</div>

<figure>
  <img src={fig} alt="도표" />
  <figcaption>캡션 w08 *기울임 w09*</figcaption>
</figure>

:::tip 제목 w10
본문 w11

- 항목 w12
  1. 안쪽 w13
:::

:::unknown
상자 w14
:::

<Tabs>
<TabItem value="a" label="탭 w15">

내용 w16

</TabItem>
<TabItem value="b" label="둘째 w17">내용 w18</TabItem>
</Tabs>

<details>
<summary>요약 w19</summary>

숨은 w20

</details>

| 머리 w21 | 둘 |
|---|--:|
| 칸 w22 | <kbd>w23</kbd> 100% & #1 _x_ |

<table>
  <tr><td rowspan="2">

  - 목록 w24

  </td><td>w25</td></tr>
  <tr><td>w26</td></tr>
</table>

```py title="파일 w27.py" {1} showLineNumbers
print("w28")
```

```mermaid
graph w29
```

- [x] 한 일 w30
- [ ] 할 일 w31

수식 $a_{w32}$ 와

$$
\\text{w33}
$$

각주[^n]와 <sub>아래 w34</sub><sup>위 w35</sup> <mark>표시 w36</mark> {'값 w37'} :tada:

[^n]: 각주 w38

> 인용 w39
>
> <center>가운데 w40</center>

<Part name="w41">w42</Part>

<iframe src="https://www.youtube.com/embed/w43" />

<video src="./v-w44.mp4" />

<dl><dt>용어 w45</dt><dd>뜻 w46</dd></dl>

<Chart>남는 w47</Chart> a < b w48 {모르는w49} <br> w50 List<String> w51 x <3 w52

#### 건너뛴 w53

<h3>제목 w54</h3>

<blockquote>인용 w55</blockquote>

***
<!-- truncate -->
끝 w56
"""
WORDS = [f"w{number:02}" for number in range(1, 57)]
FILES = {
    "index.md": HOME,
    "a.mdx": POST,
    "_part.mdx": "부분 {props.name} {props.children}\n",
    "v-w44.mp4": b"video",
}
#: Builder → the file that holds the post.
OUTPUTS = {
    "html": "a.html", "dirhtml": "a/index.html", "singlehtml": "index.html", "epub": "a.xhtml",
    "latex": "reviews.tex", "text": "a.txt", "man": "reviews.1", "texinfo": "reviews.texi",
    "xml": "a.xml",
}  # fmt: skip


@pytest.fixture
def built(build: Build) -> Callable[[str], Built]:
    """Return a function that builds the post by a builder."""
    picture = next(iter((Path(__file__).parents[2] / "docs/snippets/asset").glob("*.png")))
    files = {**FILES, "asset/fig.png": picture.read_bytes()}

    def make(builder: str) -> Built:
        man = [("index", "reviews", "Reviews", "", 1)]
        texinfo = [("index", "reviews", "Reviews", "", "reviews", "", "")]
        overrides = {"man_pages": man, "texinfo_documents": texinfo}
        return build(files, builder=builder, confoverrides=overrides)

    return make


@pytest.mark.parametrize("builder", OUTPUTS)
def test_words(built: Callable[[str], Built], builder: str) -> None:
    result = built(builder)
    output = result.read(OUTPUTS[builder])
    assert [word for word in WORDS if word not in output.lower()] == []
    # The man writer has no cells over two rows, and says so.
    others = [code for code in result.codes if not code.startswith("paperreview.")]
    assert others == (["docutils"] if builder == "man" else [])
    admonitions = {"html": 2, "epub": 2, "latex": 2, "xml": 2}
    if builder in admonitions:
        pattern = r'begin\{sphinxadmonition\}|<admonition | admonition">'
        assert len(re.findall(pattern, output)) == admonitions[builder]


def test_images(built: Callable[[str], Built]) -> None:
    assert len(re.findall(r"<img [^>]*fig\.png", built("html").read("a.html"))) == 2
    latex = built("latex")
    assert len(re.findall(r"sphinxincludegraphics[^\n]*fig", latex.read("reviews.tex"))) == 2
    assert latex.exists("fig.png")
    text = built("text").read("a.txt")
    assert "그림" in text
    assert "도표" in text


def test_epub_is_well_formed(built: Callable[[str], Built]) -> None:
    epub = built("epub")
    assert epub.exists("_images/fig.png")
    for path in epub.outdir.rglob("*.xhtml"):
        ET.parse(path)  # raises on anything else
    assert "<iframe" not in epub.read("a.xhtml")


def test_latex_is_escaped(built: Callable[[str], Built]) -> None:
    text = built("latex").read("reviews.tex")
    for plain in ("100% &", "& #1", "코드_w06"):
        assert plain not in text
