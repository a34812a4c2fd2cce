"""Time the regular expressions of the package: twice the text may take twice the time, and no more.

    python benchmarks/regexes.py                  # all of them
    python benchmarks/regexes.py mdx/ lint.py     # those whose place holds one of the words
    python benchmarks/regexes.py --pattern '(a+)+$'

The texts are made from the expression itself: what each part of it matches, again and again, after
what comes before that part, and broken off. Each way in which the package uses the expression
(``search``, ``sub`` …) is measured by time of the process at n, 2n and 4n characters. What grows by
more than 2.6 with both doublings, and does so three times, is flagged.

What it is called by is found by name; an expression in a collection counts as used in each way in
which its module uses any.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib
import itertools
import json
import os
import pkgutil
import re
import resource
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]  # there is no public way to parse
from re import _parser as parser  # type: ignore[attr-defined]  # an expression
from typing import TYPE_CHECKING, Any, TypeAlias

sys.path.insert(0, str(Path(__file__).parents[1]))
import sphinx_paperreview

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PACKAGE = Path(__file__).parents[1] / "sphinx_paperreview"
#: Growth by which a doubling may not exceed; and seconds below which all is noise.
RATIO, FLOOR = 2.6, 0.002
#: Seconds of the processor that one expression may take, all its texts together.
SECONDS = 30
#: Texts of one expression at most.
MOST = 1500
METHODS = ("match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer")
#: Characters that are tried for a class of characters, the likeliest first.
COMMON = "a0A _-\n\t.:/<>\"'{}[]()\\;,=&#%@!?*`~$|+^\r\x00\x1b글éß\u3000\u0301"

Use: TypeAlias = "tuple[str, str]"


@dataclass
class Expression:
    """An expression of the package, where it stands, and how it is used."""

    place: str
    pattern: re.Pattern[Any]
    methods: set[str] = field(default_factory=set)


# -- which there are -------------------------------------------------------------------------------
def expressions() -> list[Expression]:
    """Return the compiled expressions in modules and classes, and the literal ones in calls."""
    found: list[Expression] = []
    uses: dict[Use, set[str]] = defaultdict(set)
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        found += _literal(path, tree)
        for name, method in _used(tree):
            for place in (path.relative_to(PACKAGE).as_posix(), ""):
                uses[place, name].add(method)
    known: set[int] = set()
    for module in _modules():
        own = (value for value in vars(module).values() if _is_own(value, module))
        source = Path(module.__file__ or "").relative_to(PACKAGE).as_posix()
        for holder in (module, *own):
            for name, value in vars(holder).items():
                methods = uses.get((source, name)) or uses.get(("", name))
                for pattern in _patterns(value):
                    if id(pattern) not in known:
                        known.add(id(pattern))
                        # One in a collection is used by another name.
                        used = methods or uses.get((source, "*"), set())
                        found.append(Expression(f"{source}: {name}", pattern, set(used)))
    return found


def _used(tree: ast.Module) -> Iterator[Use]:
    """Yield methods of expressions with the name of what has them; ``*`` is any name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in METHODS:
            value = node.value
            name = value.id if isinstance(value, ast.Name) else getattr(value, "attr", "")
            yield name, node.attr
            if name != "re" and node.attr in {"match", "fullmatch", "search", "finditer"}:
                yield "*", node.attr


def _is_own(value: Any, module: Any) -> bool:
    return isinstance(value, type) and value.__module__ == module.__name__


def _patterns(value: Any) -> Iterator[re.Pattern[Any]]:
    """Yield the expressions that *value* is or holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif type(value).__module__ == "sphinx_paperreview.core.patterns":  # not compiled yet
        yield re.compile(value.pattern, value.flags)
    elif isinstance(value, dict):
        yield from (each for part in value.values() for each in _patterns(part))
    elif isinstance(value, list | tuple | set | frozenset):
        yield from (each for part in value for each in _patterns(part))


def _modules() -> Iterator[Any]:
    for info in pkgutil.walk_packages(sphinx_paperreview.__path__, "sphinx_paperreview."):
        if not info.name.endswith("__main__"):
            with contextlib.suppress(ImportError):  # of an extra that is not installed
                yield importlib.import_module(info.name)


def _literal(path: Path, tree: ast.Module) -> Iterator[Expression]:
    """Yield the expressions that are written in calls as ``re.sub(r"…", …)``."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        method = node.func.attr
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.args):
            continue
        text = node.args[0]
        place = f"{path.relative_to(PACKAGE).as_posix()}:{node.lineno}"
        if method in METHODS and isinstance(text, ast.Constant):
            flags = 0
            names = [each for each in ast.walk(node) if isinstance(each, ast.Attribute)]
            for each in names:
                if (
                    isinstance(each.value, ast.Name)
                    and each.value.id == "re"
                    and each.attr.isupper()
                ):
                    flags |= getattr(re, each.attr)
            yield Expression(place, re.compile(text.value, flags), {method})
        elif method in METHODS and not isinstance(text, ast.Name | ast.Attribute):
            print(f"not measured: {place}: {ast.unparse(text)[:60]}", file=sys.stderr)


# -- texts from an expression ----------------------------------------------------------------------
def _is_in(character: str, items: Any) -> bool:
    """Return whether a class of characters, as it is parsed, has the *character*."""
    negated, found = False, False
    for kind, value in items:
        if kind is op.NEGATE:
            negated = True
        elif kind is op.LITERAL:
            found |= ord(character) == value
        elif kind is op.RANGE:
            found |= value[0] <= ord(character) <= value[1]
        elif kind is op.CATEGORY:
            found |= _is_of(character, value)
    return found != negated


def _is_of(character: str, category: Any) -> bool:
    name = str(category).removeprefix("CATEGORY_")
    test = {
        "DIGIT": character.isdigit(),
        "SPACE": character.isspace(),
        "WORD": character.isalnum() or character == "_",
    }[name.removeprefix("NOT_")]
    return test != name.startswith("NOT_")


def _characters(kind: Any, value: Any) -> list[str]:
    """Return some characters that one atom matches."""
    if kind is op.LITERAL:
        return [chr(value)]
    if kind is op.NOT_LITERAL:
        return [each for each in COMMON if ord(each) != value]
    if kind is op.ANY:
        return [each for each in COMMON if each != "\n"]
    edges = [chr(part[0] if isinstance(part, tuple) else part) for kind, part in value
             if kind in {op.LITERAL, op.RANGE}]  # fmt: skip
    return [each for each in dict.fromkeys([*COMMON, *edges]) if _is_in(each, value)]


ATOMS = (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN)
REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


def _inner(kind: Any, value: Any) -> list[Any]:
    """Return the parts of an expression within one of its parts: alternatives of each other."""
    if kind is op.BRANCH:
        return list(value[1])
    if kind is op.GROUPREF_EXISTS:
        return [part for part in value[1:] if part]
    place = {op.SUBPATTERN: 3, op.ASSERT: 1, op.ASSERT_NOT: 1} | dict.fromkeys(REPEATS, 2)
    if kind in place:
        return [value[place[kind]]]
    return [value] if kind is op.ATOMIC_GROUP else []


def sample(parts: Any) -> str:
    """Return a short text that *parts* match, lookaheads aside."""
    text = ""
    for kind, value in parts:
        if kind in ATOMS:
            text += next(iter(_characters(kind, value)), "")
        elif kind in REPEATS:
            text += sample(value[2]) * min(max(value[0], 1), 50)
        elif kind not in {op.ASSERT, op.ASSERT_NOT}:
            inner = _inner(kind, value)
            text += sample(inner[0]) if inner else ""
    return text


def pumps(parts: Any, before: str = "") -> Iterator[tuple[str, list[str]]]:
    """Yield what comes before each repeated part, and texts of which it may be repeated."""
    for kind, value in parts:
        inner = _inner(kind, value)
        if kind in REPEATS and value[1] > 20:
            yield before, _pieces(value[2])
        for each in inner:
            yield from pumps(each, before)
        before += sample([(kind, value)])


def _pieces(parts: Any) -> list[str]:
    """Return texts that a repeated part matches, one for each way through it."""
    found = [sample(parts)]
    for kind, value in parts:
        if kind in ATOMS:
            found += _characters(kind, value)[:8]
        for each in _inner(kind, value):
            found += _pieces(each)
    return list(dict.fromkeys(filter(None, found)))[:16]


def _alphabet(parts: Any) -> list[str]:
    """Return characters that tell the atoms of an expression apart."""
    found: list[str] = []
    for kind, value in parts:
        if kind in ATOMS:
            found += _characters(kind, value)[:3]
        for each in _inner(kind, value):
            found += _alphabet(each)
    return list(dict.fromkeys(found))


def texts(pattern: re.Pattern[Any]) -> list[tuple[str, str, str]]:
    """Return beginnings, what is repeated, and ends of texts that are hard for *pattern*."""
    source = (
        pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin1")
    )
    parts = parser.parse(source, pattern.flags & ~re.UNICODE)
    whole = sample(parts)
    letters = _alphabet(parts)[:20]
    ends = ["", "\x00", "\n", *letters[:4]]
    found: dict[tuple[str, str, str], None] = {}
    for before, pieces in pumps(parts):
        for piece in pieces:
            for end in ends:
                found[before, piece, end] = None
                found["", before + piece, end] = None
    starts = dict.fromkeys([whole[:size] for size in range(1, min(len(whole), 12) + 1)])
    pairs = ["".join(pair) for pair in itertools.permutations(letters[:8], 2)]
    for piece in dict.fromkeys([*starts, whole, *letters, *pairs]):
        for before, end in (("", ""), ("", "\x00"), (whole, "\x00"), (whole[:1], "")):
            if piece:
                found[before, piece, end] = None
    return list(found)[:MOST]


# -- times -----------------------------------------------------------------------------------------
def _call(pattern: re.Pattern[Any], method: str) -> Callable[[Any], object]:
    function = getattr(pattern, method)
    if method in {"sub", "subn"}:
        empty = "" if isinstance(pattern.pattern, str) else b""
        return lambda text: function(empty, text)
    if method == "finditer":
        return lambda text: sum(1 for _ in function(text))
    return function  # type: ignore[no-any-return]  # a method of the expression


def _seconds(call: Callable[[Any], object], text: Any, times: int) -> float:
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        call(text)
        best = min(best, time.process_time() - start)
    return best


def grows(call: Callable[[Any], object], make: Callable[[int], Any], size: int) -> list[float]:
    """Return the seconds at a size, 2 and 4 times of it, if they grow too fast; else nothing.

    The size is *size*, or more where that takes no time that can be measured.
    """
    most = 4 * size
    if _seconds(call, make(most), 1) < FLOOR:
        return []
    while _seconds(call, make(size), 1) < FLOOR:
        if size >= most:
            return []  # something else took the time of the first
        size *= 2
    found: list[float] = []
    for times in (1, 3, 5):
        found = [_seconds(call, make(count * size), times) for count in (1, 2, 4)]
        if any(two <= RATIO * one for one, two in itertools.pairwise(found)):
            return []
    return found


def measure(expression: Expression, size: int) -> list[str]:
    """Return what is wrong with *expression*, in a process of its own with bounded time."""
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        os.close(reads)
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))  # ends the process
        with os.fdopen(writes, "w") as pipe:
            for line in _flagged(expression, size):
                pipe.write(json.dumps(line) + "\n")
                pipe.flush()
        os._exit(0)
    os.close(writes)
    with os.fdopen(reads) as pipe:
        lines = [json.loads(line) for line in pipe]
    _, status = os.waitpid(child, 0)
    if status:
        lines.append(f"more than {SECONDS} s, or died: {lines.pop() if lines else ''}")
    return [line for line in lines if not line.startswith("at ")]


def _flagged(expression: Expression, size: int) -> Iterator[str]:
    """Yield a line for each use that grows too fast, and before it what is tried (``at …``)."""
    pattern = expression.pattern
    for method in sorted(expression.methods or {"search", "fullmatch"}):
        call = _call(pattern, method)
        for before, piece, end in texts(pattern):
            told = f"{method}: {before[-30:]!r} + {piece!r} * n + {end!r}"
            yield f"at {told}"

            def make(count: int, before: str = before, piece: str = piece, end: str = end) -> Any:
                text = before + piece * (count // len(piece) + 1) + end
                return text if isinstance(pattern.pattern, str) else text.encode()

            if found := grows(call, make, size):
                yield f"{told}: " + " ".join(f"{each * 1000:.1f}" for each in found) + " ms"
                break


def main() -> int:
    """Measure the expressions whose place holds one of the words, or all."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("words", nargs="*", help="parts of places; without any, all")
    options.add_argument("--size", type=int, default=2000, help="characters of the smallest text")
    options.add_argument("--pattern", help="an expression to measure instead")
    options.add_argument("--quiet", action="store_true", help="print only what is flagged")
    args = options.parse_args()
    found = [Expression("", re.compile(args.pattern))] if args.pattern else expressions()
    wanted = [each for each in found
              if not args.words or any(word in each.place for word in args.words)]  # fmt: skip
    flagged = 0
    for expression in wanted:
        wrong = measure(expression, args.size)
        flagged += bool(wrong)
        if wrong or not args.quiet:
            uses = ", ".join(sorted(expression.methods)) or "?"
            print(f"{expression.place} ({uses})", flush=True)
        for line in wrong:
            print(f"  {line}", flush=True)
    print(f"{len(wanted)} expressions, flagged: {flagged}")
    return bool(flagged)


if __name__ == "__main__":
    raise SystemExit(main())
