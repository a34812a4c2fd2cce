"""Compare the pages that this package and Docusaurus make from MDX posts.

    python tools/score_mdx.py --oracle ORACLE POSTS

ORACLE is a folder with ``oracle.mjs`` (renders posts with Docusaurus's MDX loader and writes
their structure), ``structure.py`` (the same structure of a built page) and ``compare.py``
(scores the two); its packages are installed. POSTS is a folder of ``.md`` and ``.mdx`` files,
all of which are read as MDX. Both programs read the same copy of it, in which a small image
replaces each missing local image, so that the pages can be compared.

The figures are strict. With ``--decided``, all is built once more without the readings that the
project has decided otherwise than Docusaurus (``DECIDED``), and a second figure is printed, with
the names of the documents that differ for no other reason.

What differs on purpose, and only in how it is written, is made equal before the comparison
(``--as-written``: it is not): see ``_settle``. Papers are not recognised, addresses of pages stay
as they are written, and cards without items show nothing, because so it is in the reference.
"""

from __future__ import annotations

import argparse
import html
import json
import posixpath
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

sys.path.insert(0, str(Path(__file__).parents[1]))
from sphinx_paperreview.mdx.rules.math import read_characters

CONF = """\
from docutils import nodes

from sphinx_paperreview.config import DIALECTS
from sphinx_paperreview.mdx.elements import docusaurus
from sphinx_paperreview.mdx.parser import MdxParser
from sphinx_paperreview.mdx.render.titles import IS_PAGE
from sphinx_paperreview.pages.document_links import DocumentLinks
from sphinx_paperreview.reading.files.routes import Routes

MdxParser.cjk_emphasis = False
# The posts of a sample link to documents that are not part of it.
DocumentLinks.keeps_addresses = True
# The reference keeps the addresses of other pages as they are written.
Routes.at = Routes.ending_in = lambda *_: None
# It has no sidebars either.
docusaurus._pages_of_folder = lambda element: nodes.bullet_list()
extensions = ["sphinx_paperreview"]
paperreview_dialects = dict.fromkeys(DIALECTS, False)
source_suffix = {".md": "mdx", ".mdx": "mdx"}
paperreview_posts = %(posts)r
paperreview_recognise = %(recognise)r
# A folder of this name has translations, but in the sources of Docusaurus itself.
include_patterns = ["**", "**/docusaurus-plugin-content-blog/**"]
paperreview_show_drafts = True
paperreview_embed_hosts = %(hosts)r
html_theme = "%(theme)s"
html_use_index = False
suppress_warnings = ["toc.not_included"]


def as_post(app, docname, content):
    app.env.current_document[IS_PAGE] = False


def setup(app):
    # The reference treats every document as a post: the first heading gives way to the title.
    app.connect("source-read", as_post, priority=900)
"""


#: Readings that the project has decided otherwise, each with lines of ``conf.py`` that undo it.
DECIDED = {
    "a box of an unknown :::type": """
from sphinx_paperreview.mdx.render import admonitions
from sphinx_paperreview.mdx.renderer import MdxRenderer
from sphinx_paperreview.mdx.rules.admonition import TYPES


def unknown(renderer, token):
    if token.meta["opening"].name.lower() in TYPES:
        return admonitions.render_admonition(renderer, token)
    for child in token.children or []:
        if child.type != "mdx_admonition_title":
            renderer.rules[f"render_{child.type}"](child)


MdxRenderer.render_mdx_admonition = unknown
""",
    "amounts of money": """
from sphinx_paperreview.mdx.rules import math as dollars

dollars._are_amounts = lambda *_: False
""",
    "words of CJK directly behind a URL": """
from sphinx_paperreview.mdx.rules import autolink

autolink.is_cjk = lambda _character: False
""",
    "ranges with ~": """
from dataclasses import replace

from sphinx_paperreview.mdx import plugin
from sphinx_paperreview.mdx.rules import emphasis


def strike(state, silent):
    if silent or state.src[state.pos] != "~":
        return False
    end, _before, _after, left, right = emphasis.scan_run(state, friendly=False)
    text, state.pos = state.src[state.pos : end], end
    emphasis._delimiter(state, text, 0, left and len(text) < 3, right and len(text) < 3)
    return True


plugin._INLINE = tuple(
    replace(rule, rule=strike) if rule.name == "strikethrough" else rule for rule in plugin._INLINE
)
""",
    "a first heading of several that is not the title": """
from sphinx_paperreview.mdx.render import titles

below, first_heading = titles._below, titles._first_heading


def hide(tokens, title, **options):
    lead = first_heading(tokens)
    if lead is None or titles._plain(tokens[lead + 1]) == " ".join(title.split()):
        return below(tokens, title, **options)
    for token in (tokens[lead], tokens[lead + 2]):
        token.type, token.tag = token.type.replace("heading", "paragraph"), "p"
    tokens[lead].attrs["class"] = "pr-content-title visually-hidden"
    titles._first_heading = lambda _tokens: None
    try:
        return below(tokens, title, **options)
    finally:
        titles._first_heading = first_heading


titles._below = hide
""",
}


_DIFFERS = re.compile(r"^--- (.+): [01]\.\d+, differs in ", re.MULTILINE)


def main() -> int:
    """Build, render, compare; print the table and the worst files."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("posts", type=Path)
    parser.add_argument("--oracle", type=Path, required=True)
    parser.add_argument("--theme", default="basic", help="html_theme of the build")
    parser.add_argument(
        "--as-posts", action="store_true", help="with the date, authors and papers of each post"
    )
    parser.add_argument("--work", type=Path, help="folder for all files (default: a temporary one)")
    parser.add_argument("--fresh", action="store_true", help="render the reference again")
    parser.add_argument("--no-images", action="store_true", help="do not replace missing images")
    parser.add_argument(
        "--as-written", action="store_true", help="compare what is only written differently, too"
    )
    parser.add_argument(
        "--decided", action="store_true", help="a second figure without what is decided otherwise"
    )
    parser.add_argument("--jobs", default="auto")
    parser.add_argument("compare", nargs="*", help="further options, for compare.py, after --")
    args = parser.parse_args()
    work = (args.work or Path(tempfile.mkdtemp(prefix="score-mdx-"))).resolve()
    oracle = args.oracle.resolve()
    source, reference = work / "source", work / "reference.jsonl"
    if args.fresh or not reference.is_file():
        _copy(args.posts.resolve(), source)
        _render(oracle, source, reference)
        if not args.no_images and _draw(source, reference):
            _render(oracle, source, reference)
    (source / "conf.py").write_text(
        CONF
        % {
            "theme": args.theme,
            "posts": ["**"] if args.as_posts else [],
            "recognise": ["headings", "facts", "documents"] if args.as_posts else [],
            "hosts": [] if args.as_written else _hosts(reference),
        },
        encoding="utf-8",
    )
    status, strict = _compare(args, source, work, reference, oracle)
    if args.decided:
        with (source / "conf.py").open("a", encoding="utf-8") as conf:
            conf.writelines(DECIDED.values())
        print(f"\nwithout what is decided otherwise: {', '.join(DECIDED)}", flush=True)
        _status, others = _compare(args, source, work, reference, oracle)
        print("\nthat differ for no other reason:")
        print(*sorted(strict - others), sep="\n")
    return status


def _compare(
    args: argparse.Namespace, source: Path, work: Path, reference: Path, oracle: Path
) -> tuple[int, set[str]]:
    """Build, compare and print; return the status and the documents that are not identical."""
    _build(source, work, args.jobs)
    ours = work / "ours.jsonl"
    _run(sys.executable, oracle / "structure.py", "--dir", work / "html", "--out", ours)
    if not args.as_written:
        reference, ours = _settle(reference, ours, work)
    command = [sys.executable, oracle / "compare.py", reference, ours, *args.compare]
    status = subprocess.run([str(part) for part in command], check=False).returncode
    every = [*command, "--worst", 10**6, "--lines", 0]
    shown = subprocess.run(
        [str(part) for part in every], check=False, capture_output=True, text=True
    )
    return status, set(_DIFFERS.findall(shown.stdout))


def _copy(posts: Path, source: Path) -> None:
    shutil.rmtree(source, ignore_errors=True)
    shutil.copytree(posts, source, ignore=shutil.ignore_patterns("conf.py", "expected"))


def _render(oracle: Path, source: Path, reference: Path) -> None:
    options = ("--dir", source, "--site", source, "--static", source / "static")
    _run("node", oracle / "oracle.mjs", *options, "--out", reference)


def _draw(source: Path, reference: Path) -> int:
    """Write an image for each path that the reference could not resolve; return their number."""
    from PIL import Image  # noqa: PLC0415  # only here

    written = 0
    for line in reference.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        folder = (source / record["file"]).parent
        for named in record.get("unresolvedImages", ()):
            name = unquote(re.sub(r"[?#].*", "", named))
            if name.startswith("@site/"):
                path = source / name.removeprefix("@site/")
            elif name.startswith("/"):
                path = source / "static" / name.lstrip("/")
            else:
                path = folder / name
            path = path.resolve()
            if not path.is_relative_to(source) or path.exists():
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.suffix.lower() in {".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp"}:
                Image.new("RGB", (640, 360), "#888").save(path)
                written += 1
            elif path.suffix.lower() == ".svg":
                path.write_text(
                    '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360"/>\n'
                )
                written += 1
    return written


def _hosts(reference: Path) -> list[str]:
    """Return the hosts of all frames, which by default only some may show; others become links."""
    records = map(json.loads, reference.read_text(encoding="utf-8").splitlines())
    frames = (each["src"] or "" for record in records for each in record.get("embeds", ()))
    return sorted({host for frame in frames if (host := urlsplit(frame).hostname)})


def _settle(reference: Path, ours: Path, work: Path) -> tuple[Path, Path]:
    """Write the structures without what is only written differently; return the files.

    - Docusaurus escapes alternative texts twice: readers see ``&#39;``. We do not.
    - ``pathname://`` and ``@site/static`` are prefixes for Docusaurus alone, which takes them away
      in the browser; a relative link leads where one from ``/`` leads.
    - A file that a link names is copied by both, to another place.
    - A file ``index`` without a title is called like its folder here.
    - References to characters in formulas, at which KaTeX stops, are characters here.
    - We give images from JavaScript their own size, so that the text does not move; Docusaurus
      gives it only to those in Markdown.
    """
    pages = {
        path: {
            str(Path(record["file"]).with_suffix("")): record
            for record in map(json.loads, path.read_text(encoding="utf-8").splitlines())
        }
        for path in (reference, ours)
    }
    for name, record in pages[reference].items():
        if name in pages[ours]:
            _settle_title(record, pages[ours][name])
            _settle_files(record, pages[ours][name])
    for path, records in pages.items():
        for record in records.values():
            folder = posixpath.dirname(record["file"])
            for link in record.get("links", ()):
                link["href"] = _settled_link(link["href"], folder)
            for formula in record.get("math", ()):
                source = read_characters(formula["source"])
                record["text"] = record["text"].replace(formula["source"], source)
                formula["source"] = source
            for image in record.get("images", ()):
                image["alt"] = html.unescape(image["alt"] or "")
                if image["width"] == _own_width(image, work / "html" / "_images"):
                    image["width"] = None
        lines = [json.dumps(record) + "\n" for record in records.values()]
        path.with_suffix(".settled.jsonl").write_text("".join(lines), encoding="utf-8")
    return reference.with_suffix(".settled.jsonl"), ours.with_suffix(".settled.jsonl")


def _settle_title(reference: dict[str, Any], ours: dict[str, Any]) -> None:
    if reference.get("titleFrom") != "file name" or reference.get("title") != "index":
        return
    heading = (ours.get("headings") or [{}])[0]
    name = heading.get("text", "")
    if name and name == posixpath.basename(posixpath.dirname(reference["file"])):
        ours["text"] = f"index{ours['text'].removeprefix(name)}"
        heading["text"] = "index"


def _settle_files(reference: dict[str, Any], ours: dict[str, Any]) -> None:
    for link in ours.get("links", ()):
        if "_downloads/" not in link["href"]:
            continue
        name = posixpath.basename(unquote(link["href"]))
        for other in reference.get("links", ()):
            path = posixpath.basename(unquote(other["href"]))
            # The reference shows what a loader returns as it is.
            if other["text"] == link["text"] and path in {
                name, posixpath.splitext(name)[0], "[object Object]"
            }:  # fmt: skip
                other["href"] = link["href"]


def _settled_link(href: str, folder: str) -> str:
    path = href.removeprefix("pathname://").removeprefix("@site/static").removeprefix("@site")
    if not path or re.match(r"[A-Za-z][\w+.-]*:|[/#]", path) or "_downloads/" in path:
        return path
    target, mark, fragment = path.partition("#")
    return posixpath.normpath(posixpath.join("/", folder, target)) + mark + fragment


def _own_width(image: dict[str, Any], folder: Path) -> str:
    from PIL import Image  # noqa: PLC0415  # only here

    path = folder / re.sub(r"-[0-9a-f]{20,}(?=\.)", "", unquote(image["file"]))
    if path.suffix == ".svg" or not path.is_file():
        return ""
    with Image.open(path) as opened:
        return f"{opened.width}px"


def _build(source: Path, work: Path, jobs: str) -> None:
    _run(
        sys.executable, "-m", "sphinx", "-q", "-E", "-a", "-b", "html", "-j", jobs,
        "-d", work / "doctrees", "-w", work / "warnings.txt", source, work / "html", quiet=True,
    )  # fmt: skip


def _run(*command: object, quiet: bool = False) -> None:
    subprocess.run(
        [str(part) for part in command],
        check=True,
        stderr=subprocess.DEVNULL if quiet else None,
    )


if __name__ == "__main__":
    raise SystemExit(main())
