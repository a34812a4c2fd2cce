"""Compiled templates are kept beside the doctrees: Sphinx compiles all of them in each build."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
import sphinx
from jinja2 import BytecodeCache
from sphinx.jinja2glue import BuiltinTemplateLoader

from sphinx_paperreview.core.files.digests import digest
from sphinx_paperreview.core.files.store import read_kept, write_kept

if TYPE_CHECKING:
    from jinja2.bccache import Bucket
    from sphinx.application import Sphinx


def keep_templates(app: Sphinx) -> None:
    """Let Jinja recall what it compiled in the last build (``builder-inited``).

    Jinja compares the source of a template. What else decides the code, the versions and the
    extensions, is in the name of the folder.
    """
    templates = getattr(app.builder, "templates", None)
    # A template bridge of the project's own is left alone.
    if type(templates) is not BuiltinTemplateLoader or templates.environment.bytecode_cache:
        return
    versions = sorted((name, str(each.version)) for name, each in app.extensions.items())
    made_by = digest((jinja2.__version__, sphinx.__version__, versions))
    folder = Path(app.doctreedir, "paperreview-templates", made_by)
    templates.environment.bytecode_cache = _KeptTemplates(folder)


class _KeptTemplates(BytecodeCache):
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        data = read_kept(self._folder / bucket.key)
        if data is not None:
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):  # the next build compiles it again
            write_kept(self._folder / bucket.key, bucket.bytecode_to_string())
