"""The work of builds, counted: it is linear, and what a fixed archive takes does not grow."""

from __future__ import annotations

import cProfile
import pstats
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from docutils import nodes
from sphinx.highlighting import PygmentsBridge

from sphinx_paperreview import nodes as own_nodes
from sphinx_paperreview.archive.archive import Archive
from sphinx_paperreview.citations import bibtex
from sphinx_paperreview.config import Settings
from sphinx_paperreview.core import model
from sphinx_paperreview.core.files.digests import digest
from sphinx_paperreview.core.model import Paper, PaperId, Post
from sphinx_paperreview.domain import domain
from sphinx_paperreview.pages.gathered.collection import gathered_pages
from sphinx_paperreview.pages.gathered.papers import index_pages
from sphinx_paperreview.rendering.citations import Citations
from tests.harness import WORDS, count_calls

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.harness import Build, Built

FRONT = "---\ntitle: T\ndate: 2026-01-02\nauthors: [A B]\n---\n\n"
PAPER = "## 1. [A](https://arxiv.org/abs/2401.{0:05})\n\n"


@pytest.fixture
def positions(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note the place of each child that docutils searches for: that many are compared."""
    found: list[int] = []
    index = nodes.Element.index

    def noted(self: nodes.Element, *arguments: Any) -> int:
        found.append(index(self, *arguments))
        return found[-1]

    monkeypatch.setattr(nodes.Element, "index", noted)
    return found


@pytest.mark.parametrize(
    "piece",
    ["![a](missing.png)\n", "[a](missing.mdx)\n", "[a](papers/missing{0})\n", "[a](a.mdx)\n",
     "a<sub>b</sub>\n", PAPER + "[a](a.mdx#arxiv-2401-{0:05})\n\n"],
)  # fmt: skip
def test_work_of_a_build_is_linear(build: Build, positions: list[int], piece: str) -> None:
    def work(count: int) -> tuple[int, int]:
        positions.clear()
        text = FRONT + "".join(map(piece.format, range(count)))
        profile = cProfile.Profile()
        profile.runcall(build, {"a.mdx": text}, name=f"src{count}")
        return pstats.Stats(profile).total_calls, sum(positions)  # type: ignore[attr-defined]

    work(1)  # what is done once in a process is done here
    for least, once, twice in zip(work(1), work(30), work(60), strict=True):
        assert twice - least <= 2.3 * (once - least)


def test_a_heading_of_many_links_is_read_once(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = domain.read_records

    def work(count: int) -> int:
        calls: list[int] = []

        def counted(*arguments: Any) -> Any:
            found: list[Any] = []
            calls.append(count_calls(lambda: found.append(read(*arguments))))
            return found[0]

        monkeypatch.setattr(domain, "read_records", counted)
        links = "".join(
            f"[p](https://arxiv.org/abs/2401.{n:05}) " for n in range(10000, 10000 + count)
        )
        build({"index.md": f"# Page\n\n## Links {links}\n\nText.\n"}, builder="dummy")
        return max(calls)

    assert work(400) <= 2.3 * work(200)


START = datetime(2020, 1, 1, tzinfo=UTC)
SITE = 'html_theme = "paperreview"\nhtml_baseurl = "https://example.org/"\n'


def archive(first: int, end: int) -> dict[str, str]:
    """Return posts of three papers each, with words that some of them share."""
    found = {}
    for day in range(first, end):
        text = f"---\ntags: [t{day % 3}]\n---\n\n# Day {day}\n\n"
        for place in range(3):
            words = " ".join(f"{WORDS[(day * step + place) % 17]}는" for step in range(1, 9))
            link = f"https://arxiv.org/abs/2601.{day:03}{place}1"
            text += f"## [Paper {day} {place}]({link}) `o{day % 4}`\n\n{words}.\n\n- {words}\n- $x^2$\n\n"
        found[f"posts/2026-01-{day + 1:02}.mdx"] = text
    return found


class Work:
    """Counts our walks through whole doctrees, the files that were written and their bytes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.walks = 0
        findall = nodes.Node.findall

        def noted(node: nodes.Node, *arguments: Any, **names: Any) -> Any:
            caller = sys._getframe(1).f_code.co_filename  # noqa: SLF001  # Sphinx's are not counted
            self.walks += isinstance(node, nodes.document) and "sphinx_paperreview" in caller
            return findall(node, *arguments, **names)

        monkeypatch.setattr(nodes.Node, "findall", noted)
        walk = own_nodes.walk_below

        def walked(node: nodes.Node, *arguments: Any) -> None:
            self.walks += isinstance(node, nodes.document)
            walk(node, *arguments)

        monkeypatch.setattr(own_nodes, "walk_below", walked)

    def of(self, run: Callable[[], Built], folder: Path | None = None) -> tuple[Built, list[int]]:
        """Return what *run* built, and walks, files written and their bytes."""
        before, self.walks = stamps(folder) if folder else {}, 0
        site = run()
        after = stamps(site.outdir)
        written = [stamp for name, stamp in after.items() if before.get(name) != stamp]
        return site, [self.walks, len(written), sum(size for _time, size in written)]


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Return time and size of each file in *folder* but those of the theme."""
    found = (path for path in folder.rglob("*") if path.is_file() and "_static" not in path.parts)
    statuses = ((str(path), path.stat()) for path in found)
    return {name: (status.st_mtime_ns, status.st_size) for name, status in statuses}


#: Most walks, files and bytes of a build of a fixed archive: a few per cent more than there are.
MOST = {
    "cold": (612, 294, 1_580_000),
    "no change": (0, 3, 6_400),
    "edit": (25, 15, 272_000),
    "new post": (33, 45, 696_000),
}


def test_a_fixed_archive_takes_no_more_work(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    work, counts = Work(monkeypatch), {}
    site, counts["cold"] = work.of(lambda: build(archive(0, 24), more_conf=SITE))
    out, edited = site.outdir, "posts/2026-01-12.mdx"
    site, counts["no change"] = work.of(site.rebuild, out)
    text = archive(11, 12)[edited] + "One word more.\n"
    site, counts["edit"] = work.of(lambda: site.rebuild({edited: text}), out)
    site, counts["new post"] = work.of(lambda: site.rebuild(archive(24, 25)), out)
    over = {
        step: (found, MOST[step])
        for step, found in counts.items()
        if any(count > most for count, most in zip(found, MOST[step], strict=True))
    }
    assert over == {}


def test_the_environment_keeps_little_of_a_post(build: Build) -> None:
    def size(days: int) -> int:
        app = build(archive(0, days), builder="dummy", name=f"kept{days}").app
        return Path(app.doctreedir, "environment.pickle").stat().st_size

    # Its record, those of its papers, its table of contents.
    assert size(16) - size(8) <= 8 * 2_500


def daily(days: int, each: int = 1) -> Archive:
    """Return an archive of a post on each of so many days, which reviews so many papers."""
    posts, papers = {}, {}
    for number in range(days):
        name, date = f"p{number:04}", START + timedelta(days=number)
        posts[name] = Post(name, 1, f"Post {number}", date, date, tags=(f"t{number % 9}",))
        papers[name] = tuple(
            Paper(name, "a", 1, PaperId("arxiv", f"20{place:02}.{number:05}"), place, "",
                  f"Paper {number}", "", orgs=(f"o{number % 7}",))
            for place in range(1, each + 1)
        )  # fmt: skip
    return Archive(Settings(), posts=posts, papers=papers, mentions={}, metadata={}, updated={},
                   people={}, tags={})  # fmt: skip


def test_pages_are_described_in_linear_time(build: Build) -> None:
    env = build({"index.md": "# Home\n"}, builder="dummy").app.env

    def work(days: int) -> int:
        archive = daily(days)
        citations = Citations(archive, env)
        return count_calls(
            lambda: list(gathered_pages(archive, citations, Settings(), "en", {}, ()))
        )

    work(20)  # what is done once in a process is done here
    some, many = work(400), work(800)
    assert many <= 2.2 * some


def test_no_page_of_papers_grows_with_a_year(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    digested: list[int] = []
    monkeypatch.setattr(model, "digest", lambda shown: digested.append(1) or digest(shown))
    archive = daily(500, each=4)
    citations = Citations(archive, build({"index.md": "# Home\n"}, builder="dummy").app.env)
    pages = {page.name: page for page in index_pages(archive, citations, ())}
    rows = {name: page.shown[0] for name, page in pages.items()}  # type: ignore[index]
    assert len(rows.pop("papers")) == 1000
    assert [*rows] == ["papers/2021", "papers/2020", "papers/2020/1", "papers/2020/2"]
    assert max(map(len, rows.values())) <= 750
    shown = [row for name in ("2021", "2020", "2020/2", "2020/1") for row in rows[f"papers/{name}"]]
    assert shown == [*archive.answer(model.Query("papers"))]  # the newest first, each once
    # What a page shows of a row is digested once, for the index and for its year.
    assert len(digested) == 2000


def test_what_pages_share_is_made_once(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    entry = bibtex.entry

    def noted(paper_id: Any, *arguments: Any) -> str:
        made.append(paper_id.key)
        return entry(paper_id, *arguments)

    highlighted: list[str] = []
    highlight = PygmentsBridge.highlight_block

    def highlights(bridge: PygmentsBridge, source: str, *arguments: Any, **names: Any) -> str:
        highlighted.append(source)
        return highlight(bridge, source, *arguments, **names)

    monkeypatch.setattr(bibtex, "entry", noted)
    monkeypatch.setattr(PygmentsBridge, "highlight_block", highlights)
    sites = [build(archive(0, days), more_conf=SITE, name=f"shared{days}") for days in (2, 4)]
    # Citations are framed like the code of a sample, without Pygments.
    assert not [source for source in highlighted if "@misc" in source and "Paper" in source]
    # Each paper has its entry on its page and in the file of all papers.
    assert len(made) == 3 * (2 + 4)
    # The files that a page loads are not noted for all builders to come.
    assert len({len(site.app.registry.js_files) for site in sites}) == 1
    assert len({len(site.app.registry.css_files) for site in sites}) == 1
