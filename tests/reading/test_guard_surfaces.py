"""Hostile values in components, dialects, formulas, lockfile, peers, people, facts, parts of pages."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.harness import CONF, build_project, write_files
from tests.reading.hostile import ADDRESSES, MARKUP
from tests.reading.test_guard import active, parsed, scheme_of, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.harness import Built

pytestmark = [
    pytest.mark.filterwarnings("ignore:'sphinxcontrib.serializinghtml"),
    pytest.mark.timeout(600),
]
#: Builders, and of how many values one is tried; all of them take a minute.
RUNS = [
    ("html", 4),
    pytest.param(("html", 1), marks=pytest.mark.slow),
    pytest.param(("epub", 3), marks=pytest.mark.slow),  # its pages have the writer of html
]
#: Keys of schema.org whose value is an address.
KEYS = re.compile(r'"(?:@id|url|sameAs|image|logo|license|target|contentUrl|codeRepository)"')
#: Components and expressions; ``@`` is the value as JavaScript writes it.
JSX = """\
<Link to={@}>l</Link> <NavLink href={@}>n</NavLink> {[@].map((x) => <a href={x}>m</a>)} \
{[@].map((x) => <img src={x} alt="i" />)}

<Redirect to={@} />

<ThemedImage alt="t" sources={{light: @, dark: @}} />

<IdealImage img={@} alt="i" />

<IdealImage img={{src: {src: @}, preSrc: @}} alt="i" />

<DocCardList items={[{href: @, label: @, description: @}]} />

<Translate id={@} values={{x: @}}>{'word {x}'}</Translate>

<BrowserOnly>{() => <a href={@}>b</a>}</BrowserOnly>

<BrowserOnly fallback={<a href={@}>f</a>}>{() => 1}</BrowserOnly>

<Tabs groupId={@} values={[{value: @, label: @}]}><TabItem value={@} label={@}>t</TabItem></Tabs>

<Details summary={<a href={@}>d</a>}>x</Details>

<Admonition type={@} title={<a href={@}>a</a>}>x</Admonition>

<CodeBlock language={@} title={@} metastring={@}>x</CodeBlock>

<Head><meta httpEquiv="refresh" content={@} /><base href={@} /></Head>
"""
#: Text of dialects and formulas; ``@`` is the value on one line.
TEXT = """\
*[ABBR@n]: @

ABBR@n ++@++ ==@==

!!! note "@"
    words

> [!NOTE] @
> words

[[@]] ![[@]] [[x|@]] @[youtube](@)

$\\href{@}{x} \\url{@} \\includegraphics{@} \\class{@}{x} \\htmlData{a=@}{x} \\unicode{@}$

[ref@n]

[ref@n]: <@> "@"

| [a](<@>) | ![b](<@>) |
|---|---|
| x[^n@n] | @ |

[^n@n]: [foot](<@>) @
"""


def all_values() -> list[str]:
    """Return addresses and markup, and what ends the texts in which a value is written."""
    ends = ['"><script>XSS()</script>', "'><img src=x onerror=XSS()>", "]]><script>XSS()</script>",
            "</script><script>XSS()</script>", "--><script>XSS()</script>", "\\u003cscript>XSS()"]  # fmt: skip
    return [*ADDRESSES, *MARKUP, *ends]


def hostile_files(step: int = 1, values: list[str] | None = None) -> dict[str, str | bytes]:
    """Return the project, with every *step*-th value of *values* or of addresses and markup."""
    chosen = (values or all_values())[::step]
    files: dict[str, str | bytes] = {
        "index.md": "# Home\n\n```{toctree}\n:glob:\n\nposts/*\n```\n\n```{paper:home}\n```\n\n"
        "```{paper:gallery}\n```\n\n```{paper:map}\n```\n\n```{paper:search}\n```\n\n"
        "```{paper:statistics}\n```\n",
    }
    people: dict[str, object] = {}
    papers: dict[str, object] = {}
    reviews: dict[str, object] = {}
    jsx, texts = [], []
    for n, value in enumerate(chosen):
        line = re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]+", " ", value)
        jsx.append(JSX.replace("@n", str(n)).replace("@", json.dumps(value)))
        texts.append(TEXT.replace("@n", str(n)).replace("@", line))
        people[f"a{n}"] = {
            "name": f"Name{n} {line}", "title": value, "url": value, "email": value, "image_url": value,
            "description": value, "page": {"permalink": value},
            "socials": {"github": value, "x": value, "orcid": value, "other": value},
        }  # fmt: skip
        key = f"arxiv:2501.{n:05}"
        texts.append(
            f"## [Paper{n}](https://arxiv.org/abs/2501.{n:05})\n\n"
            f"```{{paper:header}}\n:tldr: {line}\n:venue: {line}\n:code: {line}\n:project: {line}\n"
            f":status: {line}\n:orgs: {line}\n```\n\n![{line}](<{line}>)\n"
        )
        papers[key] = {
            "title": value, "authors": [value], "abstract": value, "venue": value, "doi": value,
            "code": value, "project": value, "published": value, "categories": [value],
        }  # fmt: skip
        reviews[key] = {
            "title": value, "page": value, "summary": value, "orgs": [value], "tags": [value],
            "reviews": [
                {"url": value, "date": "2025-11-20"},
                {"url": f"https://lab.example.org/{n}", "date": "2025-11-20"},
            ],
        }  # fmt: skip
    half = len(jsx) // 2
    for name, parts, suffix in (
        ("a", jsx[:half], "mdx"), ("b", jsx[half:], "mdx"), ("c", texts, "mdx"), ("d", texts, "md"),
    ):  # fmt: skip
        day = ord(name) - 96
        files[f"posts/2025-05-0{day}-{name}.{suffix}"] = f"# {name}\n\n" + "\n\n".join(parts)
    for n, key in enumerate(people):
        files[f"posts/2025-06-{n % 28 + 1:02}-p{n}.md"] = (
            f"---\nauthors: [{key}]\n---\n\n# People\n"
        )
    files["authors.yml"] = json.dumps(people)
    lock = {"version": 1, "papers": papers}
    lab = {"url": "https://lab.example.org/", "title": chosen[0], "papers": reviews}
    peer = {"version": 1, "archives": {"lab": lab}}
    files["papers.lock.json"] = json.dumps(lock)
    files["papers.federation.json"] = json.dumps(peer)
    files["conf.py"] = CONF.replace('"basic"', '"paperreview"') + (
        'html_baseurl = "https://example.org/"\n'
        'paperreview_federation = {"lab": "https://lab.example.org/"}\n'
        "paperreview_federation_search = True\npaperreview_map = True\n"
        "paperreview_remote_faces = True\n"
        'latex_documents = [("index", "x.tex", "x", "x", "manual")]\n'
        'suppress_warnings = ["epub.unknown_project_files"]\n'
    )
    return files


@pytest.fixture(scope="module", params=RUNS, ids=str)
def hostile(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Built, int]:
    """Build the project."""
    builder, step = request.param
    base = tmp_path_factory.mktemp("surfaces").resolve()
    write_files(base / "src", hostile_files(step))
    return build_project(base / "src", builder=builder, builddir=base / "built"), step


def addresses(data: object, key: str = "") -> Iterator[str]:
    """Yield the addresses in *data* of schema.org."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from addresses(value, name)
    elif isinstance(data, list):
        for value in data:
            yield from addresses(value, key)
    # The paper itself, by its identifier.
    elif (
        isinstance(data, str)
        and not re.fullmatch(r"doi:10\.\S+", data)
        and KEYS.fullmatch(f'"{key}"')
    ):
        yield data


def test_nothing_runs(hostile: tuple[Built, int]) -> None:
    found, described = [], 0
    for name, data in written(hostile[0]):
        if not name.endswith((".html", ".xhtml", ".xml", ".ncx", ".opf", ".svg")):
            continue
        page = parsed(data.decode())
        for script in page.find_all("script", type="application/ld+json"):
            described += 1
            schemes = {scheme_of(each) for each in addresses(json.loads(script.string))}
            found += [f"{name}: {each}" for each in schemes - {"", "http", "https"}]
            script.decompose()
        for what in active(page):
            if not re.fullmatch(r"a data-script=[./]*_static/paperreview-search-ui\.js", what):
                found.append(f"{name}: {what}")
    assert not found
    assert described or hostile[0].app.builder.name != "html"


def test_the_values_are_read(hostile: tuple[Built, int]) -> None:
    """Else nothing of this would be tested."""
    built, step = hostile
    read = "".join(data.decode() for name, data in written(built) if "2025-05-0" in name)
    number = len(all_values()[::step])
    assert len(all_values()) > 150
    assert all(f"Paper{n}" in read for n in range(number))
    assert read.count("word ") > number / 2
    assert {"paperreview.unsafe", "paperreview.mdx.link"} <= set(built.codes)
    if built.app.builder.name == "html":
        assert "https://lab.example.org/1" in built.read("papers/2501.00001.html")
        assert len(list((built.outdir / "authors").glob("*.html"))) >= number - 20
