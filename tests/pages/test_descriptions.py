"""What gathered pages say of themselves in their heads: the names of what they list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

from tests.harness import CONF

if TYPE_CHECKING:
    from tests.harness import Build

POST = """---
date: 2025-{month:02}-03
tags: [agents]
series: Small
---

# Post {month}

## [Paper {month}](https://arxiv.org/abs/25{month:02}.10643) `acme` `umbrella`

Text of it.
"""


#: What each page says: names alone, without days, pages and organisations beside them.
WANTED = {
    "papers": "Papers: Paper 4, Paper 3, Paper 2, Paper 1",
    "orgs": "Organisations: acme, umbrella",
    "orgs/acme": "acme: Paper 4, Paper 3, Paper 2, Paper 1",
    "archive": "Archive: Post 4, Paper 4, Post 3, Paper 3, Post 2, Paper 2, Post 1, Paper 1",
    "archive/2025/03": "March 2025: Post 3, Paper 3",
    "series/small": "Small: Post 1, Paper 1, Post 2, Paper 2, Post 3, Paper 3, Post 4, Paper 4",
    "page/2": "Posts, page 2: Post 2, Paper 2",
    "statistics": "Statistics: 4 posts, 4 reviews",
}


def test_the_names_of_a_list_and_no_furniture(build: Build) -> None:
    files = {f"posts/{month}.mdx": POST.format(month=month) for month in range(1, 5)}
    conf = CONF + "paperreview_page_size = 1\n"
    site = build({"conf.py": conf, "index.md": "# Home\n", **files})
    pages = {page: BeautifulSoup(site.read(f"{page}.html"), "lxml") for page in WANTED}
    found = {
        page: soup.select_one('meta[name="description"]')["content"]  # type: ignore[index]  # it is there
        for page, soup in pages.items()
    }
    assert found == WANTED
