"""Build projects for tests: from texts, in this process, and the same inputs only once."""

from __future__ import annotations

import functools
import hashlib
import io
import json
import os
import re
import shutil
import sys
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sphinx.theming
from jinja2 import BytecodeCache
from PIL import Image
from sphinx.jinja2glue import BuiltinTemplateLoader
from sphinx.testing.util import SphinxTestApp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import CodeType

    from docutils import nodes
    from jinja2 import Environment, Template
    from jinja2.bccache import Bucket
    from sphinx.environment import BuildEnvironment

    #: The fixture ``build``.
    Build = Callable[..., "Built"]
    #: Texts and bytes by their paths in the source folder; None deletes or leaves out a file.
    Files = Mapping[str, str | bytes | None]

ROOT = Path(__file__).parents[1]
#: The least that a project says: the extension alone, under Sphinx's plainest theme.
CONF = """\
project = "Reviews"
language = "en"
extensions = ["sphinx_paperreview"]
html_theme = "basic"
"""
#: Korean words of which texts are made that have some words in common.
WORDS = [
    "감쇠",
    "격자",
    "경계",
    "공명",
    "균열",
    "난류",
    "대류",
    "마찰",
    "매질",
    "밀도",
    "반사",
    "변위",
    "산란",
    "섭동",
    "응력",
    "전위",
    "점성",
    "진동",
    "파동",
    "확산",
]
#: Built projects that are kept for the tests that follow. Tests of one file share most of them.
KEPT = 48

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
CODE = re.compile(r"\[([\w.]+)\]$", re.MULTILINE)


def picture(
    width: int = 1, height: int = 1, *, form: str = "PNG", mode: str = "RGB", color: Any = 0
) -> bytes:
    """Return an image file of one colour."""
    data = io.BytesIO()
    Image.new(mode, (width, height), color).save(data, form)
    return data.getvalue()


#: A PNG of one pixel.
PNG = picture()


@dataclass
class Built:
    """A project after a build: its output, its environment and its warnings."""

    srcdir: Path
    app: SphinxTestApp
    #: The warnings of Sphinx, one string each, uncoloured, with paths from the source folder.
    warnings: list[str]
    #: The arguments of :func:`build_project`, for :meth:`rebuild`.
    options: dict[str, Any] = field(default_factory=dict)
    #: Called before the first change, where the project is kept for other tests.
    before_change: Callable[[], None] | None = None

    @property
    def outdir(self) -> Path:
        """The folder of the output."""
        return Path(self.app.outdir)

    @property
    def env(self) -> BuildEnvironment:
        """The environment after the build."""
        return self.app.env

    @property
    def codes(self) -> list[str]:
        """The types of the warnings (``paperreview.date``), in order."""
        return [code for warning in self.warnings for code in CODE.findall(warning)]

    @property
    def status(self) -> str:
        """The messages of Sphinx that are not warnings, uncoloured."""
        return ESCAPES.sub("", self.app.status.getvalue())

    def read(self, path: str) -> str:
        """Return the text of a file of the output."""
        return (self.outdir / path).read_text(encoding="utf-8")

    def exists(self, path: str) -> bool:
        """Return whether the output has a file."""
        return (self.outdir / path).is_file()

    def doctree(self, docname: str) -> nodes.document:
        """Return the doctree of a document as it was stored after reading."""
        return self.env.get_doctree(docname)

    def files(self) -> dict[str, bytes]:
        """Return all files of the output by path: what must be equal after a clean build."""
        found = sorted(path for path in self.outdir.rglob("*") if path.is_file())
        return {path.relative_to(self.outdir).as_posix(): path.read_bytes() for path in found}

    def rebuild(self, files: Files | None = None, **changes: Any) -> Built:
        """Change files (None deletes one) and build again, in a fresh application.

        *changes* replace what was given to ``build``: ``confoverrides``, ``builder`` and so on.
        """
        if self.before_change is not None:
            self.before_change()
        write_files(self.srcdir, files or {})
        return build_project(self.srcdir, **{**self.options, **changes})


def write_files(folder: Path, files: Files) -> None:
    """Write texts and bytes under *folder*, making folders; None deletes a file."""
    for name, content in files.items():
        path = folder / name
        if content is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def list_warnings(text: str, srcdir: Path) -> list[str]:
    """Split the warning stream of Sphinx into one string a warning."""
    text = ESCAPES.sub("", text).replace(f"{srcdir}{os.sep}", "").strip()
    if not text:
        return []
    starts = re.split(r"\n(?=[^\n]*\b(?:WARNING|ERROR|CRITICAL|SEVERE): )", text)
    return [start.strip() for start in starts]


class CompiledTemplates(BytecodeCache):
    """Keep compiled templates of themes, which take a third of the time of a small build."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.code: dict[str, CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()

    def from_string(self, environment: Environment, source: str) -> Template:
        """Compile a template of no file, as those of scripts in ``_static``; Jinja keeps none."""
        if source not in self.code:
            self.code[source] = environment.compile(source)
        names = environment.make_globals(None)
        return environment.template_class.from_code(environment, self.code[source], names)


TEMPLATES = CompiledTemplates()
# The themes that are installed do not change while tests run; each application looks for them.
sphinx.theming.entry_points = functools.cache(sphinx.theming.entry_points)


def _shown_warnings(srcdir: Path) -> dict[str, bool]:
    """Return the value that shows each warning, for a project that has the extension."""
    conf = srcdir / "conf.py"
    named = not conf.is_file() or "sphinx_paperreview" in conf.read_text(encoding="utf-8")
    return {"paperreview_all_warnings": True} if named else {}


def build_project(
    srcdir: Path,
    *,
    builder: str = "html",
    confoverrides: Mapping[str, Any] | None = None,
    parallel: int = 0,
    builddir: Path | None = None,
    **kwargs: Any,
) -> Built:
    """Build the project in *srcdir* by an application of its own.

    *kwargs* reach :class:`SphinxTestApp` (``freshenv``, ``tags``, ``exception_on_warning``).
    """
    options = {
        "builder": builder,
        "confoverrides": confoverrides,
        "parallel": parallel,
        "builddir": builddir,
        **kwargs,
    }
    app = SphinxTestApp(
        builder,
        srcdir=srcdir,
        builddir=builddir,
        confoverrides={**_shown_warnings(srcdir), **(confoverrides or {})},
        parallel=parallel,
        **kwargs,
    )
    templates = getattr(app.builder, "templates", None)
    if isinstance(templates, BuiltinTemplateLoader):
        environment = templates.environment
        environment.bytecode_cache = TEMPLATES
        environment.from_string = functools.partial(TEMPLATES.from_string, environment)
    try:
        app.build()
    finally:
        app.cleanup()
    return Built(srcdir, app, list_warnings(app.warning.getvalue(), srcdir), options)


def count_calls(function: Callable[..., object], *arguments: object) -> int:
    """Return how many functions a call runs: a measure of work that no busy machine changes."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        function(*arguments)
    finally:
        sys.setprofile(before)
    return calls


def build_once(source: Path, folder: Path, **options: Any) -> tuple[Path, list[str]]:
    """Build *source* into *folder*, unless another process of this run does or did.

    Return the folder of the output, which is not to be changed, and the warnings.
    """
    done = folder / "built.json"
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        while not done.exists():
            time.sleep(0.1)
    else:
        result = None
        try:
            built = build_project(source, builddir=folder, **options)
            result = [str(built.outdir), built.warnings]
        finally:
            done.with_suffix(".part").write_text(json.dumps(result), encoding="utf-8")
            done.with_suffix(".part").rename(done)
    found = json.loads(done.read_text(encoding="utf-8"))
    assert found is not None, "the build failed in another process"
    return Path(found[0]), found[1]


class Projects:
    """Build projects in folders of their own; build the same inputs once.

    A project that is asked for again is given in the state after its build: if a test changed
    it, it is put back from a copy, or built again.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.kept: OrderedDict[str, _Kept] = OrderedDict()
        self.number = 0

    def build(self, files: Files, *, name: str = "src", keep: bool = True, **options: Any) -> Built:
        """Build a project of these files, or return it if it was built before.

        *keep* is False where the result depends on more than the files and the options.
        """
        key = _digest(files, name, options)
        found = self.kept.get(key) if keep else None
        if found is None or not found.put_back():
            self.number += 1
            srcdir = self.folder / str(self.number) / name
            write_files(srcdir, {path: text for path, text in files.items() if text is not None})
            built = build_project(srcdir, **options)
            if not keep:
                return built
            found = self.kept[key] = _Kept(built)
        self.kept.move_to_end(key)
        if len(self.kept) > KEPT:
            self.kept.popitem(last=False)
        return found.built


class _Kept:
    """A built project, the state of its folder after the build, and a copy if one was needed."""

    def __init__(self, built: Built) -> None:
        self.built = built
        self.folder = built.srcdir
        self.state = _state(self.folder)
        self.copy = self.folder.with_name(f"{self.folder.name}.kept")
        built.before_change = self.save

    def save(self) -> None:
        """Copy the folder while nothing is changed."""
        if not self.copy.exists() and _state(self.folder) == self.state:
            shutil.copytree(self.folder, self.copy)

    def put_back(self) -> bool:
        """Undo what a test changed; return False where there is no copy to do it with."""
        if _state(self.folder) == self.state:
            return True
        if not self.copy.exists():
            return False
        shutil.rmtree(self.folder)
        shutil.copytree(self.copy, self.folder)
        return True


def _state(folder: Path) -> dict[str, tuple[int, int]]:
    """Return the size and the time of each file."""
    return {
        path: (status.st_size, status.st_mtime_ns)
        for parent, _folders, names in os.walk(folder)
        for path in (os.path.join(parent, name) for name in names)  # noqa: PTH118  # called often
        for status in [os.stat(path)]  # noqa: PTH116  # as above
    }


def _digest(*inputs: object) -> str:
    """Return a name for the inputs of a build."""
    return hashlib.sha256(repr(inputs).encode("utf-8", "surrogatepass")).hexdigest()
