"""Components of a site's own: what its Python makes of ``<Chart/>``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from sphinx_paperreview import add_component

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.harness import Build, Built


SNIPPETS = Path(__file__).parents[2] / "docs" / "snippets"
HOME = "# Home\n\n```{toctree}\n:glob:\n\n**\n```\n"
MODULE = """
from docutils import nodes

def shout(component):
    text = "".join(child.astext() for child in component.children).upper()
    return [nodes.strong(text, text)] if component.inline else [nodes.paragraph(text, text)]

def tell(component):
    text = repr(sorted(component.attributes.items())) + f" {component.docname}:{component.line}"
    return [nodes.paragraph(text, text)]

def fail(component):
    component.children.clear()
    raise RuntimeError("no luck")

def wrong(component):
    return "text"

def setup(app):
    app.setup_extension("sphinx_paperreview")
    app.add_paper_component("Shout", shout)
    return {"parallel_read_safe": True}
"""


@pytest.fixture(autouse=True)
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make a module of components that can be imported, and the one of the documentation."""
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "site_parts.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path / "modules")
    monkeypatch.syspath_prepend(SNIPPETS)
    yield
    for name in ("site_parts", "chart"):
        sys.modules.pop(name, None)


def text_of(built: Built) -> str:
    """Return the text of the page ``a``."""
    found = BeautifulSoup(built.read("a.html"), "html.parser").find(role="main")
    assert found is not None
    return found.get_text()


def config(**components: str) -> dict[str, object]:
    return {"paperreview_components": components}


def test_the_example_of_the_documentation(build: Build) -> None:
    files = {"index.md": HOME, "a.mdx": (SNIPPETS / "chart-post.mdx").read_text(encoding="utf-8")}
    built = build(files, confoverrides=config(Chart="chart:render"))
    assert not built.warnings
    page = BeautifulSoup(built.read("a.html"), "html.parser")
    assert len(page.select("svg[role=img] rect")) == 3
    assert page.find("strong", string="best") is not None
    for builder, name in (("text", "a.txt"), ("latex", "reviews.tex")):
        other = build(files, confoverrides=config(Chart="chart:render"), builder=builder)
        assert "3, 1, 2" in other.read(name)
        assert "Loss" in other.read(name)


def test_what_a_component_is_given(build: Build) -> None:
    post = (
        "import fig from './img/x.png'\n\n# A\n\n"
        "<Tell src={fig} on n={1.5} none={null} list={[1, 'b']} map={{a: true}} run={f()} />\n"
    )
    files = {"index.md": HOME, "sub/a.mdx": post, "sub/img/x.png": b"\x89PNG"}
    built = build(files, confoverrides=config(Tell="site_parts:tell"))
    assert (
        "[('list', [1, 'b']), ('map', {'a': True}), ('n', 1.5), ('none', None), ('on', True), "
        "('src', 'sub/img/x.png')] sub/a:5"
    ) in built.doctree("sub/a").astext()


def test_in_text_and_as_a_block(build: Build) -> None:
    post = "# A\n\nsay <Shout>*a* b</Shout> here\n\n<Shout>\n\ntwo\n\n</Shout>\n"
    built = build(
        {"index.md": HOME, "a.mdx": post},
        confoverrides={"extensions": ["sphinx_paperreview", "site_parts"]},
        parallel=2,
    )
    assert not built.warnings
    assert "say A B here" in text_of(built)
    assert "TWO" in text_of(built)


@pytest.mark.parametrize("target", ["site_parts:fail", "site_parts:wrong"])
def test_a_component_that_fails_keeps_its_content(build: Build, target: str) -> None:
    files = {"index.md": HOME, "a.mdx": "# A\n\n<Bad>\n\n안쪽 글\n\n</Bad>\n\n뒤\n"}
    built = build(files, confoverrides=config(Bad=target))
    (warning,) = built.warnings
    assert warning.startswith("a.mdx:3: ")
    assert "[paperreview.mdx.component]" in warning
    assert "안쪽 글" in text_of(built)
    assert "뒤" in text_of(built)


@pytest.mark.parametrize(
    ("name", "target"),
    [("Bad", "no_such_module:x"), ("Bad", "site_parts:nothing"), ("Bad", "site_parts:nodes"),
     ("div", "site_parts:shout"), ("Bad", 3)],
)  # fmt: skip
def test_what_cannot_be_used_is_one_warning(build: Build, name: str, target: str) -> None:
    files = {"index.md": HOME, "a.mdx": "# A\n\n<div>\n\n글\n\n</div>\n"}
    built = build(files, confoverrides={"paperreview_components": {name: target}})
    assert built.codes == ["paperreview.config"]
    assert "글" in text_of(built)


def test_a_site_may_replace_a_component_of_docusaurus(build: Build) -> None:
    files = {"index.md": HOME, "a.mdx": '# A\n\n<Admonition type="tip">\n\nx\n\n</Admonition>\n'}
    built = build(files, confoverrides=config(Admonition="site_parts:shout"))
    assert "X" in text_of(built)


def test_a_change_has_documents_read_again(build: Build) -> None:
    built = build({"index.md": HOME, "a.mdx": "# A\n\n<New>\n\nx\n\n</New>\n"})
    assert built.codes == ["paperreview.mdx.component"]
    again = built.rebuild(confoverrides=config(New="site_parts:shout"))
    assert not again.warnings
    assert "X" in text_of(again)


def test_names(build: Build) -> None:
    built = build({"index.md": HOME})
    with pytest.raises(ValueError, match="capital"):
        add_component(built.app, "chart", lambda component: component.children)
