"""Components in Markdown, and what exports of other programs leave in a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docutils import nodes

if TYPE_CHECKING:
    from tests.harness import Built, Projects

JOPLIN = """One note

A [link](:/0123456789abcdef0123456789abcdef).

id: 0123456789abcdef0123456789abcde0
parent_id: 1123456789abcdef0123456789abcdef
created_time: 2024-01-05T08:34:56.789Z
is_todo: 0
author:
type_: 1
"""
#: What a program writes, and the text of the page, its blocks divided by bars.
TEXTS = {
    "box": ('::alert{type="warning"}\nMind *it*.\n::\n', "Mind it."),
    "title": ('::callout{title="Note this"}\na\n::\n', "Note this|a"),
    "settings": ("::callout\n---\nicon: x\n---\na\n::\n", "a"),
    "components within": (
        '::card-group\n  :::card{icon="x"}\n  #title\n  One\n  #description\n  a\n  :::\n::\n\nb\n',
        "One|a|b",
    ),
    "words": (
        'a :badge[v1]{type="x"} :icon{name="x"}b :u-button{label="Go" to="/x"}\n',
        "a v1 b Go",
    ),
    "tags of Markdoc": (
        '{% callout type="note" title="T" %}\na\n{% /callout %}\n\n{% box /%}\n\nb {% .big %}c\n',
        "T|a|b c",
    ),
    "variable of Markdoc": (
        "---\ntitle: One\n---\n\na {% $frontmatter.title %} b\n",
        "One|a One b",
    ),
    "table of Markdoc": ("{% table %}\n- a\n- b {% colspan=2 %}\n{% /table %}\n", "a|b "),
    "toggle of Outline": ("+++ Open\n\na\n\n+++ In\nb\n+++\n\n+++\n\nc\n", "a|b|c"),
    "toggle without an end": ("a\n\n+++ Open\n\nb\n", "a|+++ Open|b"),
    "embed of Velog": ("!codepen[a/embed/b?c=1] !x[a]\n", "https://codepen.io/a/embed/b !x[a]"),
    "unknown elements": (
        'a <mark-it/> <hi color="x">b</hi> <ns:icon />c <pad> <b-c> {x}\n\n<v-clicks at="1">\n\nd\n',
        "a  b c <pad> <b-c> {x}|d",
    ),
    "link that a definition repeats": (
        "[[one]] [[1]]\n\n[one]: one 'One'\n[1]: https://x.example\n",
        "one [1]",
    ),
    "date in Korean form": (
        "2024. 5. 1. 10:00\n\n2024. 5. 1.\na\n\n1. b\n",
        "2024. 5. 1. 10:00|2024. 5. 1. a|b",
    ),
    "facts above dashes": ("a\n\nTitle: One\nDOI: x\n---\n\nb\n", "a|Title: One DOI: x|b"),
    "heading of two lines": ("Two\nlines\n---\n\nb\n", "Two lines|b"),
    "hashtags": ("a\n\n#nlp/moe #to read#\n\nb\n\n#c\n", "a|tags: nlp/moe, to read|b|#c"),
    "no component": (
        "at 12:30, a:b[c], std::move(x), :: and f::g{h}\n",
        "at 12:30, a:b[c], std::move(x), :: and f::g{h}",
    ),
    "no end": ('::alert{type="x"}\na\n', '::alert{type="x"} a'),
    "no end within": (
        "::one\n::two\na\n::\n\n::three\nb\n::\n",
        "::two a|b",
    ),
    "code": ("```\n::alert\n```\n", "::alert"),
    "slot of a slide": ("a\n\n::right::\n\nb\n", "a|b"),
    "slide": ("a\n\n---\nlayout: two-cols\nclass: x\n---\n\nb\n", "a|b"),
    "no slide": ("a\n\n---\n\nname: two\n---\n", "name: two|a"),
    "Svelte": ("{#if a.length > 0}\n\nb\n\n{:else}\n\nc\n\n{/if}\n", "b|c"),
    "Joplin": (JOPLIN, "One note|A link."),
    "Slack": (
        "<https://x.example/a|words> <@U012AB3CD> <#C024BE7LR|news> <!channel>\n",
        "words  #news @channel",
    ),
    "Substack": (
        "a\n\n[Subscribe now](%%checkout_url%%)\n\n[Share](%%share_url%%)\n\nb [c](%%half_magic%%)\n",
        "a|b ",
    ),
    "Hashnode": (
        '%[https://x.example/a]\n\n![alt](https://x.example/a.png align="center") 100%[b]\n',
        "https://x.example/a|alt 100%[b]",
    ),
    "Templater": ('a <% tp.date.now("YYYY") %>b 1 < 2 % 3\n', "a b 1 < 2 % 3"),
    "Dendron": ("[[the note|notes.beta]] and [[notes.beta|the other]]\n", "the note and the other"),
}


@pytest.fixture(scope="module")
def built(projects: Projects) -> Built:
    """Build all texts as Markdown."""
    files: dict[str, str | bytes] = {
        "conf.py": 'project = "Site"\nextensions = ["sphinx_paperreview"]\n',
        "index.md": "# Home\n",
        "notes.beta.md": "# Beta\n",
    }
    files |= {f"d{number}.md": text for number, (text, _) in enumerate(TEXTS.values())}
    return projects.build(files, builder="dummy")


@pytest.mark.parametrize("name", TEXTS)
def test_words_are_left_and_nothing_else(built: Built, name: str) -> None:
    docname = f"d{list(TEXTS).index(name)}"
    kinds = (nodes.title, nodes.paragraph, nodes.literal_block)
    blocks = built.doctree(docname).findall(lambda node: isinstance(node, kinds))
    found = [" ".join(block.astext().split("\n")) for block in blocks]
    assert "|".join(text for text in found if text != docname) == TEXTS[name][1]


def test_a_formula_of_a_slide_has_no_clicks(projects: Projects) -> None:
    files: dict[str, str | bytes] = {
        "conf.py": 'project = "Site"\nextensions = ["sphinx_paperreview"]\n',
        "index.md": "# Home\n\n$$ {1|3|all}\na = b\n$$\n\n$$\n\\{a|b\\}\n$$\n",
    }
    found = projects.build(files, builder="dummy").doctree("index").findall(nodes.math_block)
    assert [block.astext().strip() for block in found] == ["a = b", "\\{a|b\\}"]


def test_links_go_where_they_did(built: Built) -> None:
    slack = built.doctree(f"d{list(TEXTS).index('Slack')}")
    assert [link["refuri"] for link in slack.findall(nodes.reference)] == ["https://x.example/a"]


def test_a_language_that_is_no_markdown_is_told_once(projects: Projects) -> None:
    text = "== One ==\n\n'''Alpha''' is new.\n\n== Two ==\n"
    files: dict[str, str | bytes] = {
        "conf.py": 'project = "Site"\nextensions = ["sphinx_paperreview"]\n',
        "index.md": f"# Home\n\n{text}",
    }
    warnings = projects.build(files, builder="dummy").warnings
    assert len(warnings) == 1
    assert "marks of MediaWiki" in warnings[0]
    assert "pandoc -f mediawiki" in warnings[0]


@pytest.mark.parametrize(("year", "published"), [("2024", True), ("2998", False)])
def test_the_day_of_hashnode_counts(projects: Projects, year: str, *, published: bool) -> None:
    day = f"Fri Jan 05 {year} 08:00:00 GMT+0000 (Coordinated Universal Time)"
    files: dict[str, str | bytes] = {
        "conf.py": 'project = "Site"\nextensions = ["sphinx_paperreview"]\n',
        "index.md": "# Home\n",
        "post.md": f'---\ntitle: "Post"\ndatePublished: {day}\ncuid: clr0\n---\n\na\n',
    }
    built = projects.build(files, builder="dummy")
    assert ("post" in built.env.found_docs) is published
