"""A home page for a source folder whose root document is missing or empty: the newest posts.

Sphinx requires a root document. One that has a front matter alone (``layout: home``) stands for a
page that another program made; its title and description are kept. Nothing is written to the
source folder, so the document is beside the doctrees and Sphinx reads it there.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from sphinx.util.matching import Matcher

from sphinx_paperreview._compat import is_placed, place_document
from sphinx_paperreview.config import THEME, settings_of
from sphinx_paperreview.core.files.decoding import decode
from sphinx_paperreview.core.files.store import write_changed
from sphinx_paperreview.core.metadata import frontmatter
from sphinx_paperreview.core.metadata.values import as_text
from sphinx_paperreview.core.text import one_line
from sphinx_paperreview.reading.files.generators import site_generator
from sphinx_paperreview.reading.files.project import LARGEST
from sphinx_paperreview.reading.layouts.programs import read_configuration
from sphinx_paperreview.reading.states.reader import read_state

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

#: Files that say what a folder holds.
_READMES = ("README", "readme", "Readme")
_TEXT = """# {title}

{description}

{readme}

```{{paper:home}}
:limit: {limit}
```
"""


def name_project(app: Sphinx, config: Config) -> None:
    """Give a project without a name that of its folder, in a site of ours (``config-inited``).

    It is the title in the configuration of another generator, else that of the root document or
    the README; without one, Sphinx's own words stay.
    """
    is_named = config.project != config.values["project"].default
    if config.html_theme == THEME and not is_named:
        config["project"] = _name_of(Path(app.srcdir), config) or config.project


def _name_of(folder: Path, config: Config) -> str:
    """Return what the files in *folder* call it; empty if none does."""
    for name in sorted(site_generator(folder)):
        data = read_configuration(folder, name)
        if title := as_text(data.get("title")) or as_text(data.get("site_name")):
            return one_line(title)
    excluded = Matcher(config.exclude_patterns)
    paths = (folder / f"{stem}.md" for stem in (config.root_doc, *_READMES))
    titles = (_title_in(path) for path in paths if path.is_file() and not excluded(path.name))
    return next(filter(None, titles), "")


def _title_in(path: Path) -> str:
    """Return the title of the Markdown file *path*, if it has one and is surely published."""
    try:
        data = path.read_bytes() if path.stat().st_size <= LARGEST else b""
    except OSError:
        return ""
    state = read_state(data, "markdown", dt.UTC)
    if not state.is_certain or state.is_draft or state.starts or state.ends:
        return ""
    text = decode(data)[0]
    found = frontmatter.parse(text)
    if title := as_text(found.data.get("title")):
        return one_line(title)
    tokens = MarkdownIt("commonmark").parse(text[found.end or 0 :])
    for token, inline in itertools.pairwise(tokens):
        if token.type == "heading_open":
            words = (child.content for child in inline.children or () if child.type != "image")
            return one_line("".join(words)) if token.tag == "h1" else ""
    return ""


def provide_home(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Add a root document if the source folder has none, or an empty one (``env-get-outdated``)."""
    root = app.config.root_doc
    # Sphinx does not search ``_sources`` for documents, even if it builds within the source folder.
    path = Path(app.doctreedir, "_sources", f"{Path(root).name}.mdx")
    own = _front_matter_alone(env, root) if root in env.found_docs else {}
    if root in env.found_docs and not own:
        was_ours = path.is_file()  # then the file of the project, older perhaps, is to be read
        path.unlink(missing_ok=True)
        return [root] if was_ours else []
    settings = settings_of(app.config)
    text = _TEXT.format(
        title=_plain(as_text(own.get("title")) or app.config.project),
        description=_plain(as_text(own.get("description")) or settings.description),
        readme=next((f"[README]({name}.md)" for name in _READMES if name in env.found_docs), ""),
        limit=settings.page_size or 20,
    )
    is_new = write_changed(path, text.encode())
    env.project.docnames.add(root)
    place_document(env, root, path)
    removed.discard(root)
    return [root] if is_new or root not in env.all_docs else []


def _front_matter_alone(env: BuildEnvironment, root: str) -> Mapping[str, Any]:
    """Return what the root document says in its front matter, if nothing else is in it."""
    path = Path(env.doc2path(root))
    if path.suffix not in {".md", ".mdx"}:
        return {}
    try:
        text = decode(path.read_bytes())[0]
    except OSError:
        return {}
    found = frontmatter.parse(text)
    return found.data if found.end and not text[found.end :].strip() else {}


def _plain(text: str) -> str:
    """Return *text* on one line as MDX that shows it as it stands."""
    return re.sub(r"[!-/:-@\[-`{-~]", r"\\\g<0>", " ".join(text.split()))


def expect_no_toctree(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Make documents orphans in a site of ours that has no toctree at all (``env-updated``).

    Their author did not write for Sphinx, which would warn of every single one.
    """
    domain: Any = env.domains["paper"]
    for docname in domain.data["orphans"]:
        env.metadata[docname].pop("orphan", None)
    made = []
    ours = is_placed(env, app.config.root_doc) or app.config.html_theme == THEME
    if ours and not any(env.toctree_includes.values()):
        made = [name for name in sorted(env.found_docs) if "orphan" not in env.metadata[name]]
    for docname in made:
        env.metadata[docname]["orphan"] = ""
    domain.data["orphans"] = made
    return []
