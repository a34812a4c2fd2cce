"""Code in a post is not run by those who run the code of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.harness import CONF, build_project, write_files

if TYPE_CHECKING:
    from pathlib import Path

HEADS = {
    "plain": "file_format: mystnb\nkernelspec: {name: python3}\n",
    "forced": "file_format: mystnb\nkernelspec: {name: python3}\nmystnb: {execution_mode: force}\n",
    "jupytext": "jupytext: {text_representation: {format_name: myst}}\nkernelspec: {name: python3}\n",
}
NB = CONF.replace('"]', '", "myst_nb"]')
DOCTEST = CONF.replace('"]', '", "sphinx.ext.doctest"]')


def cell(path: Path) -> str:
    return f"# T\n\nWords.\n\n```{{code-cell}}\nopen({str(path)!r}, 'w').close()\n```\n"


@pytest.mark.filterwarnings("ignore")  # of Jupyter
@pytest.mark.parametrize("parallel", [1, 2])
@pytest.mark.parametrize("head", HEADS)
def test_no_cell_of_a_post_is_run(tmp_path: Path, head: str, parallel: int) -> None:
    pytest.importorskip("myst_nb")
    post = f"---\n{HEADS[head]}---\n\n{cell(tmp_path / 'ran')}"
    files = {"conf.py": NB, "index.md": "# Home\n", "posts/2025-01-02-a.md": post}
    write_files(tmp_path / "src", files)
    built = build_project(tmp_path / "src", parallel=parallel)
    assert not (tmp_path / "ran").exists()
    assert "paperreview.unsafe" in built.codes
    assert "ran" in built.read("posts/2025-01-02-a.html")
    # What is kept is not changed.
    assert type(built.env.mystnb_config).__name__ == "NbParserConfig"
    assert built.env.mystnb_config.execution_mode == "auto"


@pytest.mark.filterwarnings("ignore")
def test_no_cell_is_run_of_what_a_project_reads_as_a_notebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("myst_nb")
    reader = f"""
from nbformat import v4

def read(text):
    code = "open({str(tmp_path / "ran")!r}, 'w').close()"
    return v4.new_notebook(cells=[v4.new_markdown_cell(text), v4.new_code_cell(code)],
                           metadata={{"kernelspec": {{"name": "python3", "display_name": "Python"}}}})
"""
    conf = f'{NB}nb_custom_formats = {{".md": "own_reader.read"}}\n'
    files = {
        "conf.py": conf,
        "index.rst": "Home\n====\n",
        "posts/2025-01-02-a.md": "# T\n\nWords.\n",
    }
    write_files(tmp_path / "src", {**files, "../own_reader.py": reader})
    monkeypatch.syspath_prepend(tmp_path)
    built = build_project(tmp_path / "src")
    assert "paperreview.unsafe" in built.codes
    assert "ran" in built.read("posts/2025-01-02-a.html")
    assert not (tmp_path / "ran").exists()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("trusted", [False, True])
def test_cells_of_the_project_are_run(tmp_path: Path, *, trusted: bool) -> None:
    """Those of a document that is no post, and of all if posts are trusted."""
    pytest.importorskip("myst_nb")
    name = "posts/2025-01-02-a.md" if trusted else "notes.md"
    conf = f"{NB}paperreview_trusted = {trusted}\n"
    text = f"---\n{HEADS['plain']}---\n\n{cell(tmp_path / 'ran')}"
    other = f"---\n{HEADS['plain']}---\n\n{cell(tmp_path / 'other')}"
    files = {"conf.py": conf, "index.md": "# Home\n", "posts/2025-01-01-b.md": other, name: text}
    write_files(tmp_path / "src", files)
    build_project(tmp_path / "src")
    assert (tmp_path / "ran").exists()
    assert (tmp_path / "other").exists() == trusted


def test_doctest_runs_no_code_without_colours(tmp_path: Path) -> None:
    """Of which the lexer takes too long."""
    code = f">>> open({str(tmp_path / 'ran')!r}, 'w').close()"
    lexers = """
from pygments.lexer import RegexLexer
from pygments.token import Text
class Slow(RegexLexer):
    tokens = {"root": [(".", Text)]}
    def get_tokens(self, text):
        raise IndexError
def setup(app):
    app.add_lexer("ending", Slow)
highlight_language = "ending"
"""
    post = f"T\n=\n\nWords.\n\n{code}\n"
    files = {"conf.py": DOCTEST + lexers, "index.md": "# Home\n", "posts/2025-01-02-a.rst": post}
    write_files(tmp_path / "src", files)
    built = build_project(tmp_path / "src", builder="doctest")
    assert built.codes == ["paperreview.unsafe"]
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("name", ["posts/2025-01-02-a.rst", "posts/2025-01-02-a.md", "about.rst"])
def test_doctest_runs_no_code_of_a_post(tmp_path: Path, name: str) -> None:
    code = f">>> open({str(tmp_path / 'ran')!r}, 'w').close()"
    text = f"T\n=\n\nWords.\n\n{code}\n"
    if name.endswith(".md"):
        text = f"# T\n\nWords.\n\n```{{eval-rst}}\n{code}\n```\n\n```python\n{code}\n```\n"
    write_files(tmp_path / "src", {"conf.py": DOCTEST, "index.md": "# Home\n", name: text})
    page = build_project(tmp_path / "src").read(name.rpartition(".")[0] + ".html")
    assert '<div class="doctest highlight-default notranslate">' in page
    build_project(tmp_path / "src", builder="doctest")
    assert (tmp_path / "ran").exists() == name.startswith("about")
