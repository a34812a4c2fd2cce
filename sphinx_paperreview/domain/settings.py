"""The settings of a project, checked once, when its configuration is read."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import ConfigError

from sphinx_paperreview._compat import written_values
from sphinx_paperreview.config import (
    DIALECTS,
    NOT_IN_DOCUSAURUS,
    THEME,
    Settings,
    near_match,
    validated,
)
from sphinx_paperreview.core.metadata import dates
from sphinx_paperreview.reading.files.generators import site_generator
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

#: Most folders above the source folder that may hold the configuration of its site generator.
_ABOVE = 2


def check_settings(app: Sphinx, config: Config) -> None:
    """Warn of values of ``conf.py`` that cannot be used, and of names that are no settings.

    A value that cannot be used is replaced by what is used instead, so that Sphinx's own check
    does not report it again.
    """
    names = [item.name for item in fields(Settings)]
    values = {name: config[f"paperreview_{name}"] for name in names}
    settings, problems = validated(values)
    for problem in problems:
        warn(WarningKind.CONFIG, "%s", problem, location=None)
    if not settings.search:
        own = config.html_theme == THEME
        settings = replace(settings, search="paperreview" if own else "sphinx")
    for name, value in values.items():
        if getattr(settings, name) != value:
            config[f"paperreview_{name}"] = getattr(settings, name)
    config["paperreview_dialects"] = _dialects(app, settings)
    for name in written_values(config):
        known = [f"paperreview_{known}" for known in names]
        if name.startswith("paperreview_") and name not in known:
            hint = near_match(name, known)
            warn(WarningKind.CONFIG, "there is no setting %s%s", name, hint, location=None)


def _dialects(app: Sphinx, settings: Settings) -> dict[str, bool]:
    """Return for each dialect whether it is read, so that Sphinx sees when that changes."""
    parents = (Path(app.srcdir), *Path(app.srcdir).parents[:_ABOVE])
    migrates = any("Docusaurus" in site_generator(folder) for folder in parents)
    default = {word: not (migrates and word in NOT_IN_DOCUSAURUS) for word in DIALECTS}
    return default | settings.dialects


def check_epoch(epoch: str | None) -> None:
    """Raise an error that says what is wrong with *epoch* (``SOURCE_DATE_EPOCH``).

    Sphinx reads it too, at ``config-inited``, and ends there in an error without a hint.
    """
    if epoch is None:
        return
    try:
        dates.moment_of_epoch(epoch)
    except ValueError as error:
        raise ConfigError(str(error)) from None
