"""Build one project with every theme, neighbour and builder, and write the tables of the docs.

A cell is two builds with warnings as errors: the neighbour before us in ``extensions``, and after
us. Where one fails, the same project is built without us, to see whose fault it is. Each build is
a process of its own. What is not installed is left out, and the table says so:

    python tools/build_matrix.py docs/reference/neighbours-table.txt

Groups are built with every theme and builder, single neighbours with two; ``--all`` takes hours.
With ``--only neighbours`` (or ``themes``, ``builders``) one table is made again, in the same file.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import multiprocessing
import os
import sys
import tempfile
import zlib
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from textwrap import dedent, indent
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

US = "sphinx_paperreview"
#: Themes by the name of their package.
THEMES = {
    "alabaster": "alabaster",
    "furo": "furo",
    "pydata_sphinx_theme": "pydata-sphinx-theme",
    "sphinx_book_theme": "sphinx-book-theme",
    "shibuya": "shibuya",
    "sphinx_rtd_theme": "sphinx-rtd-theme",
    "sphinxawesome_theme": "sphinxawesome-theme",
    "press": "sphinx-press-theme",
    "piccolo_theme": "piccolo-theme",
    "sphinx_immaterial": "sphinx-immaterial",
}
#: Modules of themes whose name is another one.
THEME_MODULES = {"press": "sphinx_press_theme"}
#: What a theme needs in ``conf.py`` to build without a network.
THEME_CONF = {"sphinx_immaterial": 'html_theme_options = {"font": False}'}
#: Themes that are extensions as well.
EXTENSION_THEMES = {"sphinx_immaterial", "sphinx_book_theme", "sphinx_rtd_theme"}
BUILDERS = (
    "html", "dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo", "xml", "gettext",
)  # fmt: skip
#: The tables, with the heading of their first column.
TABLES = {
    "themes": "HTML, by theme",
    "builders": "other builders, alabaster",
    "neighbours": "one neighbour, alabaster",
}


@dataclass(frozen=True)
class Neighbour:
    """An extension, or several, and what a project writes to use it.

    :param package: the name under which it is installed; empty where it comes with Sphinx
    :param files: sources that use it, by path; each is named in the toctree
    """

    extensions: Sequence[str]
    package: str = ""
    conf: str = ""
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_installed(self) -> bool:
        """Whether all of it can be imported."""
        with contextlib.suppress(ImportError):
            return all(find_spec(name) is not None for name in self.extensions)
        return False

    def __add__(self, other: Neighbour) -> Neighbour:
        """Return both."""
        return Neighbour(
            [*self.extensions, *other.extensions],
            f"{self.package} {other.package}".strip(),
            f"{self.conf}\n{other.conf}",
            {**self.files, **other.files},
        )


def notebook(*cells: Mapping[str, object]) -> str:
    """Return a notebook of *cells* as JSON."""
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return json.dumps({"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 4})


def cell(kind: str, source: str) -> dict[str, object]:
    """Return a cell; one of code has been run."""
    if kind != "code":
        return {"cell_type": kind, "metadata": {}, "source": source}
    output = {"output_type": "stream", "name": "stdout", "text": "2\n"}
    return {"cell_type": "code", "metadata": {}, "source": source, "execution_count": 1,
            "outputs": [output]}  # fmt: skip


MARKDOWN = "# Markdown\n\nA **word**, `code` and [a link](https://example.org/).\n\n- one\n- two\n"
RAW = {
    **cell("raw", "Notebook\n========\n\nWords."),
    "metadata": {"raw_mimetype": "text/restructuredtext"},
}
NEIGHBOURS: dict[str, Neighbour] = {
    "nothing": Neighbour([]),
    "myst_parser": Neighbour(
        ["myst_parser"],
        "myst-parser",
        "myst_enable_extensions = ['dollarmath']",
        {"words.md": MARKDOWN + "\n```{note}\nA note, $x$.\n```\n"},
    ),
    "myst_nb": Neighbour(
        ["myst_nb"],
        "myst-nb",
        "nb_execution_mode = 'off'",
        {
            "words.md": MARKDOWN,
            "book.ipynb": notebook(
                cell("markdown", "# Notebook\n\nWords."), cell("code", "print(2)")
            ),
        },
    ),
    "nbsphinx": Neighbour(
        ["nbsphinx"],
        "nbsphinx",
        "nbsphinx_execute = 'never'",
        {"book.ipynb": notebook(RAW, cell("code", "print(2)"))},
    ),
    "m2r2": Neighbour(["m2r2"], "m2r2", "", {"words.md": MARKDOWN}),
    "sphinx_mdinclude": Neighbour(
        ["sphinx_mdinclude"], "sphinx-mdinclude", "", {"words.md": MARKDOWN}
    ),
    "recommonmark": Neighbour(["recommonmark"], "recommonmark", "", {"words.md": MARKDOWN}),
    "autodoc": Neighbour(
        ["sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.viewcode"],
        "",
        "",
        {"api.rst": "API\n===\n\n.. automodule:: hostmod\n   :members:\n"},
    ),
    "autosummary": Neighbour(
        ["sphinx.ext.autodoc", "sphinx.ext.autosummary"],
        "",
        "autosummary_generate = True",
        {"api.rst": "API\n===\n\n.. autosummary::\n   :toctree: generated\n\n   hostmod.f\n"},
    ),
    "intersphinx": Neighbour(
        ["sphinx.ext.intersphinx"],
        "",
        "intersphinx_mapping = {'far': ('https://far.example/', 'far.inv')}",
        {"far.rst": "Far\n===\n\n:py:func:`far.away`\n"},
    ),
    "other sphinx.ext": Neighbour(
        [
            "sphinx.ext.autosectionlabel",
            "sphinx.ext.doctest",
            "sphinx.ext.duration",
            "sphinx.ext.extlinks",
            "sphinx.ext.githubpages",
            "sphinx.ext.graphviz",
            "sphinx.ext.ifconfig",
            "sphinx.ext.inheritance_diagram",
            "sphinx.ext.todo",
            "sphinx.ext.coverage",
        ],
        "",
        "autosectionlabel_prefix_document = True\n"
        "extlinks = {'issue': ('https://example.org/%s', 'issue %s')}\n",
        {"more.rst": "More\n====\n\n.. todo:: this\n\n:issue:`3`\n"},
    ),
    "ablog": Neighbour(
        ["ablog"],
        "ablog",
        "blog_baseurl = 'https://host.example/'\n"
        "blog_title = 'Host'\nblog_authors = {'a': ('Ann', None)}\n",
        {
            "news/first.rst": ".. post:: 2024-03-01\n   :tags: news\n   :author: a\n\n"
            "First\n=====\n\nWords of a post.\n"
        },
    ),
    "sphinx_tags": Neighbour(
        ["sphinx_tags"],
        "sphinx-tags",
        "tags_create_tags = True\ntags_output_dir = '_tags'\n",
        {"tagged.rst": "Tagged\n======\n\n.. tags:: one\n"},
    ),
    "bibtex": Neighbour(
        ["sphinxcontrib.bibtex"],
        "sphinxcontrib-bibtex",
        "bibtex_bibfiles = ['refs.bib']",
        {"cited.rst": "Cited\n=====\n\n:cite:`one`\n\n.. bibliography::\n"},
    ),
    "design": Neighbour(
        ["sphinx_design"],
        "sphinx-design",
        "",
        {"cards.rst": "Cards\n=====\n\n.. card:: One\n\n   Words.\n"},
    ),
    "opengraph": Neighbour(
        ["sphinxext.opengraph"], "sphinxext-opengraph", "ogp_site_url = 'https://host.example/'\n"
    ),
    "sitemap": Neighbour(["sphinx_sitemap"], "sphinx-sitemap"),
    "notfound": Neighbour(["notfound.extension"], "sphinx-notfound-page"),
    "tabs": Neighbour(
        ["sphinx_tabs.tabs"],
        "sphinx-tabs",
        "",
        {"tabs.rst": "Tabs\n====\n\n.. tabs::\n\n   .. tab:: One\n\n      Words.\n"},
    ),
    "copybutton": Neighbour(["sphinx_copybutton"], "sphinx-copybutton"),
    "togglebutton": Neighbour(
        ["sphinx_togglebutton"],
        "sphinx-togglebutton",
        "",
        {"toggle.rst": "Toggle\n======\n\n.. toggle::\n\n   Words.\n"},
    ),
    "autoapi": Neighbour(["autoapi.extension"], "sphinx-autoapi", "autoapi_dirs = ['package']\n"),
    "autodoc2": Neighbour(
        ["autodoc2"],
        "sphinx-autodoc2",
        "autodoc2_packages = ['package/hostpkg']\n",
        {"apidocs.rst": "API\n===\n\n.. toctree::\n\n   apidocs/index\n"},
    ),
    "mermaid": Neighbour(
        ["sphinxcontrib.mermaid"],
        "sphinxcontrib-mermaid",
        "",
        {"drawn.rst": "Drawn\n=====\n\n.. mermaid::\n\n   graph TD; A-->B;\n"},
    ),
    "thebe": Neighbour(
        ["sphinx_thebe"],
        "sphinx-thebe",
        "thebe_config = {'repository_url': "
        "'https://github.com/host/host', 'repository_branch': 'main'}\n",
    ),
    "numpydoc": Neighbour(
        ["sphinx.ext.autodoc", "sphinx.ext.autosummary", "numpydoc"],
        "numpydoc",
        "",
        {"api.rst": "API\n===\n\n.. automodule:: hostmod\n   :members:\n"},
    ),
    "autodoc_typehints": Neighbour(
        ["sphinx.ext.autodoc", "sphinx_autodoc_typehints"],
        "sphinx-autodoc-typehints",
        "",
        {"api.rst": "API\n===\n\n.. automodule:: hostmod\n   :members:\n"},
    ),
    "codeautolink": Neighbour(
        ["sphinx.ext.autodoc", "sphinx_codeautolink"],
        "sphinx-codeautolink",
        "",
        {"api.rst": "API\n===\n\n.. automodule:: hostmod\n   :members:\n"},
    ),
    "click": Neighbour(
        ["sphinx_click"],
        "sphinx-click",
        "",
        {"cli.rst": "Command\n=======\n\n.. click:: hostcli:go\n   :prog: go\n"},
    ),
    "httpdomain": Neighbour(
        ["sphinxcontrib.httpdomain"],
        "sphinxcontrib-httpdomain",
        "",
        {"http.rst": "HTTP\n====\n\n.. http:get:: /a\n\n   Words.\n"},
    ),
    "gallery": Neighbour(
        ["sphinx_gallery.gen_gallery"],
        "sphinx-gallery",
        "sphinx_gallery_conf = {'examples_dirs': 'runs', 'gallery_dirs': 'shown', "
        "'plot_gallery': False}\n",
    ),
    "needs": Neighbour(
        ["sphinx_needs"],
        "sphinx-needs",
        "",
        {"need.rst": "Need\n====\n\n.. req:: One\n   :id: REQ_1\n\n   Words.\n"},
    ),
    "external_toc": Neighbour(
        ["sphinx_external_toc"],
        "sphinx-external-toc",
        "external_toc_path = 'toc.yml'\n",
        {"index.rst": "Host\n====\n\nWords.\n"},
    ),
    "remove_toctrees": Neighbour(
        ["sphinx_remove_toctrees"],
        "sphinx-remove-toctrees",
        "remove_from_toctrees = ['posts/*']\n",
    ),
    "reredirects": Neighbour(
        ["sphinx_reredirects"],
        "sphinx-reredirects",
        "redirects = {'old': 'guide.html'}\n",
    ),
    "rediraffe": Neighbour(
        ["sphinxext.rediraffe"],
        "sphinxext-rediraffe",
        "rediraffe_redirects = {'old.rst': 'guide.rst'}\n",
    ),
    "llms_txt": Neighbour(
        # It has a warning for each page of a toctree that has no source, as genindex.
        ["sphinx_llms_txt"],
        "sphinx-llms-txt",
        "llms_txt_exclude = ['archive', 'papers']\n",
    ),
    "markdown_builder": Neighbour(["sphinx_markdown_builder"], "sphinx-markdown-builder"),
    "comments": Neighbour(
        ["sphinx_comments"], "sphinx-comments", "comments_config = {'hypothesis': True}\n"
    ),
    "docsearch": Neighbour(
        ["sphinx_docsearch"],
        "sphinx-docsearch",
        "docsearch_app_id = docsearch_api_key = docsearch_index_name = 'host'\n",
    ),
    "tippy": Neighbour(
        ["sphinx_tippy"],
        "sphinx-tippy",
        "tippy_enable_wikitips = tippy_enable_doitips = False\n",
    ),
    "inline_tabs": Neighbour(
        ["sphinx_inline_tabs"],
        "sphinx-inline-tabs",
        "",
        {"tab.rst": "Tab\n===\n\n.. tab:: One\n\n   Words.\n\n.. tab:: Two\n\n   Words.\n"},
    ),
    "exercise": Neighbour(
        ["sphinx_proof", "sphinx_exercise"],
        "sphinx-exercise",
        "",
        {"task.rst": "Task\n====\n\n.. exercise:: One\n   :label: one\n\n   Words.\n"},
    ),
    "plantuml": Neighbour(
        ["sphinxcontrib.plantuml"],
        "sphinxcontrib-plantuml",
        "plantuml_output_format = 'none'\n",
        {"uml.rst": "UML\n===\n\n.. uml::\n\n   A -> B\n"},
    ),
    "video": Neighbour(
        ["sphinxcontrib.video", "sphinxcontrib.youtube"],
        "sphinxcontrib-video",
        "",
        {"film.rst": "Film\n====\n\n.. youtube:: one\n\n.. video:: https://host.example/a.mp4\n"},
    ),
    "katex": Neighbour(["sphinxcontrib.katex"], "sphinxcontrib-katex"),
    "multiversion": Neighbour(["sphinx_multiversion"], "sphinx-multiversion"),
    "favicon": Neighbour(["sphinx_favicon"], "sphinx-favicon", "favicons = ['icon.svg']\n"),
}
#: Projects of several.
GROUPS: dict[str, Sequence[str]] = {
    "a library": (
        "autodoc",
        "intersphinx",
        "other sphinx.ext",
        "copybutton",
        "sitemap",
        "opengraph",
    ),
    "a book of notebooks": ("myst_nb", "design", "togglebutton", "copybutton", "thebe", "bibtex"),
    "a blog": ("myst_parser", "ablog", "sphinx_tags", "opengraph", "sitemap", "notfound"),
    "many": (
        "myst_parser",
        "autosummary",
        "intersphinx",
        "bibtex",
        "design",
        "opengraph",
        "sitemap",
        "notfound",
        "tabs",
        "copybutton",
        "togglebutton",
    ),
}

CONF = """\
import os, sys
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
project, author, version, copyright = "Host", "Ann", "1", "2025, Ann"
html_baseurl = "https://host.example/"
html_theme = {theme!r}
extensions = {extensions!r}
exclude_patterns = ["out", "kept", "package", "runs"]
latex_engine = "xelatex"
suppress_warnings = ["app.add_directive"]
"""
SOURCES = {
    "hostcli.py": 'import click\n\n\n@click.command()\ndef go() -> None:\n    """Go."""\n',
    "runs/README.rst": "Runs\n====\n\nWords.\n",
    "runs/plot_one.py": '"""\nOne\n===\n\nWords.\n"""\n\nprint(1)\n',
    "toc.yml": "root: index\nentries:\n- file: guide\n- glob: posts/*\n",
    "hostmod.py": 'def f(a: int) -> None:\n    """Do f."""\n',
    "package/hostpkg/__init__.py": '"""A package."""\n\n\ndef g() -> None:\n    """Do g."""\n',
    "refs.bib": "@article{one, author={A. One}, title={One}, year=2020, journal={J}}\n",
    "guide.rst": "Guide\n=====\n\nSee :math:`a^2`.\n\n.. code-block:: python\n\n   print(1)\n\n"
    ".. paper:list::\n   :limit: 3\n",
}
INDEX = """\
Host
====

.. toctree::

{contents}

.. toctree::
   :hidden:
   :glob:

   posts/*
"""
INVENTORY = b"""\
# Sphinx inventory version 2
# Project: far
# Version: 1
# The remainder of this file is compressed using zlib.
"""
REVIEW = """\
---
title: 2025-11-14 papers review
tags: [agents]
---

A day.

## 1. [Attention](https://arxiv.org/abs/1706.03762) `google`

- A review of it, $x^2$.

| a | b |
|---|---|
| 1 | 2 |

## 2. [Deep Residual Learning](https://arxiv.org/abs/1512.03385) `microsoft`

층을 건너뛰는 연결로 학습시킨다.
"""


@dataclass(frozen=True)
class Result:
    """What came of one build."""

    code: int
    warnings: str

    @property
    def is_good(self) -> bool:
        """Whether it ended well, without a warning."""
        return self.code == 0


def write_project(folder: Path, theme: str, neighbour: Neighbour, order: Sequence[str]) -> None:
    """Write the project to *folder*; its ``extensions`` are *order*."""
    pages = [Path(name).with_suffix("").as_posix() for name in neighbour.files]
    wanted = [*(["archive", "papers"] if US in order else []), "guide", *pages]
    contents = indent("\n".join(wanted), "   ")
    index = INDEX.format(contents=contents)
    guide = SOURCES["guide.rst"] if US in order else SOURCES["guide.rst"].partition(".. paper:")[0]
    files = {**SOURCES, "guide.rst": guide, "index.rst": index, **neighbour.files}
    if US in order:
        files["posts/2025-11-14.mdx"] = REVIEW
    else:
        files["posts/2025-11-14.rst"] = "Post\n====\n\nWords.\n"
    conf = CONF.format(theme=theme, extensions=list(order))
    files["conf.py"] = f"{conf}{THEME_CONF.get(theme, '')}\n{dedent(neighbour.conf)}\n"
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    body = zlib.compress(b"far.away py:function 1 index.html#$ -\n")
    (folder / "far.inv").write_bytes(INVENTORY + body)


def build(theme: str, builder: str, neighbour: Neighbour, order: Sequence[str]) -> Result:
    """Build the project in a process of its own, with warnings as errors."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_project(folder, theme, neighbour, order)
        log = folder / "warnings.log"
        pid = os.fork()
        if pid == 0:
            os._exit(_build_here(folder, builder, log))
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        words = log.read_text(encoding="utf-8") if log.is_file() else ""
        return Result(code, words.replace(f"{folder}/", ""))


def _build_here(folder: Path, builder: str, log: Path) -> int:
    """Build in this process, which ends then; return the exit code."""
    from sphinx.cmd.build import build_main  # noqa: PLC0415  # loaded before the first fork

    os.chdir(folder)
    errors = io.StringIO()
    try:
        with contextlib.redirect_stderr(errors), contextlib.redirect_stdout(io.StringIO()):
            code = build_main(["-q", "-W", "-n", "-b", builder, "-N", "-d", "kept", ".", "out"])
    except BaseException as error:  # noqa: BLE001  # whatever it is, it is the result
        errors.write(repr(error))
        code = 3
    log.write_text(errors.getvalue(), encoding="utf-8")
    for left in multiprocessing.active_children():  # such as a queue of sphinx_sitemap
        left.terminate()
    return code


def orders(theme: str, neighbour: Neighbour) -> Iterator[list[str]]:
    """Yield both orders of the extensions, ours first and last."""
    others = [*neighbour.extensions, *({theme} & EXTENSION_THEMES)]
    yield [*others, US]
    if others:
        yield [US, *others]


def cell_of(theme: str, builder: str, neighbour: Neighbour) -> tuple[str, list[str]]:
    """Return the word of a cell, and the warnings behind it."""
    found: list[str] = []
    for order in orders(theme, neighbour):
        result = build(theme, builder, neighbour, order)
        if not result.is_good:
            found.append(f"{order}\n{indent(result.warnings, '    ')}")
    if not found:
        return "✓", []
    others = [name for name in next(orders(theme, neighbour)) if name != US]
    if not build(theme, builder, neighbour, others).is_good:
        return "(✗)", found
    return "✗", found


def installed() -> tuple[dict[str, Neighbour], dict[str, Neighbour]]:
    """Return the neighbours that are installed, each alone, and the groups of them."""
    found = {name: each for name, each in NEIGHBOURS.items() if each.is_installed}
    groups = {"nothing": found["nothing"]}
    for name, members in GROUPS.items():
        if all(member in found for member in members):
            groups[name] = sum((found[member] for member in members), Neighbour([]))
    return {name: each for name, each in found.items() if name != "nothing"}, groups


def versions(packages: Sequence[str]) -> str:
    """Return name and version of each of *packages* that is installed."""
    words = []
    for package in packages:
        with contextlib.suppress(PackageNotFoundError):
            words.append(f"{package} {version(package)}")
    return ", ".join(words)


def table(
    title: str,
    names: Mapping[str, Neighbour],
    columns: Mapping[str, tuple[str, str]],
    faults: list[str],
) -> str:
    """Build all cells of one table, and return it as Markdown.

    :param columns: theme and builder of each column, by its heading
    """
    if not names or not columns:
        return ""
    lines = [f"| {title} | {' | '.join(columns)} |", f"|---|{':-:|' * len(columns)}"]
    for name, neighbour in names.items():
        words = []
        for theme, builder in columns.values():
            word, found = cell_of(theme, builder, neighbour)
            words.append(word)
            faults += [f"{word} {name}, {theme}, {builder}: {each}" for each in found]
        members = f" ({', '.join(GROUPS[name])})" if name in GROUPS else ""
        lines.append(f"| {name}{members} | {' | '.join(words)} |")
        print(lines[-1], flush=True)
    return "\n".join(lines)


def main() -> int:
    """Write the tables; return 1 if a cell fails because of us."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("output", nargs="?", type=Path, help="the file for the tables")
    parser.add_argument("--quick", action="store_true", help="a few cells")
    parser.add_argument("--all", action="store_true", help="neighbours under all themes, too")
    parser.add_argument("--only", choices=TABLES, help="make this table again, keep the others")
    options = parser.parse_args()
    if options.only and not options.output:
        parser.error("--only needs the file with the other tables")
    os.environ.setdefault("SOURCE_DATE_EPOCH", "1763596800")
    import sphinx.cmd.build  # noqa: F401, PLC0415  # once, for all processes

    import sphinx_paperreview.extension  # noqa: F401, PLC0415

    themes = [name for name in THEMES if find_spec(THEME_MODULES.get(name, name))]
    alone, groups = installed()
    by_theme = {THEMES[theme]: (theme, "html") for theme in themes}
    by_builder = {builder: ("alabaster", builder) for builder in BUILDERS[1:]}
    few = {"html": ("alabaster", "html"), "latex": ("alabaster", "latex")}
    if options.quick:
        alone = {name: alone[name] for name in ("autodoc", "myst_parser")}
        groups = {"nothing": groups["nothing"]}
        by_theme, by_builder = {"alabaster": ("alabaster", "html")}, {}
    faults: list[str] = []
    every = {**by_theme, **by_builder} if options.all else few
    tables = {"themes": (groups, by_theme), "builders": (groups, by_builder),
              "neighbours": (alone, every)}  # fmt: skip
    kept = options.output.read_text(encoding="utf-8").split("\n\n") if options.only else ()
    texts = []
    for position, (name, (rows, columns)) in enumerate(tables.items()):
        if options.only in {None, name}:
            texts.append(table(TABLES[name], rows, columns, faults))
        else:
            texts.append(kept[position])
    text = "\n\n".join(texts)
    print("\n".join(faults))
    packages = ["sphinx", "docutils", *(THEMES[theme] for theme in themes)]
    packages += [name for each in NEIGHBOURS.values() if (name := each.package)]
    missing = [name for name, each in NEIGHBOURS.items() if not each.is_installed]
    missing += [THEMES[name] for name in THEMES if name not in themes]
    notes = f"With {versions(packages)}."
    if missing:
        notes += f" Not tried, for they could not be installed: {', '.join(missing)}."
    if options.output:
        options.output.write_text(f"{text}\n\n{notes}\n", encoding="utf-8")
    return any(fault.startswith("✗") for fault in faults)


if __name__ == "__main__":
    sys.exit(main())
