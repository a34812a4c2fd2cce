"""Write a post about papers: choose them, learn the form of the newest post, and fill it in."""

from __future__ import annotations

import datetime as dt
import math
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
import yaml
from rich.console import Console
from rich.table import Table
from sphinx.util.logging import NAMESPACE

from sphinx_paperreview.cli import console
from sphinx_paperreview.cli.check import Recorder, listening
from sphinx_paperreview.cli.fetch.client import Client, is_offline
from sphinx_paperreview.cli.fetch.run import Run, address_of, is_asked_for, plan
from sphinx_paperreview.cli.project import ProjectError, application, found_project
from sphinx_paperreview.cli.writing.dialect import learn
from sphinx_paperreview.cli.writing.figures import SUFFIXES, place_figures
from sphinx_paperreview.cli.writing.post_text import Subject, path_of, render
from sphinx_paperreview.cli.writing.sources import Offer, SourceError, once, papers_of
from sphinx_paperreview.cli.writing.sources_of_site import (
    find_posts,
    folded,
    known_orgs,
    known_tags,
)
from sphinx_paperreview.core.files.committed import CommittedFileError
from sphinx_paperreview.core.files.lockfile import Lockfile, read_lockfile, write_lockfile
from sphinx_paperreview.core.files.store import write_atomic
from sphinx_paperreview.core.metadata import dates
from sphinx_paperreview.core.model import Metadata
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.core.papers.arxiv import is_impossible
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.reading.files.site_files import zone_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_paperreview.cli.writing.dialect import Dialect
    from sphinx_paperreview.cli.writing.sources_of_site import SourcePost
    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.core.model import Paper, PaperId

_NEWLINE = "\n"
#: Most posts in which the form of a review is looked for, from the newest on.
_LOOKED_AT = 20


class NewError(Exception):
    """No post can be written; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Options:
    """What is written about, and how."""

    papers: tuple[str, ...] = ()
    folder: Path = Path()
    date: str = ""
    title: str = ""
    source: str = ""
    pick: str = ""
    fetch: bool = False
    figures: tuple[Path, ...] = ()
    tags: tuple[str, ...] = ()
    orgs: tuple[str, ...] = ()
    edit: bool = False
    force: bool = False
    dry_run: bool = False
    mailto: str = ""
    timeout: float = 30.0


@dataclass(frozen=True, slots=True)
class TargetSite:
    """The site for which a post is written: what is read of it before."""

    srcdir: Path
    settings: Settings
    zone: dt.tzinfo
    posts: list[SourcePost]
    dialect: Dialect


def new(options: Options) -> int:
    """Carry out the command; return its exit status: 0, 1 (a title is not known) or 2."""
    try:
        return _new(options)
    except (NewError, SourceError, ProjectError) as error:
        console.complain(f"paperreview new: {error}")
        return 2


def _new(options: Options) -> int:
    for figure in options.figures:
        if figure.suffix.lower() not in SUFFIXES:
            raise NewError(f"browsers do not show {figure.name}; convert it to .svg, .png or .webp")
    site = _read_site(options.folder)
    day = _day(options.date, site)
    offers = _chosen(options, site, day)
    if offers is None:
        return 0
    if not offers and not options.title and not options.figures:
        raise NewError("name papers (2511.10643, an address), or give a --title")
    for offer in offers:
        _say_reviewed(offer.id, site)
    offers, unknown = _completed(offers, site, options)
    subjects = [_subject(offer, site, options) for offer in offers]
    groups = [[each] for each in subjects] if site.dialect.is_single else [subjects]
    files: dict[str, bytes] = {}
    copies: dict[Path, bytes] = {}
    for group in groups or [[]]:
        path, text = _post(group, site, day, options)
        if path in files:
            raise NewError(f"two posts would be {path}; write them one after the other, each "
                           "with a --title")  # fmt: skip
        if options.figures and not files:
            more, imports, shown = place_figures(
                options.figures, site.srcdir, path, site.dialect, day
            )
            copies |= more
            text = _with_figures(text, imports, shown)
        newline = site.dialect.model.newline if site.dialect.model is not None else _NEWLINE
        files[path] = text.replace(_NEWLINE, newline).encode()
    _write(files, copies, site, options)
    asked = {offer.id.key for offer in offers if is_asked_for(offer.id) and not options.fetch}
    for key in unknown:
        known = "--fetch asks for it" if key in asked else "write it into the post"
        console.complain(f"the title of {key} is not known; {known}")
    if options.edit and not options.dry_run:
        _open_editor([site.srcdir / path for path in files])
    return 1 if unknown else 0


# -- the site --------------------------------------------------------------------------------------


def _read_site(folder: Path) -> TargetSite:
    confdir = found_project(folder)
    posts = find_posts(confdir)
    recent = next((post for post in posts[:_LOOKED_AT] if post.papers), None)
    names = [recent.path] if recent is not None else []
    values: dict[str, Any] = {"include_patterns": names or ["none"], "intersphinx_mapping": {},
                              "paperreview_show_drafts": True}  # fmt: skip
    papers: tuple[Paper, ...] = ()
    with application(confdir, confdir, values) as app:
        domain, zone = domain_of(app.env), zone_of(app.config)
        if names:
            app.builder.read()
            for docname in app.env.found_docs:
                if str(app.env.doc2path(docname, base=False)) == names[0]:
                    papers = domain.records("papers", docname)
    start = posts.index(recent) if recent is not None else 0
    return TargetSite(confdir, domain.settings, zone, posts, learn(posts[start:], papers))


def _day(written: str, site: TargetSite) -> dt.date:
    if not written:
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        return dates.now(epoch, site.settings.now, site.zone).date()
    try:
        return dates.parse_date(written, site.zone).date()
    except ValueError as error:
        raise NewError(f"--date {written}: {error}") from error


# -- papers ----------------------------------------------------------------------------------------


def _chosen(options: Options, site: TargetSite, day: dt.date) -> list[Offer] | None:
    """Return the papers that are named or picked; None if they were only listed."""
    named = [Offer(_identify(text), Metadata()) for text in options.papers]
    if not options.source:
        if options.pick:
            raise NewError("--pick chooses from a list; name one by --from, or write --today")
        return once(named)
    with listening(NAMESPACE, warnings := Recorder()):
        found = papers_of(
            options.source, day, cache=site.srcdir / "_build" / "paperreview-lists",
            timeout=options.timeout, mailto=options.mailto,
        )  # fmt: skip
    for record in warnings.records:
        console.complain(f"{getattr(record, 'location', '')}: {record.getMessage()}")
    if found.nameless:
        count = console.number_of(len(found.nameless), "entry", "entries")
        console.say(
            f"left out: {count} with neither identifier nor address, as {found.nameless[0]}"
        )
    offers = found.papers
    if not offers:
        raise NewError(f"{options.source} has no papers")
    picked = options.pick
    if not picked:
        _list(offers)
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            console.say("choose with --pick 1,3-5 or --pick all")
            return None
        picked = typer.prompt("which of them (1,3-5; all)", default="all")
    return once([*named, *(offers[number] for number in _numbers(picked, len(offers)))])


def _identify(text: str) -> PaperId:
    identifier = identifiers.identify(text)
    if identifier is None and re.match(r"https?://[^/\s]+\.", text):
        identifier = identifiers.url_id(text)
    if identifier is None:
        raise NewError(f"{text!r} names no paper; write 2511.10643, doi:10.1145/…, or an address")
    if is_impossible(identifier):
        raise NewError(f"{text} cannot be an arXiv identifier; write it as on the paper's page")
    return identifier


def _list(offers: Sequence[Offer]) -> None:
    rows = [
        (str(number), identifiers.label(offer.id), offer.about.title, offer.note)
        for number, offer in enumerate(offers, 1)
    ]
    if sys.stdout.isatty():
        table = Table(box=None, header_style="dim")
        for name in ("", "paper", "title", ""):
            table.add_column(name, overflow="fold")
        for row in rows:
            table.add_row(*row)
        Console().print(table)
        return
    for row in rows:
        console.say("\t".join(row).rstrip())


def _numbers(text: str, most: int) -> list[int]:
    """Return the places that *text* picks, from 0: ``1,3-5``, or ``all``."""
    if text.strip().lower() == "all":
        return list(range(most))
    found: list[int] = []
    for part in text.replace(" ", ",").split(","):
        match = re.fullmatch(r"(\d{1,4})(?:-(\d{1,4}))?", part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if part and not 1 <= first <= last <= most:
            raise NewError(f"--pick {part}: write numbers from 1 to {most}, as 1,3-5, or all")
        found += range(first - 1, last) if part else ()
    return list(dict.fromkeys(found))


def _say_reviewed(paper: PaperId, site: TargetSite) -> None:
    where = next((post.path for post in site.posts if paper.key in post.papers), None)
    if where:
        console.say(f"{identifiers.label(paper)} is named in {where} already")


def _completed(
    offers: list[Offer], site: TargetSite, options: Options
) -> tuple[list[Offer], list[str]]:
    """Return *offers* with what the lockfile, or a service, knows; and those without a title."""
    path = site.srcdir / site.settings.lock if site.settings.lock else None
    try:
        lockfile = read_lockfile(path) if path is not None else Lockfile()
    except CommittedFileError as error:
        raise NewError(f"cannot use {site.settings.lock}: {error}") from error
    missing = [offer.id for offer in offers if not _title(offer, lockfile)]
    if options.fetch and missing:
        today = dates.now(os.environ.get("SOURCE_DATE_EPOCH"), "", dt.UTC).date().isoformat()

        def write() -> None:
            if path is not None and lockfile.papers and not options.dry_run:
                write_lockfile(path, lockfile)

        tasks = plan(missing, lockfile, update=False)
        asked = [address_of(task.service) for task in tasks if task.papers]
        if asked and is_offline(asked):
            raise NewError("no service can be reached; is there a network?")
        for task in tasks:
            if not task.papers:
                continue
            label = task.service.label
            with (
                console.progress(f"{label}:", len(task.papers)) as advance,
                Client(pause=task.service.pause, timeout=options.timeout,
                       mailto=options.mailto) as client,
            ):  # fmt: skip
                Run(lockfile, write=write, progress=advance, today=today).do(task, client)
            for key, reason in task.failed.items():
                console.complain(f"{label} {reason.strip()}: {key}")
            for key in task.unknown:
                console.complain(f"{label} does not know {key}")
    found = [
        replace(offer, about=_joined(lockfile.metadata().get(offer.id.key), offer.about))
        for offer in offers
    ]
    return found, [offer.id.key for offer in found if not offer.about.title]


def _title(offer: Offer, lockfile: Lockfile) -> str:
    entry = lockfile.papers.get(offer.id.key)
    return offer.about.title or (entry.metadata.title if entry else "")


def _joined(known: Metadata | None, offered: Metadata) -> Metadata:
    if known is None:
        return offered
    names = ("title", "authors", "published", "year", "venue", "code", "project")
    return replace(
        known, **{name: getattr(known, name) or getattr(offered, name) for name in names}
    )


def _subject(offer: Offer, site: TargetSite, options: Options) -> Subject:
    about = offer.about
    title, colon, subtitle = about.title.partition(": ")
    spellings = known_orgs(site.posts)
    orgs = tuple(spellings.get(folded(name), name) for name in (*options.orgs, *offer.orgs))
    facts = {
        "authors": ", ".join(about.authors), "venue": about.venue, "year": about.year,
        "date": about.published, "code": about.code, "project": about.project,
        "orgs": ", ".join(orgs), "title": about.title,
    }  # fmt: skip
    name = title if about.title else identifiers.label(offer.id)
    return Subject(offer.id, name, subtitle if colon else "", orgs, facts)


# -- the post --------------------------------------------------------------------------------------


def _post(
    subjects: list[Subject], site: TargetSite, day: dt.date, options: Options
) -> tuple[str, str]:
    text = render(site.dialect, subjects, day, options.title)
    if options.tags:
        text = _with_tags(text, options.tags, site)
    name = options.title or (subjects[0].title if len(subjects) == 1 else "papers")
    return path_of(site.dialect, day, name), text


def _with_tags(text: str, tags: Sequence[str], site: TargetSite) -> str:
    """Return *text* with *tags*, each as the site spells it."""
    known = {folded(tag): tag for tag in known_tags(site.srcdir, site.posts)}
    spelt = [known.get(folded(tag), tag) for tag in tags]
    for tag, written in zip(spelt, tags, strict=True):
        if known and folded(written) not in known:
            console.say(f"the site has no tag {tag!r} yet")
    listed = yaml.safe_dump(spelt, default_flow_style=True, allow_unicode=True, width=math.inf)
    line = f"tags: {listed.rstrip()}"
    if not text.startswith("---\n"):
        return f"---\n{line}\n---\n\n{text}"
    head, end, body = text[4:].partition("\n---\n")
    blocks = re.sub(r"(?m)^tags:.*(?:\n[ \t-].*)*\n?", "", f"{head}\n").rstrip("\n")
    return f"---\n{f'{blocks}{_NEWLINE}' if blocks else ''}{line}{end}{body}"


def _with_figures(text: str, imports: Sequence[str], shown: Sequence[str]) -> str:
    """Return *text* with pictures at its end, and what they need above its first heading."""
    if imports:
        head = re.match(r"(?s)(?:---\n.*?\n---\n\n?)?", text)
        place = head.end() if head else 0
        text = f"{text[:place]}{_NEWLINE.join(imports)}\n\n{text[place:]}"
    return f"{text.rstrip()}\n\n{(_NEWLINE * 2).join(shown)}\n" if shown else text


def _write(
    files: dict[str, bytes], copies: dict[Path, bytes], site: TargetSite, options: Options
) -> None:
    there = [path for path in files if (site.srcdir / path).exists()]
    if there and not options.force:
        raise NewError(f"there is {there[0]} already; write another --date, or --force")
    for path, data in files.items():
        if options.dry_run:
            console.say(f"would be written: {path}")
            console.say(data.decode())
            continue
        write_atomic(site.srcdir / path, data)
        console.say(f"written: {_shown(site.srcdir / path)}")
    for place, data in copies.items():
        if not options.dry_run and not place.exists():
            write_atomic(place, data)
            console.say(f"copied: {_shown(place)}")


def _shown(path: Path) -> str:
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:  # on another drive
        return path.as_posix()


def _open_editor(paths: Sequence[Path]) -> None:
    """Open *paths* in the author's editor, if there is a terminal to do so."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        console.say("not opened: there is no terminal")
    elif not editor:
        console.say("not opened: set EDITOR to your editor, as code --wait")
    else:
        command = shlex.split(editor, posix=os.name != "nt")
        try:
            subprocess.run([*command, *map(str, paths)], check=False)  # noqa: S603  # the author's own editor
        except OSError as error:
            console.complain(f"cannot start {editor}: {error.strerror or error}")
