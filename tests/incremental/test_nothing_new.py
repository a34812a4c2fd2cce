"""A build of nothing new describes no page and no file, and whatever is new is seen."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview import build as handlers
from sphinx_paperreview.archive.archive import Archive
from tests.harness import CONF, PNG

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Build, Built, Files

MORE = """
html_baseurl = "https://example.org/"
html_theme = "paperreview"
html_extra_path = ["extra"]
templates_path = ["templates"]
paperreview_redirects = {"old": "posts/2025-11-12"}
"""
FILES: dict[str, str | bytes] = {
    "posts/2025-11-12.mdx": (
        "---\ntags: [rl]\nauthors: [kim]\n---\n\n# First\n\n![x](fig.png)\n\n"
        "## [A](https://arxiv.org/abs/2511.10641) `google`\n\n[a draft](hidden.mdx)\n"
    ),
    "posts/2025-11-13.mdx": (
        "---\ntags: [rl]\nauthors: [kim]\n---\n\n# Second\n\n"
        "## [B](https://arxiv.org/abs/2511.10642)\n\n[B again](2025-11-12.mdx)\n"
    ),
    "posts/fig.png": PNG,
    "posts/authors.yml": "kim:\n  name: Kim\n",
    "extra/humans.txt": "Kim\n",
    "templates/none.html": "",
}
#: Files that are new, changed or (None) gone, which are no documents.
CHANGES: dict[str, Files] = {
    "authors": {"posts/authors.yml": "kim:\n  name: Kim Minsu\n"},
    "a file of tags": {"posts/tags.yml": "rl:\n  label: Reinforcement learning\n"},
    "a file of the author in the place of a page": {"extra/papers.html": "mine"},
    "such a file in the place of a feed": {"extra/atom.xml": "mine"},
    "a template": {"templates/page.html": "{% extends '!page.html' %}{% block body %}x{% endblock %}"},
    "a draft where a link leads": {"posts/hidden.mdx": "---\ndraft: true\n---\n# Hidden\n"},
    "a post": {"posts/2025-11-14.mdx": "# Third\n\n## [C](https://arxiv.org/abs/2511.10643)\n"},
    "a post less": {"posts/2025-11-13.mdx": None},
    "a setting of feeds": {"conf.py": CONF + MORE + "paperreview_feed_limit = 1\n"},
    "redirects": {"conf.py": CONF + MORE.replace('"old"', '"older"')},
    "the name of the project": {"conf.py": CONF + MORE + 'project = "Other"\n'},
}  # fmt: skip


def output(built: Built) -> dict[str, bytes]:
    return {name: data for name, data in built.files().items() if name != ".buildinfo.bak"}


def differing(old: dict[str, bytes], new: dict[str, bytes]) -> list[str]:
    return sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))


@pytest.fixture
def descriptions(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note each time when all pages, or all files beside them, are described."""
    found: list[str] = []
    for name in ("gathered_pages", "output_files", "document_digests"):
        made = getattr(handlers, name)

        def noted(
            *args: object, _made: object = made, _name: str = name, **names: object
        ) -> object:
            found.append(_name)
            return _made(*args, **names)  # type: ignore[operator]  # a function

        monkeypatch.setattr(handlers, name, noted)
    return found


def test_a_build_of_nothing_new_describes_nothing(build: Build, descriptions: list[str]) -> None:
    site = build(FILES, more_conf=MORE)
    first = output(site)
    assert descriptions == ["document_digests", "gathered_pages", "output_files"]
    descriptions.clear()
    inventory = site.outdir / "objects.inv"
    written = inventory.stat().st_mtime_ns
    for _ in range(2):
        site = site.rebuild()
        assert (descriptions, output(site)) == ([], first)
        assert inventory.stat().st_mtime_ns == written
    inventory.write_bytes(b"damaged")
    assert output(site.rebuild()) == first
    descriptions.clear()
    site.rebuild({"posts/2025-11-13.mdx": "# Other\n"})
    assert descriptions == ["document_digests", "gathered_pages", "output_files"]


#: A post before and after an edit of its text, with what no list shows.
TEXT = "# Second\n\n## [B](https://arxiv.org/abs/2511.10642)\n\nIt says much.\n\n{0}\n\n{1}\n"
MUCH = "One two three four, five six seven. " * 4
EDITS = {
    "a word": (TEXT.format(MUCH, "Last."), TEXT.format(MUCH, "Last zebra.")),
    "a paragraph above another": (
        TEXT.format("x", MUCH), TEXT.format("x\n\nAnother paragraph.", MUCH)
    ),
    "a paragraph less": (TEXT.format(MUCH, "Less."), TEXT.format(MUCH, "")),
    "a code block": (TEXT.format(MUCH, "c"), TEXT.format(MUCH, "```python\nx = 1\n```")),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_of_a_text_describes_no_page(
    build: Build, descriptions: list[str], monkeypatch: pytest.MonkeyPatch, edit: str
) -> None:
    (old, new), post = EDITS[edit], "posts/2025-11-13.mdx"
    site = build({**FILES, post: old}, more_conf=MORE).rebuild()
    descriptions.clear()
    shown: list[str] = []
    related_to = Archive.related_to  # which the page of each review asks

    def noted(archive: Archive, key: str) -> object:
        shown.append(key)
        return related_to(archive, key)

    with monkeypatch.context() as patch:
        patch.setattr(Archive, "related_to", noted)
        site = site.rebuild({post: new})
    assert descriptions == ["document_digests"]
    assert set(shown) <= {"arxiv:2511.10642"}
    clean = output(build({**FILES, post: new}, more_conf=MORE))
    assert differing(output(site), clean) == []
    # The next build finds everything as it should be.
    descriptions.clear()
    assert differing(output(site.rebuild()), clean) == []
    assert descriptions == []


def test_a_page_is_described_again_after_edits_of_texts(build: Build) -> None:
    post = "posts/2025-11-13.mdx"
    texts = [TEXT.format(MUCH, "a"), TEXT.format(MUCH, "b"), TEXT.format("c", MUCH)]
    retitled = texts[-1].replace("[B]", "[Other]")
    site = build({**FILES, post: texts[0]}, more_conf=MORE)
    for text in (*texts[1:], retitled):
        site = site.rebuild({post: text})
    clean = output(build({**FILES, post: retitled}, more_conf=MORE))
    assert differing(output(site), clean) == []


@pytest.mark.parametrize("more", ["", "\n(here)=\n### Here\n", "\n```{option} --here\n```\n"])
def test_the_inventory_is_written_where_an_object_is_new(build: Build, more: str) -> None:
    post = "notes.md"
    text = "# Notes\n\nA word.\n"
    site = build({**FILES, post: text}, more_conf=MORE)
    inventory = site.outdir / "objects.inv"
    written = inventory.stat().st_mtime_ns
    site = site.rebuild({post: text + "\nMore.\n" + more})
    assert (inventory.stat().st_mtime_ns == written) is not bool(more)
    clean = output(build({**FILES, post: text + "\nMore.\n" + more}, more_conf=MORE))
    assert differing(output(site), clean) == []
    # An object that is gone is new as well, and a damaged file is written again.
    site = site.rebuild({post: text})
    inventory.write_bytes(b"damaged")
    site = site.rebuild({post: text + "\nMore.\n"})
    clean = output(build({**FILES, post: text + "\nMore.\n"}, more_conf=MORE))
    assert differing(output(site), clean) == []


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_is_new_is_seen_after_such_a_build(build: Build, change: str) -> None:
    site = build(FILES, more_conf=MORE).rebuild().rebuild().rebuild(CHANGES[change])
    wanted = {
        **FILES,
        **{name: text for name, text in CHANGES[change].items() if name != "conf.py"},
    }
    conf = str(CHANGES[change].get("conf.py", CONF + MORE))
    clean = build({name: text for name, text in wanted.items() if text is not None}, conf=conf)
    assert differing(output(site), output(clean)) == []


@pytest.mark.parametrize(
    "name", ["papers/2511.10641.html", "papers/2511.10641.md", "atom.xml", "posts/2025-11-12.html"]
)
@pytest.mark.parametrize("instead", ["nothing", "a link", "a folder"])
def test_what_is_gone_from_the_output_is_made_again(build: Build, name: str, instead: str) -> None:
    site = build(FILES, more_conf=MORE).rebuild()
    text, path = site.read(name), site.outdir / name
    if site.before_change is not None:
        site.before_change()
    path.unlink()
    if instead == "a link":
        path.symlink_to(site.srcdir / "conf.py")
    elif instead == "a folder":
        path.mkdir()
    site = site.rebuild()
    assert site.read(name) == text
    assert not path.is_symlink()


def test_warnings_are_repeated_by_a_build_of_nothing_new(build: Build) -> None:
    site = build({**FILES, "extra/papers/x.txt": "", "extra/papers.html": "mine",
                  "extra/archive": "a file"}, more_conf=MORE)  # fmt: skip
    assert "paperreview.path" in site.codes
    for _ in range(2):
        site = site.rebuild()
        assert site.codes == ["paperreview.path"]


def test_a_build_looks_for_garbage_as_before_when_it_has_ended(build: Build) -> None:
    gc.collect()  # the builds of other tests have ended as well
    before = gc.get_threshold()
    code = (
        "def setup(app):\n    import gc\n"
        "    app.connect('env-updated', lambda app, env: print(gc.get_threshold()[0] > 10_000))\n"
    )
    for name in ("one", "two"):
        build({**FILES, "conf.py": CONF + MORE + code}, name=name)
    gc.collect()
    assert gc.get_threshold() == before


#: Packages for reading, drawing and citing.
NOT_NEEDED = ("emoji", "bibtexparser", "tree_sitter", "PIL.ImageDraw", "PIL.ImageFont",
              "PIL.ImageCms", "PIL.TiffImagePlugin", "citeproc", "watchfiles", "rich")  # fmt: skip


def test_a_build_of_nothing_new_imports_little(build: Build, tmp_path: Path) -> None:
    source = build(FILES, more_conf=MORE).srcdir
    script = (
        "import json, sys\nfrom sphinx.cmd.build import main\n"
        "code = main(sys.argv[1:])\nprint(json.dumps([code, sorted(sys.modules)]))\n"
    )
    command = [sys.executable, "-c", script, "-q", str(source), str(tmp_path / "html")]
    for _ in range(2):
        run = subprocess.run(command, capture_output=True, text=True, check=True)
    code, modules = json.loads(run.stdout.splitlines()[-1])
    assert code == 0
    assert [name for name in NOT_NEEDED if name in modules] == []
