"""Notebooks that MyST-NB reads: posts like others, with the state that their metadata has."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.harness import Build

pytest.importorskip("myst_nb")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

MORE = """
extensions.append("myst_nb")
html_baseurl = "https://example.org/"
paperreview_now = "2025-12-01"
nb_execution_mode = "off"
"""


def notebook(metadata: dict[str, Any], *sources: str) -> str:
    """Return a notebook of Markdown cells and one of code."""
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    cells = [
        {"cell_type": "markdown", "id": f"m{n}", "metadata": {}, "source": source}
        for n, source in enumerate(sources)
    ]
    code = {
        "cell_type": "code", "execution_count": 1, "id": "c", "metadata": {}, "source": "1 + 1",
        "outputs": [
            {"output_type": "execute_result", "execution_count": 1, "metadata": {},
             "data": {"text/plain": "2"}}
        ],
    }  # fmt: skip
    data = {"cells": [*cells, code], "metadata": {**kernel, **metadata}}
    return json.dumps({**data, "nbformat": 4, "nbformat_minor": 5})


TEXT = "# Zebrafinch\n\nA zebrafinch.\n\n## [A paper](https://arxiv.org/abs/2511.10643) `google`\n"
HIDDEN = {
    "draft": notebook({"draft": True}, TEXT),
    "future": notebook({"date": "2031-01-01"}, TEXT),
    "expired": notebook({"expires": "2025-11-20"}, TEXT),
    "jekyll": notebook({"frontmatter": {"published": False}}, TEXT),
    "nikola": notebook({"nikola": {"status": "draft"}}, TEXT),
    "cell": notebook({}, "---\ndraft: true\n---\n", TEXT),
    "directive": notebook({}, TEXT, "```{paper:post}\n:draft: true\n```"),
}
DOUBTFUL = {
    "case": notebook({"Draft": True}, TEXT),
    "cut": notebook({"draft": True}, TEXT)[:-9],
    "place": notebook({"jupytext": {"draft": True}}, TEXT),
    "open": notebook({}, "---\ndraft: true\n", TEXT),
}


@pytest.mark.parametrize("parallel", [0, 2])
def test_what_a_notebook_says_of_itself_counts(build: Build, parallel: int) -> None:
    files = {
        f"posts/2025-11-1{n}-{name}.ipynb": text for n, (name, text) in enumerate(HIDDEN.items())
    }
    files |= {
        f"posts/2025-11-0{n}-{name}.ipynb": text
        for n, (name, text) in enumerate(DOUBTFUL.items(), 1)
    }
    seen = notebook(
        {"tags": ["birds"], "authors": ["hana"], "title": "A title of it"}, "# Seen\n\nText.\n"
    )
    built = build({**files, "posts/2025-11-20.ipynb": seen}, more_conf=MORE, parallel=parallel)
    assert built.env.found_docs == {"index", "posts/2025-11-20"}
    assert not [name for name, data in built.files().items() if b"zebrafinch" in data.lower()]
    warned = sorted(line.partition(":")[0] for line in built.warnings)
    assert warned == sorted(path for path in files if path.split("-")[-1][:-6] in DOUBTFUL)
    (post,) = built.env.domains["paper"].data["posts"].values()
    assert (post.title, post.tags) == ("A title of it", ("birds",))
    assert built.exists("tags/birds.html")
    page = built.read("posts/2025-11-20.html")
    assert "hana" in page
    assert "cell_output" in page


def test_the_order_of_the_extensions_is_free(build: Build) -> None:
    files = {"posts/2025-11-20.ipynb": notebook({}, TEXT), "posts/2025-11-21.md": TEXT}
    before, after = (
        build(files, more_conf=MORE.replace(old, new))
        for old, new in (("append(", "append("), ("append(", "insert(0, "))
    )
    assert before.warnings == after.warnings == []
    assert before.files() == after.files()


def test_a_notebook_becomes_a_draft_and_a_post_again(build: Build) -> None:
    name = "posts/2025-11-20.ipynb"
    built = build({name: notebook({}, TEXT)}, more_conf=MORE)
    assert built.exists("papers/2511.10643.html")
    first, page = built.files(), built.read("posts/2025-11-20.html")
    built = built.rebuild({name: HIDDEN["draft"]})
    assert not [name for name, data in built.files().items() if b"zebrafinch" in data.lower()]
    assert not built.exists("papers/2511.10643.html")
    built = built.rebuild({name: notebook({}, TEXT)})
    # MyST-NB writes its style sheet after the pages: those of a first build have no checksum of it.
    again = re.sub(r"(mystnb\.\w+\.css)\?v=\w+", r"\1", built.read("posts/2025-11-20.html"))
    assert again == page
    assert built.files().keys() == first.keys()


def test_half_a_character_does_not_end_the_build(build: Build) -> None:
    text = notebook(
        {"title": "Whole \U0001f600"}, TEXT, "half \ud83d here, path C:\\ud800, whole \U0001f600"
    )
    built = build({"posts/2025-11-14.ipynb": text}, more_conf=MORE)
    page = built.read("posts/2025-11-14.html")
    assert "half \ufffd here, path C:\\ud800, whole \U0001f600" in page
    assert built.codes.count("paperreview.file") == 1
