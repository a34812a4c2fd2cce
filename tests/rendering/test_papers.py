"""A paper: its facts, its relations to other papers, and links to its other reviews."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from sphinx.testing.util import SphinxTestApp

from sphinx_paperreview.core.papers import identifiers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sphinx_paperreview.core.model import PaperId
    from tests.harness import Build, Built

OLD = "# 2025-11-01\n\n## 1. [Old thing](https://arxiv.org/abs/1706.03762) `google`\n\nIt began here.\n"


def daily(text: str, front: str = "") -> str:
    head = f"---\n{front}\n---\n" if front else ""
    return f"{head}# 2025-11-14\n\n## 1. [New thing](https://arxiv.org/abs/2511.10643)\n\n{text}\n"


def facts(site: Built, page: str = "posts/2025-11-14.html") -> str:
    return "\n".join(re.findall(r'<p class="pr-facts">.*?</p>', site.read(page), re.S))


def test_facts_of_the_front_matter(build: Callable[..., Built]) -> None:
    front = "papers:\n  2511.10643:\n    venue: ICLR\n    year: 2026\n    authors: [Ada L, 김하나]\n    tldr: 한 줄 요약.\n    rating: 8/10\n    confidence: 4\n    status: read twice"
    site = build({"posts/2025-11-14.mdx": daily("Text.", front)})
    assert site.warnings == []
    assert "Ada L, 김하나 · ICLR · 2026" in facts(site)
    assert "Rating 8/10 · Confidence 4 · read twice" in facts(site)
    assert site.env.domains["paper"].archive.papers[0].summary == "한 줄 요약."


def test_an_identifier_that_yaml_takes_for_a_number(build: Callable[..., Built]) -> None:
    text = "# 2025-11-14\n\n## [A](https://arxiv.org/abs/2511.10640)\n\nText.\n\n## [B](https://arxiv.org/abs/1406.1070)\n\nText.\n"
    front = "---\npapers:\n  2511.10640: {venue: ICLR, builds-on: [2402.03300, 1406.1070]}\n  1406.1070: {venue: EMNLP}\n---\n"
    site = build({"posts/2025-11-14.mdx": front + text})
    assert site.warnings == []
    assert [paper.venue for paper in site.env.domains["paper"].archive.papers] == ["ICLR", "EMNLP"]
    targets = site.env.domains["paper"].archive.papers[0].relations
    assert [relation.target.key for relation in targets] == ["arxiv:2402.03300", "arxiv:1406.1070"]


def test_facts_at_the_top_mean_the_only_paper(build: Callable[..., Built]) -> None:
    site = build({"posts/2025-11-14.mdx": daily("Text.", "venue: ICLR\ntldr: Short.\nyear: 2026")})
    assert "ICLR · 2026" in facts(site)
    both = daily("Text.\n\n## [B](https://arxiv.org/abs/2511.10644)\n\nB.", "venue: ICLR")
    assert "ICLR" not in facts(site.rebuild({"posts/2025-11-14.mdx": both}))


@pytest.mark.parametrize(
    "front",
    [
        "papers: [a, b]",
        "papers: {nonsense: {venue: X}}",
        "papers: {'2511.10643': text}",
        "papers: {'2511.10643': {venu: X}}",
        "papers: {'2511.10643': {code: 'javascript:alert(1)'}}",
        "papers: {'2511.10643': {builds-on: nothing}}",
        "papers: {'2511.10643': {venue: [a]}}",
        "papers: {'2511.99999': {venue: X}}",
    ],
)
def test_wrong_facts_are_reported_once(build: Callable[..., Built], front: str) -> None:
    site = build({"posts/2025-11-14.mdx": daily("Text stays.", front)})
    assert site.codes == ["paperreview.front_matter"]
    page = site.read("posts/2025-11-14.html")
    assert "Text stays." in page
    assert "javascript:" not in page


@pytest.mark.parametrize(
    "files",
    [
        {
            "posts/2025-11-14.mdx": daily(
                "Text.", "papers: {'2511.10643': {builds-on: '1706.03762'}}"
            )
        },
        {"posts/2025-11-14.mdx": daily("It goes on from {paper:builds-on}`arxiv:1706.03762`.")},
        {
            "posts/2025-11-14.rst": "2025-11-14\n==========\n\nNew thing\n---------\n\n"
            ".. paper:header:: arxiv:2511.10643\n   :builds-on: https://huggingface.co/papers/1706.03762\n\nText.\n"
        },
    ],
    ids=["front matter", "role", "directive"],
)
def test_relations_are_seen_from_both_sides(
    build: Callable[..., Built], files: dict[str, str]
) -> None:
    site = build({"posts/2025-11-01.mdx": OLD, **files})
    assert site.warnings == []
    assert re.search(r"Builds on <a [^>]*2025-11-01\.html#arxiv-1706.03762", facts(site))
    other = facts(site, "posts/2025-11-01.html")
    assert re.search(r"Built on by <a [^>]*2025-11-14\.html#arxiv-2511.10643", other)
    page = site.read("papers/1706.03762.html")
    assert "Lineage" in page
    assert "New thing" in page
    renamed = OLD.replace("Old thing", "Older thing")
    site = site.rebuild({"posts/2025-11-01.mdx": renamed})
    assert "Older thing" in facts(site)
    assert "Older thing" in site.read("papers/2511.10643.html")


def test_a_relation_to_a_paper_without_a_review(build: Callable[..., Built]) -> None:
    lock = {"version": 1, "papers": {"arxiv:1706.03762": {"title": "Attention & <All>"}}}
    site = build(
        {
            "posts/2025-11-14.mdx": daily(
                "From {paper:compares}`1706.03762`, {paper:contradicts}`2511.10643`."
            ),
            "papers.lock.json": json.dumps(lock),
        }
    )
    assert site.warnings == []
    assert re.search(
        r'Compared with <a [^>]*href="https://arxiv.org/abs/1706.03762">Attention &amp; &lt;All&gt;',
        facts(site),
    )
    assert "Contradict" not in facts(site)  # a paper is not related to itself


def test_the_queue_of_unreviewed_papers(build: Callable[..., Built]) -> None:
    text = "See [a](https://arxiv.org/abs/1706.03762), [b](https://arxiv.org/abs/2005.14165)."
    site = build(
        {
            "posts/2025-11-14.mdx": daily(text),
            "notes.md": "# Notes\n\nThe one on [few shots](https://huggingface.co/papers/2005.14165) again.\n",
            "page.rst": "Page\n====\n\nThis is `our own <https://arxiv.org/abs/2511.10643>`__ one.\n",
        }
    )
    queue = site.read("papers/unreviewed.html")
    assert queue.index("arXiv:2005.14165") < queue.index("arXiv:1706.03762")
    assert 'href="../notes.html#notes"' in queue
    assert "papers/unreviewed.html" in site.read("papers.html")
    assert "Mentioned in" in facts(site)
    site = site.rebuild({"posts/2025-11-01.mdx": OLD})
    assert "1706.03762" not in site.read("papers/unreviewed.html")
    site = site.rebuild({"notes.md": "# Notes\n\nNothing.\n", "posts/2025-11-14.mdx": daily("No.")})
    assert not site.exists("papers/unreviewed.html")


def test_related_reviews_say_why(build: Callable[..., Built]) -> None:
    def paper(number: int, title: str, code: str, text: str = "Text.") -> str:
        return f"## [{title}](https://arxiv.org/abs/2511.{number:05}) `{code}`\n\n{text}\n\n"

    text = "# 2025-11-14\n\n" + (
        paper(10001, "온폴리시 증류로 작은 모델 키우기", "google")
        + paper(10002, "작은 모델을 위한 블랙박스 증류", "google")
        + paper(10003, "Radiance fields for street views", "nvidia")
        + paper(
            10004, "Sparse attention kernels", "meta", "See [x](https://arxiv.org/abs/2511.10003)."
        )
    )
    site = build({"posts/2025-11-14.mdx": text})

    def related(number: int) -> str:
        page = site.read(f"papers/2511.{number}.html")
        return page.partition("Related reviews")[2]

    assert "블랙박스" in related(10001)
    assert "google · similar words" in related(10001)
    assert "Radiance" not in related(10001)
    assert "mentioned together" in related(10003)
    assert "Sparse attention" in related(10003)


def test_links_to_reviewed_papers_have_cards(build: Callable[..., Built]) -> None:
    note = (
        "# Notes\n\nBy [address](https://www.alphaxiv.org/abs/1706.03762v2), {paper:ref}`x <arxiv:1706.03762>`, "
        "{ref}`arxiv-1706.03762`, [file](posts/2025-11-01.mdx#arxiv-1706.03762), "
        "[other](https://arxiv.org/abs/2005.14165).\n"
    )
    site = build({"posts/2025-11-01.mdx": OLD, "notes.mdx": note, "plain.md": "# Plain\n\nText.\n"})
    page = site.read("notes.html")
    title = "Old thing\u2003google · 2025-11-01\u2003It began here."
    assert page.count(f'title="{title}"') == 4
    assert "paperreview-page.js" in page
    assert "paperreview-page.js" not in site.read("plain.html")
    assert "pr-card" not in site.read("posts/2025-11-01.html")
    site = site.rebuild({"posts/2025-11-01.mdx": OLD.replace("It began", "All began")})
    assert site.read("notes.html").count("All began here.") == 4


LINKS = [
    "[address](https://arxiv.org/pdf/1706.03762)",
    "{paper:ref}`arxiv:1706.03762`",
    "{any}`arxiv:1706.03762`",
    "{any}`1706.03762v3`",
    "{ref}`arxiv-1706.03762`",
    "{ref}`words <ArXiv-1706.03762>`",
    "[file](posts/2025-11-01.mdx#arxiv-1706.03762)",
]


@pytest.mark.parametrize("own_id", ["", " {#attention}"])
def test_a_card_follows_the_review(build: Callable[..., Built], own_id: str) -> None:
    review = OLD.replace("`google`", f"`google`{own_id}")
    notes = {
        f"note{n}.mdx": f"# Note\n\nThis continues {link} in part.\n"
        for n, link in enumerate(LINKS)
    }
    site = build({**notes, "posts/2025-11-01.mdx": review})
    for n, link in enumerate(LINKS):
        assert site.read(f"note{n}.html").count("It began here.") == 1, link
    changed = site.rebuild({"posts/2025-11-01.mdx": review.replace("It began", "All began")})
    for n, link in enumerate(LINKS):
        assert changed.read(f"note{n}.html").count("All began here.") == 1, link
        assert changed.read(f"note{n}.html").count("It began here.") == 0, link


def test_a_doi_that_arxiv_knows_is_the_same_paper(build: Callable[..., Built]) -> None:
    doi = "10.5555/3295222.3295349"
    lock = {"version": 1, "papers": {"arxiv:1706.03762": {"title": "Old", "doi": doi}}}
    own = OLD.replace("It began here.", f"It began [here](https://doi.org/{doi}).")
    other = f"# 2025-11-14\n\n## [By its DOI](https://doi.org/{doi})\n\nAgain.\n"
    note = f"---\norphan: true\n---\n# Notes\n\nSee [it](https://doi.org/{doi}) and {{paper:ref}}`doi:{doi}`.\n"
    files = {"posts/2025-11-01.mdx": own, "posts/2025-11-14.mdx": other, "notes.mdx": note}
    apart = build(files)
    assert apart.exists(f"papers/doi-{doi.replace('/', '-')}.html")
    site = apart.rebuild({"papers.lock.json": json.dumps(lock)})
    assert site.warnings == []
    assert not site.exists(f"papers/doi-{doi.replace('/', '-')}.html")
    assert "Also reviewed in" in facts(site, "posts/2025-11-01.html")
    assert "Also reviewed in" in facts(site)
    page = site.read("papers/1706.03762.html")
    assert "2025-11-14.html#doi-10.5555-3295222.3295349" in page
    assert "notes.html#notes" in page
    assert "Mentioned" not in facts(site).replace(
        'Mentioned in <a class="reference internal" href="../notes', ""
    )
    assert 'href="posts/2025-11-14.html#doi-10.5555-3295222.3295349"' in site.read("notes.html")
    clean = build({**files, "papers.lock.json": json.dumps(lock)}, name="clean")
    assert clean.files().keys() == site.files().keys()
    names = [name for name, content in site.files().items() if clean.files()[name] != content]
    assert not [name for name in names if name.endswith((".html", ".json", ".xml", ".bib"))]


def test_another_project_cites_without_this_extension(build: Callable[..., Built]) -> None:
    post = "---\ntags: [증류]\nseries: Deep\n---\n" + OLD
    site = build({"posts/2025-11-01.mdx": post}, name="reviews")
    conf = (
        'project = "Other"\nextensions = ["myst_parser", "sphinx.ext.intersphinx"]\n'
        f'intersphinx_mapping = {{"reviews": ("https://example.org/", {str(site.outdir / "objects.inv")!r})}}\n'
    )
    text = (
        "# Other\n\n{external+reviews:ref}`arxiv-1706.03762`, {external+reviews:ref}`org-google`, "
        "{external+reviews:ref}`tag-증류`, {external+reviews:ref}`series-deep`, "
        "{external+reviews:doc}`posts/2025-11-01`, "
        "[](inv:reviews:paper:paper#arxiv:1706.03762), [](inv:reviews:paper:org#google)\n"
    )
    other = build({"index.md": text}, conf=conf, name="other")
    assert other.warnings == []
    page = other.read("index.html")
    assert page.count('href="https://example.org/posts/2025-11-01.html#arxiv-1706.03762"') == 2
    assert page.count('href="https://example.org/orgs/google.html"') == 2
    assert 'href="https://example.org/posts/2025-11-01.html"' in page
    with_us = build(
        {
            "index.md": "# Other\n\n{external+reviews:paper:ref}`arxiv:1706.03762`, "
            "{external+reviews:paper:ref}`here <https://arxiv.org/pdf/1706.03762v2>`, "
            "{external+reviews:paper:ref}`1706.03762`, {external+reviews:paper:org}`Google`\n"
        },
        conf=conf.replace("myst_parser", "sphinx_paperreview"),
        name="with_us",
    )
    assert with_us.warnings == []
    page = with_us.read("index.html")
    assert page.count("2025-11-01.html#arxiv-1706.03762") == 3
    assert page.count("orgs/google.html") == 1


def count_identified(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Return how often each text is identified from now on."""
    asked: Counter[str] = Counter()
    identify = identifiers.identify

    def counted(text: str) -> PaperId | None:
        asked[text] += 1
        return identify(text)

    monkeypatch.setattr(identifiers, "identify", counted)
    return asked


def test_a_reading_identifies_each_link_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = count_identified(monkeypatch)
    titles = [f"https://arxiv.org/abs/2501.{number:05}" for number in range(1, 11)]
    mentions = [f"https://huggingface.co/papers/2502.{number:05}" for number in range(1, 31)]
    others = [f"https://example.org/{number}" for number in range(10)]
    roles = ["doi:10.1000/role", "https://example.org/role"]
    text = "# Papers\n\n" + "".join(
        f"## {number}. [Paper {number}]({address}) `org`\n\n[arXiv]({address}?a) | [PDF]({address}?b)\n\n"
        for number, address in enumerate(titles, 1)
    )
    text += "## Others\n\n" + " ".join(f"[link]({address})" for address in mentions + others)
    text += "".join(f"\n\n{{paper:compares}}`{target}`" for target in roles)
    (tmp_path / "index.md").write_text(text, encoding="utf-8")
    conf = 'extensions = ["sphinx_paperreview"]\npaperreview_lint = "all"\n'
    (tmp_path / "conf.py").write_text(conf, encoding="utf-8")
    app = SphinxTestApp("html", srcdir=tmp_path)
    try:
        assert app.builder.read() == ["index"]
        found = app.env.domains["paper"].data["mentions"]["index"]
    finally:
        app.cleanup()
    assert len(found) == len(mentions) + len(roles)
    below = [f"{address}?{part}" for address in titles for part in "ab"]
    # The last is text that may be an identifier, of a section that may be a review.
    assert asked == Counter([*titles, *below, *mentions, *others, *roles, "10.1000/role"])


def test_a_page_asks_for_no_link_again(
    build: Callable[..., Built], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = count_identified(monkeypatch)
    addresses = [f"https://arxiv.org/abs/2501.{number:05}" for number in range(1, 11)]
    text = " and ".join(f"[link]({address})" for address in addresses)
    build({"posts/2025-11-14.mdx": f"They are compared in {text} as well.\n"})
    assert [asked[address] for address in addresses] == [1] * len(addresses)


def test_many_reviews_of_a_paper_list_the_first_of_the_others(build: Build) -> None:
    """Each would else have as many links as there are reviews, of which hundreds are gigabytes."""
    review = "## [P](https://arxiv.org/abs/2501.00001)\n\nWords.\n\n"

    def written(count: int) -> tuple[Built, int]:
        posts = {"posts/2025-01-02-a.md": "# T\n\n" + review * count}
        built = build({"index.md": "# Home\n", **posts}, name=f"of-{count}")
        return built, sum(map(len, built.files().values()))

    built, size = written(40)
    page = built.read("posts/2025-01-02-a.html")
    also = re.findall(r'<span class="pr-also">(.*?)</span>', page)
    assert len(also) == 40
    assert {each.count("<a ") for each in also} == {10}
    assert all(each.endswith(" +29") for each in also)
    assert built.read("papers/2501.00001.html").count("posts/2025-01-02-a.html#") >= 40
    assert written(80)[1] < 2 * size


def test_many_relations_to_a_paper_list_the_first_at_each_review(build: Build) -> None:
    review = "## [P](https://arxiv.org/abs/2501.00001)\n\nWords.\n\n"
    others = "".join(
        f"## [Q{number}](https://arxiv.org/abs/2502.{number:05})\n\n"
        "Words {builds}`arxiv:2501.00001`.\n\n"
        for number in range(30)
    )
    post = f"# T\n\n{review * 12}{others}".replace("{builds}", "{paper:builds-on}")
    built = build({"index.md": "# Home\n", "posts/2025-01-02-a.md": post})
    page = built.read("posts/2025-01-02-a.html")
    found = re.findall(r'<span class="pr-relation">(.*?)</span>', page)
    many = [each for each in found if each.count("<a ") > 1]
    assert len(many) == 12
    assert {each.count("<a ") for each in many} == {10}
    assert all(each.endswith(" +20") for each in many)
    box = built.read("papers/2501.00001.html").partition("pr-lineage")[2].partition("</ul>")[0]
    assert box.count("<a ") == 30


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("tags", "---\ntags: [{names}]\n---\n# T\n\nWords.\n"),
        ("authors", "---\nauthors: [{names}]\n---\n# T\n\nWords.\n"),
        ("orgs", "# T\n\n## [P](https://arxiv.org/abs/2501.00001) {names}\n\nWords.\n"),
    ],
)
def test_what_has_a_page_each_is_bounded(build: Build, place: str, text: str) -> None:
    names = [f"name{number}" for number in range(120)]
    written = " ".join(f"`{name}`" for name in names) if place == "orgs" else ", ".join(names)
    built = build({"index.md": "# Home\n", "posts/2025-01-02-a.md": text.format(names=written)})
    pages = [name for name in built.files() if re.fullmatch(rf"{place}/name\d+\.html", name)]
    assert len(pages) == 100
    assert f"the first 100 of 120 {place} are listed; write fewer" in built.warnings[0]
    assert built.codes == ["paperreview.unsafe"]
