"""Size and speed of a large index: ``python -m benchmarks.search.scale FOLDER POSTS``.

FOLDER has ``units.json``, whose sentences are mixed into posts of six papers each. Every paper has
a unique Latin name, a unique Korean name and an arXiv id, which must be found. The index is made
without Sphinx, so that its time for so many pages is not measured.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import shutil
import tempfile
import time
from importlib import resources
from pathlib import Path
from typing import Any

from benchmarks.search.serve import ASK, browse, first_search
from sphinx_paperreview.search.index import Record, dump, file_name, script
from sphinx_paperreview.search.volume import Document, LostError, Sources
from sphinx_paperreview.search.volumes import Library
from sphinx_paperreview.search.words import terms

PAPERS = 6
PAGE = '<!doctype html><meta charset="utf-8"><script src="_static/paperreview-search.js"></script>'
ORDINARY = (
    "모델", "학습", "강화학습", "데이터셋 구축", "diffusion", "줄이는", "언어 모델의 추론",
    "attention", "성능을 개선하는", "트렌스포머", "평가 방법", "강화 학습", "fine-tuning", "ㄷㅇㅌ",
    "보상 모델",
)  # fmt: skip


def made(folder: Path, posts: int) -> tuple[list[Record], dict[str, Any], list[str], float]:
    """Return records, texts, names that find one paper each, and microseconds per character."""
    units = json.loads((folder / "units.json").read_text(encoding="utf-8"))
    text = "\n".join(unit["text"] for unit in units)
    sentences = [s.strip() for s in re.split(r"(?<=[.다요])\s+", text) if 20 < len(s) < 300]
    source = random.Random(1)  # noqa: S311  # the same site each time
    records: list[Record] = []
    texts: dict[str, Any] = {}
    names: list[str] = []
    characters, spent = 0, 0.0
    for post in range(posts):
        day = f"{2010 + post // 365}-{post % 365 // 31 + 1:02}-{post % 28 + 1:02}"
        texts[f"p{post}"] = []
        for place in range(PAPERS):
            latin = "".join(source.choices("bcdfglmnprstvz", k=3))
            latin = "".join(f"{c}{source.choice('aeiou')}" for c in latin).capitalize() + "Net"
            korean = "".join(chr(0xAC00 + source.randrange(11172) // 28 * 28) for _ in range(4))
            number = f"{10 + post // 365}{post % 12 + 1:02}.{post * PAPERS + place:05}"
            body = " ".join(source.choices(sentences, k=7)) + f" {korean}을 제안한다."
            title = f"{latin}: {' '.join(source.choice(sentences).split()[:5])}"
            start = time.perf_counter()
            words = (" ".join(terms(title)), "", " ".join(terms(body)))
            spent += time.perf_counter() - start
            characters += len(title) + len(body)
            orgs = (source.choice(("NVIDIA", "Google", "KAIST", "Meta")),)
            records.append(Record(title, f"p{post}.html#{place}", words, orgs=orgs, date=day,
                                  year=day[:4], names=(number,), post=day, docname=f"p{post}",
                                  post_url=f"p{post}.html", place=place))  # fmt: skip
            texts[f"p{post}"].append({"x": body, "h": []})
            if source.random() < 20 / posts / PAPERS:
                names += [f"{latin}\t{title}", f"{korean}은\t{title}", f"{number}\t{title}"]
    return records, texts, names, 1e6 * spent / characters


def made_files(
    records: list[Record], texts: dict[str, Any], glossary: list[list[str]]
) -> dict[str, bytes]:
    """Return the files of the index by their names."""
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(record.docname, []).append(record)
    bodies = {docname: dump(text) for docname, text in texts.items()}
    names = {docname: file_name("x", body) for docname, body in bodies.items()}
    documents = [Document(name, name, len(some), names[name]) for name, some in found.items()]

    def lost(_name: str) -> bytes:
        raise LostError

    sources = Sources(found.__getitem__, lost, lambda _name: None, lambda _name, _data: None)
    library = Library(documents, [], sources, (), glossary)
    files = {f"{name}.js": script(name, bodies[docname]) for docname, name in names.items()}
    return {**files, **library.files()}


def main() -> None:
    """Make the index, run queries, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("posts", type=int, nargs="?", default=1000)
    arguments = parser.parse_args()
    records, texts, names, micro = made(arguments.folder, arguments.posts)
    print(f"{len(records)} records; {micro:.2f} us a character for terms")
    glossary = json.loads(
        resources.files("sphinx_paperreview.search")
        .joinpath("glossary.json")
        .read_text(encoding="utf-8")
    )
    start = time.perf_counter()
    files = made_files(records, texts, glossary)
    size = sum(len(data) for name, data in files.items() if name[0] != "x")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"index {time.perf_counter() - start:.0f} s, {most:.0f} MB; {len(files)} files")
    print(f"{size / 1e6:.1f} MB without texts, {size / arguments.posts / 1e3:.1f} KB a post")
    with tempfile.TemporaryDirectory() as work:
        root = Path(work)
        (root / "_search").mkdir()
        (root / "_static").mkdir()
        for name, data in files.items():
            (root / "_search" / name).write_bytes(data)
        static = resources.files("sphinx_paperreview.theme") / "static"
        script = static / "paperreview-search.js"
        shutil.copy(str(script), root / "_static")
        (root / "search.html").write_text(PAGE, encoding="utf-8")
        ask(root, names)


def ask(root: Path, names: list[str]) -> None:
    """Print how many names are found, the times of queries, and the size of a first search."""
    with browse(root) as (page, _address):
        wanted = dict(name.split("\t") for name in names)
        queries = [{"id": q, "q": q} for q in (*wanted, *ORDINARY)]
        answer = page.evaluate(ASK, [queries, 4])
        found = sum(
            any(hit[1] == title for hit in answer["results"][query][:10])
            for query, title in wanted.items()
        )
        print(f"known item {found}/{len(wanted)}")
        for some in (wanted, ORDINARY):
            times = sorted(min(answer["lat"][query]) for query in some)
            print(f"warm p50 {times[len(times) // 2]:.1f} ms, p95 "
                  f"{times[int(len(times) * 0.95)]:.1f} ms, most {times[-1]:.1f} ms")  # fmt: skip
        slow = sorted(ORDINARY, key=lambda q: -min(answer["lat"][q]))[:5]
        print({query: round(min(answer["lat"][query])) for query in slow})
    for query in ("강화학습", "모델"):
        for excerpts in (False, True):
            print(
                query,
                "with excerpts" if excerpts else "",
                first_search(root, query, excerpts=excerpts),
            )


if __name__ == "__main__":
    main()
