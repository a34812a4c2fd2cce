"""Evaluate the search with judged queries: ``python -m benchmarks.search.evaluate FOLDER``.

FOLDER has ``site_units`` (a project with a page for each unit) and ``queries.json``; other files of
queries can be named after it. ``--show`` prints the queries of a kind that have weak results.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.search.serve import ASK, browse, build_site, first_search

#: The kinds of typos, initials and translations, which are reported apart.
HARD = "LNP"

#: As :data:`.ASK`, for the results of Sphinx's ``searchtools.js``.
STOCK = """async ([queries]) => {
  while (Search._index === null) await new Promise((resolve) => setTimeout(resolve, 50));
  const results = {}, lat = {};
  for (const { id, q } of queries) {
    const start = performance.now();
    const [query, ...terms] = Search._parseQuery(q);
    const found = Search._performSearch(query, ...terms).reverse();
    lat[id] = [performance.now() - start];
    results[id] = found.map((each) => [`/${each[0]}.html`]);
  }
  return { results, lat };
}"""


def gain(found: list[str], grades: dict[str, int]) -> float:
    """Return nDCG at 10."""
    got = sum((2 ** grades.get(d, 0) - 1) / math.log2(i + 2) for i, d in enumerate(found[:10]))
    best = sorted(grades.values(), reverse=True)[:10]
    return float(got / sum((2**g - 1) / math.log2(i + 2) for i, g in enumerate(best)))


def score(query: dict[str, Any], found: list[str]) -> dict[str, Any]:
    """Return recall (``r``), precision (``p``) and nDCG (``n``) of one query, each at 10."""
    found = list(dict.fromkeys(found))[:10]
    hits = sum(unit in query["rel"] for unit in found)
    return {
        "id": query["id"],
        "cat": query["cat"],
        "q": query["q"],
        "r": hits / min(10, len(query["rel"])) if query["rel"] else 1.0,
        "p": hits / len(found) if found else 0.0,
        "n": gain(found, query["rel"]) if query["rel"] else 0.0,
        "zero": not found,
        "found": found,
    }


def prepare(folder: Path, work: Path, engine: str) -> Path:
    """Copy the project of *folder* with this extension; return the folder of its pages.

    :param engine: the search of the site, ``"paperreview"`` or ``"sphinx"``
    """
    source = work / "source"
    shutil.copytree(folder / "site_units", source)
    conf = source / "conf.py"
    conf.chmod(0o644)
    text = conf.read_text(encoding="utf-8").replace("myst_parser", "sphinx_paperreview")
    conf.write_text(f"{text}\nlanguage = 'ko'\npaperreview_search = {engine!r}\n", encoding="utf-8")
    build_site(source, work)
    return work / "html"


def mean(rows: list[dict[str, Any]], name: str) -> float:
    """Return the mean of the figure *name*."""
    return sum(row[name] for row in rows) / len(rows) if rows else math.nan


def report(rows: list[dict[str, Any]], *, kind: str = "") -> None:
    """Print the figures for all queries, and for each kind; weak queries of *kind* one by one."""
    core = [row for row in rows if row["cat"] not in f"{HARD}Z"]
    hard = [row for row in rows if row["cat"] in HARD]
    ghosts = [row for row in rows if row["cat"] == "Z"]
    print(
        f"R@10 {mean(core, 'r'):.3f}  P@10 {mean(core, 'p'):.3f}  nDCG@10 {mean(core, 'n'):.3f}  "
        f"no hit {100 * mean(core, 'zero'):.0f}%  hard R {mean(hard, 'r'):.2f} "
        f"nDCG {mean(hard, 'n'):.2f}  ghosts {sum(not r['zero'] for r in ghosts)}/{len(ghosts)}"
    )
    for cat in sorted({row["cat"] for row in rows} - {"Z"}):
        some = [row for row in rows if row["cat"] == cat]
        print(f"  {cat} {len(some):3} R {mean(some, 'r'):.2f} P {mean(some, 'p'):.2f} "
              f"nDCG {mean(some, 'n'):.2f}")  # fmt: skip
    for row in rows:
        if row["cat"] in kind and (row["r"] < 1 or row["n"] < 0.8 or row["p"] < 0.7):
            print(f"  {row['id']} {row['q']!r} R {row['r']:.2f} P {row['p']:.2f} "
                  f"nDCG {row['n']:.2f} {row['found']}")  # fmt: skip


def main() -> None:
    """Build the site, run the queries, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("queries", type=Path, nargs="*")
    parser.add_argument("--html", type=Path, help="a site that is already built")
    parser.add_argument("--show", default="", help="kinds of which to print weak results")
    parser.add_argument("--stock", action="store_true", help="use Sphinx's own search")
    parser.add_argument("--synonyms", action="store_true", help="always use the glossary")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        engine = "sphinx" if arguments.stock else "paperreview"
        html = arguments.html or prepare(arguments.folder, Path(work), engine)
        with browse(html) as (page, _address):
            for path in arguments.queries or [arguments.folder / "queries.json"]:
                queries = json.loads(path.read_text(encoding="utf-8"))["queries"]
                queries = [q for q in queries if q["cat"] == "Z" or q["rel"]]
                asked = [{"id": q["id"], "q": q["q"]} for q in queries]
                options = {"synonyms": arguments.synonyms or "few"}
                script = STOCK if arguments.stock else ASK
                answer = page.evaluate(script, [asked, 2, options])
                pages = {
                    id_: [re.sub(r".*/(\w+)\.html.*", r"\1", hit[0]) for hit in hits]
                    for id_, hits in answer["results"].items()
                }
                print(path.name)
                report([score(q, pages[q["id"]]) for q in queries], kind=arguments.show)
                times = sorted(min(each) for each in answer["lat"].values())
                print(f"  warm p50 {times[len(times) // 2]:.1f} ms, "
                      f"p95 {times[int(len(times) * 0.95)]:.1f} ms")  # fmt: skip
        for excerpts in () if arguments.stock else (False, True):
            print("first search", "with" if excerpts else "without", "excerpts",
                  first_search(html, "강화학습", excerpts=excerpts))  # fmt: skip


if __name__ == "__main__":
    main()
