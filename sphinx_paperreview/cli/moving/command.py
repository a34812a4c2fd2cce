"""Take over a site: copy it, convert what is not read, and keep its addresses."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sphinx_paperreview.cli import console
from sphinx_paperreview.cli.check import check
from sphinx_paperreview.cli.moving.addresses import redirects_of
from sphinx_paperreview.cli.moving.assignments import assigned
from sphinx_paperreview.cli.moving.converting import convert
from sphinx_paperreview.cli.moving.copying import files_of
from sphinx_paperreview.cli.moving.kinds import Kind
from sphinx_paperreview.cli.project import ProjectError, application
from sphinx_paperreview.cli.starting.command import (
    WriteError,
    complete,
    ignore_outputs,
    write_new,
)
from sphinx_paperreview.cli.starting.files import conf_py
from sphinx_paperreview.cli.starting.found import Facts, FolderFacts, find_facts
from sphinx_paperreview.config import Settings
from sphinx_paperreview.core.files.store import copy_atomic, write_atomic
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.reading.files.generators import site_generator

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sphinx_paperreview.cli.moving.converting import Converted
    from sphinx_paperreview.cli.moving.copying import SiteFiles

_REDIRECTS = "redirects.json"
#: Where posts are without a setting.
_POSTS = tuple(Settings().posts)
#: Most places that the report names for one fault.
_SHOWN = 3
#: Most folders of a level that are looked into for a site, where a folder is none itself.
_LOOKED_AT = 100
_SUFFIXES = (".md", ".mdx", ".markdown", ".rst", ".qmd", ".ipynb")


@dataclass(frozen=True, slots=True)
class Options:
    """Which site is taken over, and where to."""

    kind: Kind
    source: Path
    target: Path
    force: bool = False
    jobs: int = 1


@dataclass(slots=True)
class _Taken:
    """What was copied and converted."""

    copied: int = 0
    converted: list[Converted] = field(default_factory=list)


def import_site(options: Options) -> int:
    """Carry out the command; return its exit status: 0, or 2 if the site cannot be taken over."""
    try:
        return _import(options)
    except (WriteError, ProjectError) as error:
        console.complain(f"paperreview import: {error}")
        return 2


def _import(options: Options) -> int:
    source, target = options.source, options.target
    found = _facts(options)
    is_in_place = source.resolve() == target.resolve()
    files = files_of(source, options.kind, target)
    names = files.taken
    if not any(name.endswith(_SUFFIXES) for name in names):
        raise WriteError(f"there is no document in {source}")
    own = ("conf.py", _REDIRECTS)
    facts = complete(replace(found.facts, blog=""), target if is_in_place else source)
    if options.kind is Kind.ABLOG and is_in_place:
        raise WriteError("conf.py of ABlog stands where the new one would; name another folder "
                         "with --to")  # fmt: skip
    known = set(names)
    # A document beside one of Quarto was made of it.
    names = [name for name in names if f"{name.removesuffix('.qmd')}.md" not in known]
    made = [f"{name[:-4]}.md" for name in names if name.endswith(".qmd")]
    new = (*own, *(() if is_in_place else (*names, *made)))
    there = [name for name in new if (target / name).exists()]
    if there and not options.force:
        raise WriteError(f"there is {there[0]} in {target} already; --force overwrites it")
    taken = _take(options, [name for name in names if name not in own], is_in_place=is_in_place)
    conf = f"import json\nfrom pathlib import Path\n\n{conf_py(facts, _more(options, taken))}"
    if options.kind is Kind.HUGO and not is_in_place:
        _keep_configuration(target)
    write_new(target, {_REDIRECTS: "{}\n", "conf.py": conf}, force=True)
    ignore_outputs(target)
    more = {
        each.path.rpartition(".")[0]: (
            each.path.rpartition(".")[0] if options.kind is Kind.QUARTO else "", *each.aliases
        )
        for each in taken.converted
    }  # fmt: skip
    with application(target, target, {"intersphinx_mapping": {}}, jobs=options.jobs) as app:
        domain = domain_of(app.env)
        app.builder.read()
        redirects = redirects_of(domain, options.kind, more)
        documents, posts = len(app.env.found_docs), len(domain.archive.posts)
    text = json.dumps(redirects, ensure_ascii=False, indent=1) + "\n"
    write_atomic(target / _REDIRECTS, text.encode())
    _report_left(files)
    _report(taken, documents, posts, len(redirects))
    _report_faults(target, options.jobs)
    return 0


def _conf_of(source: Path) -> dict[str, object]:
    path = source / "conf.py"
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    return assigned(text)


def _more(options: Options, taken: _Taken) -> dict[str, str]:
    """Return names and expressions for conf.py that only an imported site has."""
    path = f'Path(__file__).with_name("{_REDIRECTS}")'
    more = {"paperreview_redirects": f'json.loads({path}.read_text("utf-8"))'}
    if options.kind is Kind.ABLOG:
        values = _conf_of(options.source)
        extensions = values.get("extensions")
        known = set(map(str, extensions)) if isinstance(extensions, list | tuple) else set()
        if known & {"myst_parser", "myst_nb"}:
            more["extensions"] = '["myst_parser", "sphinx_paperreview"]'
            if isinstance(enabled := values.get("myst_enable_extensions"), list):
                more["myst_enable_extensions"] = repr([str(name) for name in enabled])
        written = values.get("blog_post_pattern")
        patterns = [written] if isinstance(written, str) else written
        named = [str(each) for each in patterns] if isinstance(patterns, list | tuple) else []
        named += [
            each.path for each in taken.converted if each.is_post and each.path.endswith(".md")
        ]
        posts = [*_POSTS, *(re.sub(r"\.(?:md|rst|ipynb)$", "", each) for each in named)]
        if named:
            more["paperreview_posts"] = repr(list(dict.fromkeys(posts)))
    return more


def _facts(options: Options) -> FolderFacts:
    """Return the facts of the site; raise :exc:`WriteError` if it is of another kind."""
    source = options.source
    if not source.is_dir():
        raise WriteError(f"there is no folder {source}")
    if options.kind is Kind.ABLOG:
        values = _conf_of(source)
        if not values:
            near = _near(source, lambda folder: bool(_conf_of(folder)))
            raise WriteError(f"there is no conf.py of ABlog in {source}{near}")

        def text(*names: str) -> str:
            found = (values.get(name) for name in names)
            return next((each for each in found if isinstance(each, str) and each), "")

        base, author = text("html_baseurl", "blog_baseurl"), text("author")
        facts = Facts(
            text("blog_title", "project"), language=text("language"),
            base=f"{base.rstrip('/')}/" if base else "", authors=(author,) if author else (),
        )  # fmt: skip
        return FolderFacts(facts, "ABlog")
    found = find_facts(source)
    if found.generator.lower() != options.kind:
        what = (
            f"it is a site of {found.generator}" if found.generator else "it has no configuration"
        )
        near = _near(source, lambda folder: find_facts(folder).generator.lower() == options.kind)
        raise WriteError(f"{source} is no site of {options.kind.value}: {what}{near}")
    return found


def _near(source: Path, is_site: Callable[[Path], bool]) -> str:
    """Return words that name a site in or below a folder of *source*; empty if there is none."""
    folders = (
        folder for pattern in ("*", "*/*") for folder in sorted(source.glob(pattern))[:_LOOKED_AT]
        if folder.is_dir() and not folder.name.startswith((".", "_", "node_modules"))
    )  # fmt: skip
    found = next(filter(is_site, folders), None)
    return f"; {found} has one, so name that" if found is not None else ""


def _take(options: Options, names: list[str], *, is_in_place: bool) -> _Taken:
    """Copy and convert the files *names*."""
    taken = _Taken()
    for name in names:
        made = convert(options.kind, name, options.source)
        if made is not None:
            write_atomic(options.target / made.path, made.text.encode(errors="surrogateescape"))
            taken.converted.append(made)
        elif not is_in_place:
            copy_atomic(options.source / name, options.target / name)
            taken.copied += 1
    return taken


def _keep_configuration(target: Path) -> None:
    """Give the configuration of Hugo its own name, where the folders that tell it are missing."""
    if "Hugo" in site_generator(target):
        return
    for name in ("config", "config/_default/hugo", "config/_default/config"):
        for end in ("toml", "yaml", "yml", "json"):
            if (target / f"{name}.{end}").is_file():
                copy_atomic(target / f"{name}.{end}", target / f"hugo.{end}")
                return


def _report_left(files: SiteFiles) -> None:
    for names, what in (
        (files.links, "symbolic link that leads out of the site, to a folder or to nothing"),
        (files.special, "file that is not a regular one"),
    ):
        if names:
            count = console.number_of(len(names), "file")
            console.say(f"left out: {count}, each a {what}:")
            for name in names[:_SHOWN]:
                console.say(f"  {name!r}")
            if len(names) > _SHOWN:
                console.say(f"  and {len(names) - _SHOWN} more")


def _report(taken: _Taken, documents: int, posts: int, redirects: int) -> None:
    if taken.copied:
        console.say(f"copied: {console.number_of(taken.copied, 'file')}")
    converted = taken.converted
    if converted:
        console.say(f"converted: {console.number_of(len(converted), 'document')}")
        left = Counter(what for each in converted for what in each.left)
        for what, number in left.most_common():
            example = next(each.path for each in converted if what in each.left)
            console.say(f"  {what}: {example}" + (f" and {number - 1} more" if number > 1 else ""))
    console.say(
        f"read: {console.number_of(documents, 'document')}, {console.number_of(posts, 'post')}"
    )
    old = console.number_of(redirects, "old address", "old addresses")
    console.say(f"{old} lead to their documents: {_REDIRECTS}")


def _report_faults(target: Path, jobs: int) -> None:
    """Print what of the site was not understood, by kind, with a few places of each."""
    places: dict[str, list[str]] = {}
    for each in sorted(check([target], jobs), key=lambda one: (one.file, one.line or 0)):
        if each.severity == "warning":
            places.setdefault(each.code, []).append(f"{each.file}:{each.line or 1}: {each.message}")
    if not places:
        console.say("everything was understood")
        return
    console.say("not understood:")
    for code, lines in sorted(places.items(), key=lambda item: -len(item[1])):
        console.say(f"  {code}: {console.number_of(len(lines), 'place')}")
        for line in lines[:_SHOWN]:
            console.say(f"    {line.removeprefix(f'{target.resolve()}/')[:200]}")
    console.say("paperreview check lists all of them")
