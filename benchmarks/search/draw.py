"""Generate judged queries by rules: ``python -m benchmarks.search.draw FOLDER SEED > FILE``.

FOLDER has ``units.json``. The relevance of a unit comes from a morphological analyser of Korean
that the search itself does not use (``pip install kiwipiepy``), so that they do not share errors.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

from kiwipiepy import Kiwi

NOUNS = {"NNG", "NNP"}
PARTICLES = (
    ("을", "JKO"),
    ("이", "JKS"),
    ("은", "JX"),
    ("에서", "JKB"),
    ("으로", "JKB"),
    ("의", "JKG"),
)
ENDINGS = (
    ("다", "EF"),
    ("는", "ETM"),
    ("고", "EC"),
    ("어서", "EC"),
    ("면", "EC"),
    ("기", "ETN"),
    ("지", "EC"),
)
EACH = 18
INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"


def found_in(units: list[dict[str, Any]], kiwi: Kiwi) -> dict[str, dict[Any, dict[str, int]]]:
    """Return the items of each kind (noun, pair, verb, word, mixed, id), with a weight by unit."""
    tables: dict[str, Any] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for unit in units:
        heads = "\n".join(unit["heads"])
        for text, worth in ((unit["title"], 100), (heads, 10), (unit["text"], 1)):
            before: Any = None
            for token in kiwi.tokenize(text):
                form, tag = token.form, token.tag
                key = None
                if tag in NOUNS and len(form) > 1:
                    key = "noun", form
                elif tag in {"VV", "VA"} and (len(form) > 1 or (ord(form) - 0xAC00) % 28):
                    key = "verb", (form, tag)
                elif tag == "SL" and len(form) > 2:
                    key = "word", form.lower()
                if key:
                    tables[key[0]][key[1]][unit["doc"]] += worth
                kind = {"NNG": "k", "NNP": "k", "SL": "e"}.get(str(tag), "")
                here = (kind, form, token.start + token.len)
                if (
                    before
                    and kind
                    and token.start - before[2] <= 1
                    and min(len(form), len(before[1])) > 1
                ):
                    pair = {"kk": "pair", "ek": "mixed", "ke": "mixed"}.get(before[0] + kind)
                    if pair:
                        tables[pair][before[1], form][unit["doc"]] += worth
                before = here if kind else None
            for name in re.findall(r"\b(?:\d{4}\.\d{4,5}|[A-Za-z]+-\d\w*)\b", text):
                tables["id"][name.lower()][unit["doc"]] += worth
    return tables


def grades(counts: dict[str, int]) -> dict[str, int]:
    """Return the grades of units: 3 for the title, 2 for a heading or many occurrences, else 1."""
    return {doc: 3 if n >= 100 else 2 if n >= 4 else 1 for doc, n in counts.items()}


def misspelt(word: str, source: random.Random) -> str:
    """Return *word* with one vowel replaced by a similar one."""
    place = source.randrange(len(word))
    code = ord(word[place]) - 0xAC00
    vowel = {0: 4, 4: 0, 1: 5, 5: 1, 8: 4, 13: 18, 18: 13, 20: 18}.get(code // 28 % 21, 0)
    return (
        word[:place] + chr(0xAC00 + code // 588 * 588 + vowel * 28 + code % 28) + word[place + 1 :]
    )


def main() -> None:
    """Print the queries as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("seed", type=int)
    arguments = parser.parse_args()
    source = random.Random(arguments.seed)  # noqa: S311  # the same queries for a seed
    units = json.loads((arguments.folder / "units.json").read_text(encoding="utf-8"))
    kiwi = Kiwi()
    tables = found_in(units, kiwi)
    queries: list[dict[str, Any]] = []

    def draw(cat: str, table: str, make: Any, fits: Any = bool, most: int = 25) -> None:
        rows = [
            k for k, docs in sorted(tables[table].items()) if fits(k) and 1 <= len(docs) <= most
        ]
        for key in source.sample(rows, min(EACH, len(rows))):
            queries.append({"id": f"{cat}{len(queries)}", "cat": cat, "q": make(key),
                            "rel": grades(tables[table][key])})  # fmt: skip

    def korean(word: str) -> bool:
        return bool(re.fullmatch("[가-힣]+", word))

    draw("A", "noun", lambda k: k, lambda k: korean(k) and len(k) == 2)
    draw("B", "noun", lambda k: k, lambda k: korean(k) and len(k) > 2)
    draw("C", "pair", " ".join)
    draw("D", "pair", "".join)
    draw("E", "verb", lambda k: kiwi.join([k, source.choice(ENDINGS)]))
    draw("F", "noun", lambda k: kiwi.join([(k, "NNG"), source.choice(PARTICLES)]), korean)
    draw("G", "word", lambda k: k)
    draw("H", "mixed", " ".join)
    draw("I", "id", lambda k: k)
    draw("M", "noun", lambda k: unicodedata.normalize("NFD", k), korean)
    long = lambda k: korean(k) and len(k) > 2  # noqa: E731  # a name for two lines
    draw("L", "noun", lambda k: misspelt(k, source), long)
    draw("N", "noun", lambda k: "".join(INITIALS[(ord(c) - 0xAC00) // 588] for c in k), long)
    json.dump({"categories": {}, "queries": queries}, sys.stdout, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
