"""Keep a number or a list in a directive from making much of little.

Tabs of a hundred million columns, a line of a file two hundred times, or lines 1 to 99,999 nine
hundred times are a few bytes. In a guarded document (:mod:`.guard.documents`) each directive asks
here before it runs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.reading.guard.files import are_repeated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.parsers.rst import Directive

#: Largest number in an option, but for those that count what is made for each tab or item.
LARGEST = 999_999
_LARGEST = {"tab-width": 16, "columns": 99, "heading-offset": 99}
#: The option that is a text in docutils up to 0.21.
_TEXT_OF_NUMBER = "number-lines"
#: Options of which :class:`.GuardDocument` judges the result.
_MEASURES = frozenset({"scale"})
#: Options that list lines (``1,3-5,8-``), of which Sphinx makes a list of numbers; ``lines`` is
#: that of a file, and shows each as often as it is named.
_LISTS = ("lines", "emphasize-lines")
#: Largest number in such a list, how many lines one may name, and those of a document in all.
LARGEST_LINE = MOST_LINES = 99_999
MOST_LINES_OF_DOCUMENT = 1_000_000
#: How often a document may have directives of which each shows what the whole project has.
MOST_TIMES = 10
_SHOWING_ALL = frozenset({"bibliography", "postlist"})
#: Most characters of a name in a grammar: Sphinx makes all as wide as the longest.
_LONGEST_NAME = 100
#: Most characters of what ``sectnum`` puts before and behind each number.
_LONGEST_AFFIX = 100
#: A width in a format of a date.
_WIDE_DATE = re.compile(r"%[-_0^#+]*[0-9]")
#: Key in ``env.current_document`` of what the directives of the document have come to.
_AMOUNTS = "paperreview_amounts"
#: What is said once in a document, of the first directive of which it is true.
REPEATED = "shows files again, or lines of one, that the document has shown often, as others may"
TOO_MANY_LINES = f"names lines beyond the {MOST_LINES_OF_DOCUMENT} of a document, as others may"
TOO_OFTEN = f"stands in the document more than {MOST_TIMES} times"
SAID_ONCE = frozenset({REPEATED, TOO_MANY_LINES, TOO_OFTEN})


@dataclass(slots=True)
class _Amounts:
    """What the directives of one document have come to."""

    lines: int = 0
    #: How often it has had directives that show what the whole project has.
    times: int = 0


def amount_problem(directive: Directive) -> str:
    """Return what *directive* has too much of, as a predicate; empty if it has nothing."""
    problem = next(_large_numbers(directive), "") or _padding_problem(directive)
    return problem or _lines_problem(directive) or _times_problem(directive)


def _large_numbers(directive: Directive) -> Iterator[str]:
    for name, value in directive.options.items():
        largest = _LARGEST.get(name, LARGEST)
        numbers = value if isinstance(value, list | tuple) else [value]
        if name == _TEXT_OF_NUMBER and len(str(value).strip(" +-0")) > len(str(largest)):
            yield f"names a number above {largest} in its option “{name}”"
        if name not in _MEASURES and any(
            isinstance(number, int) and abs(number) > largest for number in numbers
        ):
            yield f"names a number above {largest} in its option “{name}”"


def _padding_problem(directive: Directive) -> str:
    name, options = directive.name.lower(), directive.options
    if name == "sectnum" and any(
        len(str(options.get(affix, ""))) > _LONGEST_AFFIX for affix in ("prefix", "suffix")
    ):
        return f"has more than {_LONGEST_AFFIX} characters for each number"
    if name == "date" and _WIDE_DATE.search(" ".join(directive.content)):
        return "has a width in its format"
    if name.endswith("productionlist"):
        names = (line.partition(":")[0] for line in "\n".join(directive.arguments).split("\n"))
        if any(len(each) > _LONGEST_NAME for each in names):
            return f"has a name of more than {_LONGEST_NAME} characters"
    return ""


def _times_problem(directive: Directive) -> str:
    if directive.name.lower() not in _SHOWING_ALL:
        return ""
    amounts = _amounts(directive)
    amounts.times += 1
    return TOO_OFTEN if amounts.times > MOST_TIMES else ""


def _lines_problem(directive: Directive) -> str:
    """Return why *directive* may not have the lines that its options list; empty if it may."""
    lists = {name: str(directive.options[name]) for name in _LISTS if directive.options.get(name)}
    if not lists:
        return ""
    for name, written in lists.items():
        for number in re.findall(r"\d+", written):
            if len(number) > len(str(LARGEST_LINE)) or int(number) > LARGEST_LINE:
                return f"names a number above {LARGEST_LINE} in its option “{name}”"
    path = None if directive.has_content or not directive.arguments else _path(directive)
    lines = _lines_of(path, directive.options.get("encoding")) if path else directive.content
    total, amounts = len(lines), _amounts(directive)
    if path and "diff" in directive.options:
        total += len(_lines_of(_found(directive, directive.options["diff"]), None))
    for name, written in lists.items():
        ranges = _ranges(written, total)
        named = sum(map(len, ranges))
        # Lines to the end of a file may be more, and are no more than it has.
        if named > max(MOST_LINES, total):
            return f"names more than {MOST_LINES} lines in its option “{name}”"
        amounts.lines += named
        if amounts.lines > MOST_LINES_OF_DOCUMENT:
            return TOO_MANY_LINES
        if path and name == "lines":
            more = sum(len(lines[line]) for each in ranges for line in each if line < len(lines))
            more -= sum(map(len, lines))
            if more > 0 and are_repeated(directive.state.document.settings.env, more):
                return REPEATED
            total = max(total, named)
    return ""


def _ranges(written: str, total: int) -> list[range]:
    """Return the lines of a list, from 0, as Sphinx reads it for a text of *total* lines."""
    ranges = []
    for part in written.split(","):
        first, dash, last = (each.strip() for each in part.partition("-"))
        if (first and not first.isdecimal()) or (last and not last.isdecimal()):
            continue  # Sphinx refuses the list
        start = int(first or 1)
        end = int(last or max(start, total)) if dash else start
        ranges.append(range(max(start - 1, 0), end))
    return ranges


def _path(directive: Directive) -> Path:
    return _found(directive, directive.arguments[0])


def _found(directive: Directive, written: str) -> Path:
    return Path(directive.state.document.settings.env.relfn2path(written)[1])


def _lines_of(path: Path, encoding: str | None) -> list[str]:
    try:
        text = path.read_text(encoding or "utf-8-sig", errors="replace")
    except (OSError, ValueError, LookupError):
        return []  # the directive says so
    return text.splitlines(keepends=True)


def _amounts(directive: Directive) -> _Amounts:
    current: Any = directive.state.document.settings.env.current_document
    amounts: _Amounts = current.setdefault(_AMOUNTS, _Amounts())
    return amounts
