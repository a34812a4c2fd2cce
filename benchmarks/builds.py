"""Build sites in which one thing is repeated: twice as many may take twice the time, and no more.

    python benchmarks/builds.py                      # all cases, html and latex
    python benchmarks/builds.py 'missing images' --size 4000 --builder html
    python benchmarks/builds.py 'missing images' --profile   # where the time of one build goes

Each build runs in a process of its own, at n, 2n and 4n repetitions, and its time of the processor
is measured, less that of an empty post. A case is flagged if both doublings take more than 2.3
times as long, three times. ``hostile.py`` measures the parser alone in the same way.
"""

from __future__ import annotations

import argparse
import contextlib
import cProfile
import itertools
import json
import os
import pstats
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

sys.path.insert(0, str(Path(__file__).parents[1]))
import sphinx.builders.latex  # noqa: F401  # imported before the processes are made
from sphinx.application import Sphinx

import sphinx_paperreview.extension  # noqa: F401  # as above

if TYPE_CHECKING:
    from collections.abc import Callable

#: Growth by which a doubling may not exceed; and seconds below which all is noise.
RATIO, FLOOR = 2.3, 0.25
#: Seconds of the processor for one build.
SECONDS = 120
CONF = """\
project = "Reviews"
language = "en"
extensions = ["sphinx_paperreview"]
html_theme = "basic"
html_baseurl = "https://example.org/"
paperreview_lint = "all"
"""
FRONT = "---\ntitle: T\ndate: 2026-01-02\nauthors: [A B]\ntags: [a]\n---\n\n"
PAPER = "## 1. [A Title](https://arxiv.org/abs/2401.00001)\n\n"

Files: TypeAlias = "dict[str, str]"


def one(piece: str, before: str = "", after: str = "") -> Callable[[int], Files]:
    """Return how to make one post that has *piece* n times, ``{0}`` being the number of each."""
    return lambda n: {
        "a.mdx": FRONT + before + "".join(piece.replace("{0}", str(i)) for i in range(n)) + after
    }


def front(piece: str, key: str = "") -> Callable[[int], Files]:
    """Return how to make one post with *piece* n times in the list *key* of its front matter."""
    return lambda n: {
        "a.mdx": "---\ntitle: T\ndate: 2026-01-02\n" + (f"{key}:\n" if key else "")
        + "".join(piece.replace("{0}", str(i)) for i in range(n)) + "---\n\nx\n"
    }  # fmt: skip


def posts(text: str, keys: str = "", shared: Files | None = None) -> Callable[[int], Files]:
    """Return how to make a post for each 20 repetitions, ``{0}`` being its number."""
    begin = "---\ntitle: T{0}\ndate: 2026-01-02\n" + keys + "---\n\n"
    return lambda n: (
        {f"p{i}.mdx": (begin + text).replace("{0}", str(i)) for i in range(n // 20)}
        | (shared or {})
    )


CASES: dict[str, Callable[[int], Files]] = {
    # text
    "words": one("word "),
    "blanks": one(" ", "a", "b\n"),
    "blanks alone": one(" "),
    "tabs": one("\t", "a", "b\n"),
    "wide blanks": one("\u3000", "a", "b\n"),
    "blanks in a title": one(" ", "## a", "b\n"),
    "blanks in a formula": one(" ", "$a", "b$\n"),
    "blanks in a cell": one(" ", "| a | b |\n|---|---|\n| c", "d | e |\n"),
    "blanks in a link": one(" ", "[a](b", "c)\n"),
    "blanks in a tag": one(" ", "<b ", ">c</b>\n"),
    "blanks in code": one(" ", "`a", "b`\n"),
    "blanks in a quote": one(" ", "> a", "b\n"),
    "line breaks": one("a  \n"),
    "lines": one("a\n"),
    "blank lines": one("\n", "a", "b\n"),
    "paragraphs": one("a b\n\n"),
    "emphasis": one("**a** *b* ~~c~~ `d`\n"),
    "entities": one("&amp; "),
    "emoji": one(":tada: "),
    "smart quotes": one("\"a\" 'b' -- "),
    "rules": one("a\n\n---\n\n"),
    # headings
    "headings": one("## a {0}\n\n"),
    "same headings": one("## a\n\n"),
    "headings of two levels": one("## a {0}\n\n### b {0}\n\n"),
    "headings with same ids": one("## a {#b}\n\n"),
    "headings of papers": one("## {0}. [Title {0}](https://arxiv.org/abs/2401.{0})\n\nx\n\n"),
    "papers": lambda n: {"a.mdx": FRONT + "".join(
        f"## {i}. [Title {i}](https://arxiv.org/abs/2401.{i % 90000 + 10000})\n\nx\n\n"
        for i in range(n // 4))},
    "same paper": one("## {0}. [A](https://arxiv.org/abs/2401.00001)\n\nx\n\n"),
    "mentions of a paper": one("[A](https://arxiv.org/abs/2401.00001) ", PAPER),
    "mentions of papers": lambda n: {"a.mdx": FRONT + PAPER + "".join(
        f"[A](https://arxiv.org/abs/2402.{i % 90000 + 10000})\n" for i in range(n))},
    "roles of a paper": one("{paper}`2401.00001` ", PAPER),
    "roles of no paper": one("{paper}`2401.99999` ", PAPER),
    # links, anchors, references
    "links": one("[a](https://example.org/{0}) "),
    "addresses": one("https://example.org/{0} "),
    "links to one missing document": one("[a](missing.mdx)\n"),
    "links to missing documents": one("[a](missing{0}.mdx)\n"),
    "links to a missing anchor": one("[a](#b)\n"),
    "links to missing anchors": one("[a](#b{0})\n"),
    "links to a missing anchor of another": lambda n: {
        "a.mdx": FRONT + "[a](b.mdx#c)\n" * n, "b.mdx": FRONT + "b\n"},
    "links to another": lambda n: {"a.mdx": FRONT + "[a](b.mdx)\n" * n, "b.mdx": FRONT + "b\n"},
    "links to itself": one("[a](a.mdx)\n"),
    "links to an anchor": one("[a](#b)\n", "## b\n\n"),
    "links to anchors": one("## b{0}\n\n[a](#b{0})\n\n"),
    "links to an anchor of itself": one("[a](a.mdx#b)\n", "## b\n\n"),
    "links to headings": one("[a](#h)\n\n## h\n\n"),
    "links to a file": one("[a](c.txt)\n"),
    "links in HTML": one("<a href='missing.mdx'>a</a>\n"),
    "links without a target": one("[a]()\n"),
    "links of bad schemes": one("[a](javascript:b)\n"),
    "references": one("[a{0}]: https://example.org\n"),
    "same references": one("[a]: https://example.org\n"),
    "uses of a reference": one("[a] ", "[a]: https://example.org\n\n"),
    "missing references": one("[a][b{0}] "),
    "roles of documents": one("{doc}`missing` "),
    "roles of labels": one("{ref}`missing` "),
    "unknown roles": one("{none}`missing` "),
    "terms": one("{term}`missing` "),
    "targets": one("(t{0})=\n\n"),
    "anchors": one("<a id='b{0}'/> "),
    "same anchors": one("<a id='b'/> "),
    "spans with same ids": one("<span id='b'>c</span>\n"),
    "downloads": one("{download}`missing.txt` "),
    "mails": one("<a@b.org> "),
    # footnotes, citations
    "footnotes": one("a[^{0}]\n\n[^{0}]: b\n\n"),
    "uses of a footnote": one("a[^b] ", "", "\n\n[^b]: c\n"),
    "missing footnotes": one("a[^{0}] "),
    "unused footnotes": one("[^{0}]: a\n\n"),
    "same footnotes": one("[^a]: b\n\n", "a[^a]\n\n"),
    "named footnotes": one("a[^n{0}x]\n\n[^n{0}x]: b\n\n"),
    # images
    "one missing image": one("![a](missing.png)\n"),
    "one missing image apart": one("![a](missing.png)\n\n"),
    "missing images": one("![a](missing{0}.png)\n"),
    "missing images without text": one("![](missing.png)\n\n"),
    "missing images in HTML": one("<img src='missing.png' alt='a'/>\n\n"),
    "image": lambda n: {"a.mdx": FRONT + "![a](b.svg)\n\n" * n, "b.svg": SVG},
    "images": lambda n: {"a.mdx": FRONT + "".join(f"![a](b{i}.svg)\n\n" for i in range(n // 4))}
    | {f"b{i}.svg": SVG for i in range(n // 4)},
    "images of one name": lambda n: {"a.mdx": FRONT + "".join(
        f"![a]({i}/b.svg)\n\n" for i in range(n // 4))}
    | {f"{i}/b.svg": SVG for i in range(n // 4)},
    "images of other hosts": one("![a](https://example.org/{0}.png)\n\n"),
    "image of another host": one("![a](https://example.org/b.png)\n\n"),
    "images outside": one("![a](../../b.png)\n\n"),
    "images as data": one("![a](data:image/gif;base64,R0lGODlhAQABAAAAACw=)\n\n"),
    "figures": one("```{figure} missing.png\nc\n```\n\n"),
    "pictures": one("<figure><img src='missing.png'/><figcaption>a</figcaption></figure>\n\n"),
    # lists, quotes, tables, admonitions
    "items": one("- a\n"),
    "numbered items": one("1. a\n"),
    "loose items": one("- a\n\n"),
    "tasks": one("- [ ] a\n"),
    "definitions": one("a\n: b\n\n"),
    "quotes": one("> a\n\n"),
    "fences": one("```python\na = 1\n```\n\n"),
    "fences of unknown languages": one("```zz{0}\na\n```\n\n"),
    "wrong code": one("```json\n{{{\n```\n\n"),
    "table rows": one("| a | b |\n", "| a | b |\n|---|---|\n"),
    "tables": one("| a | b |\n|---|---|\n| c | d |\n\n"),
    "table columns": one("| a ", "", "|\n"),
    "tables in HTML": one("<table><tr><td>a</td></tr></table>\n\n"),
    "tables in HTML lines": one("<table>\n<tr>\n<td>a</td>\n</tr>\n</table>\n\n"),
    "rows in HTML": one("<tr><td>a</td><td>b</td></tr>\n", "<table>\n<tbody>\n",
                        "</tbody>\n</table>\n"),
    "long rows": one("| a | b | c |\n", "| a | b |\n|---|---|\n"),
    "subscripts": one("<sub>a</sub> "),
    "subscripts lines": one("a<sub>b</sub>c<sup>d</sup>\n\n"),
    "keys": one("<kbd>a</kbd> <mark>b</mark> <small>c</small> <u>d</u>\n\n"),
    "divs": one("<div>a</div>\n\n"),
    "details": one("<details>\n<summary>a</summary>\n\nb\n\n</details>\n\n"),
    "admonitions": one(":::note\n\na\n\n:::\n\n"),
    "titled admonitions": one(":::tip[a {0}]\n\nb\n\n:::\n\n"),
    "unknown admonitions": one(":::what\n\na\n\n:::\n\n"),
    "tab sets": one("<Tabs>\n<TabItem value='a'>\nb\n</TabItem>\n</Tabs>\n\n"),
    "tab items": one("<TabItem value='a{0}'>\n\nb\n\n</TabItem>\n", "<Tabs>\n", "</Tabs>\n"),
    "unknown tags": one("<Foo>a</Foo>\n\n"),
    "unknown tags of many names": one("<Foo{0}>a</Foo{0}>\n\n"),
    "unclosed tags": one("<b>a\n\n"),
    "expressions": one("{a.b} "),
    "styles": one("<b style={{color: 'red'}}>a</b>\n\n"),
    "many styles": one("<b style={{width: {0}}}>a</b>\n\n"),
    "bad styles": one("<b style={{position: 'fixed'}}>a</b>\n\n"),
    "bad attributes": one("<b onclick='a'>a</b>\n\n"),
    "comments": one("{/* a */}\n\n"),
    "imports": one("import a{0} from './a.png'\n"),
    "partials": lambda n: {"a.mdx": FRONT + "import A from './_b.mdx'\n\n" + "<A/>\n\n" * n,
                           "_b.mdx": "b\n"},
    "missing partials": one("<A/>\n\n", "import A from './_b.mdx'\n\n"),
    "directives": one("```{note}\na\n```\n\n"),
    "unknown directives": one("```{none}\na\n```\n\n"),
    "paper headers": one("```{paper:header}\n:id: 2401.00001\n```\n\n"),
    "lists of papers": one("```{paper:list}\n```\n\n", PAPER),
    "math": one("$a_{0}$ "),
    "math blocks": one("$$\na\n$$\n\n"),
    "labelled math": one("$$\na\n$$ (e{0})\n\n"),
    "bad math": one("$\\foo{0}$ "),
    "bad math blocks": one("$$\n\\foo\n$$\n\n"),
    "long math": one("a+", "$", "b$\n"),
    "frames": one("<iframe src='https://example.org/'/>\n\n"),
    # front matter and records
    "tags": front("- t{0}\n", "tags"),
    "same tags": front("- t\n", "tags"),
    "authors": front("- A{0} B\n", "authors"),
    "same authors": front("- A B\n", "authors"),
    "aliases": front("- /x/{0}\n", "aliases"),
    "same aliases": front("- /x\n", "aliases"),
    "bad aliases": front("- ../x{0}\n", "aliases"),
    "organisations": front("- o{0}\n", "orgs"),
    "misspelt keys": front("taags{0}: b\n"),
    "other keys": front("key{0}: b\n"),
    "organisations of papers": one(
        "## {0}. [T{0}](https://arxiv.org/abs/2401.00001) (Org{0})\n\nx\n\n"),
    "posts": posts("x\n"),
    "posts of a tag": posts("x\n", "tags: [t]\n"),
    "posts of tags": posts("x\n", "tags: [t{0}, t]\n"),
    "posts of an author": posts("x\n", "authors: [A B]\n"),
    "posts of a paper": posts("## 1. [A](https://arxiv.org/abs/2401.00001)\n\nx\n"),
    "posts of a series": posts("x\n", "series: s\n"),
    "posts of an alias": posts("x\n", "aliases: [/x]\n"),
    "posts of a slug": posts("x\n", "slug: x\n"),
    "posts that link to one": posts("[a](p0.mdx)\n"),
    "posts with one missing image": posts("![a](missing.png)\n"),
    "posts with a same word": posts("## 1. [Same words here](https://arxiv.org/abs/2401.{0})\n\nx\n"),
}  # fmt: skip
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


def build(files: Files, builder: str) -> None:
    """Build a site of *files* and an index in a new folder, which is removed."""
    folder = Path(tempfile.mkdtemp())
    try:
        files = {"conf.py": CONF, "index.rst": "Home\n====\n\n.. paper:list::\n", **files}
        for name, text in files.items():
            path = folder / "src" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        with Path(os.devnull).open("w", encoding="utf-8") as nothing:
            app = Sphinx(folder / "src", folder / "src", folder / "out", folder / "doctrees",
                         builder, status=None, warning=nothing, freshenv=True)  # fmt: skip
            app.build()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(files: Files, builder: str, profile: bool = False) -> float | str:
    """Return the seconds of a build in a process of its own, or why it failed."""
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        answer: float | str = "died"
        try:
            os.close(reads)
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))  # ends the process
            start = time.process_time()
            if profile:
                profiler = cProfile.Profile()
                profiler.runcall(build, files, builder)
                pstats.Stats(profiler).sort_stats("tottime").print_stats(25)
            else:
                build(files, builder)
            answer = time.process_time() - start
        except BaseException as problem:  # noqa: BLE001  # it is part of the answer
            answer = f"{type(problem).__name__}: {problem}"[:80]
        finally:
            os.write(writes, json.dumps(answer).encode())
            sys.stdout.flush()
            os._exit(0)
    os.close(writes)
    with os.fdopen(reads) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return json.loads(text) if text else f"more than {SECONDS} s"


def judge(make: Callable[[int], Files], size: int, builder: str, empty: float) -> tuple[str, bool]:
    """Return the seconds at *size*, 2 and 4 times of it, and whether they grow too fast."""
    best: list[float] = []
    for _ in range(3):
        found: list[float] = []
        for count in (size, 2 * size, 4 * size):
            answer = measure(make(count), builder)
            if isinstance(answer, str):
                return f"{' '.join(f'{each:.2f}' for each in found)} {answer}", True
            found.append(max(answer - empty, 0.01))
        best = [min(pair) for pair in zip(best or found, found, strict=True)]
        if best[2] < FLOOR or any(b <= RATIO * a for a, b in itertools.pairwise(best)):
            return " ".join(f"{each:.2f}" for each in best), False
    return " ".join(f"{each:.2f}" for each in best), True


def main() -> int:
    """Measure the cases that the arguments name, or all; return 1 if one is flagged."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", help="names of cases; all by default")
    parser.add_argument("--size", type=int, default=500, help="repetitions of the smallest site")
    parser.add_argument("--builder", action="append", help="html and latex by default")
    parser.add_argument("--quiet", action="store_true", help="print only flagged cases")
    parser.add_argument("--profile", action="store_true", help="print where the time goes")
    args = parser.parse_args()
    flagged = []
    for builder in args.builder or ["html", "latex"]:
        empty = measure({"a.mdx": FRONT}, builder)
        if isinstance(empty, str):
            parser.exit(1, f"an empty post cannot be built: {empty}\n")
        for name in args.names or CASES:
            if args.profile:
                print(name, builder, measure(CASES[name](args.size), builder, True), flush=True)
                continue
            shown, wrong = judge(CASES[name], args.size, builder, empty)
            if wrong:
                flagged.append(f"{name} ({builder})")
            if wrong or not args.quiet:
                print(f"{name:38} {builder:6} {shown}{'  <--' if wrong else ''}", flush=True)
    print(f"flagged: {', '.join(flagged) or 'none'}")
    return bool(flagged)


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        raise SystemExit(main())
