"""Fuzz posts of reStructuredText and MyST: no directive, role or block of them ends a build.

    python tools/fuzz_directives.py --seconds 60
    python tools/fuzz_directives.py --seed 7 --posts 40 --builder latex

Each post has blocks of random directives with random arguments, options and content, of all that
docutils, Sphinx, MyST and the loaded extensions register. A build of many posts that ends is an
error; the post that was being read or written is kept in the folder ``--failures``.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
import traceback
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils.parsers.rst import directives, roles
from docutils.parsers.rst.states import RSTState
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from docutils.parsers.rst import Directive

CONF = """\
extensions = ["sphinx_paperreview", "myst_parser", "sphinx_design", "sphinx.ext.todo",
              "sphinx.ext.graphviz", "sphinx.ext.ifconfig", "sphinx.ext.extlinks",
              "sphinx.ext.autosummary", "sphinx.ext.doctest", "sphinx.ext.autosectionlabel"]
html_theme = "paperreview"
exclude_patterns = ["posts/_*"]
numfig = True
extlinks = {"issue": ("https://example.org/%s", "#%s")}
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath", "attrs_inline", "attrs_block",
                          "fieldlist", "tasklist", "html_image", "html_admonition"]
"""
INDEX = "# Home\n\n```{toctree}\n:glob:\n\nposts/*\n```\n"
BESIDE = {
    "posts/_x.txt": "Words.\n\n=====\nTitle\n=====\n\n* a\n\n|s| `b`_\n",
    "posts/_d.csv": 'a,b\n1,"2\n3"\n',
}
BUILDERS = ("html", "latex", "text", "epub", "man", "singlehtml", "texinfo", "json", "xml",
            "pseudoxml", "dirhtml", "gettext")  # fmt: skip
#: Arguments and values of options.
VALUES = (
    "", "1", "-1", "0", "a", "a b", "left", "center", "99", "1-2", "1-", "-2", "2-1", "1,,2",
    "a:b", "%", "$", "|s|", "`a`", "*", "50%", "-10px", "1e9", "_x.txt", "_d.csv",
    "/posts/_x.txt", "-", "\\", "한글", "²", "[", "]", "1 2 3", "auto", "true", "none", "python",
    "rst", "html", "latex", "a_", "`x <y>`_", "x\ny", "::", "..", "{", "}", "{{a}}", "<b>",
    "&amp;", "'", '"', "utf-16", "rot13", "undefined", "tab", ",", "*.txt", "<isonum.txt>", "1.",
    "(a)", "http://a.b", "mailto:a", "=", "a|b", "1 + 1", "html and (", "self", "T <http://a.b>",
    "T <self>", "x" * 300, "2025-01-01", "1/0", "2025-01-02-a1", "2025-01-02-a2.md", "/index", "*",
    "a://b <2025-01-02-a3>", "posts/2025-01-02-a4", "genindex", "papers", "#t", "a, b", "py:int",
)  # fmt: skip
INLINE = (
    "word", "*em*", "**st**", "``lit``", "`t`", "`t`_", "`t`__", "t_", "t__", "_`tgt`", "|s|",
    "|t|_", "|u|__", "[1]_", "[#]_", "[#a]_", "[*]_", "[CIT]_", "http://a.b/c",
    "`x <http://y.z>`_", "`x <y_>`_", "`x <`_", "*", "**", "`", "``", "_", "__", "|", "[", "]_",
    "\\", "\\ ", "\u200b", "한글", "::", "..", "--", "a@b.c", ":role:`x`", "{", "}", "<", ">", "&",
    "%", "$x$", "~", "^", "#", "'", '"', "`a`:sub:", "`<>`_", "`<a>`__", "[#-]_", "[]_", "_a:",
    "a:: b", "[^a]", "[](#a)", "![a](_x.txt)",
)  # fmt: skip
#: Blocks; ``{}`` is filled with text, ``{v}`` with a value.
RST = (
    "{}\n===", "{}\n---", "{}\n~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~", "* {}\n\n  * {}",
    "#. {}", "(i) {}", "5. {}", "   {}", ":name: {}", ":Date: {}", "::\n\n   {}", "{}::\n\n> q",
    "t : c\n   {}", "| {}\n|  {}", ".. [1] {}", ".. [#] {}", ".. [#a] {}", ".. [*] {}",
    ".. [CIT] {}", ".. _t: {v}", ".. _a: t_", ".. _t:", "__ {}", "__ t_", ".. |s| replace:: {}",
    ".. |t| replace:: |u| |s|", ".. |u| replace:: |t|", ".. {}", "..",
    "==== ====\na    {}\n==== ====", "+---+---+\n| a | b |\n+---+---+", ">>> {}",
    "-a  {}\n--bc=D  {}", "----", "{}\n\n-- {}", ".. role:: b(raw)\n   :format: {v}",
    ".. role:: c(code)", ".. toctree::\n\n   {v}\n   {v}", ".. toctree::\n   :glob:\n\n   {v}",
)  # fmt: skip
MYST = (
    "## {}", "- {}\n  - {}", "1. {}", "> {}", "(a)=", "| a | b |\n|--|--|\n| {} | c |",
    "[^a]: {}", "[^1]: {}", "[t]: x", "term\n: {}", ":name: {}", "$$\n{}\n$$ (a)", "+++ {}",
    "% {}", "{{#a .b}}\n{}", "<div>{}</div>", "---", "```python\n{}\n```", "{}[^a] [](a)",
    "```{{toctree}}\n{v}\n```", "```{{toctree}}\n:glob:\n\n{v}\n```",
)  # fmt: skip


def registered() -> tuple[dict[str, type[Directive]], list[str]]:
    """Return the directives by name, and the names of the roles, outside of domains."""
    found: dict[str, Any] = {}
    lookup: Any = directives
    for name, (module, kind) in lookup._directive_registry.items():  # noqa: SLF001  # there is no public list
        found[name] = getattr(import_module(f"docutils.parsers.rst.directives.{module}"), kind)
    found.update(lookup._directives)  # noqa: SLF001  # as said above
    listed: Any = roles
    names = {*listed._roles, *listed._role_registry} - {""}  # noqa: SLF001  # as said above
    return found, sorted(names)


class Writer:
    """Writes random posts in one *language*: ``rst``, ``myst``, or ``eval-rst`` within MyST."""

    def __init__(self, app: Sphinx, language: str, rng: random.Random) -> None:
        self._rng = rng
        self._is_myst = language == "myst"
        self._within = language == "eval-rst"
        self._directives, self._roles = registered()
        for domain in app.env.domains.sorted():
            prefix = "" if domain.name == "std" else f"{domain.name}:"
            self._directives.update({prefix + name: cls for name, cls in domain.directives.items()})
            self._roles += [prefix + name for name in domain.roles]
        self._names = sorted(self._directives)

    def post(self, number: int) -> str:
        """Return the post of this *number*."""
        body = "\n\n".join(self._blocks(0) for _ in range(self._rng.randint(1, 3)))
        if self._is_myst:
            return f"# Paper {number}\n\nWords.\n\n{body}\n"
        if self._within:
            fence = "`" * 12
            return f"# Paper {number}\n\nWords.\n\n{fence}{{eval-rst}}\n{body}\n{fence}\n"
        return f"Paper {number}\n==========\n\nWords.\n\n{body}\n"

    def _blocks(self, depth: int) -> str:
        count = self._rng.randint(1, 2 if depth else 5)
        return "\n\n".join(self._block(depth) for _ in range(count))

    def _block(self, depth: int) -> str:
        if depth < 4 and self._rng.random() < 0.5:
            return self._directive(depth)
        form = self._rng.choice(MYST if self._is_myst else RST)
        form = form.replace("{v}", self._value())
        return form.replace("{}", self._text()).replace("{{", "{").replace("}}", "}")

    def _value(self) -> str:
        return self._rng.choice(VALUES).replace("\n", " ")

    def _text(self) -> str:
        return self._rng.choice((" ", " ", "")).join(
            self._role() if self._rng.random() < 0.3 else self._rng.choice(INLINE)
            for _ in range(self._rng.randint(1, 4))
        )

    def _role(self) -> str:
        name, value = self._rng.choice(self._roles), self._value()
        return f"{{{name}}}`{value}`" if self._is_myst else f":{name}:`{value}`"

    def _directive(self, depth: int) -> str:
        name = self._rng.choice(self._names)
        spec = getattr(self._directives[name], "option_spec", None)
        known: Sequence[str] = sorted(spec) if isinstance(spec, dict) else ["class", "name"]
        chosen = self._rng.sample(known, min(len(known), self._rng.choice((0, 0, 1, 2, 3))))
        options = "".join(f":{option}: {self._value()}\n" for option in chosen)
        argument = self._value() if self._rng.random() < 0.7 else self._text()
        body = self._blocks(depth + 1) if self._rng.random() < 0.6 else ""
        if self._is_myst:
            fence = "`" * (9 - depth)
            return f"{fence}{{{name}}} {argument}\n{options}\n{body}\n{fence}"
        content = "\n".join(f"   {line}" for line in f"{options}\n{body}".split("\n"))
        shown = f"|{self._rng.choice('stu')}| " if self._rng.random() < 0.2 else ""
        return f".. {shown}{name}:: {argument}\n{content}"


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write *files*, by path, to *folder*."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", errors="replace")


def build(folder: Path, language: str, builder: str, posts: int, rng: random.Random) -> str:
    """Build *posts* random posts in *folder*; return what ended the build, empty if nothing did."""
    suffix = ".rst" if language == "rst" else ".md"
    write_files(folder, {"conf.py": CONF, "index.md": INDEX, **BESIDE})
    current = [""]
    with patch_docutils(folder), docutils_namespace(), (folder / "_warnings").open("w") as warnings:
        app = Sphinx(
            folder, folder, folder / "_out", folder / "_trees", builder,
            status=None, warning=warnings, freshenv=True,
        )  # fmt: skip
        writer = Writer(app, language, rng)
        texts = {f"posts/2025-01-02-a{n}{suffix}": writer.post(n) for n in range(posts)}
        write_files(folder, texts)
        app.connect("source-read", lambda _app, name, _source: current.__setitem__(0, name))
        app.builder.write_doc = partial(_noting, current, app.builder.write_doc)  # type: ignore[method-assign]
        try:
            app.build()
        except Exception:  # noqa: BLE001  # any is a failure
            text = texts.get(f"{current[0]}{suffix}", "")
            return f"{current[0]} ({language}, {builder})\n{traceback.format_exc()}\n{text}"
    return ""


def _noting(current: list[str], write: Any, docname: str, *rest: Any) -> None:
    current[0] = docname
    write(docname, *rest)


def main(argv: Sequence[str] | None = None) -> int:
    """Build until the time is over; return 1 if a build ended."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=0, help="go on for so long, by this clock")
    parser.add_argument("--posts", type=int, default=60, help="posts of each build")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--builder", action="append", help="by default all that write a file, by turns"
    )
    parser.add_argument("--failures", type=Path, help="a folder for what ended a build")
    args = parser.parse_args(argv)
    builders = args.builder or BUILDERS
    end, turn, failed = time.monotonic() + args.seconds, 0, 0
    while turn < 3 or time.monotonic() < end:
        language, builder = (
            ("rst", "myst", "eval-rst")[turn % 3],
            builders[turn // 3 % len(builders)],
        )
        rng = random.Random(f"{args.seed} {turn}")  # noqa: S311  # repeatable, not secret
        folder = Path(tempfile.mkdtemp())
        try:
            problem = build(folder, language, builder, args.posts, rng)
        finally:
            shutil.rmtree(folder)
            RSTState.nested_sm_cache.clear()  # of documents at which docutils ended, it keeps all
        turn += 1
        if problem:
            failed += 1
            sys.stderr.write(f"{problem}\n")
            if args.failures:
                args.failures.mkdir(parents=True, exist_ok=True)
                (args.failures / f"{args.seed}-{turn}.txt").write_text(problem, encoding="utf-8")
    sys.stdout.write(f"{turn * args.posts} posts in {turn} builds, of which {failed} ended\n")
    return int(failed > 0)


if __name__ == "__main__":
    raise SystemExit(main())
