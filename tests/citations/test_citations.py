"""Citations: files for other programs, the box of a paper, what Zotero reads, a user's own .bib."""

from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote

import bibtexparser
import pytest
import rispy
from bs4 import BeautifulSoup
from jsonschema import Draft7Validator

from sphinx_paperreview.config import EXPORTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.harness import Built

MORE = 'html_baseurl = "https://example.org/"\n'

POST = """---
title: Eight papers
tags: [daily]
---

""" + "\n\n".join(
    f"## {n}. [Paper {n}: 50% & more](https://arxiv.org/abs/2511.1064{n}) `microsoft`\n\nText {n}."
    for n in range(1, 9)
)
SECOND = "# Two\n\n## [Paper 1: 50% & more](https://arxiv.org/abs/2511.10641)\n\nAgain.\n\n## [Other](https://openreview.net/forum?id=AbCd)\n\nOther.\n"

BIB = r"""@inproceedings{kim2025paper,
  title     = {Paper One: {G}{\"o}del and \& more},
  author    = {Kim, Minsu and van der Berg, Jan and {Qwen Team} and others},
  booktitle = {Conference on Reading},
  year      = {2026},
  eprint    = {2511.10641},
  archivePrefix = {arXiv},
}

@article{elsewhere, title = {Not here}, year = 1999, journal = {X}}
"""

SITE = {
    "posts/2025-11-14.mdx": POST,
    "posts/2025-12-01.mdx": SECOND,
    "papers.lock.json": json.dumps({
        "version": 1,
        "papers": {
            "arxiv:2511.10642": {
                "title": "Paper 2", "authors": ["Ada Lovelace", "김민수"],
                "published": "2025-11-13", "abstract": "Short.", "categories": ["cs.CL"],
                "source": ["arxiv"], "fetched": "2025-11-20",
            },
            "arxiv:2511.10641": {
                "title": "Locked", "published": "2025-11-12", "abstract": "Kept.",
                "source": ["arxiv"], "fetched": "2025-11-20",
            },
        },
    }),
    "refs.bib": BIB,
}  # fmt: skip


@pytest.fixture
def site(build: Callable[..., Built]) -> Built:
    return build(SITE, more_conf=MORE + 'paperreview_bibliography = ["refs.bib"]\n')


def cited(built: Built, page: str) -> dict[str, str]:
    """Return the entries on the page of a paper by the names of the files to save them in."""
    soup = BeautifulSoup(built.read(f"papers/{page}.html"), "html.parser")
    found = soup.select(".pr-citation")
    return {str(entry["data-file"]): entry.select("pre")[0].get_text() for entry in found}


def keys(text: str) -> list[str]:
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    return [entry.key for entry in library.entries]


def test_files_of_all_papers_in_every_format(site: Built) -> None:
    assert site.warnings == []
    expected = ["kim2025paper", *(f"arxiv-2511.1064{n}" for n in range(2, 9)), "openreview-AbCd"]
    assert keys(site.read("papers.bib")) == expected
    items = json.loads(site.read("papers.csl.json"))
    assert [item["id"] for item in items] == expected
    assert [record["id"] for record in rispy.loads(site.read("papers.ris"))] == expected
    rows = list(csv.DictReader(io.StringIO((site.outdir / "papers.csv").read_text("utf-8-sig"))))
    assert [row["key"] for row in rows] == expected
    assert rows[1]["authors"] == "Ada Lovelace; 김민수"
    assert rows[0]["reviewed"] == "2025-12-01"


#: What the CSL-JSON schema (v1.0.2) allows for the variables that we write, and no others.
TEXT = {"type": "string", "minLength": 1}
PARTS = ["family", "given", "non-dropping-particle", "suffix", "literal"]
TEXTS = ["id", "title", "container-title", "publisher", "number", "DOI", "URL", "abstract",
         "keyword"]  # fmt: skip
NAME = {
    "type": "object",
    "properties": dict.fromkeys(PARTS, TEXT),
    "additionalProperties": False,
    "oneOf": [{"required": ["family"]}, {"required": ["literal"]}],
}
CSL = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["id", "type", "title"],
        "additionalProperties": False,
        "properties": {
            "type": {"enum": ["article", "article-journal", "paper-conference"]},
            "author": {"type": "array", "minItems": 1, "items": NAME},
            "issued": {
                "type": "object",
                "required": ["date-parts"],
                "additionalProperties": False,
                "properties": {
                    "date-parts": {
                        "type": "array",
                        "maxItems": 2,
                        "items": {
                            "type": "array",
                            "items": {"type": "integer"},
                            "minItems": 1,
                            "maxItems": 3,
                        },
                    }
                },
            },
            **dict.fromkeys(TEXTS, TEXT),
        },
    },
}


def test_csl_items_are_valid(site: Built) -> None:
    items = json.loads(site.read("papers.csl.json"))
    assert len(items) == len(keys(site.read("papers.bib"))) > 5
    assert list(Draft7Validator(CSL).iter_errors(items)) == []


#: Every kind of file, bibliographies of parts of the archive among them.
ALL = {"paperreview_exports": list(EXPORTS)}


def test_slices_are_written_where_they_are_asked_for(site: Built) -> None:
    assert not site.exists("tags/daily/papers.bib")
    assert not site.exists("posts/2025-12-01.bib")
    assert ".bib" not in site.read("posts/2025-12-01.html") + site.read("tags/daily.html")
    site = site.rebuild(confoverrides=ALL)
    first = ["kim2025paper", *(f"arxiv-2511.1064{n}" for n in range(2, 9))]
    assert keys(site.read("tags/daily/papers.bib")) == first
    assert keys(site.read("orgs/microsoft/papers.bib")) == first
    assert keys(site.read("archive/2025/11/papers.bib")) == first
    assert keys(site.read("archive/2025/12/papers.bib")) == ["kim2025paper", "openreview-AbCd"]
    assert keys(site.read("posts/2025-12-01.bib")) == ["kim2025paper", "openreview-AbCd"]
    assert not list((site.outdir / "papers").glob("*.[br]i[bs]"))  # they are in the page
    for name in ("papers.ris", "papers.csv", "papers.csl.json"):
        assert site.exists(f"tags/daily/{name}")
    assert 'href="../2025-12-01' not in site.read("posts/2025-12-01.html")
    assert 'href="2025-12-01.bib"' in site.read("posts/2025-12-01.html")


def test_links_to_files_work_under_both_builders(build: Callable[..., Built]) -> None:
    for builder in ("html", "dirhtml"):
        site = build(SITE, more_conf=MORE, builder=builder, name=builder, confoverrides=ALL)
        files = []
        for page in site.outdir.rglob("*.html"):
            soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
            links = [link["href"] for link in soup.select(".pr-exports a, .pr-cite a.internal")]
            files += [page.parent / unquote(str(href)) for href in links]
        assert files
        assert [file for file in files if not file.resolve().is_file()] == []


def test_formats_and_slices_can_be_left_out(site: Built) -> None:
    site = site.rebuild(confoverrides=ALL)
    assert site.exists("tags/daily/papers.csv")
    again = site.rebuild(confoverrides={"paperreview_exports": ["csv"]})
    assert again.exists("papers.csv")
    assert not [
        n
        for n in again.files()
        if n.endswith((".bib", ".ris", ".csl.json")) and "_sources" not in n
    ]
    assert not again.exists("tags/daily/papers.csv")
    assert ".bib" not in again.read("posts/2025-12-01.html")
    wrong = site.rebuild(confoverrides={"paperreview_exports": ["bibtex", "docx"]})
    assert wrong.codes == ["paperreview.config"]
    assert wrong.exists("papers.bib")


def test_unlisted_posts_are_in_no_file(site: Built) -> None:
    text = "---\nunlisted: true\n---\n# Hidden\n\n## [Secret](https://arxiv.org/abs/2511.10999)\n\nX.\n"
    again = site.rebuild({"posts/2025-12-02.mdx": text}, confoverrides=ALL)
    assert "2511.10999" not in again.read("papers.bib")
    assert not again.exists("posts/2025-12-02.bib")
    assert "Secret" in unquote(again.read("posts/2025-12-02.html"))


def test_a_subtitle_is_a_part_of_the_title_unless_the_title_is_known(
    build: Callable[..., Built],
) -> None:
    text = "# Two\n\n## [{}](https://arxiv.org/abs/2511.1064{})\n### A subtitle\n\nText.\n"
    site = build({
        "posts/2025-11-14.mdx": text.format("Short", 9),
        "posts/2025-11-15.mdx": text.format("Paper 2", 2),
        "papers.lock.json": SITE["papers.lock.json"],
    })  # fmt: skip
    titles = [item["title"] for item in json.loads(site.read("papers.csl.json"))]
    assert titles == ["Paper 2", "Short: A subtitle"]


# -- a user's own .bib ---------------------------------------------------------------------------


def test_the_own_bib_goes_before_the_lockfile_field_by_field(site: Built) -> None:
    item = json.loads(site.read("papers.csl.json"))[0]
    assert item["title"] == "Paper One: Gödel and & more"
    assert item["abstract"] == "Kept."
    assert item["container-title"] == "Conference on Reading"
    assert item["issued"] == {"date-parts": [[2026]]}
    assert item["author"] == [
        {"family": "Kim", "given": "Minsu"},
        {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
        {"literal": "Qwen Team"},
        {"literal": "others"},
    ]
    entry = cited(site, "2511.10641")["2511.10641.bib"]
    assert entry.startswith("@inproceedings{kim2025paper,")
    assert "{Qwen Team}" in entry
    assert "eprint = {2511.10641}" in entry


def test_a_changed_bib_rewrites_what_shows_it(site: Built) -> None:
    changed = BIB.replace("Paper One", "Paper Uno")
    again = site.rebuild(confoverrides=ALL)
    again = again.rebuild({"refs.bib": changed})
    assert "Paper Uno" in again.read("papers.bib")
    assert "Paper Uno" in again.read("posts/2025-11-14.bib")
    assert "Paper Uno" in again.read("papers/2511.10641.html")
    assert "Paper%20Uno" in again.read("posts/2025-12-01.html")


def test_broken_entries_are_reported_by_line_and_the_others_read(site: Built) -> None:
    broken = BIB + "\n@misc{open, title = {never closed}\n\n@misc{elsewhere, title={Twice}}\n"
    again = site.rebuild({"refs.bib": broken})
    assert again.codes == ["paperreview.bibliography"] * 2
    assert again.warnings[0].startswith("refs.bib:12:")
    assert "kim2025paper" in again.read("papers.bib")


def test_a_setting_of_another_form_is_refused(site: Built) -> None:
    again = site.rebuild(confoverrides={"paperreview_bibliography": [1]})
    assert again.codes == ["paperreview.config"]


def test_a_bib_outside_of_the_folder_or_missing_is_refused(build: Callable[..., Built]) -> None:
    site = build(SITE, more_conf='paperreview_bibliography = ["../x.bib", "gone.bib"]\n')
    assert site.codes == ["paperreview.bibliography"] * 2


def test_keys_never_collide(build: Callable[..., Built]) -> None:
    bib = """@misc{same, eprint={2511.10641}}
@misc{arxiv-2511.10642, eprint={2511.10643}}
@misc{ok:1, eprint={2511.10644}}
"""
    more = "@misc{Same, eprint={2511.10645}}\n"
    site = build(
        {**SITE, "refs.bib": bib, "more.bib": more},
        more_conf='paperreview_bibliography = ["refs.bib", "more.bib"]\n',
    )
    found = keys(site.read("papers.bib"))
    assert len({key.lower() for key in found}) == len(found) == 9
    assert {"same", "arxiv-2511.10642", "arxiv-2511.10643", "ok:1", "arxiv-2511.10645"} <= set(
        found
    )


def test_beside_sphinxcontrib_bibtex(build: Callable[..., Built]) -> None:
    extensions = 'extensions += ["sphinxcontrib.bibtex"]\nbibtex_bibfiles = ["refs.bib"]\n'
    site = build(
        {
            **SITE,
            "index.md": "# Home\n\n{cite}`kim2025paper`\n\n```{bibliography}\n```\n",
            "other.md": "---\norphan: true\n---\n# Other\n\n{cite}`kim2025paper`\n",
        },
        more_conf=MORE + extensions + 'paperreview_bibliography = ["refs.bib"]\n',
        exception_on_warning=True,
    )
    assert site.warnings == []
    assert "van der Berg" in site.read("index.html") or "Berg" in site.read("index.html")


def test_our_file_is_read_by_sphinxcontrib_bibtex(build: Callable[..., Built]) -> None:
    first = build(SITE, name="first")
    ours = first.read("papers.bib")
    site = build(
        {
            "ours.bib": ours,
            "index.md": "# Home\n\n{cite}`arxiv-2511.10642`\n\n```{bibliography}\n:all:\n```\n",
        },
        more_conf='extensions += ["sphinxcontrib.bibtex"]\nbibtex_bibfiles = ["ours.bib"]\n',
    )
    assert site.warnings == []
    assert "50% &amp; more" in site.read("index.html")


# -- the box -------------------------------------------------------------------------------------


def test_a_paper_page_says_how_to_cite(site: Built) -> None:
    soup = BeautifulSoup(site.read("papers/2511.10642.html"), "html.parser")
    box = soup.select_one(".pr-cite")
    assert soup.select_one("h2#cite") is not None
    assert box is not None
    entries = cited(site, "2511.10642")
    assert list(entries) == ["2511.10642.bib", "2511.10642.ris"]
    assert keys(entries["2511.10642.bib"]) == ["arxiv-2511.10642"]
    (record,) = rispy.loads(entries["2511.10642.ris"])
    assert record["title"] == "Paper 2"
    assert box.select_one("details > summary") is not None
    links = [str(link["href"]) for link in box.select("a")]
    assert links == ["https://arxiv.org/bibtex/2511.10642"]
    post = BeautifulSoup(site.read("posts/2025-11-14.html"), "html.parser")
    assert post.select_one('a[href="../papers/2511.10642.html#cite"]') is not None


def test_a_reference_in_a_style(site: Built) -> None:
    style = {"paperreview_citation_style": "harvard-cite-them-right"}
    again = site.rebuild(confoverrides=style)
    text = BeautifulSoup(again.read("papers/2511.10642.html"), "html.parser").select_one(
        ".pr-reference"
    )
    assert text is not None
    assert "Lovelace, A." in text.get_text()
    assert "(2025)" in text.get_text()
    assert again.warnings == []
    broken = site.rebuild(
        {"broken.csl": "<style/>"}, confoverrides={"paperreview_citation_style": "broken.csl"}
    )
    assert set(broken.codes) == {"paperreview.bibliography"}
    unknown = site.rebuild(confoverrides={"paperreview_citation_style": "none.csl"})
    assert unknown.codes == ["paperreview.bibliography"]


def test_same_bytes_however_it_is_built(site: Built, build: Callable[..., Built]) -> None:
    site.rebuild({"refs.bib": BIB.replace("Paper One", "Paper Uno")})
    again = site.rebuild({"refs.bib": BIB})
    clean = build(
        SITE, more_conf=MORE + 'paperreview_bibliography = ["refs.bib"]\n', name="clean", parallel=2
    )

    def ours(built: Built) -> dict[str, bytes]:
        ends = (".bib", ".ris", ".csv", ".csl.json", ".html")
        return {name: data for name, data in built.files().items() if name.endswith(ends)}

    assert ours(again) == ours(clean)


def test_feeds_and_other_builders_have_none_of_it(site: Built, build: Callable[..., Built]) -> None:
    for name in ("atom.xml", "rss.xml", "feed.json"):
        assert "Z3988" not in site.read(name)
        assert "pr-exports" not in site.read(name)
    text = build(SITE, builder="text", name="text")
    assert "rft." not in text.read("posts/2025-11-14.txt")
    assert text.warnings == []


# -- Zotero --------------------------------------------------------------------------------------


class Spans(HTMLParser):
    """What ``span.Z3988[title]`` selects (COinS.js, ``doWeb``)."""

    def __init__(self) -> None:
        super().__init__()
        self.titles: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "span" and "Z3988" in (values.get("class") or "").split() and values.get("title"):
            self.titles.append(values["title"] or "")


def clean_author(name: str) -> dict[str, str]:
    """Zotero's ``cleanAuthor``: with a comma, the first two parts; ends are trimmed before."""
    use_comma = "," in name
    name = name.strip(" .,/[]:")
    if use_comma:
        parts = name.split(",")
        given = {"firstName": parts[1].strip()} if len(parts) > 1 else {}
        return {"lastName": parts[0], **given}
    given_name, _, family = name.rpartition(" ")
    return {"lastName": family, **({"firstName": given_name} if given_name else {})}


def parse_context_object(title: str) -> dict[str, object]:
    """Follow zotero/utilities, ``openurl.js``, ``parseContextObject``.

    The type is that of ``rft_val_fmt`` (journal, book with ``rft.genre=proceeding``, dc), or of
    ``rft.type`` for dc. Parts are cut at ``&`` and ``=``; a plus is a blank even where it is
    escaped. ``rft.atitle`` is the title of articles, ``rft.title`` of others; an author that
    ``aulast`` and ``au`` both name counts once.
    """
    pairs = [part.split("=") for part in title.split("&")]
    assert all(len(pair) == 2 for pair in pairs)
    values = [(name, unquote(value.replace("+", " ").replace("%2B", " "))) for name, value in pairs]
    first = dict(reversed(values))
    kind = {"journal": "journalArticle", "dc": "webpage",
            "book": "conferencePaper" if first.get("rft.genre") == "proceeding" else "book",
            }[first["rft_val_fmt"].rpartition(":")[2]]  # fmt: skip
    item: dict[str, object] = {"itemType": kind}
    creators: list[dict[str, str]] = []
    for name, value in values:
        if name == "rft_id" and value.startswith("info:doi/"):
            item["DOI"] = value[9:]
        elif name == "rft_id" and value.startswith("http"):
            item["url"] = value
        elif name == "rft.type":
            item["itemType"] = value
        elif name in {"rft.atitle", "rft.title"}:
            item["title"] = value
        elif name in {"rft.jtitle", "rft.btitle"}:
            item["publicationTitle"] = value
        elif name == "rft.date":
            item["date"] = value
        elif name == "rft.au":
            creators.append(clean_author(value))
    if "rft.aulast" in first:
        whole = {"lastName": first["rft.aulast"], "firstName": first["rft.aufirst"]}
        assert whole in creators, "else the author would be there twice"
    item["creators"] = creators
    return item


def test_zotero_offers_every_paper_of_a_post(site: Built) -> None:
    spans = Spans()
    spans.feed(site.read("posts/2025-11-14.html"))
    items = [parse_context_object(title) for title in spans.titles]
    assert len(items) == 8  # COinS.js: more than one valid item is "multiple"
    assert items[0] == {
        "itemType": "conferencePaper", "title": "Paper One: Gödel and & more",
        "publicationTitle": "Conference on Reading", "url": "https://arxiv.org/abs/2511.10641",
        "date": "2026",
        "creators": [{"lastName": "Kim", "firstName": "Minsu"},
                     {"lastName": "van der Berg", "firstName": "Jan"}, {"lastName": "Qwen Team"}],
    }  # fmt: skip
    assert items[1]["itemType"] == "preprint"
    assert items[1]["date"] == "2025-11-13"
    assert items[1]["creators"] == [
        {"lastName": "Lovelace", "firstName": "Ada"},
        {"lastName": "김민수"},
    ]
    assert items[2]["title"] == "Paper 3: 50% & more"


def test_a_paper_page_is_one_item_and_a_post_has_no_citation_tags(site: Built) -> None:
    spans = Spans()
    spans.feed(site.read("papers/2511.10642.html"))
    assert len(spans.titles) == 1
    assert 'name="citation_' not in site.read("posts/2025-11-14.html")


@pytest.mark.parametrize("theme", ["basic", "alabaster", "furo", "paperreview"])
def test_citation_tags_are_in_the_head_under_any_theme(
    build: Callable[..., Built], theme: str
) -> None:
    """Embedded Metadata.js: ``html>head>meta[name$=citation_…]``, one author a tag."""
    site = build(SITE, more_conf=f'html_theme = "{theme}"\n', name=theme)
    soup = BeautifulSoup(site.read("papers/2511.10642.html"), "html.parser")
    assert soup.head is not None
    tags = [(tag["name"], tag["content"]) for tag in soup.head.select('meta[name^="citation_"]')]
    assert tags == [
        ("citation_title", "Paper 2"),
        ("citation_author", "Lovelace, Ada"),
        ("citation_author", "김민수"),
        ("citation_publication_date", "2025/11/13"),
        ("citation_arxiv_id", "2511.10642"),
        ("citation_abstract_html_url", "https://arxiv.org/abs/2511.10642"),
        ("citation_pdf_url", "https://arxiv.org/pdf/2511.10642"),
    ]
