"""Text and man pages: images are named once, and links within them have no address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.harness import PNG

if TYPE_CHECKING:
    from tests.harness import Build, Built

POST = """\
# Day

## 1. [One](https://arxiv.org/abs/2501.00001)

![a curve](a.png) within words, ![](a.png) and ![missing](b.png).

<div style={{textAlign: 'center'}}>
 <img src="a.png" alt="a block" />
</div>

See [the other](2025-01-03.mdx), [its paper](2025-01-03.mdx#arxiv-2501.00001) and [far](https://example.org/a:b).

<figure><img src="a.png" alt="in a figure" /><figcaption>Its caption</figcaption></figure>
"""
FILES = {
    "posts/2025-01-02.mdx": POST,
    "posts/2025-01-03.mdx": "# Other\n\n## [One](https://arxiv.org/abs/2501.00001)\n\nWords.\n",
    "posts/a.png": PNG,
}
CONF = """
man_pages = [("index", "reviews", "Reviews", "A", 1)]
html_theme = "basic"
suppress_warnings = ["paperreview.image"]
"""


@pytest.fixture(params=["text", "man"])
def plain(build: Build, request: pytest.FixtureRequest) -> str:
    built: Built = build(dict(FILES), builder=request.param, more_conf=CONF)
    return built.read("posts/2025-01-02.txt" if request.param == "text" else "reviews.1")


def test_an_image_is_named_once(plain: str) -> None:
    text = " ".join(plain.split())
    for words in ("a curve", "a block", "in a figure"):
        assert text.count(words) == 1
        assert f"[image: {words}]" in text
    assert len(re.findall(r"\[image\]", text)) == 1  # the one without words
    assert "Its caption" in text


def test_a_link_within_a_man_page_has_no_address(build: Build) -> None:
    text = build(dict(FILES), builder="man", more_conf=CONF).read("reviews.1")
    assert "the other, its paper and " in text  # docutils before 0.22 marks the last one
    assert "<#" not in text
    assert "<>" not in text


def test_a_page_without_a_review_is_written_as_by_sphinx(build: Build) -> None:
    files = {"index.rst": "A\n=\n\n.. image:: a.png\n   :alt: words\n", "a.png": PNG}
    conf = 'project = "A"\nextensions = {!r}\n'
    ours, theirs = (
        build(dict(files), builder="text", conf=conf.format(names))
        for names in (["sphinx_paperreview"], [])
    )
    assert ours.read("index.txt") == theirs.read("index.txt")


def test_no_words_of_a_man_page_are_requests_of_roff(build: Build) -> None:
    formula = "$$\na\n.so /etc/passwd\nb\n$$\n"
    code = "```text\na\n.so /etc/passwd\n```\n"
    post = (
        f"# Day\n\n## \\\\X'ps: exec a' one\n\n.so /etc/passwd\n\na\\\n.so b\n\n{formula}\n{code}"
    )
    text = build({"posts/2025-01-04.mdx": post}, builder="man", more_conf=CONF).read("reviews.1")
    assert text.count("so /etc/passwd") == 3
    assert not re.search(r"^[.'][ \t]*so", text, re.MULTILINE)
    assert re.search("(?i)X.+ps: exec a", text)
    assert "\\X" not in text


@pytest.mark.parametrize("words", ["words", "{}"])
@pytest.mark.parametrize(
    "address", ["https://x.org/?'\\X'ps:exec'", "mailto:a\\X'ps:b'@x.org", "https://x.org/#\\n[.V]"]
)
def test_no_address_of_a_man_page_is_an_escape_of_roff(
    build: Build, words: str, address: str
) -> None:
    post = f".. paper:post::\n\nDay\n===\n\n`{words} <{address}>`__ end\n"
    post = post.replace("{}", address).replace("\\", "\\\\")
    text = build({"posts/2025-01-04.rst": post}, builder="man", more_conf=CONF).read("reviews.1")
    assert "%5C" in text
    assert not re.search(r"\\X'ps|\\n\[\.V", text)
    assert "end" in text
