"""Any documents, slugs, aliases, redirects and files of the author: incremental is clean."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sphinx_paperreview.outputs.state import State, state_path
from tests.harness import CONF, build_project, write_files
from tests.outputs.test_paths import BASE, assert_as_clean, post

#: Paths that meet each other: of documents, pages, files, redirects and folders of them.
PLACES = (
    "a", "A", "a/b", "a/index", "a.html", "a.html/b", "index", "archive", "archive/2025", "orgs",
    "orgs/google", "tags", "papers", "papers/2511.10641", "search", "genindex", "404",
    "posts/2025-11-01", "posts/2025-11-02", "posts", "statistics", "é", "e\u0301",
)  # fmt: skip
FILES = ("atom.xml", "papers.json", "robots.txt", "objects.inv", "_search/root.js", "llms.txt",
         "_static/x.css", "papers/2511.10641.md", "CNAME")  # fmt: skip

places = st.sampled_from(PLACES)
addresses = st.one_of(
    places,
    places.map(lambda place: f"/{place}.html"),
    st.sampled_from(FILES).map(lambda file: f"/{file}"),
    st.sampled_from(FILES).map(lambda file: f"/{file}/below"),
    st.text(st.characters(max_codepoint=0x3000), max_size=8),
)
#: Names of the author's files; of two that cannot both be there the first counts. Where Sphinx
#: needs a folder, a file is an error.
names = st.one_of(
    places.filter(lambda place: place not in {"search", "genindex"}),
    places.map(lambda place: f"{place}.html"),
    st.sampled_from(FILES),
)


@st.composite
def sources(draw: st.DrawFn) -> dict[str, str]:
    """Return the files of a project: two posts, documents, files of the author and settings."""
    files = {"index.md": "# Reviews\n"}
    for number in (1, 2):
        aliases = draw(st.lists(addresses, max_size=3))
        slug = draw(st.sampled_from(["", "slug: x\n", "slug: ../a\n", "slug: 2025/11/02\n"]))
        files[f"posts/2025-11-0{number}.mdx"] = post(number, *aliases, front=slug)
    for place in draw(st.lists(places, max_size=4)):
        # Sphinx loses its label of a page for which there was a document.
        if not place.startswith(("posts", "index", "search", "genindex")):
            files[f"{place}.md"] = f"# Words of {place}\n"
    taken: set[str] = set()
    for name in draw(st.lists(names, max_size=4)):
        parts = name.split("/")
        folders = {"/".join(parts[:length]) for length in range(1, len(parts))}
        if not ({name, *folders} & taken or any(each.startswith(f"{name}/") for each in taken)):
            taken.add(name)
            files[f"extra/{name}"] = f"own {name}"
    redirects: dict[str, Any] = draw(
        st.dictionaries(
            addresses, st.sampled_from(["index", "posts/2025-11-01", "https://example.org/x"]),
            max_size=3,
        )
    )  # fmt: skip
    urls = draw(st.sampled_from([{}, {"tags": "a"}, {"orgs": "papers"}, {"archive": "search"}]))
    conf = f"{CONF}{BASE}html_extra_path = ['extra']\nexclude_patterns = ['extra']\n"
    conf += f"paperreview_redirects = {redirects!r}\npaperreview_urls = {urls!r}\n"
    conf += "paperreview_docusaurus_blog = 'blog'\n" if draw(st.booleans()) else ""
    return {**files, "conf.py": conf}


#: Each example is three builds and a clean one: to shrink one takes minutes.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


@settings(max_examples=8, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(st.lists(sources(), min_size=2, max_size=3), st.sampled_from(["html", "dirhtml"]))
def test_incremental_is_clean(states: list[dict[str, str]], builder: str) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        for number, files in enumerate(states):
            shutil.rmtree(folder / "src", ignore_errors=True)
            write_files(folder / "src", files)
            if number:  # what has an older time than the last build is not read again
                _touch(folder / "src")
            site = build_project(folder / "src", builder=builder, builddir=folder / "built")
            for path, text in files.items():
                if path.startswith("extra/"):
                    assert site.read(path.removeprefix("extra/")) == text
            owned = State(state_path(site.app.builder)).files
            assert not [each for each in owned if f"extra/{each}" in files]
        assert_as_clean(site)
    finally:
        shutil.rmtree(folder)


def _touch(folder: Path) -> None:
    for path in folder.rglob("*"):
        path.touch()
