"""The feeds of a built site: what each holds, and that they keep the rules of their formats."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin

import feedparser
import pytest
import rnc2rng
from bs4 import BeautifulSoup
from jsonschema import Draft202012Validator
from lxml import etree

from tests.harness import PNG

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.harness import Built

SCHEMAS = Path(__file__).with_name("schemas")
BASE = "https://reviews.example.org/notes/"
NAMES = ("atom.xml", "rss.xml", "feed.json")
ATOM = {"a": "http://www.w3.org/2005/Atom"}

CONF = f"""project = "Reviews & notes"
language = "ko"
extensions = ["sphinx_paperreview"]
html_theme = "paperreview"
html_baseurl = "{BASE}"
paperreview_description = "Papers, read slowly."
"""

FIRST = """---
authors: [hana, Minjun Lee]
tags: [증류, C++]
series: Reading
last_update: {date: 2025-11-16}
---

# Review of the day

Lead with $E = mc^2$.[^1]

## 1. [PAN](https://arxiv.org/abs/2511.09057) `bytedance` `구글`
### A World Model

세계를 흉내 낸다. See [the other](./2025-11-13.mdx).

![figure](./fig.png)

#### Details

$$
x_1 &= 1 \\\\
x_2 &= 2
$$

## 2. [Music Flamingo](https://arxiv.org/abs/2511.10289) `구글`

Listens & answers <b>well</b>.

[^1]: A note.
"""

SECOND = """---
authors: [Minjun Lee]
tags: [증류]
---

# Older review

## 1. [Depth Anything 3](https://arxiv.org/abs/2511.10647) `bytedance`

Plain transformer.
"""

PAGE = "---\norphan: true\n---\n\n# About\n\n## [A paper](https://arxiv.org/abs/2511.11111) `nobody`\n\nUndated.\n"

PEOPLE = "hana:\n  name: 하나\n  url: https://hana.example.org\n  image_url: /img/hana.png\n"
SITE = {
    "conf.py": CONF,
    "authors.yml": PEOPLE,
    "posts/2025-11-14.mdx": FIRST,
    "posts/2025-11-13.mdx": SECOND,
    "posts/fig.png": PNG,
    "about.md": PAGE,
}


@pytest.fixture
def site(build: Callable[..., Built]) -> Built:
    return build(SITE)


def feed(built: Built, folder: str = "") -> dict[str, Any]:
    """Return the JSON form of the feed in *folder*."""
    data: dict[str, Any] = json.loads(built.read(f"{folder}feed.json"))
    return data


def body_folder(built: Built) -> Path:
    """Return the folder beside the doctrees that keeps the HTML of each post."""
    folders = Path(built.env.doctreedir).glob("paperreview-*")
    return next(folder for folder in folders if list(folder.glob("*.html")))


def titles(built: Built, folder: str = "") -> list[str]:
    return atom(built, folder).xpath("a:entry/a:title/text()", namespaces=ATOM)


def atom(built: Built, folder: str = "") -> Any:
    """Return the root of the Atom feed in *folder*."""
    return etree.fromstring(built.read(f"{folder}atom.xml").encode())


def folders(built: Built) -> set[str]:
    found = built.outdir.rglob("atom.xml")
    return {path.parent.relative_to(built.outdir).as_posix() for path in found}


def test_what_each_feed_holds(site: Built) -> None:
    assert site.warnings == []
    pan, flamingo, depth = "PAN: A World Model", "Music Flamingo", "Depth Anything 3"
    first, second = "Review of the day", "Older review"
    expected = {
        "": [first, second],
        "papers/": [pan, flamingo, depth],
        "orgs/bytedance/": [pan, depth],
        "orgs/구글/": [pan, flamingo],
        "tags/증류/": [first, second],
        "tags/c-plus-plus/": [first],
        "authors/하나/": [first],
        "authors/minjun-lee/": [first, second],
        "series/reading/": [first],
    }
    assert {folder: titles(site, folder) for folder in expected} == expected
    assert folders(site) == {folder.rstrip("/") or "." for folder in expected}
    rss = etree.fromstring(site.read("rss.xml").encode())  # the three forms say the same
    assert rss.xpath("channel/item/title/text()") == expected[""]
    assert [item["title"] for item in feed(site)["items"]] == expected[""]
    others = [*site.outdir.rglob("rss.xml"), *site.outdir.rglob("feed.json")]
    assert len(others) == 2  # papers and terms have one feed


def test_the_feed_of_a_term_has_summary_papers_and_picture_but_no_text(
    build: Callable[..., Built],
) -> None:
    site = build(
        {
            **SITE,
            "posts/2025-11-14.mdx": FIRST.replace(
                "---\n", "---\nimage: ./fig.png\ndescription: Two & one.\n", 1
            ),
        }
    )
    root = atom(site, "tags/증류/")
    entry = root.find("a:entry", ATOM)
    assert entry.findtext("a:summary", namespaces=ATOM) == "Two & one."
    soup = BeautifulSoup(entry.findtext("a:content", namespaces=ATOM), "html.parser")
    assert soup.img is not None
    assert soup.get_text().split()[:3] == ["Two", "&", "one."]
    assert soup.img["src"] == f"{BASE}_images/fig.png"
    post = f"{BASE}posts/2025-11-14.html"
    assert [(link.get_text(), link["href"]) for link in soup.select("li a")] == [
        ("PAN: A World Model", f"{post}#arxiv-2511.09057"),
        ("Music Flamingo", f"{post}#arxiv-2511.10289"),
    ]
    text = site.read("tags/증류/atom.xml") + site.read("orgs/bytedance/atom.xml")
    for gone in ("Details", "answers", "<mtable", "A note."):
        assert gone not in text
    (paper,) = (
        found for found in atom(site, "orgs/bytedance/").findall("a:entry", ATOM)
        if found.findtext("a:title", namespaces=ATOM).startswith("PAN")
    )  # fmt: skip
    assert paper.findtext("a:summary", namespaces=ATOM) == "세계를 흉내 낸다. See the other."
    assert paper.find("a:content", ATOM) is None


def test_the_feed_of_a_term_is_written_again_only_where_it_shows_the_edit(site: Built) -> None:
    before = site.files()
    text = SECOND.replace("Plain transformer.", "Plain transformer.\n\nMore of it.")
    after = site.rebuild({"posts/2025-11-13.mdx": text}).files()
    changed = {name for name in after if name.endswith("atom.xml") and after[name] != before[name]}
    assert changed == {"atom.xml", "papers/atom.xml"}
    text = text.replace("Plain", "A plain")  # the summary of the paper and of its post
    again = site.rebuild({"posts/2025-11-13.mdx": text}).files()
    changed = {name for name in again if name.endswith("atom.xml") and again[name] != after[name]}
    terms = {"orgs/bytedance/atom.xml", "tags/증류/atom.xml", "authors/minjun-lee/atom.xml"}
    assert changed == {"atom.xml", "papers/atom.xml", *terms}


def test_every_feed_is_valid(site: Built) -> None:
    schemas = {
        name: etree.RelaxNG(etree.fromstring(rnc2rng.dumps(rnc2rng.load(str(path))).encode()))
        for name in ("atom", "rss")
        for path in [SCHEMAS / f"{name}.rnc"]
    }
    schema = json.loads((SCHEMAS / "json-feed.json").read_text(encoding="utf-8"))
    json_schema = Draft202012Validator(schema)
    for name, relax in schemas.items():
        for path in site.outdir.rglob(f"{name}.xml"):
            relax.assertValid(etree.parse(path))
    json_schema.validate(feed(site))


def test_ids_are_unique_and_addresses_are_their_own(site: Built) -> None:
    ids: dict[str, str] = {}
    seen: set[str] = set()
    for folder in folders(site):
        root = etree.parse(site.outdir / folder / "atom.xml").getroot()
        address = urljoin(BASE, quote(f"{folder}/atom.xml".removeprefix("./")))
        assert root.findtext("a:id", namespaces=ATOM) == address
        assert root.xpath("a:link[@rel='self']/@href", namespaces=ATOM) == [address]
        seen.add(address)
        for part in (root, *root.findall("a:entry", ATOM)):  # once each, which no schema can say
            kinds = part.xpath("a:link/@rel", namespaces=ATOM)
            assert len(set(kinds)) == len(kinds)
            assert "alternate" in kinds
        for entry in root.findall("a:entry", ATOM):
            url = entry.find("a:link", ATOM).get("href")
            assert ids.setdefault(entry.findtext("a:id", namespaces=ATOM), url) == url
    assert len(seen) == len(folders(site))
    assert len(set(ids.values())) == len(ids) == 5


def test_a_paper_has_an_entry_of_its_own(site: Built) -> None:
    pan = feedparser.parse(site.read("papers/atom.xml")).entries[0]
    links = {link["rel"]: link["href"] for link in pan.links}
    assert links["alternate"] == f"{BASE}posts/2025-11-14.html#arxiv-2511.09057"
    assert pan.id == "tag:reviews.example.org,2025:2025-11-14#arxiv-2511.09057"
    assert links["related"] == "https://arxiv.org/abs/2511.09057"
    assert pan.summary == "세계를 흉내 낸다. See the other."
    assert [tag["term"] for tag in pan.tags] == ["증류", "C++", "bytedance", "구글"]
    assert [author["name"] for author in pan.authors] == ["하나", "Minjun Lee"]
    assert pan.published == "2025-11-14T00:00:00Z"
    assert pan.updated == "2025-11-16T00:00:00Z"
    content = atom(site, "papers/").findtext("a:entry/a:content", namespaces=ATOM)
    for kept in ("세계를 흉내 낸다.", "Details", "<mtable"):
        assert kept in content
    for gone in ("Lead", "PAN", "A World Model", "Flamingo", "headerlink", "<h2"):
        assert gone not in content


@pytest.mark.parametrize("theme", ["paperreview", "basic"])
def test_content_is_whole_wherever_it_is_read(build: Callable[..., Built], theme: str) -> None:
    site = build(SITE, confoverrides={"html_theme": theme})
    content = feed(site)["items"][0]["content_html"]
    soup = BeautifulSoup(content, "html.parser")
    addresses = [
        tag[name] for tag in soup.find_all() for name in ("href", "src") if tag.has_attr(name)
    ]
    assert f"{BASE}_images/fig.png" in addresses
    assert f"{BASE}posts/2025-11-13.html" in addresses
    assert any(re.fullmatch(rf"{BASE}posts/2025-11-14\.html#\S+", url) for url in addresses)
    assert [url for url in addresses if not url.startswith("https://")] == []
    assert soup.find_all("math")[0]["alttext"] == "E = mc^2"
    assert len(soup.find_all("math")) == 2
    for gone in ("<script", "annotation", "headerlink", "loading=", r"\(", "<h1", "pr-digest"):
        assert gone not in content
    assert content.count("A note.") == 1
    assert soup.find("h2") is not None


def test_pages_name_their_feeds(build: Callable[..., Built]) -> None:
    site = build(SITE)
    for path, folder in (
        ("tags/증류.html", "tags/증류/"),
        ("orgs/bytedance.html", "orgs/bytedance/"),
        ("authors/하나.html", "authors/하나/"),
        ("series/reading.html", "series/reading/"),
        ("papers.html", "papers/"),
        ("archive.html", ""),
    ):
        soup = BeautifulSoup(site.read(path), "html.parser")
        named = [link["href"] for link in soup.select("head link[rel=alternate]")]
        own = NAMES[:1] if folder else NAMES
        assert named[: len(own)] == [BASE + quote(folder + name) for name in own]
        assert named[-3:] == [BASE + name for name in NAMES]
        assert len(named) == (len(own) + 3 if folder else 3)
        shown = [link["href"] for link in soup.select("main .pr-feeds a")]
        assert [urljoin(BASE + quote(path), href) for href in shown] == named[: len(own)]
    post = BeautifulSoup(site.read("posts/2025-11-14.html"), "html.parser")
    assert len(post.select("head link[rel=alternate]")) == 3
    assert {link["href"] for link in post.select("footer a[href$=xml], footer a[href$=json]")} == {
        f"../{name}" for name in NAMES
    }
    nobody = BeautifulSoup(site.read("orgs/nobody.html"), "html.parser")  # no post has that paper
    assert len(nobody.select("link[rel=alternate]")) == 3
    assert not nobody.select(".pr-feeds")


def test_another_theme_names_the_feeds_too(build: Callable[..., Built]) -> None:
    site = build(SITE, confoverrides={"html_theme": "basic"}, builder="dirhtml")
    soup = BeautifulSoup(site.read("orgs/bytedance/index.html"), "html.parser")
    assert len(soup.select("head link[rel=alternate]")) == 4
    assert [link["href"] for link in soup.select(".pr-feeds a")] == ["atom.xml"]


def test_feeds_can_be_switched_off(site: Built) -> None:
    fewer = site.rebuild(confoverrides={"paperreview_term_feeds": False})
    assert folders(fewer) == {".", "papers"}
    assert "pr-feeds" not in fewer.read("orgs/bytedance.html")
    one = site.rebuild(confoverrides={"paperreview_feed_limit": 1})
    assert titles(one) == ["Review of the day"]
    none = site.rebuild(confoverrides={"paperreview_feed_limit": 0})
    assert folders(none) == set()
    assert not none.exists("feed.css")
    assert "atom.xml" not in none.read("archive.html") + none.read("posts/2025-11-14.html")


def test_a_feed_of_a_term_lists_nothing_twice(build: Callable[..., Built]) -> None:
    paper = "## [T](https://arxiv.org/abs/2511.10647)\n\n```{paper:header}\n:tags: agents\n```\n\nText.\n"
    site = build({
        "conf.py": CONF,
        "posts/2025-11-14.mdx": f"---\ntags: [agents]\n---\n\n# Both\n\n{paper}",
        "posts/2025-11-13.mdx": f"# Paper alone\n\n{paper}",
    })  # fmt: skip
    assert titles(site, "tags/agents/") == ["Both", "T"]


def test_without_an_address_ids_are_whole_nevertheless(build: Callable[..., Built]) -> None:
    site = build(SITE, confoverrides={"html_baseurl": ""})
    assert site.warnings == []
    for folder in folders(site):
        root = etree.parse(site.outdir / folder / "atom.xml").getroot()
        ids = root.xpath("//a:id/text()", namespaces=ATOM)
        assert all(found.startswith("tag:localhost,") for found in ids)
        assert len(set(ids)) == len(ids)
    assert feed(site)["items"][0]["url"] == "/posts/2025-11-14.html"
    assert '<link rel="alternate" type="application/atom+xml"' in site.read("archive.html")
    assert 'href="../atom.xml"' in site.read("posts/2025-11-14.html")


def test_feeds_name_a_style_sheet_for_browsers(site: Built) -> None:
    for path, up in (
        ("atom.xml", ""),
        ("rss.xml", ""),
        ("papers/atom.xml", "../"),
        ("tags/c-plus-plus/atom.xml", "../../"),
    ):
        text = site.read(path)
        # Not XSLT: browsers that still have it put a warning across the page.
        assert re.findall(r"<[?]xml-stylesheet (.*)[?]>", text) == [
            f'type="text/css" href="{up}feed.css"'
        ]
    assert "피드" in site.read("feed.css")


#: Edits, each of which changes what feeds show.
EDITS: Mapping[str, Mapping[str, str | None]] = {
    "body": {"posts/2025-11-14.mdx": FIRST.replace("흉내 낸다", "다시 그린다")},
    "tag": {"posts/2025-11-13.mdx": SECOND.replace("증류", "agents")},
    "author": {"authors.yml": PEOPLE.replace("하나", "Hana Kim")},
    "org": {"posts/2025-11-13.mdx": SECOND.replace("`bytedance`", "")},
    "unlisted": {"posts/2025-11-13.mdx": SECOND.replace("tags:", "unlisted: true\ntags:")},
    "deleted": {"posts/2025-11-13.mdx": None},
    "base": {"conf.py": CONF.replace("/notes/", "/moved/")},
    "description": {"tags.yml": "증류:\n  label: Distillation\n  description: Small from large.\n"},
}


@pytest.mark.parametrize("edit", EDITS)
def test_feeds_after_an_edit_are_those_of_a_clean_build(
    build: Callable[..., Built], edit: str
) -> None:
    files = {name: text for name, text in SITE.items() if name != "about.md"}
    if edit == "deleted":
        files["posts/2025-11-14.mdx"] = FIRST.replace("[the other](./2025-11-13.mdx)", "others")
    built = build(files)
    before = built.files()
    after = built.rebuild(EDITS[edit]).files()
    clean = build({**files, **EDITS[edit]}, name="clean").files()
    assert before != after
    assert {name: text for name, text in after.items() if name != ".buildinfo.bak"} == clean


def test_a_build_of_nothing_new_reads_no_post(site: Built) -> None:
    site.rebuild()
    mtimes = {path: path.stat().st_mtime_ns for path in site.outdir.rglob("*.xml")}
    before = site.files()
    for path in body_folder(site).iterdir():  # who reads one of them writes another feed
        first, _, _rest = path.read_text(encoding="utf-8").partition("\n")
        path.write_text(f"{first}\n<p>Other.</p>\n", encoding="utf-8")
    assert site.rebuild().files() == before
    assert {path: path.stat().st_mtime_ns for path in mtimes} == mtimes


def test_each_post_is_prepared_once(
    build: Callable[..., Built], monkeypatch: pytest.MonkeyPatch
) -> None:
    from sphinx_paperreview.outputs.feeds import site_feeds

    made: list[str] = []
    real = site_feeds.prepare

    def prepare(html: str, base: str, to_mathml: Callable[..., str]) -> object:
        made.append(base)
        return real(html, base, to_mathml)

    monkeypatch.setattr(site_feeds, "prepare", prepare)
    monkeypatch.setattr(site_feeds, "HELD", 0)
    site = build(SITE)
    assert sorted(made) == [f"{BASE}posts/2025-11-13.html", f"{BASE}posts/2025-11-14.html"]
    site.rebuild({"posts/2025-11-13.mdx": SECOND.replace("Plain", "A plain")})
    assert made[2:] == [f"{BASE}posts/2025-11-13.html"]


def test_bodies_of_another_version_are_written_anew(site: Built) -> None:
    before = site.files()
    for path in body_folder(site).glob("*.html"):
        path.write_text("<section>\n<p>Old.</p>\n</section>\n", encoding="utf-8")
    (site.outdir / "atom.xml").unlink()
    assert site.rebuild().files() == before


def test_descriptions_of_rss_are_html(build: Callable[..., Built]) -> None:
    front = 'description: "<think> & a < b &amp; </b>"'
    text = "`<think>` and \\<img src=x onerror=y> end."
    built = build(
        {
            "posts/2025-11-14.mdx": f"---\n{front}\n---\n# A\n\n"
            f"## 1. [P](https://arxiv.org/abs/2511.10643) `o`\n\n{text}\n"
        },
        more_conf='html_baseurl = "https://example.org/"\n',
    )
    words = "<think> & a < b &amp; </b>"
    description = etree.fromstring(built.read("rss.xml").encode()).findtext(".//item/description")
    assert description == html.escape(words, quote=False)
    for name, summary in (
        ("atom.xml", words),
        ("papers/atom.xml", "<think> and <img src=x onerror=y> end."),
    ):
        (entry,) = feedparser.parse(built.read(name)).entries
        assert entry.summary == summary


def ids(built: Built) -> list[str]:
    """Return the ids of posts and of papers, sorted."""
    roots = (atom(built, name) for name in ("", "papers/"))
    return sorted(
        each for root in roots for each in root.xpath("a:entry/a:id/text()", namespaces=ATOM)
    )


TEXT = "# A\n\n## [T](https://arxiv.org/abs/2511.10643) `google`\n\nText.\n"


def test_ids_stay_when_a_post_moves_and_its_date_and_zone_are_corrected(
    build: Callable[..., Built],
) -> None:
    conf = {"html_baseurl": "https://example.org/"}
    first = build({"posts/2025-11-14.mdx": TEXT}, confoverrides=conf)
    assert ids(first) == [
        "tag:example.org,2025:2025-11-14",
        "tag:example.org,2025:2025-11-14#arxiv-2511.10643",
    ]
    for files, more in (
        ({"posts/2025/2025-11-14.mdx": TEXT}, {}),
        ({"posts/2025-11-14.mdx": f"---\ndate: 2025-11-13\n---\n{TEXT}"}, {}),
        ({"posts/2025-11-14.mdx": TEXT}, {"paperreview_timezone": "Asia/Seoul"}),
        (
            {
                "posts/b.mdx": f"---\ndate: 2025-11-14\naliases: [/posts/2025-11-14.html]\n---\n{TEXT}"
            },
            {},
        ),
        ({"posts/b.mdx": f"---\ndate: 2025-11-14\naliases: [posts/2025-11-14/]\n---\n{TEXT}"}, {}),
        ({"posts/2025-11-15.mdx": f"---\nslug: 2025-11-14\n---\n{TEXT}"}, {}),
    ):
        assert ids(build(files, confoverrides={**conf, **more})) == ids(first), files


def test_ids_stay_when_another_post_has_the_same_day_of_a_month(
    build: Callable[..., Built],
) -> None:
    conf = {"html_baseurl": "https://example.org/"}
    files = {"blog/2025/03/02/index.mdx": TEXT}
    first = ids(build(files, confoverrides=conf))
    assert first[0] == "tag:example.org,2025:2025/03/02"
    files["blog/2025/02/02/index.mdx"] = "# B\n\nText.\n"
    assert set(first) < set(ids(build(files, confoverrides=conf)))


def test_ids_of_posts_with_one_name_differ(build: Callable[..., Built]) -> None:
    files = {f"posts/{folder}/2025-11-14.mdx": "# A\n" for folder in ("b", "a", "c")}
    built = build(files, confoverrides={"html_baseurl": "https://example.org/"})
    found = [item["id"] for item in feed(built)["items"]]
    assert sorted(found) == [
        "tag:example.org,2025:2025-11-14",
        "tag:example.org,2025:posts/b/2025-11-14",
        "tag:example.org,2025:posts/c/2025-11-14",
    ]
