"""Which files a browser would open as pages, with scripts that run in the name of the site.

Hosts tell browsers what a file is by its name, each in its own way; of a name that they do not know
browsers look at the content (https://mimesniff.spec.whatwg.org/).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: Suffixes of pictures, sounds and films.
MEDIA = frozenset(
    {"png", "apng", "jpg", "jpeg", "jfif", "gif", "webp", "avif", "bmp", "ico", "tif", "tiff",
     "jxl", "heic", "pdf", "mp3", "m4a", "ogg", "oga", "opus", "wav", "flac", "mp4", "m4v",
     "webm", "ogv", "mov", "mkv"}
)  # fmt: skip
#: Suffixes of pages, and of programs that a host may run. Some hosts take any part of a name.
_PAGES = frozenset(
    {"html", "htm", "xhtml", "xht", "shtml", "shtm", "stm", "dhtml", "phtml", "mht", "mhtml", "xml",
     "xsl", "xslt", "rdf", "rss", "atom", "mml", "mathml", "wsdl", "xul", "svgz", "hta", "htc",
     "swf", "php", "php3", "php4", "php5", "php7", "php8", "phar", "asp", "aspx", "ashx", "asmx",
     "jsp", "jspx", "cgi", "fcgi", "htaccess"}
)  # fmt: skip
#: Suffixes of what hosts give as text, a picture or a player, whatever the file begins with; into
#: drawings :mod:`.drawings` looks.
_KNOWN = MEDIA | frozenset(
    {"txt", "text", "md", "markdown", "rst", "tex", "bib", "csv", "tsv", "json", "jsonl", "ipynb",
     "py", "r", "jl", "c", "h", "cpp", "hpp", "java", "go", "rs", "js", "mjs", "ts", "css", "yaml",
     "yml", "toml", "ini", "log", "svg"}
)  # fmt: skip
#: A browser looks at no more bytes of what it does not know.
_LOOKED_AT = 1445
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def opens_as_page(path: Path) -> bool:
    """Return whether a browser may open the file at *path* as a page: by its name or its content.

    False for a file that cannot be read, which nobody can copy either.
    """
    _stem, *suffixes = path.name.lower().rstrip(". ").split(".")
    if suffixes and suffixes[-1] == "zip":
        return False
    if not _PAGES.isdisjoint(suffixes):
        return True
    return not (suffixes and suffixes[-1] in _KNOWN) and _begins_as_markup(path)


def _begins_as_markup(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            begin = file.read(_LOOKED_AT)
    except OSError:
        return False
    for mark in _BYTE_ORDER_MARKS:
        begin = begin.removeprefix(mark)
    # Without the zeros of UTF-16 and UTF-32.
    return begin.replace(b"\0", b"").lstrip(b"\t\n\f\r ")[:1] == b"<"
