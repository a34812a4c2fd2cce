"""Messages of Sphinx for debugging: none are made where nobody sees them.

It has one for each event and each page, and makes a record of it before its handlers leave it out.
"""

from __future__ import annotations

import logging as base
from typing import TYPE_CHECKING

from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def leave_out_unseen(app: Sphinx) -> None:
    """Let Sphinx make no messages of a level that none of its handlers takes (``builder-inited``).

    It sets the level anew for each application.
    """
    logger = base.getLogger(logging.NAMESPACE)
    least = min((handler.level for handler in logger.handlers), default=base.NOTSET)
    if least > logger.level:
        logger.setLevel(least)
