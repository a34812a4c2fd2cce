"""Indices of papers in books."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.harness import Built

FILES = {
    "index.md": "# Book\n\n```{toctree}\nposts/2025-11-14\nposts/2025-10-02\n```\n",
    "posts/2025-11-14.mdx": "---\ntags: [증류]\n---\n# A\n\n## [First thing](https://arxiv.org/abs/2511.10643) `nvidia`\n\nText.\n",
    "posts/2025-10-02.mdx": "# B\n\n## [Second thing](https://arxiv.org/abs/2510.10643) `google`\n\nText.\n",
    "posts/2025-09-01.mdx": "# C\n\n## [No part of it](https://arxiv.org/abs/2509.10643) `apple`\n\nText.\n",
}


@pytest.mark.parametrize(
    ("builder", "path"), [("latex", "reviews.tex"), ("texinfo", "reviews.texi")]
)
def test_a_book_has_indices_of_its_papers(
    build: Callable[..., Built], builder: str, path: str
) -> None:
    book = build(FILES, builder=builder).read(path)
    index = book[book.rindex("Text.") :]
    for word in ("nvidia", "google", "증류", "2025", "First thing", "Second thing"):
        assert word in index
    assert "apple" not in index
    assert "No part of it" not in index


def test_headings_of_an_index_in_latex_are_no_entries(build: Callable[..., Built]) -> None:
    book = build(FILES, builder="latex").read("reviews.tex")
    assert r"\bigletter{nvidia}" in book
    assert r"\bigletter{2025\sphinxhyphen{}10}" in book or r"\bigletter{2025-10}" in book
    assert r"\sphinxstyleindexentry{First thing}" in book
    assert r"\sphinxstyleindexentry{nvidia}" not in book
    assert r"\paperreviewindex{Organisations}" in book.partition(r"\begin{document}")[0]


def test_an_epub_has_indices_and_a_site_has_pages(build: Callable[..., Built]) -> None:
    tagged = FILES["posts/2025-11-14.mdx"].replace("[증류]", "[증류, '<b', '&x', '\"y']")
    book = build(FILES | {"posts/2025-11-14.mdx": tagged}, builder="epub")
    assert "First thing" in book.read("paper-organisations.xhtml")
    tags = ET.fromstring(book.read("paper-tags.xhtml"))
    assert {"<b", "&x", '"y', "증류"} <= set(tags.itertext())
    assert "Symbols" in set(tags.itertext())
    site = build(FILES, name="site")
    assert site.exists("orgs/nvidia.html")
    assert not any(name.startswith("paper-") for name in site.files())
