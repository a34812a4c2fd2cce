"""Update the message catalogs from the code and the templates.

Run it after a message was added or changed. It keeps existing translations, compiles the catalogs,
and prints the messages without a translation. Give translations as ``MESSAGE=TRANSLATION``:

    python tools/update_catalogs.py ko "Series=연재"

For a new catalog, give only the code of the language:

    python tools/update_catalogs.py pt_BR
"""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.core import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parents[1] / "sphinx_paperreview"
#: The date in all catalogs; it is fixed, so that a catalog changes only with its messages.
_DATE = datetime(2025, 12, 1, tzinfo=UTC)
_WIDTH = 100


def messages_in_use() -> set[str]:
    """Return the messages that templates and code translate."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r"""(?:\bt|paperreview\._)\(\s*["'](.+?)["']\s*\)""", text))
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r"""(?<![\w.])_\(\s*"([^"]+)"\s*\)""", text))
        for pair in re.findall(r'counted\(\s*[\w.()]+, "([^"]+)", "([^"]+)"\s*\)', text):
            found |= set(pair)
    return found


def update(path: Path, given: dict[str, str]) -> list[str]:
    """Rewrite and compile the catalog at *path*; return the messages without a translation."""
    with path.open("rb") as stream:
        old = read_po(stream)
    known = {str(message.id): str(message.string) for message in old if message.id} | given
    catalog = Catalog(
        locale=path.parts[-3],
        project="sphinx-paperreview",
        creation_date=_DATE,
        revision_date=_DATE,
        fuzzy=False,
    )
    for message in sorted(messages_in_use()):
        catalog.add(message, known.get(message, ""))
    with path.open("wb") as stream:
        write_po(stream, catalog, width=_WIDTH)
    with path.with_suffix(".mo").open("wb") as stream:
        write_mo(stream, catalog)
    return [message for message in sorted(messages_in_use()) if not known.get(message)]


def begin(language: str) -> None:
    """Write an empty catalog for *language* if there is none; raise for an unknown language."""
    Locale.parse(language)
    path = PACKAGE / "locale" / language / "LC_MESSAGES" / "paperreview.po"
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            write_po(stream, Catalog(locale=path.parts[-3], creation_date=_DATE), width=_WIDTH)


def main() -> int:
    """Update the template and every catalog; return 1 if a message is not translated."""
    locale = PACKAGE / "locale"
    template = Catalog(project="sphinx-paperreview", creation_date=_DATE)
    for message in sorted(messages_in_use()):
        template.add(message)
    with (locale / "paperreview.pot").open("wb") as stream:
        write_po(stream, template, width=_WIDTH)
    language, *translations = sys.argv[1:] or [""]
    given = dict(text.split("=", 1) for text in translations)
    if language:
        begin(language)
    missing = 0
    for path in sorted(locale.glob("*/LC_MESSAGES/paperreview.po")):
        code = path.parts[-3]
        for message in update(path, given if code == language else {}):
            print(f"{code}: {message}")
            missing = 1
    return missing


if __name__ == "__main__":
    sys.exit(main())
