"""The head of a page: JSON-LD, Open Graph, canonical address, robots; in any theme."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from pyld import jsonld

from sphinx_paperreview.pages.structured_data import rating_of
from tests.harness import picture

if TYPE_CHECKING:
    from tests.harness import Build, Built


BASE = 'html_baseurl = "https://example.org/"\n'
SCHEMA = "https://schema.org/"
POST = """---
title: 'Papers "of" </script><!-- the day'
authors: [hana, Someone Else]
tags: [vision, agents]
series: Daily
image: ./card.png
description: Two papers & more.
last_update:
  date: 2025-11-20
---

# A day

## 1. [Depth Anything](https://arxiv.org/abs/2511.10647) `bytedance`

```{paper:header}
:rating: 8/10
:tldr: One plain transformer </script> suffices.
```

Text.

![A chart](./asset/chart.png)

## 2. [PAN](https://arxiv.org/abs/2511.09057)

A world model.
"""
LOCK = {"version": 1, "papers": {"arxiv:2511.10647": {
    "title": "Depth Anything 3", "authors": ["Haotong Lin"], "published": "2025-11-13",
    "venue": "CVPR", "doi": "10.48550/arxiv.2511.10647",
}}}  # fmt: skip


FILES = {
    "posts/2025-11-14.md": POST,
    "posts/2025-11-13.mdx": "# Yesterday\n\n![B](./asset/chart.png)\n\nText.\n",
    "posts/2025-11-12.mdx": "---\nunlisted: true\n---\n# Secret\n\nText.\n",
    "posts/card.png": picture(1200, 630),
    "posts/asset/chart.png": picture(200, 100),
    "authors.yml": "hana:\n  name: Hana\n  url: https://hana.example\n",
    "papers.lock.json": json.dumps(LOCK),
    "about.md": "---\norphan: true\n---\n# About <us>\n\nWho we are.\n",
}


def head(built: Built, path: str) -> BeautifulSoup:
    soup = BeautifulSoup(built.read(path), "html.parser")
    assert soup.head is not None
    return soup.head  # type: ignore[return-value]  # it has the same methods


def metas(built: Built, path: str) -> dict[str, Any]:
    """Return the values of a page's ``meta`` by name; a list where there are several."""
    found: dict[str, Any] = {}
    for meta in head(built, path).find_all("meta"):
        for name in map(str, filter(None, (meta.get("name"), meta.get("property")))):
            if name.startswith("article:") and name.endswith(("author", "tag")):
                found.setdefault(name, []).append(meta["content"])
            else:
                assert name not in found or name == "viewport", f"{name} stands twice"
                found[name] = meta["content"]
    return found


def data(built: Built, path: str) -> dict[str, Any]:
    (script,) = head(built, path).find_all("script", type="application/ld+json")
    return json.loads(script.string)


def schema_org(url: str, options: object) -> dict[str, Any]:
    """Stand in for the context that schema.org serves."""
    assert url.startswith(SCHEMA.rstrip("/"))
    links = {name: {"@type": "@id"} for name in (
        "url", "sameAs", "mainEntityOfPage", "image", "isPartOf",
    )}  # fmt: skip
    terms = {name: {"@id": SCHEMA + name, **kind} for name, kind in links.items()}
    context = {"@context": {"@vocab": SCHEMA, **terms}}
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url,
            "document": context}  # fmt: skip


def expanded(built: Built, path: str) -> dict[str, Any]:
    """Return the data of a page as a processor of JSON-LD understands it."""
    options = {"documentLoader": schema_org, "base": f"https://example.org/{path}"}
    (item,) = jsonld.expand(data(built, path), options)
    return item


def term(name: str) -> str:
    return SCHEMA + name


def values(item: dict[str, Any], name: str) -> list[Any]:
    """Return the values of a property: texts, addresses, or further items."""
    found = item.get(term(name), [])
    return [value.get("@value", value) if "@value" in value else
            value["@id"] if value.keys() == {"@id"} else value for value in found]  # fmt: skip


# -- JSON-LD --------------------------------------------------------------------------------------


def test_a_post_is_a_posting_with_a_review_of_each_paper(build: Build) -> None:
    built = build(FILES, more_conf=BASE)
    assert built.warnings == []
    posting = expanded(built, "posts/2025-11-14.html")
    address = "https://example.org/posts/2025-11-14.html"
    assert posting["@type"] == [term("BlogPosting")]
    assert posting["@id"] == address
    assert values(posting, "headline") == ['Papers "of" </script><!-- the day']
    assert values(posting, "datePublished") == ["2025-11-14T00:00:00+00:00"]
    assert values(posting, "dateModified") == ["2025-11-20T00:00:00+00:00"]
    assert values(posting, "keywords") == ["vision", "agents"]
    assert values(posting, "image") == ["https://example.org/_images/card.png"]
    hana, other = values(posting, "author")
    assert hana["@id"] == "https://example.org/authors/hana.html"
    assert values(hana, "url") == ["https://hana.example"]
    assert values(other, "url") == ["https://example.org/authors/someone-else.html"]
    first, second = values(posting, "hasPart")
    assert first["@id"] == f"{address}#arxiv-2511.10647"
    assert first["@type"] == second["@type"] == [term("Review")]
    assert values(first, "author") == [hana["@id"], other["@id"]]
    assert values(first, "reviewBody") == ["One plain transformer </script> suffices."]
    (rating,) = values(first, "reviewRating")
    assert (values(rating, "ratingValue"), values(rating, "bestRating")) == ([8], [10])
    assert values(second, "reviewRating") == []
    (article,) = values(first, "itemReviewed")
    assert article["@type"] == [term("ScholarlyArticle")]
    assert article["@id"] == "https://arxiv.org/abs/2511.10647"
    assert values(article, "name") == ["Depth Anything 3"]
    assert values(values(article, "author")[0], "name") == ["Haotong Lin"]
    assert values(article, "datePublished") == ["2025-11-13"]


def test_addresses_and_identifiers_of_a_paper_are_on_its_page_or_in_the_post(build: Build) -> None:
    built = build(FILES, more_conf=BASE)
    article = expanded(built, "papers/2511.10647.html")
    check_addresses(article)
    (reviewed,) = values(values(expanded(built, "posts/2025-11-14.html"), "hasPart")[0],
                         "itemReviewed")  # fmt: skip
    assert reviewed["@id"] == article["@id"]
    assert not {term(name) for name in ("url", "sameAs", "identifier")} & reviewed.keys()
    more = 'paperreview_paper_pages = "none"\n'
    alone = expanded(build(FILES, more_conf=BASE + more, name="none"), "posts/2025-11-14.html")
    check_addresses(values(values(alone, "hasPart")[0], "itemReviewed")[0])


def check_addresses(article: dict[str, Any]) -> None:
    address = "https://arxiv.org/abs/2511.10647"
    assert (article["@id"], values(article, "url")) == (address, [address])
    assert "https://huggingface.co/papers/2511.10647" in values(article, "sameAs")
    assert address not in values(article, "sameAs")
    names = {values(name, "propertyID")[0]: values(name, "value")[0]
             for name in values(article, "identifier")}  # fmt: skip
    assert names == {"arxiv": "2511.10647", "doi": "10.48550/arxiv.2511.10647"}


def test_a_paper_s_page_has_all_its_reviews(build: Build) -> None:
    again = "# Again\n\n## [Depth](https://huggingface.co/papers/2511.10647)\n\nOnce more.\n"
    built = build({**FILES, "posts/2025-11-15.mdx": again}, more_conf=BASE)
    article = expanded(built, "papers/2511.10647.html")
    assert article["@type"] == [term("ScholarlyArticle")]
    assert values(article, "mainEntityOfPage") == ["https://example.org/papers/2511.10647.html"]
    newer, older = values(article, "review")
    assert newer["@id"] == "https://example.org/posts/2025-11-15.html#arxiv-2511.10647"
    assert values(older, "datePublished") == ["2025-11-14"]
    assert values(values(older, "author")[0], "name") == ["Hana"]


def test_other_pages_say_what_they_are(build: Build) -> None:
    built = build(FILES, more_conf=BASE, confoverrides={"html_theme": "paperreview"})
    kinds = {
        "index.html": "Blog",
        "tags/vision.html": "CollectionPage",
        "authors/hana.html": "CollectionPage",
        "archive.html": "CollectionPage",
        "papers.html": "CollectionPage",
    }
    for path, kind in kinds.items():
        assert expanded(built, path)["@type"] == [term(kind)]
    (author,) = values(expanded(built, "authors/hana.html"), "about")
    assert author["@type"] == [term("Person")]
    for path in ("about.html", "search.html", "genindex.html"):
        assert not head(built, path).find_all("script", type="application/ld+json")


def test_no_text_ends_the_element(build: Build) -> None:
    text = build(FILES, more_conf=BASE).read("posts/2025-11-14.html")
    script = text.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert json.loads(script)["headline"] == 'Papers "of" </script><!-- the day'
    assert "<" not in script


def test_without_an_address_of_the_site_addresses_are_relative(build: Build) -> None:
    built = build(FILES)
    posting = expanded(built, "posts/2025-11-14.html")
    assert posting["@id"] == "https://example.org/posts/2025-11-14.html"
    assert values(posting, "hasPart")[0]["@id"].endswith("/2025-11-14.html#arxiv-2511.10647")
    assert values(posting, "author")[0]["@id"] == "https://example.org/authors/hana.html"
    assert "og:image" not in metas(built, "posts/2025-11-14.html")


@pytest.mark.parametrize("base", ["/", "/reviews/"])
def test_a_path_alone_is_no_address_of_the_site(build: Build, base: str) -> None:
    conf = {"html_baseurl": base, "html_theme": "paperreview"}
    built = build(FILES, confoverrides=conf)
    plain = build(FILES, confoverrides={**conf, "html_baseurl": ""})
    for page in ("posts/2025-11-14.html", "archive.html", "papers/2511.10647.html"):
        assert metas(built, page) == metas(plain, page)
        assert data(built, page) == data(plain, page)
    written = {"sitemap.xml", "robots.txt"} | {name for name in built.files() if "_cards/" in name}
    assert not [name for name in written if built.exists(name)]


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("8/10", {"ratingValue": 8, "bestRating": 10}),
        ("4", {"ratingValue": 4}),
        ("3.5 / 5", {"ratingValue": 3.5, "bestRating": 5}),
        ("0/10", {"ratingValue": 0, "bestRating": 10, "worstRating": 0}),
        ("8", {}),
        ("11/10", {}),
        ("good", {}),
        ("", {}),
    ],
)
def test_a_rating_is_a_number_on_a_known_scale(text: str, rating: dict[str, Any]) -> None:
    assert rating_of(text) == ({"@type": "Rating", **rating} if rating else {})


# -- Open Graph, cards ----------------------------------------------------------------------------


def test_previews_of_a_post(build: Build) -> None:
    built = build(FILES, more_conf=BASE + 'language = "ko"\n')
    found = metas(built, "posts/2025-11-14.html")
    assert found["og:type"] == "article"
    assert found["og:title"] == 'Papers "of" </script><!-- the day'
    assert found["og:description"] == found["description"] == "Two papers & more."
    assert found["og:url"] == "https://example.org/posts/2025-11-14.html"
    assert found["og:site_name"] == "Reviews"
    assert found["og:locale"] == "en_US"  # the post's own language
    assert metas(built, "archive.html")["og:locale"] == "ko_KR"
    assert found["og:image"] == "https://example.org/_images/card.png"
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert found["twitter:card"] == "summary_large_image"
    assert found["author"] == "Hana, Someone Else"
    assert found["article:author"] == [
        "https://example.org/authors/hana.html", "https://example.org/authors/someone-else.html",
    ]  # fmt: skip
    assert found["article:published_time"] == "2025-11-14T00:00:00+00:00"
    assert found["article:modified_time"] == "2025-11-20T00:00:00+00:00"
    assert found["article:section"] == "Daily"
    assert found["article:tag"] == ["vision", "agents"]
    assert built.exists("_images/card.png")


def test_the_first_picture_is_the_preview_of_a_post(build: Build) -> None:
    found = metas(build(FILES, more_conf=BASE), "posts/2025-11-13.html")
    assert found["og:image"] == "https://example.org/_images/chart.png"
    assert found["og:image:alt"] == "B"
    assert found["twitter:card"] == "summary"  # it is too small for a large one


def test_a_picture_of_the_front_matter_is_looked_for(build: Build) -> None:
    post = "---\nimage: {}\n---\n# Post\n\nText.\n"
    files = {
        "posts/2025-11-14.mdx": post.format("/img/card.png"),
        "posts/2025-11-13.mdx": post.format("https://cdn.example/x.png"),
        "posts/2025-11-12.mdx": post.format("./none.png"),
        "posts/2025-11-11.mdx": post.format("../../../etc/secret.png"),
        "static/img/card.png": picture(10, 10),
    }
    built = build(files, more_conf=BASE)
    images = [metas(built, f"posts/2025-11-{day}.html").get("og:image") for day in (14, 13, 12, 11)]
    assert images == [
        "https://example.org/_images/card.png",
        "https://cdn.example/x.png",
        None,
        None,
    ]
    assert built.codes == ["paperreview.image"] * 2
    again = built.rebuild({"posts/none.png": picture(10, 10)})
    found = metas(again, "posts/2025-11-12.html")
    assert found["og:image"] == "https://example.org/_images/none.png"
    assert again.exists("_images/none.png")


def test_the_author_s_own_values_stay(build: Build) -> None:
    rst = (
        ".. meta::\n   :description: My own\n   :property=og:title: Mine\n\n"
        "2025-11-14 post\n===============\n\n:date: 2025-11-14\n\nText.\n"
    )
    built = build({"posts/2025-11-14.rst": rst}, more_conf=BASE)
    found = metas(built, "posts/2025-11-14.html")
    assert (found["description"], found["og:title"]) == ("My own", "Mine")


def test_sphinxext_opengraph_has_the_previews_to_itself(build: Build) -> None:
    files = {
        **FILES,
        "sphinxext/__init__.py": "",
        "sphinxext/opengraph.py": "def setup(app): pass\n",
    }
    conf = (
        "import sys, pathlib\nsys.path.insert(0, str(pathlib.Path(__file__).parent))\n"
        'extensions.append("sphinxext.opengraph")\n'
    )
    built = build(files, more_conf=BASE + conf)
    found = metas(built, "posts/2025-11-14.html")
    assert not [name for name in found if name.startswith(("og:", "twitter:", "article:"))]
    assert data(built, "posts/2025-11-14.html")["@type"] == "BlogPosting"


# -- any theme ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("theme", "builder"),
    [
        ("paperreview", "html"), ("paperreview", "dirhtml"), ("basic", "dirhtml"),
        ("alabaster", "html"), ("furo", "dirhtml"), ("pydata_sphinx_theme", "html"),
    ],
)  # fmt: skip
def test_each_page_says_each_thing_once(build: Build, theme: str, builder: str) -> None:
    built = build(FILES, more_conf=BASE, confoverrides={"html_theme": theme}, builder=builder)
    # Under other themes, pages without a review are those of the project.
    pages = ["posts/2025-11-14", "archive/2025/11", "papers/2511.10647"]
    for page in pages + ["index", "about"] * (theme == "paperreview"):
        folder = page if page != "index" else ""
        path = f"{page}.html" if builder == "html" or page == "index" else f"{page}/index.html"
        address = path if builder == "html" else f"{folder}/".lstrip("/")
        links = head(built, path).find_all("link", rel="canonical")
        assert [link["href"] for link in links] == [f"https://example.org/{address}"]
        assert metas(built, path)["og:url"] == f"https://example.org/{address}"
        scripts = head(built, path).find_all("script", type="application/ld+json")
        assert len(scripts) == (page != "about")
    secret = "posts/2025-11-12" + (".html" if builder == "html" else "/index.html")
    assert metas(built, secret)["robots"] == "noindex"


def test_books_and_single_pages_have_none_of_it(build: Build) -> None:
    for builder in ("singlehtml", "epub"):
        built = build(FILES, more_conf=BASE, builder=builder, name=builder)
        texts = [data for name, data in built.files().items() if name.endswith("html")]
        assert texts
        assert not any(b"ld+json" in text or b"og:" in text for text in texts)


# -- rebuilding -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed",
    [
        {"authors.yml": "hana:\n  name: Hana Kim\n  url: https://kim.example\n"},
        {"papers.lock.json": json.dumps(LOCK).replace("CVPR", "ICCV")},
        {"posts/card.png": picture(64, 64)},
        {"posts/2025-11-14.md": POST.replace("8/10", "3/10").replace("vision", "depth")},
        {"posts/2025-11-14.md": None},
    ],
    ids=["people", "lockfile", "picture", "post", "gone"],
)
def test_heads_follow_a_change(build: Build, changed: dict[str, str | bytes | None]) -> None:
    after = build(FILES, more_conf=BASE).rebuild(changed).files()
    clean = build({**FILES, **changed}, more_conf=BASE, name="clean", parallel=2).files()
    unlike = Counter(
        name for name in after.keys() | clean.keys() if after.get(name) != clean.get(name)
    )
    assert not [name for name in unlike if not name.startswith((".doctrees", ".buildinfo"))]
