"""Style sheets and scripts that another extension copies after the pages have been written.

Sphinx writes a checksum of each style sheet and script into a page (``x.css?v=…``) if the file is
there. MyST-NB copies its own at the end of a build: a first build has no checksum of it, and a
later one that of the copy of the build before. So that both write the same, such a file has none.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.outputs.paths.copied import static_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

_CHECKSUM = re.compile(r"\?v=[0-9a-f]+(?=\")")


class LateAssets:
    """The late files of one build."""

    def __init__(self) -> None:
        self._known: frozenset[str] = frozenset()

    def note(self, known: Iterable[str]) -> None:
        """Note the late files of the last build, as :meth:`found` returned them."""
        self._known = frozenset(known)

    def found(self, app: Sphinx, builder: StandaloneHTMLBuilder) -> list[str]:
        """Return the paths in the output of the late files, while pages are being written."""
        registered = (*app.registry.css_files, *app.registry.js_files)
        names = {f"_static/{file[0]}" for file in registered if file[0] and "://" not in file[0]}
        own = static_files(builder)
        return sorted(
            name
            for name in names - own.keys()
            if name in self._known or not Path(builder.outdir, name).exists()
        )

    def leave_out(
        self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
    ) -> None:
        """Let the page have no checksum of these files (``html-page-context``, in a worker)."""
        for name in ("css_tag", "js_tag") if self._known else ():
            if callable(tag := context.get(name)):
                context[name] = self._without_checksum(tag)

    def _without_checksum(self, tag: Callable[[Any], str]) -> Callable[[Any], str]:
        def shown(file: Any) -> str:
            html = tag(file)
            is_late = str(getattr(file, "filename", file)) in self._known
            return _CHECKSUM.sub("", html) if is_late else html

        return shown
