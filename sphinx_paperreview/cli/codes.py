"""Diagnostics and their codes: the list of codes, the severity of each, and ``--select``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sphinx_paperreview.warnings import WarningKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: ``error``: Docusaurus would refuse the text; ``warning``: every build warns of it; ``advice``:
#: it could be written better.
Severity = Literal["error", "warning", "advice"]
_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "advice")

#: Codes of Sphinx, MyST and docutils that are reported as well: what a reader would miss.
_FOREIGN = {
    "ref": "A cross-reference has no target, or more than one.",
    "myst.xref_missing": "A link to a document, or to an anchor in one, has no target.",
    "myst.xref_ambiguous": "A link has more than one target.",
    "image.not_readable": "An image is missing, in a document that is not MDX.",
    "download.not_readable": "A file that is linked to is missing.",
    "docutils": "A directive or a role is not known, or markup cannot be read.",
}
_KINDS = {f"paperreview.{kind.value}": kind for kind in WarningKind}


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A problem at a place in a file; ``line`` and ``column`` count from 1, None is unknown."""

    file: str
    line: int | None
    column: int | None
    code: str
    severity: Severity
    message: str


def severity_of(code: str) -> Severity:
    """Return the severity of a diagnostic of *code* in a build."""
    kind = _KINDS.get(code)
    return "advice" if kind is not None and kind.advice else "warning"


def is_reported(code: str) -> bool:
    """Return whether a warning of *code* is reported as a diagnostic."""
    return code in _KINDS or any(_belongs(code, family) for family in _FOREIGN)


def list_codes() -> Iterator[tuple[str, str, str]]:
    """Yield each code with its severity and its description."""
    for code, kind in _KINDS.items():
        yield code, severity_of(code), kind.documentation.replace("``", "`")
    for family, text in _FOREIGN.items():
        yield f"{family}.*" if family == "ref" else family, "warning", text


def read_names(values: Iterable[str]) -> tuple[str, ...]:
    """Return the names in *values*, each a comma-separated list.

    A name is a code, the beginning of codes (``paperreview.mdx``, ``ref``), either of these
    without ``paperreview.``, or a severity. Raise :exc:`ValueError` for an unknown name.
    """
    names = []
    for name in (part.strip() for value in values for part in value.split(",")):
        full = name.removesuffix(".*")
        known = any(_matches(code, full) for code in (*_KINDS, *_FOREIGN))
        if full and not (known or full in _SEVERITIES or full.startswith("ref.")):
            raise ValueError(f"there is no code {name!r}; --list-codes shows them")
        if full:
            names.append(full)
    return tuple(names)


def choose(
    diagnostics: Iterable[Diagnostic], select: tuple[str, ...], ignore: tuple[str, ...]
) -> list[Diagnostic]:
    """Return those of *diagnostics* that *select* names (all, if empty) and *ignore* does not.

    They are sorted by file, line and code.
    """
    chosen = (
        each
        for each in diagnostics
        if (not select or _named(each, select)) and not _named(each, ignore)
    )
    return sorted(
        chosen,
        key=lambda each: (each.file, each.line or 0, each.code, each.column or 0, each.message),
    )


def _named(diagnostic: Diagnostic, names: tuple[str, ...]) -> bool:
    return any(name == diagnostic.severity or _matches(diagnostic.code, name) for name in names)


def _matches(code: str, name: str) -> bool:
    return _belongs(code, name) or _belongs(code, f"paperreview.{name}")


def _belongs(code: str, family: str) -> bool:
    return code == family or code.startswith(f"{family}.")
