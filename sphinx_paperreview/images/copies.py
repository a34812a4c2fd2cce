"""Smaller copies of local images, made once and before pages are written.

Which copies there are depends on the images, the sizes at which documents show them, the settings
and Pillow's version. :mod:`.convert` makes one copy, :mod:`.store` keeps them between builds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from sphinx_paperreview.core.files.digests import digest
from sphinx_paperreview.core.files.store import size_of
from sphinx_paperreview.core.image_copies import (
    Thumbnail,
    face_size,
    is_face,
    is_figure,
    thumbnail_size,
    wanted_widths,
)
from sphinx_paperreview.core.model import FACE
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.images.convert import (
    PictureError,
    bitmap_suffixes,
    can_write,
    check_size,
    convert,
    encoder_versions,
)
from sphinx_paperreview.images.measure import measure, shown_size
from sphinx_paperreview.images.store import PictureStore
from sphinx_paperreview.images.threads import in_threads
from sphinx_paperreview.outputs.site import SiteFile
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.core.image_copies import PictureCopies, Variant
    from sphinx_paperreview.domain.domain import PaperDomain
    from sphinx_paperreview.outputs.site import Site

_ = get_translation("paperreview")

#: Bytes below which an image gets no copies.
_SMALL = 64_000
#: Bytes up to which a bitmap, and a drawing in SVG, is shown in lists itself.
_LIGHT, _LIGHT_DRAWING = 8_000, 24_000
#: An image gets copies if it is so many times as wide as it is displayed: a copy of a narrower one
#: has most of its pixels. Themes display none wider than a column of so many pixels.
_WIDER, _COLUMN = 1.3, 800
#: Bytes a pixel from which the format of a copy saves more than its width.
_DENSE = 0.5


@dataclass(frozen=True, slots=True)
class _Job:
    """An image that has to be converted."""

    #: Where its copies are kept, or empty if these are there; and the same of the copy for lists.
    key: str
    small_key: str
    path: Path
    widths: tuple[int, ...]
    small: tuple[int, int] | None
    docname: str


@dataclass(frozen=True, slots=True)
class Pictures:
    """The copies of the images of a site, by the path of each image."""

    #: For the pages that show the image.
    copies: PictureCopies = field(default_factory=dict)
    #: For lists.
    thumbnails: Mapping[str, Thumbnail] = field(default_factory=dict)
    #: The files of both.
    variants: tuple[Variant, ...] = ()


def picture_files(site: Site, pictures: Pictures) -> Iterator[SiteFile]:
    """Yield the files of *pictures*, which are in the folder of the images."""
    store = PictureStore(Path(site.env.doctreedir), domain_of(site.env).known_files)
    for variant in pictures.variants:
        path = f"{site.builder.imagedir}/{variant.name}"
        yield SiteFile(path, variant.name, partial(store.read, variant))


def prepare_pictures(
    domain: PaperDomain, is_ours: Callable[[str], bool], *, jobs: int, verbosity: int
) -> Pictures:
    """Make the copies that are missing.

    An image that cannot be read is reported as :attr:`.WarningKind.IMAGE` at one of its documents,
    and has no copies.

    :param is_ours: whether the page of a document may be changed; other pages show no copies
    :param jobs: how many threads may be used
    """
    settings, env = domain.settings, domain.env
    formats = _formats(settings)
    store = PictureStore(Path(env.doctreedir), domain.known_files)
    keys: dict[str, str] = {}
    listed, lists = _Listed(store, settings.image_quality), _in_lists(domain)
    pending: dict[str, _Job] = {}
    suffixes, wanted = bitmap_suffixes(), _wanted_widths(domain)
    versions = encoder_versions(formats)
    for name, (docnames, file) in sorted(env.images.items()):
        if not any(map(is_ours, docnames)):
            continue
        path = Path(env.srcdir, name)
        if lists and name in lists and path.suffix.lower() == ".svg":
            listed.add_drawing(name, file, path)
        if path.suffix.lower() not in suffixes or not path.is_file():
            continue
        content, size = store.facts(path)
        length = size_of(path)
        worth = size and formats and length >= _SMALL
        widths = wanted(name, size, length) if size and worth else ()
        keys[name] = digest((content, widths, formats, settings.image_quality, versions))
        key = keys[name] if size is None or store.kept(keys[name]) is None else ""
        small, small_key = None, ""
        if size and lists and name in lists and is_figure(size):
            small = thumbnail_size(size)
            small_key = listed.add(name, file, content, length, small)
        if key or small_key:
            pending[keys[name] + small_key] = _Job(
                key, small_key, path, widths if key else (), small if small_key else None,
                min(docnames, default=""),
            )  # fmt: skip
    if lists is not None:
        pending |= {job.small_key: job for job in _faces(domain, store, listed)}
    _convert(store, list(pending.values()), settings, formats, jobs, verbosity)
    store.save([*keys.values(), *listed.keys.values()])
    copies = {name: found for name, key in keys.items() if (found := store.kept(key))}
    thumbnails, small_files = listed.found()
    variants = {variant for made in copies.values() for variant in made} | small_files
    return Pictures(copies, thumbnails, tuple(sorted(variants)))


def _faces(domain: PaperDomain, store: PictureStore, listed: _Listed) -> Iterator[_Job]:
    """Note the pictures of authors as *listed*; yield those of which a copy has to be made."""
    suffixes = bitmap_suffixes()
    for given, name in domain.face_files().items():
        path = Path(domain.env.srcdir, name)
        content, size = store.facts(path)
        if size is None or path.suffix.lower() not in suffixes or not is_face(size):
            continue
        small = face_size(size)
        key = listed.add(f"{FACE}{given}", "", content, size_of(path), small)
        if key:
            yield _Job("", key, path, (), small, "")


def _in_lists(domain: PaperDomain) -> set[str] | None:
    """Return the paths of the pictures that lists and the gallery may show; None if none may be."""
    settings = domain.settings
    wanted = settings.pictures and settings.image_formats and settings.image_widths
    if not wanted or not can_write("webp"):
        return None
    papers = (paper for found in domain.data["papers"].values() for paper in found)
    posts = domain.data["posts"].values()
    return {figure.path for paper in papers for figure in paper.figures} | {
        post.image for post in posts if post.image
    }


class _Listed:
    """The small copies of the pictures that lists show.

    A file that is small already is shown itself, as is a small drawing, which no copy is made of.
    """

    def __init__(self, store: PictureStore, quality: int) -> None:
        self._store = store
        self._made_by = quality, encoder_versions(["webp"])
        self._known: dict[str, Thumbnail] = {}
        self._asked: dict[str, tuple[str, tuple[int, int]]] = {}
        #: Where the copy of each picture is kept.
        self.keys: dict[str, str] = {}

    def add_drawing(self, name: str, file: str, path: Path) -> None:
        """Note the SVG at *path*, whose file in the output is called *file*."""
        size = measure(path)
        if size and is_figure(size) and size_of(path) <= _LIGHT_DRAWING:
            self._known[name] = Thumbnail(file, *thumbnail_size(size))

    def add(self, name: str, file: str, content: str, length: int, small: tuple[int, int]) -> str:
        """Note a bitmap of *length* bytes; return where to keep a copy; empty if none is made.

        :param file: its name in the output; empty if it is not there
        :param content: a digest of the bitmap
        :param small: width and height of the copy
        """
        if file and length <= _LIGHT:
            self._known[name] = Thumbnail(file, *small)
            return ""
        key = digest((content, small, *self._made_by))
        self.keys[name] = key
        self._asked[name] = key, small
        return "" if self._store.kept(key) is not None else key

    def found(self) -> tuple[dict[str, Thumbnail], set[Variant]]:
        """Return the small copies by the path of the picture, and their files."""
        result, files = dict(self._known), set()
        for name, (key, small) in self._asked.items():
            for variant in self._store.kept(key) or ():
                result[name] = Thumbnail(variant.name, *small)
                files.add(variant)
        return dict(sorted(result.items())), files


def _formats(settings: Settings) -> tuple[str, ...]:
    """Return the formats of the settings that Pillow can write; warn of the others."""
    found = []
    for name in dict.fromkeys(settings.image_formats):
        if can_write(name):
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
) -> Callable[[str, tuple[int, int], int], tuple[int, ...]]:
    """Return a function of an image's path, size in pixels and bytes: the widths of its copies."""
    uses: dict[str, set[tuple[str, ...]]] = {}
    for found in domain.data["pictures"].values():
        for path, *attributes in found:
            uses.setdefault(path, set()).add(tuple(attributes))
    widths = domain.settings.image_widths

    def wanted(path: str, natural: tuple[int, int], length: int) -> tuple[int, ...]:
        result: set[int] = set()
        is_dense = length >= _DENSE * natural[0] * natural[1]
        for width, height, scale in uses.get(path, ()):
            given = nodes.Element(width=width, height=height, scale=float(scale or 100))
            size = shown_size(given, natural) or natural
            if is_dense or natural[0] >= _WIDER * min(size[0], _COLUMN):
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
    """Convert the *pending* images, and put their copies into *store*."""
    readable = [job for job in pending if _is_readable(job)]
    converts = any(job.widths or job.small for job in readable)
    try:
        with in_threads(
            lambda job: convert(job.path, job.widths, formats, settings.image_quality, job.small),
            readable,
            jobs=jobs,
            verbosity=verbosity,
            summary=_("converting pictures... ") if converts else "",
            name_of=lambda job: job.path.name,
        ) as results:
            for job, future in results:
                try:
                    made = future.result()
                except PictureError as error:
                    _warn_broken(job, error)
                    continue
                if job.key:
                    store.keep(job.key, job.path, made.copies)
                if job.small:
                    store.keep(job.small_key, job.path, [("webp", job.small[0], made.small)])
    finally:
        # A build that is interrupted keeps the copies that it made.
        store.save()


def _is_readable(job: _Job) -> bool:
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
