"""In which language a Markdown document is read, decided for each document.

The key ``format`` of the front matter decides (``mdx``, ``md`` or ``myst``). Without it, a document
with a construct that only MyST has is MyST; an ``.mdx`` file and one below a Docusaurus site is
MDX; any other is Markdown as on GitHub. A project that has set up MyST keeps it for all of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sphinx.util.docutils import is_directive_registered, is_role_registered

from sphinx_paperreview._compat import is_standard
from sphinx_paperreview.core.metadata import frontmatter
from sphinx_paperreview.mdx.rules.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.environment import BuildEnvironment

__all__ = ["Language", "Reading", "is_message", "note_language", "noted_language", "noted_reading"]

#: Its key in ``env.current_document``, which Sphinx empties after each document.
_KEY = "paperreview_language"
#: Keys of the front matter that choose the language, or that only MyST and Jupytext know.
_KEYS = re.compile(r"^[\"']?(format|myst|jupytext|kernelspec)[\"']?[ \t]*[:=]", re.MULTILINE)
_JSON_KEYS = re.compile(r'"(format|myst|jupytext|kernelspec)"[ \t]*:')
_MYST_KEYS = ("myst", "jupytext", "kernelspec")
#: A fence; outside of fences a target, a block break or a role of MyST; code, to leave it out.
_SIGN = re.compile(
    r"""^(?:[ \t>]|[-*+](?=[ ])|\d{1,9}[.)](?=[ ]))*+(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^\n]*)
    | ^[ ]{0,3}(?P<sign>\([A-Za-z0-9|@<>*./_+:-]{1,100}\)=[ \t]*$ | \+{3}[ \t]*\{)
    | (?<![\\$])\{(?P<role>[A-Za-z][\w:+.-]{0,35})\}`+[^`\n]
    | (?<!`)(?:`[^`\n]+`(?!`) | (?P<ticks>`{2,})(?!`)[^\n]{0,300}?(?<!`)(?P=ticks)(?!`))
    """,
    re.MULTILINE | re.VERBOSE,
)
_DIRECTIVE = re.compile(r"\{([A-Za-z][\w:+.-]*)\}")
#: The names that Docusaurus looks for.
_CONFIGS = tuple(f"docusaurus.config.{suffix}" for suffix in ("js", "ts", "mjs", "cjs", "mts"))


@dataclass(frozen=True, slots=True)
class Reading:
    """How a document is read, kept with its records."""

    language: Language
    #: Whether there is a Docusaurus site around it; None if that did not matter.
    is_docusaurus: bool | None = None


def noted_reading(env: BuildEnvironment) -> Reading | None:
    """Return how the document that is being read is read; None if another parser reads it."""
    reading: Reading | None = env.current_document.get(_KEY)
    return reading


def noted_language(env: BuildEnvironment) -> Language | None:
    """Return the language of the document that is being read; None if another parser reads it."""
    reading = noted_reading(env)
    return reading.language if reading else None


def note_language(env: BuildEnvironment, text: str, *, is_mdx: bool) -> None:
    """Note in which language the document that is being read is.

    :param text: its source
    :param is_mdx: whether its suffix says that it is MDX
    """
    language = _named_in(text, is_mdx=is_mdx)
    if language is None and is_myst(env, text):
        language = Language.MYST
    if language is not None:
        env.current_document[_KEY] = Reading(language)
        return
    is_docusaurus = is_in_docusaurus(env, env.docname)
    language = Language.MDX if is_docusaurus else Language.MARKDOWN
    env.current_document[_KEY] = Reading(language, is_docusaurus)


def _named_in(text: str, *, is_mdx: bool) -> Language | None:
    """Return the language that the front matter or the suffix names; None for neither."""
    source, _end = frontmatter.split(text)
    keys = _JSON_KEYS if text.startswith("{") else _KEYS
    found = {match[1] for match in keys.finditer(source)}
    if is_mdx:
        found &= {"format"}
    data = frontmatter.parse(text).data if found else {}
    name = str(data.get("format", "")).strip().lower()
    if name in {language.value for language in Language}:
        return Language(name)
    if is_mdx:
        return Language.MDX
    return Language.MYST if any(key in data for key in _MYST_KEYS) else None


def is_myst(env: BuildEnvironment, text: str) -> bool:
    """Return whether *text* has a directive, a role, a target or a block break of MyST.

    One look at the text, which leaves out code. A fence is a directive and ``{name}`x``` a role if
    there is one of that name: ```` ```{r} ```` is code.
    """
    _source, start = frontmatter.split(text)
    fence = ""
    for found in _SIGN.finditer(text, start):
        mark, info = found["fence"], (found["info"] or "").strip()
        if fence:
            if mark and mark.startswith(fence) and not info:
                fence = ""
            continue
        if found["sign"] or (found["role"] and _is_known(env, found["role"], "roles")):
            return True
        directive = _DIRECTIVE.match(info)
        if directive and _is_known(env, directive[1], "directives"):
            return True
        if mark and (mark[0] != "`" or "`" not in info):
            fence = mark
    return False


def _is_known(env: BuildEnvironment, name: str, kind: Literal["directives", "roles"]) -> bool:
    """Return whether docutils, Sphinx or a domain has a directive or a role *name*."""
    is_registered = is_directive_registered if kind == "directives" else is_role_registered
    # MyST runs ``eval-rst`` itself.
    if is_registered(name) or is_standard(kind, name) or name == "eval-rst":
        return True
    domain, _, short = name.rpartition(":")
    domains = (domain,) if domain else (env.config.primary_domain or "", "std")
    return any(
        each in env.domains and short in getattr(env.domains[each], kind) for each in domains
    )


def is_in_docusaurus(env: BuildEnvironment, docname: str) -> bool:
    """Return whether *docname* is part of a Docusaurus site.

    The configuration of such a site is in the folder of the document or in one above it, up to the
    one that holds the source folder.
    """
    return any((folder / name).is_file() for folder in _folders(env, docname) for name in _CONFIGS)


def _folders(env: BuildEnvironment, docname: str) -> Iterator[Path]:
    root = Path(env.srcdir)
    # Not the path of the source, which may be a copy of a file that is not UTF-8.
    folders = docname.split("/")[:-1]
    for length in range(len(folders), -1, -1):
        yield root.joinpath(*folders[:length])
    yield root.parent


def is_message(document: nodes.document) -> bool:
    """Return whether *document* is a translated message, which Sphinx has parsed by itself."""
    return str(document["source"]).endswith(":<translated>")
