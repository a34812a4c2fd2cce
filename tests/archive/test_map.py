"""The map of papers: where they lie, that pages show it, and what it costs."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from sphinx_paperreview.archive.archive import Archive
from sphinx_paperreview.archive.map import WIDTH, map_of
from sphinx_paperreview.archive.sources import Records, SharedFacts
from sphinx_paperreview.config import Settings
from sphinx_paperreview.core.model import Paper, PaperId, Relation
from sphinx_paperreview.rendering.charts.svg import width_of
from tests.harness import count_calls

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.harness import Build, Built

TOPICS = {
    "speech": "phoneme acoustic waveform transcript microphone vocoder prosody utterance",
    "vision": "pixel camera convolution segmentation detection contour texture occlusion",
    "agents": "planning browser toolcall observation rollout episode environment reward",
}


def archive_of(
    number: int, *, relations: int, seed: int = 1, named: bool = True, only_older: bool = False,
    tags: int = 10,
) -> Archive:  # fmt: skip
    """Return an archive of papers of ten tags, whose reviews mostly refer to those of their tag.

    :param named: whether the papers have tags and organisations
    :param only_older: whether each review refers to papers before it, as reviews do
    """
    source = random.Random(seed)
    ids = [PaperId("arxiv", f"2401.{n:05}") for n in range(number)]
    papers = {}
    for n, identifier in enumerate(ids):
        end = n if only_older else number
        same = [ids[m] for m in range(n % tags, end, tags)] if relations else []
        chosen = source.sample(same, min(relations, len(same))) if same else []
        papers[f"p{n:04}"] = (
            Paper(
                f"p{n:04}", f"arxiv-{n}", 1, identifier, 0, "", f"Paper {n}", "",
                orgs=(f"org {source.randrange(5)}",) if named else (),
                tags=(f"tag {n % tags}",) if named else (),
                relations=tuple(Relation("builds-on", each) for each in chosen if each != identifier),
            ),
        )  # fmt: skip
    return Archive(Settings(), Records(papers=papers), SharedFacts())


def test_few_papers_have_no_map() -> None:
    assert map_of(archive_of(11, relations=2)) is None
    assert map_of(archive_of(12, relations=2)) is not None


@pytest.mark.parametrize(("number", "relations"), [(12, 0), (60, 2), (400, 0), (400, 3), (900, 2)])
def test_every_paper_has_a_place_of_its_own(number: int, relations: int) -> None:
    found = map_of(archive_of(number, relations=relations))
    assert found is not None
    points = [point for region in found.regions for point in region.points]
    assert len({point.key for point in points}) == len(points) == number
    assert len({(point.x, point.y) for point in points}) == number
    assert all(0 <= point.x <= WIDTH and 0 <= point.y <= found.height for point in points)
    for region in found.regions:
        for point in region.points:
            distance = ((point.x - region.x) ** 2 + (point.y - region.y) ** 2) ** 0.5
            assert distance <= region.radius
    for one in found.regions:
        for other in found.regions:
            if one is not other:
                distance = ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5
                assert distance >= (one.radius + other.radius) * 0.97


@pytest.mark.parametrize(("number", "relations"), [(60, 2), (400, 0), (400, 3), (900, 2)])
def test_the_number_of_a_region_has_room_above_it(number: int, relations: int) -> None:
    found = map_of(archive_of(number, relations=relations))
    assert found is not None
    for one in found.regions:
        top = one.y - one.radius
        for other in found.regions:
            if one is not other:
                x, y = max(one.x - 9, min(other.x, one.x + 9)), max(top - 10, min(other.y, top))
                distance = ((x - other.x) ** 2 + (y - other.y) ** 2) ** 0.5
                assert distance >= other.radius


def test_papers_that_refer_to_one_another_lie_together() -> None:
    found = map_of(archive_of(200, relations=4))
    assert found is not None
    for region in found.regions:
        tags = {int(point.key[-5:]) % 10 for point in region.points}
        assert len(tags) <= 2
        assert region.names[0].startswith("tag ")


@pytest.mark.parametrize(("number", "relations"), [(12, 0), (60, 2), (400, 2)])
@pytest.mark.parametrize("named", [True, False])
def test_every_region_has_a_name_of_its_own(number: int, relations: int, named: bool) -> None:
    found = map_of(archive_of(number, relations=relations, named=named))
    assert found is not None
    names = [region.names for region in found.regions]
    assert all(names)
    assert len(set(names)) == len(names)
    if not named:  # the title of one of its papers
        for region in found.regions:
            papers = {f"Paper {int(point.key[-5:])}" for point in region.points}
            assert set(region.names) <= papers


def test_the_same_archive_has_the_same_map() -> None:
    assert map_of(archive_of(300, relations=3)) == map_of(archive_of(300, relations=3))


@pytest.mark.parametrize("relations", [0, 3])
def test_the_work_grows_with_the_archive(relations: int) -> None:
    def work(number: int) -> int:
        archive = archive_of(number, relations=relations)
        _ = [archive.related(key) for key in archive.keys]  # is measured elsewhere
        return count_calls(map_of, archive)

    assert work(2000) < 2.6 * work(1000)


@pytest.mark.parametrize("number", [260, 600])
def test_new_papers_change_their_own_regions_alone(number: int) -> None:
    more = 4
    new = {f"arxiv:2401.{n:05}" for n in range(number, number + more)}
    before, after = (map_of(archive_of(each, relations=3, only_older=True))
                     for each in (number, number + more))  # fmt: skip
    assert before is not None
    assert after is not None
    known = {(region.names, region.alone) for region in before.regions}
    others = [
        region for region in after.regions if not new & {point.key for point in region.points}
    ]
    assert len(others) >= max(4, len(after.regions) - more)
    assert {(region.names, region.alone) for region in others} <= known


def test_no_region_has_too_many_papers() -> None:
    found = map_of(archive_of(700, relations=3, tags=1))
    assert found is not None
    assert max(len(region.points) for region in found.regions) <= 300


# -- pages -----------------------------------------------------------------------------------------


def project() -> dict[str, str | bytes | None]:
    source = random.Random(7)
    files: dict[str, str | bytes | None] = {"index.md": "# Home\n\n```{paper:map}\n```\n"}
    for number in range(24):
        topic = list(TOPICS)[number % 3]
        words = " ".join(source.choice(TOPICS[topic].split()) for _ in range(40))
        relation = "" if number < 3 else (
            f"\n```{{paper:header}}\n:builds-on: arxiv:2401.{number % 3:05}\n```\n"
        )  # fmt: skip
        files[f"posts/2026-{number % 3 + 1:02}-{number + 1:02}.md"] = (
            f"---\ntags: [{topic}]\n---\n\n# Post {number}\n\n"
            f"## [{topic} {number}](https://arxiv.org/abs/2401.{number:05}) `org{number % 2}`\n"
            f"{relation}\n{words}.\n"
        )
    return files


@pytest.fixture
def site(build: Build) -> Built:
    return build(project(), confoverrides={"html_theme": "paperreview"})


def test_the_page(site: Built) -> None:
    assert set(site.codes) <= {"paperreview.impossible_id"}
    soup = BeautifulSoup(site.read("map.html"), "html.parser")
    links = soup.select("svg.pr-map-drawing a")
    assert len(links) == 24
    assert all((site.outdir / str(link["href"]).partition("#")[0]).is_file() for link in links)
    assert all(link.select_one("title").get_text() for link in links)
    assert len(soup.select("svg line.pr-line-builds-on")) == 21
    assert len(soup.select("details tbody tr")) == 24
    assert [each["value"] for each in soup.select('input[type="radio"]')] == ["org", "month"]
    assert len(soup.select(".pr-legend-org li")) == 3  # two organisations, and the others
    assert len(soup.select(".pr-legend-month li")) == 3
    assert soup.select("input[checked]")
    assert BeautifulSoup(site.read("archive.html"), "html.parser").select('a[href="map.html"]')


def test_the_names_of_regions_are_whole(build: Build) -> None:
    long = {topic: f"{topic} as it is written about every day" for topic in TOPICS}
    files = project()
    for name, text in files.items():
        for topic in TOPICS:
            files[name] = str(files[name]).replace(f"tags: [{topic}]", f"tags: [{long[topic]}]")
        assert name == "index.md" or text != files[name]
    soup = BeautifulSoup(
        build(files, confoverrides={"html_theme": "paperreview"}).read("map.html"), "html.parser"
    )
    listed = [
        each.get_text().strip().rpartition(" · ")[0] for each in soup.select(".pr-regions li")
    ]
    lines = [each.get_text() for each in soup.select("svg .pr-region-name")]
    alone = soup.select("svg .pr-region-number.pr-alone")
    assert len(listed) > 2
    assert len(soup.select("svg .pr-region-number")) == len(listed)
    assert len(alone) < len(listed)  # a large region has room for a name in two lines
    shown = [name for number, name in enumerate(listed, 1)
             if str(number) not in {each.get_text() for each in alone}]  # fmt: skip
    assert " ".join(lines) == " ".join(shown)


def test_no_name_lies_on_another_or_on_a_region(build: Build) -> None:
    names = ("{}", "models of {} and more", "{} 에 관한 연구")
    files: dict[str, str | bytes | None] = {"index.md": "# Home\n\n```{paper:map}\n```\n"}
    for number in range(16):
        tag = names[number % 3].format("abcdefghijklmnop"[number] * 4)
        papers = [
            f"## [Paper {number}.{n}](https://arxiv.org/abs/24{number + 1:02}.{n:05})"
            for n in range(3 + number % 5)
        ]
        files[f"posts/2026-01-{number + 1:02}.md"] = "\n\n".join(
            (f"---\ntags: [{tag}]\n---", f"# Post {number}", *papers)
        )
    built = build(files, confoverrides={"html_theme": "paperreview"})
    drawing = BeautifulSoup(built.read("index.html"), "html.parser").select_one(
        "svg.pr-map-drawing"
    )
    circles = [
        tuple(float(str(each[key])) for key in ("cx", "cy", "r"))
        for each in drawing.select(".pr-region")
    ]
    boxes = []
    for each in drawing.select(".pr-region-name, .pr-alone"):
        x, y, half = float(str(each["x"])), float(str(each["y"])), 7 * width_of(each.get_text())
        boxes.append((x - half, x + half, y - 11, y))
        assert x - half >= 0
        assert x + half <= WIDTH
        for cx, cy, radius in circles:
            dx, dy = max(x - half, min(cx, x + half)) - cx, max(y - 11, min(cy, y)) - cy
            assert cx == x or dx * dx + dy * dy >= radius * radius
    for number, one in enumerate(boxes):
        for other in boxes[:number]:
            apart = one[1] <= other[0] or other[1] <= one[0]
            assert apart or one[3] <= other[2] or other[3] <= one[2]
    assert len(circles) > 6
    assert drawing.select(".pr-region-name")


def test_the_directive(site: Built) -> None:
    soup = BeautifulSoup(site.read("index.html"), "html.parser")
    assert len(soup.select("svg.pr-map-drawing a")) == 24
    ids = [str(each["id"]) for each in soup.select("[id]")]
    assert len(ids) == len(set(ids))


def test_an_edit_of_words_writes_what_a_clean_build_writes(site: Built) -> None:
    old = str(project()["posts/2026-01-01.md"])
    changed = site.rebuild({"posts/2026-01-01.md": old + "\nA waveform of a vocoder.\n"})
    files = changed.files()
    clean = changed.rebuild(freshenv=True).files()
    assert files["map.html"] == clean["map.html"]
    assert files["index.html"] == clean["index.html"]


def test_a_large_map_has_a_page_for_each_region(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sphinx_paperreview.pages.gathered.maps.WHOLE", 20)
    monkeypatch.setattr("sphinx_paperreview.rendering.charts.map.WHOLE", 20)
    built = build(project(), confoverrides={"html_theme": "paperreview"})
    soup = BeautifulSoup(built.read("map.html"), "html.parser")
    pages = [str(link["href"]) for link in soup.select("svg.pr-map-drawing a")]
    assert len(pages) > 1
    shown = 0
    for page in pages:
        region = BeautifulSoup(built.read(page), "html.parser")
        assert region.select_one('main a[href="../map.html"]')
        shown += len(region.select("svg.pr-map-drawing a"))
        assert len(region.select("details tbody tr")) == len(region.select("svg.pr-map-drawing a"))
    assert shown == 24
    dots = "".join(str(each["d"]) for each in soup.select("path.pr-dots"))
    assert len(re.findall("M", dots)) == 24
    assert "A dot stands for" not in soup.get_text()


def test_of_very_many_papers_a_dot_stands_for_several(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sphinx_paperreview.pages.gathered.maps.WHOLE", 20)
    monkeypatch.setattr("sphinx_paperreview.rendering.charts.map._DOTS", 10)
    built = build(project(), confoverrides={"html_theme": "paperreview"})
    for page in ("map.html", "index.html"):
        soup = BeautifulSoup(built.read(page), "html.parser")
        regions = soup.select("svg.pr-map-drawing a")
        dots = [re.findall("M", "".join(str(p["d"]) for p in a.select("path"))) for a in regions]
        assert all(dots)
        assert sum(map(len, dots)) <= 10 + len(regions)
        assert "A dot stands for 4 papers." in soup.get_text()
        assert "24 papers" in soup.get_text() or page == "index.html"


def test_a_new_post_changes_the_page_of_its_region_alone(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sphinx_paperreview.pages.gathered.maps.WHOLE", 20)
    monkeypatch.setattr("sphinx_paperreview.rendering.charts.map.WHOLE", 20)

    def regions(built: Built) -> dict[str, bytes]:
        return {name: data for name, data in built.files().items() if name.startswith("map/")}

    # Without organisations: in so few papers, one more changes which of them name a region.
    files: dict[str, str | bytes | None] = {
        name: re.sub(" `org[01]`", "", str(text)) for name, text in project().items()
    }
    text = str(files["posts/2026-01-04.md"]).replace("00003", "00099")
    newest: dict[str, str | bytes | None] = {"posts/2026-04-01.md": text}
    built = build(files, confoverrides={"html_theme": "paperreview"})
    before, after = regions(built), regions(built.rebuild(newest))
    assert before.keys() == after.keys()
    changed = [name for name in after if after[name] != before[name]]
    assert len(changed) == 1 < len(after)
    assert b"2401.00099" in after[changed[0]]


@pytest.mark.parametrize("builder", ["text", "epub", "latex"])
def test_other_builders_list_the_papers(build: Callable[..., Built], builder: str) -> None:
    built = build(project(), builder=builder)
    name = {"text": "index.txt", "epub": "index.xhtml"}.get(builder)
    text = built.read(name) if name else next(built.outdir.glob("*.tex")).read_text("utf-8")
    assert "speech 0" in text
    assert "<svg" not in text


def test_the_site_may_have_none(build: Build) -> None:
    built = build(project(), confoverrides={"paperreview_map": False})
    assert not built.exists("map.html")
    assert "map.html" not in built.read("archive.html")
