"""Proceedings that name a paper by its volume and a name: PMLR, NeurIPS and CVF.

A value is ``volume/name``. The readers take what follows a fixed part of the address of any file
of the paper; the others make addresses by the publisher's own rules.
"""

from __future__ import annotations

import re

from sphinx_paperreview.core.model import PaperId

_PMLR = re.compile(
    r"((?:v|r)[0-9]{1,4})/([a-z0-9-]{1,80}?)(?:\.html|\.pdf|/[a-z0-9-]{1,80}\.pdf)?/?"
)
_NEURIPS = re.compile(
    r"([0-9]{4})/(?:hash|file)/([0-9a-f]{32})(?![0-9a-z])"
    r"(?:-[A-Za-z]+(?:-(?:Conference|([A-Z]\w*)))?)?",
    re.ASCII | re.IGNORECASE,
)
_CVF = re.compile(
    r"((?:[A-Za-z]+[0-9]{4}[A-Za-z]*|content_[A-Za-z]+_[0-9]{4}(?:_workshops)?)(?:/[A-Za-z0-9_-]+)?)"
    r"/(?:html|papers)/(?:(w[0-9]{1,3})/)?([A-Za-z0-9_.-]{1,200}?)(?:_paper)?\.(?:html|pdf)"
)


def read_pmlr(text: str) -> PaperId | None:
    """Read volume and name of a paper of the Proceedings of Machine Learning Research."""
    match = _PMLR.fullmatch(text.lower())
    return PaperId("pmlr", f"{match[1]}/{match[2]}") if match else None


def pmlr_pdf(value: str) -> str:
    """Return the address of the PDF."""
    return f"https://proceedings.mlr.press/{value}/{value.rpartition('/')[2]}.pdf"


def read_neurips(text: str) -> PaperId | None:
    """Read year, hash and track in the path of any file of the paper."""
    match = _NEURIPS.match(text)
    if match is None:
        return None
    track = f"-{match[3]}" if match[3] else ""
    return PaperId("neurips", f"{match[1]}/{match[2].lower()}{track}")


def neurips_value(text: str) -> PaperId | None:
    """Read an identifier itself: ``2023/<hash>`` or ``2023/<hash>-<track>``."""
    year, _, rest = text.partition("/")
    name, dash, track = rest.partition("-")
    return read_neurips(f"{year}/hash/{name}-Abstract-{track}" if dash else f"{year}/hash/{name}")


def _neurips_file(value: str, folder: str, word: str, suffix: str) -> str:
    year, _, name = value.partition("/")
    name, _, track = name.partition("-")
    # Since 2022 the names of the files say the track.
    end = f"-{track}" if track else "-Conference" if int(year) >= 2022 else ""
    base = "https://proceedings.neurips.cc/paper_files/paper"
    return f"{base}/{year}/{folder}/{name}-{word}{end}.{suffix}"


def neurips_address(value: str) -> str:
    """Return the address of the page of the abstract."""
    return _neurips_file(value, "hash", "Abstract", "html")


def neurips_pdf(value: str) -> str:
    """Return the address of the PDF."""
    return _neurips_file(value, "file", "Paper", "pdf")


def neurips_short(value: str) -> str:
    """Return the year and the beginning of the hash."""
    year, _, name = value.partition("/")
    return f"{year}/{name[:8]}"


def read_cvf(text: str) -> PaperId | None:
    """Read volume and name of a paper of the Computer Vision Foundation."""
    match = _CVF.match(text)
    if match is None:
        return None
    # Files of old workshops: content_cvpr_2018_workshops/papers/w13/…
    volume = f"{match[1]}/{match[2]}" if match[2] else match[1]
    return PaperId("cvf", f"{volume}/{match[3]}")


def cvf_value(text: str) -> PaperId | None:
    """Read an identifier itself: ``CVPR2025/<name>``."""
    return read_cvf("{}/html/{}.html".format(*text.rpartition("/")[::2]))


def _cvf_file(value: str, folder: str, suffix: str) -> str:
    volume, _, name = value.rpartition("/")
    volume = volume if volume.startswith("content_") else f"content/{volume}"
    parts = f"{volume}/{folder}"
    if folder == "papers" and "_workshops/" in volume:
        parts = volume.replace("/", f"/{folder}/")
    return f"https://openaccess.thecvf.com/{parts}/{name}_paper.{suffix}"


def cvf_address(value: str) -> str:
    """Return the address of the page of the abstract."""
    return _cvf_file(value, "html", "html")


def cvf_pdf(value: str) -> str:
    """Return the address of the PDF."""
    return _cvf_file(value, "papers", "pdf")


def cvf_short(value: str) -> str:
    """Return the name of the conference or workshop (``CVPR2025``)."""
    volume = value.rpartition("/")[0]
    if volume.startswith("content_"):  # content_cvpr_2016, content_ICCV_2017_workshops/w3
        name, year, *_others = [*volume.split("/")[0].split("_")[1:], ""]
        return f"{name.upper()}{year}"
    return volume.rpartition("/")[2]
