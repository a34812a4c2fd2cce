"""Files for machines: papers.json, llms.txt, sitemap, robots."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from sphinx_paperreview.outputs import papers_json, sitemap
from sphinx_paperreview.outputs.markdown import llms
from tests.harness import PNG

if TYPE_CHECKING:
    from tests.harness import Build, Built


BASE = 'html_baseurl = "https://example.org/"\n'
POST = r"""---
authors: [Hana]
tags: [vision]
---

# 2025-11-14 papers

Two today.

## 1. [Depth Anything](https://arxiv.org/abs/2511.10647v2) `bytedance`

A *plain* transformer of size $a_1 < b$: `x_1`. It is <b>bold</b>, \<script> and snake_case.

$$
E = mc^2
$$

![A chart](./asset/chart.png)

:::note[Mind]

Only on one set.

:::

| a | b |
|---|---|
| 1 | 2 \| 3 |

````python
print("```")
````

1\. This begins no list. See [PAN](./2025-11-13.mdx).

### Results

3. Good.
   - [x] H<sub>2</sub>O
4. Better.

<details>
<summary>More</summary>

Hidden.

</details>

<iframe src="https://www.youtube.com/embed/abc" title="Talk"></iframe>

## 2. [World Models](https://doi.org/10.1145/3292500.3330701)

Dreams.
"""
OLDER = """---
last_update:
  date: 2025-11-20
---

# 2025-11-13 papers

See https://arxiv.org/abs/2511.10647 also.

## [PAN](https://arxiv.org/abs/2511.09057)

A world model.
"""
GUIDE = "# Guide\n\n## [Guided](https://arxiv.org/abs/2511.09058)\n\nOf note.\n"
FILES = {
    "posts/2025-11-14.mdx": POST,
    "posts/2025-11-13.mdx": OLDER,
    "posts/2025-11-12.mdx": "---\nunlisted: true\n---\n# Secret\n\n## [S](https://arxiv.org/abs/2511.00001)\n",
    "posts/asset/chart.png": PNG,
}


def papers(built: Built) -> list[dict[str, Any]]:
    return json.loads(built.read("papers.json"))["papers"]


def addresses(built: Built, name: str = "sitemap.xml") -> dict[str, str | None]:
    """Return each address of a sitemap with its ``lastmod``."""
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    root = ET.fromstring(built.read(name))
    return {
        item.findtext(f"{space}loc", ""): item.findtext(f"{space}lastmod")
        for item in root
    }  # fmt: skip


# -- JSON -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("more_conf", ["", BASE, 'paperreview_paper_pages = "none"\n'])
def test_json_is_of_the_form_that_its_schema_says(build: Build, more_conf: str) -> None:
    built = build(FILES, more_conf=more_conf)
    schema = json.loads(built.read("papers.schema.json"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    files = [name for name in built.files() if re.fullmatch(r"papers(/(?!feed).*)?\.json", name)]
    assert files == ["papers.json"]
    validator.validate(json.loads(built.read("papers.json")))


def test_json_of_many_papers_is_a_file_a_year(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = OLDER.replace("2511.09057", "2411.09057")
    files = {**FILES, "posts/2024-11-13.mdx": older, "guide.md": GUIDE}
    whole = build(files, more_conf=BASE)
    monkeypatch.setattr(papers_json, "WHOLE", 3)
    split = whole.rebuild({"posts/asset/chart.png": PNG + b" "})
    validator = Draft202012Validator(json.loads(split.read("papers.schema.json")))
    index = json.loads(split.read("papers.json"))
    validator.validate(index)
    assert index["years"] == [
        {"year": "2025", "url": "https://example.org/papers-2025.json", "papers": 3},
        {"year": "2024", "url": "https://example.org/papers-2024.json", "papers": 1},
        {"url": "https://example.org/papers-undated.json", "papers": 1},
    ]
    parts = [json.loads(split.read(year["url"].rpartition("/")[2])) for year in index["years"]]
    for part, year in zip(parts, index["years"], strict=True):
        validator.validate(part)
        assert len(part["papers"]) == year["papers"]
    monkeypatch.setattr(papers_json, "WHOLE", 5)
    again = split.rebuild({"posts/asset/chart.png": PNG})
    assert papers(again) == [paper for part in parts for paper in part["papers"]]
    assert not list(again.outdir.glob("papers-*.json"))
    # An edit of one year leaves the files of the others as they are.
    monkeypatch.setattr(papers_json, "WHOLE", 3)
    before = again.rebuild({"posts/asset/chart.png": PNG + b"  "}).files()
    after = again.rebuild({"posts/2024-11-13.mdx": older.replace("A world", "No world")}).files()
    lists = {name for name in after if re.fullmatch(r"papers[^/]*\.json", name)}
    assert {name for name in lists if after[name] != before[name]} == {"papers-2024.json"}


def test_the_documentation_s_example_is_of_that_form() -> None:
    root = Path(__file__).parents[2]
    schema = root / "sphinx_paperreview" / "outputs" / "papers.schema.json"
    text = (root / "docs" / "reference" / "papers-json.md").read_text(encoding="utf-8")
    example = text.partition("```json\n")[2].partition("```")[0]
    validator = Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
    validator.validate(json.loads(example))


def test_json_describes_each_paper(build: Build) -> None:
    built = build(FILES, more_conf=BASE)
    found = papers(built)
    assert [paper["key"] for paper in found] == [
        "arxiv:2511.10647", "doi:10.1145/3292500.3330701", "arxiv:2511.09057",
    ]  # fmt: skip
    first = found[0]
    assert first["page"] == "https://example.org/papers/2511.10647.html"
    assert first["mentions"] == 1
    (place,) = first["mentioned_in"]
    assert place["url"].startswith("https://example.org/posts/2025-11-13.html")
    assert first["terms"][0] == {
        "kind": "org", "label": "bytedance", "url": "https://example.org/orgs/bytedance.html",
    }  # fmt: skip
    (review,) = first["reviews"]
    assert review["url"] == "https://example.org/posts/2025-11-14.html#arxiv-2511.10647"
    assert review["post"]["title"] == "2025-11-14 papers"
    assert (review["number"], review["orgs"], review["tags"]) == ("1", ["bytedance"], ["vision"])
    assert review["reviewers"] == ["Hana"]
    assert found[2]["reviews"][0]["updated"] == "2025-11-20T00:00:00+00:00"


def test_json_takes_what_the_lockfile_knows(build: Build) -> None:
    lock = {"version": 1, "papers": {"arxiv:2511.10647": {
        "title": "Depth Anything 3: The Whole Title", "authors": ["Haotong Lin", "Sili Chen"],
        "published": "2025-11-13", "venue": "CVPR", "version": 3,
    }}}  # fmt: skip
    built = build({**FILES, "papers.lock.json": json.dumps(lock)}, more_conf=BASE)
    paper = papers(built)[0]
    assert paper["title"] == "Depth Anything 3: The Whole Title"
    assert paper["authors"] == ["Haotong Lin", "Sili Chen"]
    assert (paper["published"], paper["venue"], paper["newest_version"]) == (
        "2025-11-13",
        "CVPR",
        3,
    )
    lock["papers"]["arxiv:2511.10647"]["venue"] = "ICCV"
    again = built.rebuild({"papers.lock.json": json.dumps(lock)})
    assert papers(again)[0]["venue"] == "ICCV"
    assert "ICCV" in again.read("papers/2511.10647.md")


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_files_of_a_paper_have_the_same_path_under_every_builder(
    build: Build, builder: str
) -> None:
    built = build(FILES, more_conf=BASE, builder=builder)
    for name in ("papers.json", "papers/2511.10647.md"):
        assert built.exists(name)
    beside = {path.suffix for path in (built.outdir / "papers").iterdir() if path.is_file()}
    assert beside - {".html", ".xml"} == {".md"}
    page = "papers/2511.10647/index.html" if builder == "dirhtml" else "papers/2511.10647.html"
    up = "../../" if builder == "dirhtml" else "../"
    assert 'type="application/json"' not in built.read(page)
    assert f'type="text/markdown" href="{up}papers/2511.10647.md"' in built.read(page)
    address = papers(built)[0]["page"]
    assert address == "https://example.org/" + page.removesuffix("index.html")


# -- llms.txt -------------------------------------------------------------------------------------


def test_llms_names_the_newest_and_where_everything_is(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(llms, "PAPERS", 2)
    monkeypatch.setattr(llms, "POSTS", 1)
    built = build(FILES, more_conf=BASE + 'paperreview_description = "Papers, read."\n')
    text = built.read("llms.txt")
    assert text.startswith("# Reviews\n\n> Papers, read. 2 posts, 3 papers.\n\n## Posts\n\n")
    links = re.findall(r"^- \[[^]]+\]\(([^)]+)\)", text, re.MULTILINE)
    assert links[:3] == [
        "https://example.org/posts/2025-11-14.html",
        "https://example.org/papers/2511.10647.md",
        "https://example.org/papers/doi-10.1145-3292500.3330701.md",
    ]
    assert "https://example.org/papers.json" in links
    for link in links:
        assert built.exists(link.removeprefix("https://example.org/"))
    assert "Secret" not in text


# -- sitemap and robots ---------------------------------------------------------------------------


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_sitemap_has_what_may_be_found(build: Build, builder: str) -> None:
    built = build({**FILES, "about.md": "# About\n"}, more_conf=BASE, builder=builder)
    end = "/" if builder == "dirhtml" else ".html"
    found = addresses(built)
    assert found[f"https://example.org/posts/2025-11-14{end}"] == "2025-11-14T00:00:00+00:00"
    assert found[f"https://example.org/posts/2025-11-13{end}"] == "2025-11-20T00:00:00+00:00"
    assert found[f"https://example.org/about{end}"] is None
    # Of a gathered page, the newest of the posts that it shows.
    assert found[f"https://example.org/archive/2025/11{end}"] == "2025-11-20T00:00:00+00:00"
    assert found[f"https://example.org/tags/vision{end}"] == "2025-11-14T00:00:00+00:00"
    assert not [address for address in found if re.search("2025-11-12|search|genindex", address)]
    for address in found:
        path = address.removeprefix("https://example.org/")
        assert built.exists(f"{path}index.html" if path.endswith("/") or not path else path)


def test_sitemap_is_split_where_it_is_long(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "URLS", 5)
    built = build(FILES, more_conf=BASE)
    parts = addresses(built)
    assert list(parts) == [f"https://example.org/sitemap-{n + 1}.xml" for n in range(len(parts))]
    whole = [addresses(built, name.rpartition("/")[2]) for name in parts]
    assert all(len(part) <= 5 for part in whole)
    monkeypatch.setattr(sitemap, "URLS", 50_000)
    again = built.rebuild(confoverrides={"html_title": "Other"})
    assert sorted(addresses(again)) == sorted(address for part in whole for address in part)
    assert not again.exists("sitemap-1.xml")


def test_addresses_are_escaped(build: Build) -> None:
    for builder in ("html", "dirhtml"):
        built = build(
            {"posts/2025-11-14.mdx": "---\ntags: [비전]\n---\n# A & B\n\nText.\n"},
            more_conf=BASE, builder=builder, name=builder,
        )  # fmt: skip
        found = addresses(built)
        assert all(address.isascii() for address in found)
        assert any("tags/%EB%B9%84%EC%A0%84" in address for address in found)


@pytest.mark.parametrize(
    ("base", "robots"),
    [
        ("https://example.org", True),
        ("https://example.org/", True),
        ("https://example.org/reviews/", False),
        ("", False),
    ],
)
def test_robots_txt_is_written_only_at_the_root_of_a_host(
    build: Build, base: str, robots: bool
) -> None:
    conf = {"html_baseurl": base, "html_theme": "paperreview"}
    built = build(FILES, confoverrides=conf)
    assert built.exists("robots.txt") is robots
    assert built.exists("sitemap.xml") is bool(base)
    if robots:
        expected = "User-agent: *\nDisallow:\n\nSitemap: https://example.org/sitemap.xml\n"
        assert built.read("robots.txt") == expected


def test_under_another_theme_robots_txt_is_written_if_it_is_asked_for(build: Build) -> None:
    conf = {"html_baseurl": "https://example.org/", "html_theme": "alabaster"}
    built = build(FILES, confoverrides=conf)
    assert built.exists("sitemap.xml")
    assert not built.exists("robots.txt")
    built = built.rebuild(confoverrides={**conf, "paperreview_exports": ["sitemap", "robots"]})
    assert "Sitemap:" in built.read("robots.txt")


def test_a_file_of_the_author_goes_before_ours(build: Build) -> None:
    own = "User-agent: *\nDisallow: /\n"
    conf = BASE + 'html_theme = "paperreview"\nhtml_extra_path = ["extra"]\n'
    built = build({**FILES, "extra/robots.txt": own}, more_conf=conf)
    assert built.read("robots.txt") == own
    assert built.rebuild().read("robots.txt") == own
    again = built.rebuild({"extra/robots.txt": None, "extra/other.txt": "x"})
    assert "Sitemap:" in again.read("robots.txt")


def test_another_extension_s_sitemap_is_left_alone(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The real one may be loaded by another test; this one must not stay for it.
    monkeypatch.setitem(sys.modules, "sphinx_sitemap", ModuleType("sphinx_sitemap"))
    monkeypatch.delitem(sys.modules, "sphinx_sitemap")
    extension = (
        "def setup(app):\n    app.add_config_value('sitemap_filename', 'map.xml', '')\n"
        "    return {'parallel_read_safe': True}\n"
    )
    conf = (
        "import sys, pathlib\nsys.path.insert(0, str(pathlib.Path(__file__).parent))\n"
        'extensions.append("sphinx_sitemap")\nhtml_theme = "paperreview"\n'
    )
    built = build({**FILES, "sphinx_sitemap.py": extension}, more_conf=BASE + conf)
    assert not built.exists("sitemap.xml")
    assert "Sitemap: https://example.org/map.xml" in built.read("robots.txt")


# -- settings and rebuilding ----------------------------------------------------------------------


def test_exports_can_be_chosen(build: Build) -> None:
    built = build(FILES, more_conf=BASE, confoverrides={"paperreview_exports": ["json"]})
    assert built.exists("papers.json")
    for name in ("papers/2511.10647.md", "llms.txt", "sitemap.xml", "robots.txt"):
        assert not built.exists(name)
    page = built.read("papers/2511.10647.html")
    assert "text/markdown" not in page
    again = built.rebuild(confoverrides={"paperreview_exports": ["markdown", "llm"]})
    assert "does not know 'llm' (did you mean 'llms'?); it takes json" in again.warnings[0]
    assert again.exists("papers/2511.10647.md")
    assert not again.exists("papers.json")


def test_an_unlisted_post_is_in_no_file(build: Build) -> None:
    built = build(FILES, more_conf=BASE)
    for name, data in built.files().items():
        if name.endswith((".json", ".md", ".txt", ".xml")) and "_sources" not in name:
            assert b"2511.00001" not in data, name


@pytest.mark.parametrize("parallel", [0, 2])
def test_files_follow_an_edit(build: Build, parallel: int) -> None:
    built = build(FILES, more_conf=BASE, parallel=parallel)
    before = built.files()
    assert built.rebuild().files() == before
    changed = {"posts/2025-11-14.mdx": POST.replace("Good.", "Very good.").replace("Dreams", "Day")}
    after = built.rebuild(changed).files()
    clean = build({**FILES, **changed}, more_conf=BASE, name="clean", parallel=parallel).files()
    assert after.keys() == clean.keys()
    unlike = {name for name in after if after[name] != clean[name]}
    assert not {name for name in unlike if name.endswith((".json", ".md", ".html", ".xml", ".txt"))}
    assert b"Very good." in after["papers/2511.10647.md"]
    assert after["papers/2511.09057.md"] == before["papers/2511.09057.md"]


@pytest.mark.parametrize("pages", ["all", "none"])
@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("review", "language: en", "language: ko"),
        ("review", "date: 2025-10-01", "date: 2025-10-02"),
        ("review", "authors: [Hana]", "authors: [Minjun]"),
        ("mention", "date: 2025-10-01", "date: 2025-10-02"),
        ("mention", "title: A", "title: B"),
    ],
)
def test_list_of_papers_follows_each_value_of_a_post(
    build: Build, pages: str, name: str, old: str, new: str
) -> None:
    head = (
        "---\ntitle: A\ndate: 2025-10-01\nlast_update: {date: 2025-11-20}\nlanguage: en\n"
        "authors: [Hana]\n---\n\n"
    )
    paper = "[One](https://arxiv.org/abs/2509.00001)"
    files = {"posts/review.md": f"{head}## {paper}\n", "posts/mention.md": f"{head}See {paper}.\n"}
    conf = f"{BASE}paperreview_paper_pages = '{pages}'\n"
    built = build({**files, "value.txt": f"{name} {new}"}, more_conf=conf)
    changed = {f"posts/{name}.md": files[f"posts/{name}.md"].replace(old, new)}
    clean = build({**files, **changed}, more_conf=conf).read("papers.json")
    assert built.read("papers.json") != clean
    assert built.rebuild(changed).read("papers.json") == clean


def test_files_of_a_paper_go_with_its_review(build: Build) -> None:
    built = build(FILES, more_conf=BASE)
    again = built.rebuild({"posts/2025-11-13.mdx": None})
    for suffix in (".md", ".html"):
        assert not again.exists(f"papers/2511.09057{suffix}")
    assert len(papers(again)) == 2
