"""``paperreview check --papers``: which papers each document reviews, by which rule, or why not."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.cli.check import projects_at
from sphinx_paperreview.cli.console import number_of
from sphinx_paperreview.cli.project import application
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.domain.domain import domain_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx_paperreview.core.model import Decision

#: Version of the JSON; it stays the same when a key is added.
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Judged:
    """A document and the decisions about it."""

    file: str
    decisions: tuple[Decision, ...]


def judge(paths: Iterable[Path], jobs: int = 1) -> list[Judged]:
    """Return the decisions about every document at *paths*, sorted by file.

    :param jobs: number of processes
    :raises ProjectError: if a folder cannot be read
    """
    found: list[Judged] = []
    for project in projects_at(paths):
        with application(project.folder, project.confdir, project.values, jobs=jobs) as app:
            app.builder.read()
            decisions = domain_of(app.env).data["decisions"]
            for docname in app.env.found_docs:
                file = str(app.env.doc2path(docname))
                if project.concerns(file):
                    found.append(Judged(file, decisions.get(docname, ())))
    return sorted(found, key=lambda each: each.file)


def report_papers(judged: Sequence[Judged], form: str) -> str:
    """Return *judged* as a table, or as JSON if *form* is ``json``; paths are relative."""
    return _as_json(judged) if form == "json" else _as_table(judged)


def _as_table(judged: Sequence[Judged]) -> str:
    lines: list[str] = []
    taken = refused = 0
    for each in judged:
        if each.decisions:
            lines.append(_relative(each.file))
        rows = [(f"{one.line}", _label(one), _why(one)) for one in each.decisions]
        widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
        for line, paper, why in rows:
            lines.append(f"  {line:>{widths[0]}}  {paper:{widths[1]}}  {why}")
        taken += sum(bool(one.rule) for one in each.decisions)
        refused += sum(one.is_missed for one in each.decisions)
    without = sum(all(one.is_list for one in each.decisions) for each in judged)
    total = (
        f"{number_of(len(judged), 'document')}: {number_of(taken, 'review')}, {refused} not taken, "
        f"{without} without a paper"
    )
    return "".join(f"{line}\n" for line in (*lines, total))


def _label(decision: Decision) -> str:
    return identifiers.label(decision.id) if decision.id is not None else "-"


def _why(decision: Decision) -> str:
    if decision.rule:
        return f"{decision.rule}: {decision.title}"
    return decision.reason if decision.is_list else f"not taken: {decision.reason}"


def _as_json(judged: Sequence[Judged]) -> str:
    documents = [
        {
            "file": _relative(each.file),
            "reviews": [_entry(one) | {"rule": one.rule} for one in each.decisions if one.rule],
            "not_taken": [
                _entry(one) | {"reason": one.reason} for one in each.decisions if one.is_missed
            ],
            "lists": [
                _entry(one) | {"reason": one.reason} for one in each.decisions if one.is_list
            ],
        }
        for each in judged
    ]
    data = {"version": _VERSION, "documents": documents}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _entry(decision: Decision) -> dict[str, Any]:
    return {
        "line": decision.line,
        "title": decision.title,
        "id": decision.id.key if decision.id is not None else None,
        "document": decision.is_document,
    }


def _relative(file: str) -> str:
    try:
        return Path(os.path.relpath(file)).as_posix()
    except ValueError:  # on another drive
        return Path(file).as_posix()
