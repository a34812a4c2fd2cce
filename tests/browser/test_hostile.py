"""Hostile values in a browser, under the strict policy: nothing runs, nothing is asked of elsewhere."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.browser.test_policy import reading
from tests.harness import build_project, write_files
from tests.reading.hostile import ADDRESSES, DRAWINGS, MARKUP, PATHS, STYLES
from tests.reading.hostile_site import IS_WHOLE, write_site
from tests.reading.test_guard import hostile_files

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Dialog, Request

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.timeout(600 if not IS_WHOLE else 7200),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of MyST-NB
]

POLICY = (
    "default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; "
    "require-trusted-types-for 'script'"
)
#: Values that end a text, an attribute or a file in which they are written.
TEXTS = [
    *MARKUP, '"><script>XSS()</script>', "'><img src=x onerror=XSS()>", "--><script>XSS()</script>",
    "]]><script>XSS()</script>", "</script><script>XSS()</script>", "</style><script>XSS()</script>",
    "${XSS()}", "{{XSS()}}", "{%XSS()%}", "`-XSS()-`", "\\u003cscript>XSS()</script>",
    "&lt;script&gt;XSS()&lt;/script&gt;", "javascript:XSS()", "\u2028XSS()", '";XSS();//', "';XSS();//",
]  # fmt: skip
#: Pages that are open at a time.
TABS = 3
#: What a browser does with a link that is followed, and what it says of all that can be.
PROBE = """async () => {
  const schemes = new Set();
  for (const link of document.querySelectorAll('a, area, svg a')) {
    const address = link.href?.baseVal ?? link.href;
    // An address that is none leads nowhere.
    if (address && URL.canParse(address, document.baseURI))
      schemes.add(new URL(address, document.baseURI).protocol);
  }
  addEventListener('click', (event) => event.preventDefault(), true);
  for (const each of document.querySelectorAll('main, main *')) {
    for (const kind of ['mouseover', 'focus', 'click', 'toggle', 'error', 'load'])
      each.dispatchEvent(new Event(kind, { bubbles: false, cancelable: true }));
  }
  await new Promise((done) => setTimeout(done));
  const active = [...document.querySelectorAll('*')].filter((each) =>
    [...each.attributes].some((one) => /^on|^srcdoc$|^formaction$/i.test(one.name)));
  active.push(...Object.keys(Object.prototype));
  return { schemes: [...schemes], active: active.map((each) => each.outerHTML?.slice(0, 200) ?? each) };
}"""


def texts_as_metadata() -> dict[str, str | bytes]:
    """Return posts, lists and a bibliography that have the texts wherever a value can stand."""
    files: dict[str, str | bytes] = {}
    for n, text in enumerate(TEXTS):
        value, line = json.dumps(text), text.splitlines()[0]
        files[f"posts/2025-04-{n % 28 + 1:02}-t{n}.mdx"] = (
            f"---\ntitle: {value}\ndescription: {value}\ntags: [{value}]\nauthors: [{value}]\n"
            f"series: {value}\nvenue: {value}\nstatus: {value}\nslug: {value}\nkeywords: [{value}]\n"
            f"tldr: {value}\ncode: {value}\naliases: [{value}]\nimage: {value}\n---\n\n"
            f"## [P](https://arxiv.org/abs/2501.{n:05}) `{text.replace('`', '')}`\n\n"
            f"```{{paper:header}}\n:title: {line}\n:venue: {line}\n```\n\nWords.\n"
        )
    files["tags.yml"] = "".join(
        f"t{n}:\n  label: {json.dumps(text)}\n  description: {json.dumps(text)}\n"
        f"  permalink: {json.dumps(text)}\n"
        for n, text in enumerate(TEXTS)
    )
    files["posts/own.bib"] = "\n".join(
        f"@article{{k{n}, title = {{{text}}}, author = {{{text}}}, url = {{{text}}}, "
        f"eprint = {{2501.{n:05}}}}}"
        for n, text in enumerate(TEXTS)
        if text.count("{") == text.count("}")
    )
    return files


def test_nothing_runs_and_nothing_is_asked_of_elsewhere(browser: Browser, tmp_path: Path) -> None:
    assert len({*ADDRESSES, *MARKUP, *STYLES, *DRAWINGS, *PATHS, *TEXTS}) > 300
    # Pictures of other hosts are allowed, and refused by the policy: ``//tmp/…`` is one.
    slashes, path = r"(?:[/\\]|%2f)", re.escape(str(tmp_path)[1:])
    host = re.compile(rf"{slashes}+(?:localhost)?{slashes}*(?={path})", re.IGNORECASE)
    files: dict[str, str | bytes] = {
        name: host.sub("/", content) if isinstance(content, str) else content
        for name, content in {**hostile_files(tmp_path, "./"), **texts_as_metadata()}.items()
    }
    conf = str(files["conf.py"]).replace('html_theme = "basic"', 'html_theme = "paperreview"')
    files["conf.py"] = f'{conf}paperreview_bibliography = ["posts/own.bib"]\n'
    write_files(tmp_path / "src", files)
    # The second builder takes what the first one has read: only addresses differ.
    for builder in ("html", "dirhtml"):
        visit(
            browser,
            build_project(tmp_path / "src", builder=builder).outdir,
            every=builder == "html",
        )


def visit(browser: Browser, folder: Path, *, every: bool) -> None:
    """Visit pages of all kinds.

    :param every: also visit posts whose words are the same for each builder, and drawings
    """
    pages = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    assert len(pages) > 60
    wanted = [page for page in pages if "2025-03-" in page]
    wanted += [
        page
        for start in ("index", "archive", "tags", "authors", "series", "papers", "search", "orgs")
        for page in [each for each in pages if each.startswith(start)][:4]
    ]
    assert len(wanted) > 30
    if every:
        wanted += [page for page in pages if "2025-04-" in page][::6]
        wanted += sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.svg"))
    assert open_all(browser, folder, list(dict.fromkeys(wanted)), POLICY) == (set(), [])


def open_all(
    browser: Browser, folder: Path, pages: list[str], policy: str
) -> tuple[set[str], list[str]]:
    """Open each page under *policy*, some at a time.

    :return: the kinds of what was asked of other hosts, which are not found (``image`` …), and what
        ran, could run or was refused
    """
    with reading(browser, folder, policy) as reader:
        context, elsewhere = reader.page.context, set[str]()
        problems = reader.problems

        def note(request: Request) -> None:
            if not request.url.startswith((reader.address, "data:", "about:")):
                is_frame = request.is_navigation_request() and request.frame.parent_frame
                elsewhere.add("frame" if is_frame else request.resource_type)

        def close(dialog: Dialog) -> None:
            problems.append(f"{dialog.page and dialog.page.url}: dialog {dialog.message}")
            dialog.dismiss()

        context.expose_binding("XSS", lambda source: problems.append(f"{source['page'].url}: ran"))
        context.on("request", note)
        context.on("dialog", close)
        tabs = [reader.page, *(context.new_page() for _ in range(TABS - 1))]
        for start in range(0, len(pages), TABS):
            opened = list(zip(tabs, pages[start : start + TABS], strict=False))
            for tab, name in opened:
                tab.goto(reader.address + quote(name), wait_until="commit", timeout=0)
            for tab, name in opened:
                # Not ``load``: pictures of hundreds of other hosts are not waited for.
                tab.wait_for_load_state("domcontentloaded", timeout=0)
                found = tab.evaluate(PROBE)
                schemes = set(found["schemes"]) - {"http:", "https:", "mailto:", "tel:"}
                problems += [f"{name}: {what}" for what in [*schemes, *found["active"]]]
        # That another host is not found is what the test does.
        return elsewhere, [each for each in problems if "Failed to load resource" not in each]


def test_nothing_runs_in_any_kind_of_page_of_the_hostile_site(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Each page where ``PAPERREVIEW_HOSTILE`` is set; else a few values, a page of each kind."""
    pytest.importorskip("myst_nb")
    base = write_site(tmp_path_factory.getbasetemp())
    folder = build_project(base / "src", builddir=base / "built").outdir
    kinds: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*.html")):
        name = path.relative_to(folder).as_posix()
        # ``posts/2025-07-02-f1`` and ``archive/2025/07``, but one kind for names of all tags.
        letter = re.search(r"-([a-z])\d", name)
        parent = re.sub(r"\d+", "", name.rpartition("/")[0]) or name
        kinds.setdefault(f"{parent} {letter and letter[1]}", []).append(name)
    assert len(kinds) > 20
    pages = [name for names in kinds.values() for name in (names if IS_WHOLE else names[:1])]
    # What a post may show of other hosts: as the documentation gives it.
    policy = (
        f"{POLICY}; img-src 'self' data: https: http:; media-src 'self' https: http:; "
        "frame-src https://www.youtube.com https://player.vimeo.com"
    )
    elsewhere, problems = open_all(browser, folder, pages, policy)
    assert problems == []
    assert elsewhere <= {"image", "media", "frame"}


#: What must be found, and the body of a page in which it is.
ACTIVE = [
    ("script-src-attr inline", '<p onclick="XSS()">x</p>'),
    ("script-src-elem inline", "<script>XSS()</script>"),
    ("ran", '<script src="runs.js"></script>'),
    ("ran", '<script src="listens.js"></script>'),
    ("dialog 1", '<script src="asks.js"></script>'),
    ("XSS", '<script src="pollutes.js"></script>'),
    ("is broken", '<script src="breaks.js"></script>'),
    ("javascript:", '<a href="javascript:XSS()">x</a>'),
    ("javascript:", '<svg><a xlink:href="javascript:XSS()"><text>x</text></a></svg>'),
    ("formaction", '<button formaction="https://example.org/">x</button>'),
    ("srcdoc", '<iframe srcdoc="x"></iframe>'),
    ("style-src-elem", '<link rel="stylesheet" href="https://example.org/x.css">'),
    ("style-src-attr", '<p style="color: red">x</p>'),
    ("img-src", '<img src="data:image/png,x">'),
    ("frame-src", '<iframe src="https://example.org/"></iframe>'),
    ("base-uri", '<base href="https://example.org/">'),
    ("media-src", '<video src="mailto:a@example.org"></video>'),
]
#: Scripts of the site itself, which the policy lets run.
SCRIPTS = {
    "runs.js": "XSS()",
    "listens.js": "document.querySelector('main').onmouseover = XSS",
    "asks.js": "alert(1)",
    "pollutes.js": "Object.prototype.XSS = 1",
    "breaks.js": "throw new Error('is broken')",
}


def test_what_is_active_is_found(browser: Browser, tmp_path: Path) -> None:
    pages = {f"page{n}.html": markup for n, (_found, markup) in enumerate(ACTIVE)}
    pages["last.html"] = '<img src="https://example.org/x.png"><a href="https://example.org/">x</a>'
    texts = {name: f"<!doctype html><main><p>x</p></main>{pages[name]}" for name in pages}
    write_files(tmp_path, texts | SCRIPTS)
    elsewhere, problems = open_all(browser, tmp_path, list(pages), f"{POLICY}; img-src https:")
    for name, (found, _markup) in zip(pages, ACTIVE, strict=False):
        assert [each for each in problems if name in each and found in each], (name, problems)
    assert not [each for each in problems if "last.html" in each]
    assert "image" in elsewhere
