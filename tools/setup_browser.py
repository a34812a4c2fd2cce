"""Find or install a Chromium and a Korean font for the browser tests.

The order is: ``CHROME_PATH``, a Chromium or Chrome on the ``PATH`` or in its standard folder,
Playwright's own. If there is none, Debian's package is installed when run as root, else
Playwright's download. Tests call :func:`find_browser`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
)
MISSING = (
    "No Chromium for the browser tests: install Chromium or Chrome and set CHROME_PATH to it, "
    "or run `python -m playwright install chromium`."
)
NO_FONT = "No Korean font was found: the pages' pictures will show boxes for Hangul."


def find_browser() -> Path | None:
    """Return the path of the browser, or None if there is none on this machine."""
    if given := os.environ.get("CHROME_PATH"):
        return Path(given) if Path(given).is_file() else None
    found = [path for name in NAMES if (path := shutil.which(name))]
    found += [place for place in PLACES if Path(place).is_file()]
    return Path(found[0]) if found else _playwright_browser()


def has_korean_font() -> bool:
    """Return whether a font with Hangul is installed; macOS and Windows always have one."""
    if sys.platform in {"darwin", "win32"}:
        return True
    if not (program := shutil.which("fc-list")):
        return False
    listed = subprocess.run([program, ":lang=ko"], capture_output=True, check=False)
    return bool(listed.stdout.strip())


def _playwright_browser() -> Path | None:
    """Return Playwright's own Chromium if it has been downloaded."""
    try:
        from playwright.sync_api import Error, sync_playwright  # noqa: PLC0415  # only if needed
    except ImportError:
        return None
    try:
        with sync_playwright() as playwright:
            path = Path(playwright.chromium.executable_path)
    except Error:
        return None
    return path if path.is_file() else None


def _apt_packages() -> list[str]:
    """Return the Debian packages that are missing on this machine."""
    missing = [] if find_browser() else ["chromium"]
    return missing if has_korean_font() else [*missing, "fonts-nanum"]


def _is_debian_root() -> bool:
    """Return whether apt can install packages without a password."""
    return bool(shutil.which("apt-get")) and hasattr(os, "geteuid") and os.geteuid() == 0


def _install_by_apt(packages: list[str]) -> None:
    """Install Debian packages; the output of apt is shown only if it fails."""
    print(f"Installing {' and '.join(packages)} with apt-get")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", "-qq", *command],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if done.returncode:
            sys.stderr.write(done.stdout.decode(errors="replace"))


def main() -> int:
    """Install a browser and a font if they are missing; return 1 if there is still no browser."""
    packages = _apt_packages()
    if packages and _is_debian_root():
        _install_by_apt(packages)
    elif "chromium" in packages:
        print("Installing Playwright's Chromium")
        command = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(command, capture_output=True, check=False)
    if not find_browser():
        print(MISSING, file=sys.stderr)
        return 1
    if not has_korean_font():
        print(NO_FONT, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
