"""A site with every hostile value in every place, and what of its output is active."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from typing import TYPE_CHECKING, Any

import bibtexparser
import rispy
import yaml
from PIL import Image, PngImagePlugin

from tests.harness import PNG, picture, write_files
from tests.reading import hostile
from tests.reading.test_guard import SECRET, active, fill, parsed, scheme_of
from tests.reading.test_guard import hostile_files as guarded_files
from tests.reading.test_guard_surfaces import addresses
from tests.reading.test_guard_surfaces import hostile_files as other_files
from tests.reading.test_notebooks import notebook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Whether all values are written, which takes minutes; else every so-many-th.
IS_WHOLE = bool(os.environ.get("PAPERREVIEW_HOSTILE"))
STEP = 1 if IS_WHOLE else 190
#: Keys of front matter with one value; those with several are in :func:`front_matter`.
FIELDS = (
    "title", "description", "series", "venue", "tldr", "code", "project", "rating", "confidence",
    "slug", "subtitle", "sidebar_label", "pagination_label", "canonical_url", "custom_edit_url",
    "cover", "lead", "summary", "category", "permalink", "layout", "url", "link", "pdf", "source",
    # Labels of facts, and keys of other programs.
    "conference", "affiliation", "github", "project_page", "학회", "소속", "论文作者", "doi", "arxiv",
    "paper", "paper_url", "journal", "bibtex", "citekey", "thumbnail", "redirect_from", "redirect_to",
    "resources", "links", "author", "icon", "header-includes", "uid", "cascade", "robots",
)  # fmt: skip
#: Text of a post in Markdown: ``@`` is the value on one line, ``@n`` its number.
MARKDOWN = """\
### Heading @

![@](<@> "@") [@](<@> "@") ![@](pic@n.png) *@* **@** `@`

```@ title="@"
@
```

~~~python title=@ {1} showLineNumbers
x = "@"
~~~

- @
- [ ] @

1. @

> @

Term @
: @

:::note[@]
@
:::

<Tabs><TabItem value="a" label="@n">@</TabItem></Tabs>

<a title="@n" href="@n">x</a>

{/* @ */}
"""
#: The same in MyST, with the options of directives.
MYST = """\
% @

```{figure} pic@n.png
:alt: @
:target: @
:name: @
:class: @
:figclass: @
:width: @

@
```

```{image} pic@n.png
:alt: @
:target: @
```

```{code-block} @
:caption: @
:name: @
:emphasize-lines: @

@
```

```{admonition} @
:class: @

@
```

```{list-table} @
:widths: @
:class: @

* - @
```

```{paper:note} @
@
```

```{paper:figure} pic@n.png
:alt: @
:width: @

@
```

```{paper:orgs} @
```

```{paper:list}
:tag: @
:org: @
:by: @
:limit: 3
```

```{glossary}
@
: @
```

```{index} single: @; @
```

```{versionadded} @
@
```

```{math}
:label: @

@
```

```{only} @
x
```

```{dropdown} @
:color: @
:icon: @

@
```

```{button-link} @
:tooltip: @

@
```

```{rubric} @
```

{paper:ref}`@` {paper:tag}`@` {paper:author}`@ <@>` {doc}`@` {ref}`@` {abbr}`@ (@)` {kbd}`@` {index}`@`
{math}`@` {code}`@` {download}`@` {pep}`@` {paper:builds-on}`@`
"""
#: The same in what other programs write around Markdown, and in lists of facts; ``@5`` is the number
#: in five digits.
DIALECTS = r"""
**1. @** https://arxiv.org/abs/2505.@5

- 링크: @
- Venue: @
- Code: @
- Organization: @

**2. Other @n** [paper](https://arxiv.org/abs/2506.@5)

- code: <@>

[url=@]x[/url] [url]@[/url] [img]@[/img] [youtube]@[/youtube] [vimeo]@[/vimeo] [embed]@[/embed] [audio]@[/audio] [video]@[/video] [email=@]x[/email] [color=@]x[/color] [size=@]x[/size] [font=@]x[/font] [date=@]

[quote="@"]
@
[/quote]

[spoiler=@]
@
[/spoiler]

[code=@]
@
[/code]

[caption width="@" align="@"]![a](@)@[/caption]

[gallery ids="@"] [youtube id="@"] [gist @] [tweet @] [audio mp3="@"] [video src="@"]

[list=@]
[*]@
[/list]

[[@][x]] [[x][@]] [[file:@][x]]

\href{@}{x} \url{@} \includegraphics{@} \textbf{@} \footnote{@} \cite{@} \texttt{@}

#+BEGIN_SRC @
@
#+END_SRC

[source,@]
----
@
----

[NOTE]
.@
====
@
====

{code:@}
@
{code}

{panel:title=@}
@
{panel}

#+CAPTION: @

#+TITLE: @

::: {.panel-tabset}

### @

@

:::

::: {.callout-note title="@"}
@
:::

::: {.column #@ .@ style="@" onclick="@" data-x="@"}
@
:::

[words]{.@ #@ style="@" onclick="@"}

![a](pic.png){width="@" height="@" .@ #@ style="@"}

![a](pic.png){: width="@" .@ target="@" onclick="@" }

# H @ {: #@n-@ .@ onclick="@"}

[l](@){target="@" rel="@" href="@" download="@"}

![a](@ =300x200) ![a](pic.png =@x@) ![a|@](pic.png)

> [name=@] [time=@] [color=@]
> quoted

:::spoiler @
@
:::

text^[@] x^@^ H~@~ ++@++ ^^@^^ ==@== {++@++} {--@--} ::@::

*[W@n]: @

W@n

!!! note "@"
    @

??? @ "@"
    @

=== "@"

    @

(@) \(@\) \[@\]

$$
@
$$

{% include figure.html path="@" caption="@" alt="@" class="@" width="@" link="@" %}

{% include video id="@" provider="youtube" %}

{% youtube @ %} {% youtube "@" %} {% gist @ %} {% asset_img @ @ %} {% embed url="@" %} {% file src="@" %}

{% blockquote @ @ %}
@
{% endblockquote %}

{% note @ %}
@
{% endnote %}

{% tabs %}
{% tab title="@" %}
@
{% endtab %}
{% endtabs %}

{% hint style="@" %}
@
{% endhint %}

{% code title="@" %}
@
{% endcode %}

{% highlight @ %}
@
{% endhighlight %}

{{ page.title }} {{ page.@ }}

{{< figure src="@" caption="@" alt="@" link="@" attr="@" attrlink="@" width="@" class="@" >}}

{{< youtube "@" >}} {{< youtube id="@" title="@" >}} {{< button href="@" >}}@{{< /button >}} {{< ref "@" >}} {{< video src="@" >}} {{< audio src="@" >}} {{< iframe src="@" >}} {{< x @ >}} {{< card link="@" title="@" >}} {{< github repo="@" >}}

{{% notice @ "@" %}}
@
{{% /notice %}}

{{< details "@" >}}
@
{{< /details >}}

{{< tabs items="@,b" >}}
{{< tab "@" >}}
@
{{< /tab >}}
{{< /tabs >}}

<callout icon="@" color="@">@</callout>

<page url="@">@</page> <mention-page url="@">x</mention-page> <mention-date start="@"/> <mention-user url="@">@</mention-user> <file src="@">@</file> <pdf src="@">x</pdf> <video src="@">x</video> <audio src="@">x</audio> <database url="@" inline="@" data-source-url="@">x</database> <unknown url="@" alt="@"/>

<columns><column ratio="@">@</column></columns>

<synced_block url="@">@</synced_block>

<details color="@"><summary>@</summary>@</details>

[##_Image|kage/@|CDM|1.3|{"originWidth":1,"alt":"@","caption":"@"}_##]

[[@]] [[x#@]] [[x|@]] ![[@]] ![[@|300]] ![[pic.png|@]]

text ^@

- [@] task

%%@%%

{::comment}@{:/comment}

<!-- @ -->

[^@n]: @

x[^@n]

[r@n]: @ "@"

[r@n] ![r@n][]

- **Paper**: @
- **Authors**: @
- **Project page**: @
- 소속: @
- 학회: @

| Title | Link | Code | Venue |
|---|---|---|---|
| @ | @ | @ | @ |

@

<@> https://x.org/@ www.@ x@@ :@: @[@](@) (@key@) {@} [@](@ "@") ![@](@ "@") [@]: @
"""
#: The same in reStructuredText.
PLAIN = """\
.. image:: pic@n.png
   :alt: @
   :target: @
   :class: @

.. figure:: pic@n.png
   :figwidth: @
   :name: @

   @

.. code-block:: @
   :caption: @

   @

.. admonition:: @

   @

.. table:: @

   == ==
   a  b
   == ==

.. paper:note:: @

   @

.. math::
   :label: @

   @

.. index:: @

.. centered:: @

.. container:: @

   @

.. [#f@n] @
.. |s@n| replace:: @

`@ <@>`__ :paper:tag:`@` :doc:`@` :abbr:`@ (@)` :math:`@` ``@`` [#f@n]_ |s@n|

| @

:@: @

.. @
"""
#: Files beside the source folder.
SECRETS = ("secret.txt", "secret.csv", "secret.json", "secret.mdx", "secret.png")
#: An address that is not to be asked.
_NOBODY = "http://127.0.0.1:9/"
#: Places of a value that are not counted by name in the texts above.
OTHERS = ("name of a document", "name of a picture", "metadata of a picture", "SVG", "TOML", "fields",
          "notebook", "output of a notebook", "tags.yml", "bibliography", "lockfile", "peers")  # fmt: skip


def values(base: Path) -> list[str]:
    """Return all hostile values, each once; paths are those of the project in *base*."""
    lists = (hostile.ADDRESSES, hostile.MARKUP, hostile.STYLES, hostile.DRAWINGS, hostile.TEXTS,
             hostile.TEMPLATES, hostile.COMMANDS, hostile.RECORDS, hostile.NAMES, hostile.DISGUISES,
             hostile.MUTATIONS, hostile.FOREIGN, hostile.NEWER, hostile.LONG)  # fmt: skip
    # Pictures of other hosts are allowed, and ``//tmp/…`` would be one.
    paths = [re.sub(r"^[/\\]{2,}|(?i:/%2f)", "/", fill(path, base)) for path in hostile.PATHS]
    return list(dict.fromkeys([*(each for group in lists for each in group), *paths]))


def surfaces() -> int:
    """Return the number of places in which :func:`site_files` writes a value."""
    texts = (MARKDOWN, DIALECTS, MYST, PLAIN)
    places = sum(len(re.findall("@(?![n5])", text)) for text in texts)
    data = yaml.safe_load(front_matter("x", 1))
    return places + sum(1 for _ in _leaves(data)) + len(OTHERS)


def _leaves(data: Any) -> Iterator[object]:
    if isinstance(data, (dict, list)):
        for each in data.values() if isinstance(data, dict) else data:
            yield from _leaves(each)
    else:
        yield data


def front_matter(value: str, number: int) -> str:
    """Return a mapping of JSON, which YAML reads as well."""
    person = {"name": f"N{number} {value}", "title": value, "url": value, "email": value,
              "image_url": value, "socials": {"github": value, "x": value}}  # fmt: skip
    facts = {"authors": [value], "venue": value, "subtitle": value, "orgs": [value], "tags": [value],
             "code": value, "project": value, "builds-on": [value], "tldr": value}  # fmt: skip
    return json.dumps({
        **dict.fromkeys(FIELDS, value), "title": f"T{number} {value}",
        "tags": [value, {"label": value, "permalink": value}], "keywords": [value],
        "authors": [person, value], "aliases": [value], "image": {"path": value, "alt": value},
        "last_update": {"author": value, "date": "2025-07-01"},
        "papers": {f"2502.{number:05}": facts},
    })  # fmt: skip


def _toml(value: str, number: int) -> str:
    text = json.dumps(re.sub(r"[\ud800-\udfff]", "", value)).replace("\x7f", "\\u007f")
    return (
        f"+++\ntitle = {text}\ndescription = {text}\ntags = [{text}]\nauthors = [{text}]\n"
        f"series = {text}\nimage = {text}\naliases = [{text}]\n[params]\nvenue = {text}\n+++\n\n"
        f"## [P](https://arxiv.org/abs/2503.{number:05})\n\nWords.\n"
    )


def _file_name(value: str) -> str:
    """Return *value* as far as a file system takes it for a name."""
    name = re.sub(r"[/\x00]|[\ud800-\udfff]", "", value)
    return name.encode()[:150].decode(errors="ignore")


def _picture(value: str) -> bytes:
    """Return a PNG whose metadata has *value*."""
    info = PngImagePlugin.PngInfo()
    text = value.encode(errors="replace").decode()
    info.add_itxt("Title", text)
    info.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta>{text}</x:xmpmeta>")
    exif = Image.Exif()
    exif[0x010E] = text  # the description
    data = io.BytesIO()
    Image.open(io.BytesIO(picture(2, 2))).save(data, "PNG", pnginfo=info, exif=exif)
    return data.getvalue()


def site_files(base: Path, step: int = 1) -> dict[str, str | bytes]:
    """Return the source folder ``src`` in *base*, with every *step*-th value in every place.

    The whole site has the places of the other tests of hostile values as well.
    """
    chosen = values(base)[::step]
    files = {**(guarded_files(base, _NOBODY) if step == 1 else {}), **other_files(values=chosen)}
    bodies: dict[str, list[str]] = {"mdx": [], "dialects.md": [], "md": [], "rst": []}
    tags, entries = {}, []
    for n, value in enumerate(chosen):
        line = re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]+", " ", value)
        day = f"2025-07-{n % 28 + 1:02}"
        review = (
            f"## [R{n}](https://arxiv.org/abs/2502.{n:05}) `{line.replace('`', '')}`\n\nWords.\n"
        )
        files[f"posts/{day}-f{n}.mdx"] = f"---\n{front_matter(value, n)}\n---\n\n{review}"
        files[f"posts/{day}-t{n}-{_file_name(value)}.md"] = _toml(value, n)
        files[f"posts/{day}-r{n}.rst"] = (
            f":description: {line}\n:tags: {line}\n:authors: {line}\n:series: {line}\n:image: {line}\n\n"
            f"R{n}\n======\n\n.. paper:header:: arxiv:2504.{n:05}\n   :tldr: {line}\n   :venue: {line}\n\n"
            f"Words.\n"
        )  # fmt: skip
        files[f"posts/{day}-n{n}.ipynb"] = _notebook(value, line, n)
        files[f"posts/pic{n}.png"] = _picture(value)
        files[f"posts/pic{n}-{_file_name(value)}.png"] = picture(2, 2)
        files[f"posts/draw{n}.svg"] = (
            '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
            f"<title>{line}</title><text>{line}</text></svg>"
        )
        for name, text in zip(bodies, (MARKDOWN, DIALECTS, MYST, PLAIN), strict=True):
            text = text.replace("@n", str(n)).replace("@5", f"{n:05}")  # noqa: PLW2901
            bodies[name].append(text.replace("@", line))
        quoted = _file_name(value).replace("\\", "\\\\")
        bodies["mdx"].append(f"![a](<pic{n}-{quoted}.png>) ![b](draw{n}.svg)")
        tags[f"t{n}"] = {"label": value, "description": value, "permalink": value}
        if value.count("{") == value.count("}"):
            entries.append(
                f"@article{{k{n}, title = {{{value}}}, author = {{{value}}}, url = {{{value}}}, "
                f"note = {{{value}}}, eprint = {{2502.{n:05}}}}}"
            )
    heads = {"mdx": "# M\n", "dialects.md": "# D\n", "md": "# Y\n\n(target)=\n",
             "rst": "Plain\n=====\n"}  # fmt: skip
    for name, parts in bodies.items():
        # A few values a document: a fault of one does not hide the others.
        for start in range(0, len(parts), 20):
            day = start // 20 % 28 + 1
            files[f"posts/2025-08-{day:02}-b{start}.{name}"] = "\n\n".join(
                [heads[name], *parts[start : start + 20]]
            )
    files["tags.yml"] = json.dumps(tags)
    files["posts/own.bib"] = "\n".join(entries).encode(errors="replace")
    conf = str(files["conf.py"]).replace(
        '"sphinx_paperreview"', '"sphinx_paperreview", "myst_nb", "sphinx.ext.ifconfig"'
    )
    files["conf.py"] = (
        f'{conf}project = "Reviews"\npaperreview_bibliography = ["posts/own.bib"]\n'
        'paperreview_exports = ["json", "markdown", "llms", "sitemap", "robots", "bibtex", "csl",'
        ' "ris", "csv", "slices"]\nnb_execution_mode = "off"\n'
        'source_suffix = {".rst": "restructuredtext", ".md": "mdx", ".mdx": "mdx", ".ipynb": "myst-nb"}\n'
        'texinfo_documents = [("index", "x", "x", "x", "x", "x", "x")]\n'
    )
    return files


def write_site(temporary: Path) -> Path:
    """Write the site into a folder of *temporary*, with files around it that nobody may see.

    What is there already stays, so that tests in one process share what they built.

    :return: the folder; its ``src`` are the sources, builds go to its ``built``
    """
    base = temporary.resolve() / "hostile-site"
    if not base.exists():
        write_files(base / "src", site_files(base, STEP))
        write_files(base, dict.fromkeys(SECRETS, PNG + SECRET.encode()))
    return base


def _notebook(value: str, line: str, number: int) -> str:
    # Its Markdown and its HTML are trusted.
    kept = {
        "title": value,
        "authors": [value],
        "tags": [value],
        "image": value,
        "description": line,
    }
    data = json.loads(notebook(kept, f"# N{number}\n\nWords.\n"))
    cell = data["cells"][-1]
    cell["source"] = value
    cell["metadata"] = {"caption": value}
    cell["outputs"] = [
        {"output_type": "stream", "name": "stdout", "text": value},
        {"output_type": "display_data", "metadata": {}, "data": {"text/plain": value}},
        {"output_type": "error", "ename": value, "evalue": value, "traceback": [value]},
    ]
    return json.dumps(data)


#: What may not be a command of the body of a document of TeX.
_TEX = re.compile(
    r"\\(?:input|include|includeonly|openin|openout|read|readline|write|immediate|directlua|catcode|"
    r"csname|special|usepackage|lstinputlisting|verbatiminput|g?def|[ex]def|let|unicode|href|url)"
    r"(?![A-Za-z])([^\n]{0,60})|\^\^5c"
)
#: Commands that Sphinx writes itself.
_OF_SPHINX = re.compile(
    r"\\(?:def|let)\s*\\(?:sphinx|pysig|label|DUrole|PYG|bigletter\\sphinx)|\\catcode`.{,40}\\shorthandoff"
)
_TEXINFO = re.compile(
    r"^(?:[^@\n]|@@|@[^\w\n])*@(include|verbatiminclude|macro|rmacro|alias|html|tex|bye|xml|docbook)\b",
    re.MULTILINE,
)
_ROFF = re.compile(
    r"^[.'][ \t]*(?:so|sy|pso|pi|opena?|cf|trf|mso)\b|(?<!\\)(?:\\\\)*\\[XVAO]['(\[]", re.MULTILINE
)
_FORMULA = re.compile(r"[\s\ufeff]*[=+@\uff1d\t\r-]")


def found_in(name: str, data: bytes, base: Path) -> Iterator[str]:
    """Yield what in a file of the output would run, load, lead or read elsewhere, or names paths."""
    if name == "environment.pickle":
        return  # what Sphinx keeps for itself, which json copies; the documentation says so
    if b"root:x:0:0" in data or b"TOPSECRET" in data:
        yield "a file from outside"
    if str(base / "src").encode() in data:
        yield "the place of the sources on this machine"
    text = data.decode(errors="replace")
    yield from next((find(text) for end, find in _FINDERS if re.search(end, name)), ())


#: Pictures and media of other hosts, which a page may show; a book may not.
_SHOWN = re.compile(r"(?:img|video|audio|source) (?:src|poster)=(?:https?:)?[/\\\\]{2}")


def _in_page(text: str) -> Iterator[str]:
    yield from (what for what in _in_markup(text) if not _SHOWN.match(what))


def _in_markup(text: str) -> Iterator[str]:
    if "<" not in text:  # the parser warns of an address that is given for a page
        return
    page = parsed(text)
    for script in page.find_all("script", type="application/ld+json"):
        schemes = {scheme_of(each) for each in addresses(json.loads(script.string))}
        yield from (f"JSON-LD: {each}" for each in schemes - {"", "http", "https"})
        script.decompose()
    for what in active(page):
        if not re.fullmatch(r"a data-script=[./]*_static/paperreview-search-ui\.js", what):
            yield what


def _in_feed(text: str) -> Iterator[str]:
    yield from _in_page(text)
    page = parsed(text)
    for part in page.find_all(["description", "encoded"]) + page.find_all("content", type="html"):
        yield from _in_page(part.get_text())


def _in_json_feed(text: str) -> Iterator[str]:
    for item in json.loads(text)["items"]:
        yield from _in_page(item.get("content_html", ""))
        places = [item.get("url") or "", item.get("external_url") or "", item.get("image") or ""]
        yield from (each for each in places if scheme_of(each) not in {"", "http", "https"})


def _in_json(text: str) -> Iterator[str]:
    page = json.loads(text)
    near = [page.get("prev"), page.get("next"), *(page.get("parents") or ())]
    markup = [page.get(key) or "" for key in ("title", "body", "toc")]
    markup += [link["title"] for link in near if link]
    markup += [title for _path, title, *_rest in page.get("rellinks") or ()]
    for part in markup:
        yield from _in_page(part)


def _in_tex(text: str) -> Iterator[str]:
    for found in _TEX.finditer(text.partition("\\begin{document}")[2]):
        target = re.match(r"\\(?:href|url)\s*\{([^}]*)", found[0])
        web = {"", "http", "https", "mailto", "tel"}
        is_link = target is not None and scheme_of(target[1].replace("\\", "")) in web
        if not (is_link or _OF_SPHINX.match(found[0])):
            yield found[0]


def _in_texinfo(text: str) -> Iterator[str]:
    body = text.rstrip().removesuffix("@bye")
    yield from (found[0][-80:] for found in _TEXINFO.finditer(body))


def _in_roff(text: str) -> Iterator[str]:
    yield from (found[0] for found in _ROFF.finditer(text))


def _in_table(text: str) -> Iterator[str]:
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    yield from (f"a row of {len(row)} cells" for row in rows if len(row) != len(rows[0]))
    yield from (cell[:80] for row in rows for cell in row if _FORMULA.match(cell))


def _in_robots(text: str) -> Iterator[str]:
    yield from (line for line in text.splitlines() if "XSS" in line)


#: What looks into a file, by the end of its name.
_FINDERS = (
    (r"(?:atom|rss)\.xml$", _in_feed), (r"\.html$", _in_page), (r"\.(?:xhtml|xml|ncx|opf|svg)$", _in_markup),
    (r"feed\.json$", _in_json_feed), (r"\.fjson$", _in_json), (r"\.tex$", _in_tex),
    (r"\.texi$", _in_texinfo), (r"\.\d$", _in_roff), (r"\.csv$", _in_table), (r"robots\.txt$", _in_robots),
)  # fmt: skip


def entries_of(name: str, data: bytes) -> int | None:
    """Return the number of papers in a bibliography; None for another file."""
    text = data.decode(errors="replace")
    if name.endswith(".bib"):
        return len(bibtexparser.parse_string(text).entries)
    if name.endswith(".ris"):
        return len(rispy.loads(text))
    if name.endswith(".csl.json"):
        return len(json.loads(text))
    if name.endswith(".csv"):
        return len(list(csv.reader(io.StringIO(text)))) - 1
    return None
