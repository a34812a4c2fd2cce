"""Gathered pages whose layout is rendered once for many: the same bytes as by Sphinx, for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.harness import Build, Built

TITLES = (
    "Plain",
    "A < B & \"C\" 'D'",
    "  <b>Bold</b>  of   blanks",
    "가나다 {{ title }}",
    "f@x.org",
)


def post(day: int) -> str:
    papers = "\n\n".join(
        f"## {number}. [{TITLES[(day + number) % 5]}](https://arxiv.org/abs/25{day:02}.1064{number})"
        f" `org{number}`\n\nIt extends [one](https://arxiv.org/abs/2401.0000{day})."
        for number in range(4)
    )
    front = (
        f"tags: [a, b{day}, c-d]\nauthors: [Ada L, 김하나]\nseries: Part\nupdated: 2026-01-{day + 1:02}\n"
        "papers:\n  25%02d.10640: {venue: ICLR, authors: [A B], abstract: x & y, builds-on: 2501.10641}"
    )
    return (
        f"---\ndate: 2025-{day:02}-03\ntitle: {TITLES[day % 5]!r}\n{front % day}\n---\n\n{papers}\n"
    )


FILES = {f"posts/2025-{day:02}-03.mdx": post(day) for day in range(1, 7)} | {
    "index.md": "# Reviews\n\n```{paper:list} posts\n:limit: 2\n```\n\n"
    "```{toctree}\nnotes/one\narchive\ntags\npapers\n```\n\n```{toctree}\n:glob:\n\nposts/*\n```\n",
    "notes/one.md": "# One\n\nText.\n",
    "tags/a/own.md": "---\norphan: true\n---\n\n# In the folder of a page\n",
}
#: Enough for several pages of a folder.
FEW = {name: text for name, text in FILES.items() if name < "posts/2025-04"}
CONF = """\
project = "A & B"
language = "en"
extensions = ["sphinx_paperreview"]
html_theme = "%s"
html_baseurl = "https://example.org/"
html_copy_source = False
paperreview_page_size = 2
paperreview_statistics = True
"""
#: Of every page another value of a variable, so that Sphinx renders them all, and with a toctree that
#: it makes for each.
ALONE = """
from functools import partial

def separate(app, name, template, context, tree):
    context.update(alone=name, toctree=partial(app.builder._get_local_toctree, name))

def setup(app):
    app.connect("html-page-context", separate, priority=1)
"""
#: Counts how often Sphinx makes a toctree for a page.
COUNT_TOCTREES = """
asked = []

def count(app):
    make = app.builder._get_local_toctree

    def counted(name, **options):
        asked.append(name)
        return make(name, **options)

    app.builder._get_local_toctree = counted

def setup(app):
    app.connect("builder-inited", count)
    app.connect("build-finished", lambda app, error: (app.outdir / "asked.txt").write_text(str(len(asked))))
"""
#: Counts how often the layout is rendered.
COUNT = """
templates_path = ["templates"]
pages = []

def note():
    pages.append(1)
    return ""

def count(app, error):
    (app.outdir / "layouts.txt").write_text(str(len(pages)))

def setup(app):
    app.connect("html-page-context", lambda app, name, template, context, tree: context.update(note=note))
    app.connect("build-finished", count)
"""


def pages(site: Built) -> dict[str, str]:
    """Return all pages, without the number of the page that some of them show."""
    return {name: data.decode() for name, data in site.files().items() if name.endswith(".html")}


@pytest.mark.parametrize(
    ("theme", "builder"),
    [
        *[(theme, "html") for theme in ("paperreview", "furo", "alabaster", "basic", "classic")],
        # The addresses of dirhtml are those of each layout that is Sphinx's own.
        *[(theme, "dirhtml") for theme in ("paperreview", "furo", "basic")],
    ],
)
def test_every_page_is_the_one_that_sphinx_renders(build: Build, theme: str, builder: str) -> None:
    if theme == "furo":
        pytest.importorskip("furo")
    framed = build(FILES, conf=CONF % theme, builder=builder)
    alone = build(FILES, conf=CONF % theme, more_conf=ALONE, builder=builder)
    assert pages(framed) == pages(alone)
    kinds = (
        "papers/",
        "tags/",
        "orgs/",
        "authors/",
        "series/",
        "archive/2025/",
        "page/",
        "statistics",
        "404",
    )
    assert all(any(name.startswith(kind) for name in pages(framed)) for kind in kinds)


@pytest.mark.parametrize("theme", ["paperreview", "alabaster"])
def test_few_layouts_are_rendered(build: Build, theme: str) -> None:
    layout = {
        "templates/layout.html": '{%- extends "!layout.html" %}{% block extrahead %}{{ note() }}{% endblock %}'
    }
    more = {
        f"posts/2024-{day:02}-03.mdx": post(day)
        .replace("date: 2025", "date: 2024")
        .replace("/25", "/23")
        for day in range(1, 7)
    }
    counts = []
    for files in (FILES, FILES | more):
        site = build(files | layout, conf=CONF % theme, more_conf=COUNT)
        counts.append((len(pages(site)), int(site.read("layouts.txt"))))
    (few, first), (many, second) = counts
    # Six posts, and the front of a few folders; the pages of papers share their layouts.
    assert many - few >= 30
    assert second - first <= 12


def test_toctrees_are_made_once_for_many_pages(build: Build) -> None:
    """Furo asks for one in a handler of each page, and it has all documents."""
    pytest.importorskip("furo")
    more = {name.replace("posts/2025", "posts/2024"): text for name, text in FILES.items()}
    more = {
        name: text.replace("date: 2025", "date: 2024").replace("/25", "/23")
        for name, text in more.items()
    }
    counts = []
    for files in (FEW, FEW | more):
        site = build(files, conf=CONF % "furo", more_conf=COUNT_TOCTREES)
        counts.append((len(pages(site)), int(site.read("asked.txt"))))
    (few, first), (many, second) = counts
    assert many - few >= 30
    # Each document is somewhere else in the toctree; a page of a paper is nowhere.
    assert second - first <= 12


GUESTS = {
    "the text": 'context["body"] = context.get("body", "") + f"<p>guest of {name}</p>"',
    "the title": 'context["title"] = context.get("title", "") + " of a guest"',
    "the head": 'context["metatags"] = context.get("metatags", "") + f"<meta name=guest content={name}>"',
    "a style sheet": 'app.add_css_file("guest.css") if "23" in name or "1064" in name else None',
    "a list": 'context["css_files"] = []',
    "a function": 'context["pathto"] = lambda *args, **more: f"guest/{name}"',
    "our variables": 'context["paperreview"] = {**context.get("paperreview", {}), "kind": name, "papers": [{"anchor": name}] * 2}',
    "the template": 'return "genindex.html" if name == "tags/a" else None',
}


@pytest.mark.parametrize("priority", [600, 5000])
@pytest.mark.parametrize("change", GUESTS)
def test_what_other_extensions_change_is_kept(build: Build, change: str, priority: int) -> None:
    guest = (
        "\ndef guest(app, name, template, context, tree):\n"
        f"    context.setdefault('genindexentries', [])\n    context.setdefault('genindexcounts', [])\n    context.setdefault('split_index', False)\n"
        f"    {GUESTS[change]}\n"
        "\ndef setup(app):\n    app.connect('html-page-context', guest, priority=%d)\n"
    )
    alone = "    app.connect('html-page-context', lambda app, name, template, context, tree: context.update(alone=name))\n"
    conf = CONF % "paperreview"
    framed = build(FEW, conf=conf, more_conf=guest % priority)
    assert pages(framed) == pages(build(FEW, conf=conf, more_conf=guest % priority + alone))
    assert pages(framed) != pages(build(FEW, conf=conf))


QUESTIONS = (
    "{{ title|upper }}", "{{ title|length }}", "{{ body|length }}", "{{ body|truncate(9) }}",
    "{{ title|replace(' ', '-') }}", "{{ title[:3] }}", "{{ title|e }}", "{{ title|striptags }}",
    "{% if 'A' in title %}has A{% endif %}", "{% if title == 'Plain' %}is plain{% endif %}",
    "{{ pathto(pagename) }}", "{{ pagename.split('/')[-1] }}", "{{ pageurl|e }}", "{{ pathto('tags/a') }}",
    "{{ hasdoc(pagename) }}", "{{ paperreview.description }}", "{{ paperreview|length }}",
    "{{ paperreview.kind }}{{ paperreview['thread'] }}", "{{ {title: 1}[title] }}", "{{ toctree() }}",
    "{{ title ~ pagename }}", "{{ '%s!' % title }}", "{{ title % () }}", "{% for c in title %}{{ c }}.{% endfor %}",
)  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_a_layout_asks_of_a_page_is_answered_for_each(build: Build, question: str) -> None:
    layout = {
        "templates/layout.html": f'{{%- extends "!layout.html" %}}{{% block extrahead %}}{question}{{% endblock %}}'
    }
    path = 'templates_path = ["templates"]\n'
    framed = build(FEW | layout, conf=CONF % "basic", more_conf=path)
    alone = build(FEW | layout, conf=CONF % "basic", more_conf=path + ALONE)
    assert pages(framed) == pages(alone)


def test_a_translator_of_another_extension_writes_every_page(build: Build) -> None:
    own = """
from sphinx.writers.html5 import HTML5Translator

class Own(HTML5Translator):
    def visit_reference(self, node):
        %s
        super().visit_reference(node)

def setup(app):
    app.set_translator("html", Own)
"""
    # Under our own theme, links go without the classes that Sphinx gives them.
    plain = build(FILES, conf=CONF % "basic")
    same = build(FILES, conf=CONF % "basic", more_conf=own % "")
    other = build(FILES, conf=CONF % "basic", more_conf=own % 'node["target"] = "_blank"')
    assert pages(same) == pages(plain)
    assert all('target="_blank"' in other.read(f"tags/{tag}.html") for tag in ("a", "c-d"))


def test_code_is_highlighted_as_the_project_asks(build: Build) -> None:
    options = 'highlight_options = {"none": {"stripnl": False, "ensurenl": True}}\npygments_style = "tango"\n'
    own = "\nfrom sphinx.writers.html5 import HTML5Translator\n\nclass Own(HTML5Translator):\n    def visit_paragraph(self, node):\n        super().visit_paragraph(node)\n\ndef setup(app):\n    app.set_translator('html', Own)\n"
    assert pages(build(FILES, conf=CONF % "basic", more_conf=options)) == pages(
        build(FILES, conf=CONF % "basic", more_conf=options + own)
    )
