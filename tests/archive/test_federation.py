"""Other archives beside this one: the snapshot, what pages show of it, and what it cannot do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_paperreview.core.files.committed import CommittedFileError
from sphinx_paperreview.core.files.federation import (
    FederationError,
    archive_of,
    read_snapshot,
    write_snapshot,
)
from tests.harness import CONF

if TYPE_CHECKING:
    from tests.harness import Build, Built

BASE = "https://lab.example.org/papers/"
POST = """\
# 2025-11-14 papers

## 1. [Depth Anything 3](https://arxiv.org/abs/2511.10647) `bytedance`

Read again, after {paper:ref}`arxiv:2405.00001`; see [that one](https://arxiv.org/abs/2405.00001).

## 2. [Mine alone](https://arxiv.org/abs/2511.10648)

```{paper:header}
:builds-on: arxiv:2405.00001
```

Text.
"""
LIST = {
    "version": 1,
    "site": {"title": "Lab"},
    "papers": [
        {
            "key": "arxiv:2511.10647",
            "title": "Depth Anything 3",
            "page": "/papers/2511.10647.html",
            "tldr": "One plain transformer is enough.",
            "terms": [{"kind": "org", "label": "bytedance", "url": "/orgs/bytedance.html"}],
            "reviews": [{"url": "/posts/a.html#x", "date": "2025-11-20T00:00:00+00:00"}],
        },
        {
            "key": "arxiv:2405.00001",
            "title": "Only the lab read this",
            "reviews": [{"url": "/posts/b.html#y", "date": "2024-05-02T00:00:00+00:00"}],
        },
    ],
}
CONFIG = CONF.replace('"basic"', '"paperreview"') + (
    f'paperreview_federation = {{"lab": "{BASE}"}}\nhtml_baseurl = "https://example.org/"\n'
)


def snapshot(tmp_path: Path, base: str = BASE, *parts: Any) -> str:
    path = tmp_path / "snapshot.json"
    write_snapshot(path, {"lab": archive_of(parts or (LIST,), base)})
    return path.read_text(encoding="utf-8")


@pytest.fixture
def site(build: Build, tmp_path: Path) -> Built:
    return build(
        {
            "conf.py": CONFIG + "paperreview_federation_search = True\n",
            "index.md": "# Reviews\n",
            "posts/2025-11-14.mdx": POST,
            "papers.federation.json": snapshot(tmp_path),
        }
    )


def test_reviews_elsewhere_are_named_and_linked(site: Built) -> None:
    assert site.warnings == []
    post = site.read("posts/2025-11-14.html")
    assert f'Also reviewed at <a class="pr-link reference external" href="{BASE}papers/' in post
    page = site.read("papers/2511.10647.html")
    assert "Reviews in other archives" in page
    assert f'href="{BASE}posts/a.html#x">2025-11-20</a>' in page
    assert "Reviews in other archives" not in site.read("papers/2511.10648.html")


def test_papers_that_are_reviewed_elsewhere_alone_lead_there(site: Built) -> None:
    post = site.read("posts/2025-11-14.html")
    link = f'href="{BASE}posts/b.html#y"'
    assert post.count(link) == 2  # the role, and the relation
    assert 'href="https://arxiv.org/abs/2405.00001">that one</a>' in post  # as it was written
    assert link in site.read("papers/unreviewed.html")


def test_lists_name_the_other_archives(site: Built) -> None:
    for page in ("papers.html", "archive.html"):
        assert f'href="{BASE}">lab</a> <span class="pr-count">2</span>' in site.read(page)


def test_their_papers_are_found_by_the_search_where_it_is_set(site: Built) -> None:
    def found(built: Built) -> bool:
        return any(
            "Only the lab read this" in path.read_text(encoding="utf-8")
            for path in (built.outdir / "_search").iterdir()
        )

    assert found(site)
    unchanged = site.rebuild()
    assert unchanged.files() == site.files()

    def kept(built: Built) -> set[str]:
        return {path.name for path in Path(built.app.doctreedir, "paperreview-search").iterdir()}

    before = kept(site)
    edited = site.rebuild({"posts/2025-11-14.mdx": f"{POST}\nMore.\n"})
    assert found(edited)
    assert len(kept(edited) & before) == len(before) - 1  # the post alone has new texts
    assert not found(site.rebuild(confoverrides={"paperreview_federation_search": False}))


def test_a_new_snapshot_changes_the_pages_that_show_it(site: Built, tmp_path: Path) -> None:
    before = site.files()
    newer: Any = json.loads(json.dumps(LIST))
    newer["papers"][0]["page"] = "/papers/other.html"
    changed = site.rebuild({"papers.federation.json": snapshot(tmp_path, BASE, newer)})
    after = changed.files()
    assert f"{BASE}papers/other.html" in changed.read("posts/2025-11-14.html")
    assert f"{BASE}papers/other.html" in changed.read("papers/2511.10647.html")
    same = {name for name in after if before.get(name) == after[name]}
    assert {"index.html", "papers.html", "papers/2511.10648.html"} <= same


@pytest.mark.parametrize("role", ["any", "paper:ref"])
def test_a_paper_that_is_gone_from_another_archive_is_linked_no_longer(
    site: Built, tmp_path: Path, role: str
) -> None:
    linked = site.rebuild({"index.md": f"# Reviews\n\nSee {{{role}}}`arxiv:2405.00001`.\n"})
    assert f"{BASE}posts/b.html" in linked.read("index.html")
    fewer = {**LIST, "papers": LIST["papers"][:1]}  # type: ignore[index]  # a list
    changed = linked.rebuild({"papers.federation.json": snapshot(tmp_path, BASE, fewer)})
    assert f"{BASE}posts/b.html" not in changed.read("index.html")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "does not have 'lab' of paperreview_federation; run"),
        ("[]", 'it has no "archives"'),
        ("{", "it is no JSON"),
        ('{"version": 7, "archives": {}}', "its version is 7"),
        ("[" * 200_000, "it is no JSON"),
        (
            '{"version": 1, "archives": {"lab": {"url": "https://elsewhere.org/", "papers": {}}}}',
            "does not have 'lab'",
        ),
    ],
)
def test_a_snapshot_that_cannot_be_used_is_reported_once(
    build: Build, content: str | None, message: str
) -> None:
    files = {"conf.py": CONFIG, "index.md": "# Reviews\n", "posts/2025-11-14.md": "# 2025-11-14\n"}
    found = build({**files, "papers.federation.json": content})
    assert found.codes == ["paperreview.federation"]
    assert message in found.warnings[0]


def test_values_that_are_no_addresses_are_refused(build: Build) -> None:
    conf = CONFIG + "paperreview_federation = {'a': 'javascript:alert(1)', 'b': '../b', 3: 'x'}\n"
    found = build({"conf.py": conf, "index.md": "# Reviews\n"})
    assert found.codes == ["paperreview.config"]
    assert "takes names with addresses" in found.warnings[0]


HOSTILE = [
    "javascript:alert(1)", " java\tscript:alert(1)", "data:text/html,x", "vbscript:x",
    "https://", "mailto:a@b.c", "https://[", "\0", 7, None, ["x"], "https://e.org/\u202e", "",
]  # fmt: skip


@pytest.mark.parametrize("address", HOSTILE)
def test_only_web_addresses_are_kept(address: object) -> None:
    paper = {"key": "arxiv:2511.1", "title": "T", "reviews": [{"url": address}]}
    good = {"url": "/a.html", "date": 3}
    for key, value in (("page", address), ("reviews", [{"url": address}, good])):
        part = {"version": 1, "papers": [{**paper, "key": "arxiv:2511.10647", key: value}]}
        for found in archive_of([part], BASE).papers.values():
            for url in (found.url, found.page, *(review.url for review in found.reviews)):
                assert not url or url.startswith(("https://lab.example.org/", "https://e.org/"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["version", "papers", "site", "title", "key", "reviews", "url", "terms", "page",
                 "archives", "years", "kind", "label", "orgs", "date"]
            ) | st.text(max_size=3),
            inner, max_size=4,
        )
    ),
    max_leaves=12,
)  # fmt: skip


@given(JSON, JSON)
def test_any_json_is_read_or_refused(data: Any, other: Any) -> None:
    with_version = [{**data, "version": 1} if isinstance(data, dict) else data, other]
    for parts in ([data], with_version, [{"version": 1, "papers": [data, other]}]):
        try:
            found = archive_of(parts, BASE)
        except FederationError:
            continue
        assert found.url == BASE
        assert all(paper.title and paper.reviews for paper in found.papers.values())


@given(JSON)
def test_any_snapshot_is_read_or_refused(tmp_path_factory: Any, data: Any) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    for value in (data, {"version": 1, "archives": {"lab": data}}):
        path.write_text(json.dumps(value), encoding="utf-8")
        try:
            found = read_snapshot(path)
        except CommittedFileError:
            continue
        assert all(archive.url.startswith("http") for archive in found.values())


def test_a_snapshot_is_written_once_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    archive = archive_of([LIST], BASE)
    assert write_snapshot(path, {"lab": archive})
    assert not write_snapshot(path, {"lab": archive})
    assert read_snapshot(path) == {"lab": archive}
