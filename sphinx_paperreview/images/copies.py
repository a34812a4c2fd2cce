"""Smaller copies of local pictures: made once, before pages are written, and offered in HTML.

Which copies there are is a function of the pictures, of the sizes at which documents show them,
of the settings, and of Pillow's version; see :mod:`.picture_convert` for what they look like.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.util.display import status_iterator

from sphinx_paperreview.core.digests import digest
from sphinx_paperreview.core.image_copies import wanted_widths
from sphinx_paperreview.images.convert import (
    PictureError,
    bitmap_suffixes,
    check_size,
    convert,
    encoder_versions,
    makes,
)
from sphinx_paperreview.images.measure import shown_size
from sphinx_paperreview.images.store import PictureStore
from sphinx_paperreview.outputs.output import SiteFile
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.core.image_copies import PictureCopies
    from sphinx_paperreview.domain.domain import PaperDomain
    from sphinx_paperreview.outputs.output import Site

_ = get_translation("paperreview")

#: Bytes below which a picture is not worth a second file.
_SMALL = 20_000


@dataclass(frozen=True, slots=True)
class _Job:
    """A picture that has to be converted."""

    key: str
    path: Path
    widths: tuple[int, ...]
    docname: str


def picture_files(site: Site, copies: PictureCopies) -> Iterator[SiteFile]:
    """Yield the files of *copies*, which are written beside the pictures."""
    store = PictureStore(Path(site.env.doctreedir))
    for variant in sorted({variant for made in copies.values() for variant in made}):
        path = f"{site.builder.imagedir}/{variant.name}"
        yield SiteFile(path, variant.name, partial(store.read, variant))


def prepare_pictures(domain: PaperDomain, *, jobs: int, verbosity: int) -> PictureCopies:
    """Make the copies that do not exist yet; return those of each picture by its path.

    *jobs* is how many threads may work at it. A picture that cannot be read is warned of, at one
    of its documents, and stays as it is.
    """
    settings, env = domain.settings, domain.env
    formats = _formats(settings)
    store = PictureStore(Path(env.doctreedir))
    keys: dict[str, str] = {}
    pending: dict[str, _Job] = {}
    suffixes, wanted = bitmap_suffixes(), _wanted_widths(domain)
    versions = encoder_versions(formats)
    for name, (docnames, _name) in sorted(env.images.items()):
        path = Path(env.srcdir, name)
        if path.suffix.lower() not in suffixes or not path.is_file():
            continue
        content, size = store.facts(path)
        worth = size and formats and path.stat().st_size >= _SMALL
        widths = wanted(name, size) if size and worth else ()
        keys[name] = digest((content, widths, formats, settings.image_quality, versions))
        if size is None or store.kept(keys[name]) is None:
            pending[keys[name]] = _Job(keys[name], path, widths, min(docnames, default=""))
    _convert(store, list(pending.values()), settings, formats, jobs, verbosity)
    store.save(keys.values())
    return {name: found for name, key in keys.items() if (found := store.kept(key))}


def _formats(settings: Settings) -> tuple[str, ...]:
    """Return the formats that are asked for and can be written, each once."""
    found = []
    for name in dict.fromkeys(settings.image_formats):
        if makes(name):
            found.append(name)
        else:
            warn(
                WarningKind.CONFIG,
                "this Pillow cannot write %s; take it out of paperreview_image_formats or install "
                "a newer Pillow",
                name,
                location=None,
            )
    return tuple(found)


def _wanted_widths(
    domain: PaperDomain,
) -> Callable[[str, tuple[int, int]], tuple[int, ...]]:
    """Return a function of a picture's path and true size: the widths of its copies."""
    uses: dict[str, set[tuple[str, ...]]] = {}
    for found in domain.data["pictures"].values():
        for path, *attributes in found:
            uses.setdefault(path, set()).add(tuple(attributes))
    widths = domain.settings.image_widths

    def wanted(path: str, natural: tuple[int, int]) -> tuple[int, ...]:
        result: set[int] = set()
        for width, height, scale in uses.get(path, ()):
            given = nodes.Element(width=width, height=height, scale=float(scale or 100))
            size = shown_size(given, natural) or natural
            result |= set(wanted_widths(natural[0], size[0], widths))
        return tuple(sorted(result))

    return wanted


def _convert(
    store: PictureStore,
    pending: Sequence[_Job],
    settings: Settings,
    formats: Sequence[str],
    jobs: int,
    verbosity: int,
) -> None:
    """Convert what is *pending*; Pillow lets other threads run while it works."""
    sound = [job for job in pending if _is_sound(job)]
    pool = ThreadPoolExecutor(max_workers=max(1, jobs))
    try:
        work = [
            (job, pool.submit(convert, job.path, job.widths, formats, settings.image_quality))
            for job in sound
        ]
        summary = _("converting pictures... ")
        told: Iterable[tuple[_Job, Future[list[tuple[str, int, bytes]]]]] = work
        if any(job.widths for job in sound):
            told = status_iterator(
                work, summary, "brown", len(work), verbosity, lambda item: item[0].path.name
            )
        for job, future in told:
            try:
                store.keep(job.key, job.path, future.result())
            except PictureError as error:
                _warn_broken(job, error)
    finally:
        # A build that is interrupted waits for no picture, and keeps what it has.
        pool.shutdown(wait=True, cancel_futures=True)
        store.save()


def _is_sound(job: _Job) -> bool:
    try:
        check_size(job.path)
    except PictureError as error:
        _warn_broken(job, error)
        return False
    return True


def _warn_broken(job: _Job, error: PictureError) -> None:
    warn(
        WarningKind.IMAGE,
        "the picture %s cannot be read: %s; save it anew, or smaller (it is shown as it is)",
        job.path.name,
        error,
        location=job.docname or None,
    )
