"""Keep code that stands in a post from being run by those who run code of documents.

MyST-NB runs the cells of Markdown whose front matter says ``file_format: mystnb``, and of files for
which a project names a reader (``nb_custom_formats``); the builder ``doctest`` what stands behind
``>>>``. Notebooks (``.ipynb``) are trusted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_paperreview._compat import notebook_settings, use_notebook_settings
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

#: What stands in the front matter of Markdown that MyST-NB takes for a notebook.
_MARKS = ("mystnb", "jupytext")


class NotebookGuard:
    """Switches off for guarded documents what MyST-NB runs."""

    def __init__(self) -> None:
        self._settings: Any = None

    def begin(self, env: BuildEnvironment, docname: str, head: str) -> None:
        """Let the cells of *docname* stay as they are; *head* is its front matter.

        That they are not run is reported as :attr:`.WarningKind.UNSAFE`.
        """
        self._settings = self._settings or notebook_settings(env)
        if self._settings is None:
            return
        use_notebook_settings(env, _not_running(self._settings))
        suffixes = tuple(self._settings.custom_formats)
        if (
            not any(mark in head for mark in _MARKS)
            and env.doc2path(docname).suffix not in suffixes
        ):
            return
        warn(
            WarningKind.UNSAFE,
            "the code of this notebook is not run, for it is a post; store its results in an "
            ".ipynb, or set paperreview_trusted",
            location=(docname, 1),
        )

    def end(self, env: BuildEnvironment) -> None:
        """Restore the settings of the project, which the environment keeps."""
        if self._settings is not None:
            use_notebook_settings(env, self._settings)


def _not_running(settings: Any) -> Any:
    """Return a copy of *settings* that runs nothing, whatever the front matter asks for."""

    class NotRunning(type(settings)):  # type: ignore[misc]  # known at run time only
        def copy(self, **changes: Any) -> Any:
            return super().copy(**{**changes, "execution_mode": "off"})

    return NotRunning(**{**vars(settings), "execution_mode": "off"})


def as_plain_code(block: nodes.doctest_block) -> None:
    """Replace *block* by code that looks the same, which the builder ``doctest`` leaves alone."""
    attributes = {**block.attributes, "classes": [*block["classes"]]}
    block.replace_self(nodes.literal_block(block.rawsource, block.astext(), **attributes))
