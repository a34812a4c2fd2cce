"""Differences between the supported Sphinx versions, each with the condition for its removal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


def builder_of(env: BuildEnvironment) -> Builder:
    """Return the builder that a post-transform works for.

    Sphinx 9 deprecates ``env.app`` without a public successor; its own post-transforms read
    ``env._app``. Can go when a transform is handed its builder.
    """
    app = getattr(env, "_app", None)
    return (app or env.app).builder
