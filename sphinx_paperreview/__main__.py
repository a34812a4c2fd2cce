"""``python -m sphinx_paperreview``: the ``paperreview`` command."""

from __future__ import annotations

import sys

from sphinx_paperreview.cli import main

if __name__ == "__main__":
    sys.exit(main())
