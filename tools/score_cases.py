"""Compare the pages that this package and Docusaurus make from small MDX inputs.

    python tools/score_cases.py --oracle ORACLE [--show 20] [--only NAME] [--check]

ORACLE is a folder with ``mdx-cases.json`` (inputs, each with Docusaurus's HTML or its error),
``structure.py`` and ``compare.py``. A case that Docusaurus renders passes if our page has the
same structure; one that it refuses passes if our page keeps the words and a warning with a line
names it. ``--check`` compares the list of ``paperreview check --mdx`` with what Docusaurus refuses;
components that a site would have to provide count as refused.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

CONF = """\
from sphinx_paperreview.config import DIALECTS
from sphinx_paperreview.mdx.parser import MdxParser
from sphinx_paperreview.pages.document_links import DocumentLinks

MdxParser.cjk_emphasis = False
# The inputs link to documents that are not there.
DocumentLinks.keeps_addresses = True
extensions = ["sphinx_paperreview"]
paperreview_dialects = dict.fromkeys(DIALECTS, False)
source_suffix = {".mdx": "mdx"}
paperreview_posts = []
html_theme = "basic"
html_use_index = False
# A front matter in doubt hides its document.
paperreview_show_drafts = True
paperreview_all_warnings = True
suppress_warnings = ["toc.not_included"]
"""
_WORD = re.compile(r"[^\W_]{2,}")
#: Source that is not text of the author: comments, tags, modules.
_NO_TEXT = re.compile(
    r"\{/\*.*?\*/\}|<!--.*?-->|<[^<>]*>|^(?:import|export) .*$|\{[^{}]*\}", re.S | re.M
)


def main() -> int:
    """Build the cases, compare, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--oracle", type=Path, required=True)
    parser.add_argument("--show", type=int, default=20, metavar="N", help="failures to print")
    parser.add_argument("--only", default="", help="cases whose names contain this text")
    parser.add_argument("--check", action="store_true", help="check the command as well")
    parser.add_argument("--work", type=Path, help="folder for all files (default: a temporary one)")
    args = parser.parse_args()
    sys.path.insert(0, str(args.oracle))
    work = args.work or Path(tempfile.mkdtemp(prefix="score-cases-"))
    cases = json.loads((args.oracle / "mdx-cases.json").read_text(encoding="utf-8"))
    cases = [case for case in cases if args.only in case["name"]]
    warnings = _build(cases, work)
    failures = []
    counts: Counter[str] = Counter()
    categories: Counter[str] = Counter()
    for number, case in enumerate(cases):
        name = f"c{number:04}"
        page = (work / "html" / f"{name}.html").read_text(encoding="utf-8")
        problem = _judge(case, name, page, warnings.get(name, []))
        kind = "error" if _refused(case) else "ok"
        counts[f"{kind} {'failed' if problem else 'passed'}"] += 1
        if problem:
            failures.append((kind, name, case, problem, warnings.get(name, [])))
            categories.update(line.partition(":")[0] for line in problem)
    for kind, name, case, problem, logged in failures[: args.show]:
        print(f"--- {kind} {name} {case['name']}\n{case['input']}")
        print("\n".join(f"  {line}" for line in [*problem, *logged]))
    print("\n".join(f"{count:>5} {category}" for category, count in categories.most_common()))
    print(", ".join(f"{kind}: {count}" for kind, count in sorted(counts.items())))
    if args.check:
        _check(cases, work / "source")
    return int(bool(failures))


def _refused(case: dict[str, Any]) -> bool:
    return case["docusaurus"]["expect"] == "error" or bool(case["docusaurus"].get("fails"))


def _check(cases: list[dict[str, Any]], source: Path) -> None:
    """Print where the list of the command and the refusals of Docusaurus differ."""
    command = [sys.executable, "-m", "sphinx_paperreview", "check", "--mdx", "--format", "json"]
    run = subprocess.run(
        [*command, str(source)], check=False, stdout=subprocess.PIPE, encoding="utf-8"
    )
    listed = {Path(each["file"]).stem for each in json.loads(run.stdout)["findings"]}
    names = {f"c{number:04}": case for number, case in enumerate(cases)}
    refused = {
        name for name, case in names.items() if _refused(case) or case["docusaurus"].get("missing")
    }
    taken = names.keys() - refused
    for title, found in (("not listed", refused - listed), ("wrongly listed", taken & listed)):
        for name in sorted(found):
            print(f"{title}: {name} {names[name]['name']}: {names[name]['input']!r}"[:200])
    print(f"check: lists {len(refused & listed)} of {len(refused)} that Docusaurus refuses")
    print(f"check: leaves alone {len(taken - listed)} of {len(taken)} that it takes")


def _build(cases: list[dict[str, Any]], work: Path) -> dict[str, list[str]]:
    source = work / "source"
    source.mkdir(parents=True, exist_ok=True)
    (source / "conf.py").write_text(CONF, encoding="utf-8")
    (source / "index.mdx").write_text("# Cases\n", encoding="utf-8")
    for number, case in enumerate(cases):
        (source / f"c{number:04}.mdx").write_text(case["input"], encoding="utf-8", newline="")
    log = work / "warnings.txt"
    subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-E", "-a", "-b", "html", "-w", str(log),
         str(source), str(work / "html")], check=True, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    found: dict[str, list[str]] = {}
    for line in re.sub(r"\x1b\[[0-9;]*m", "", log.read_text(encoding="utf-8")).splitlines():
        if at := re.search(r"/(c\d{4})\.mdx:(\d+): ", line):
            found.setdefault(at[1], []).append(line[at.start(2) :])
    return found


def _judge(case: dict[str, Any], name: str, page: str, warnings: list[str]) -> list[str]:
    """Return the differences of the page of *case*, as lines."""
    compare, structure = import_module("compare"), import_module("structure")  # of the oracle

    ours = structure.structure_of(page)
    if _refused(case):
        shown = set(_WORD.findall(html.unescape(page)))
        lost = [
            word for word in _WORD.findall(_NO_TEXT.sub(" ", case["input"])) if word not in shown
        ]
        problems = [f"lost: {' '.join(lost)}"] if lost else []
        return problems + ([] if warnings else ["no warning"])
    theirs = structure.structure_of(f"<body>{case['docusaurus'].get('html', '')}</body>")
    ours, theirs = compare.fold(_without_title(ours, name)), compare.fold(theirs)
    problems = []
    for category, items in compare.CATEGORIES.items():
        wanted, got = items(theirs), items(ours)
        if category == "heading ids":
            wanted, got = compare.match_ids(wanted, got)
        if wanted != got:
            problems.append(f"{category}: wanted {wanted!r}, got {got!r}"[:300])
    return problems


def _without_title(record: dict[str, Any], name: str) -> dict[str, Any]:
    """Return *record* without the title that a document without one gets from its file name."""
    if record["headings"] and record["headings"][0]["text"] == name:
        record["headings"].pop(0)
        record["blocks"].remove("h1")
        record["text"] = record["text"].removeprefix(name).strip()
    return record


if __name__ == "__main__":
    raise SystemExit(main())
