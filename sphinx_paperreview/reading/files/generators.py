"""Which program made a site of a folder before: decided by the files that it needs there.

Folders of such a program that hold no sources of a page (its output, its packages, its templates,
translations and old versions of the same pages) are not read; see
:class:`~sphinx_paperreview.reading.files.project.SourceProject`. A folder that is called ``public``
or ``build`` in any other place is read as every other folder.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

Generator = Literal[
    "Astro", "Contentlayer", "Dendron", "Docusaurus", "Eleventy", "Gatsby", "GitBook", "Hexo",
    "Hugo", "Jekyll", "Jupyter Book", "Logseq", "mdBook", "MkDocs", "Nuxt Content", "Obsidian",
    "Pelican", "Quarto", "Quartz", "Velite", "VitePress", "VuePress",
]  # fmt: skip

#: Files and folders each of which is proof of a program, without their suffixes.
_PROOFS: Mapping[str, Generator] = {
    ".gitbook": "GitBook",
    "astro.config": "Astro",
    "book": "mdBook",
    "content.config": "Nuxt Content",
    "contentlayer.config": "Contentlayer",
    "dendron": "Dendron",
    "docusaurus.config": "Docusaurus",
    "eleventy.config": "Eleventy",
    "gatsby-config": "Gatsby",
    "hugo": "Hugo",
    "mkdocs": "MkDocs",
    "pelicanconf": "Pelican",
    "_quarto": "Quarto",
    "quartz.config": "Quartz",
    "velite.config": "Velite",
    "zola": "Hugo",  # which has the same folders
}
_SUFFIXES = {
    "Dendron": ("yml",),
    "GitBook": ("yaml", "yml"),
    "mdBook": ("toml",),
    "Hugo": ("toml", "yaml", "yml", "json"),
    "MkDocs": ("yaml", "yml"),
    "Pelican": ("py",),
    "Quarto": ("yaml", "yml"),
}
_SCRIPTS = ("js", "ts", "mjs", "cjs", "mts", "cts")
#: Of a site of Hugo whose configuration has a name that others use as well.
_OF_HUGO = frozenset(
    {"archetypes", "layouts", "resources", "sass", "static", "templates", "themes"}
)

_DEFAULTS_OF_HUGO = "config/_default"

#: Folders without sources of pages, beside the proof of the program that they belong to.
_NO_SOURCES: Mapping[Generator, frozenset[str]] = {
    "Astro": frozenset({"dist", "public"}),
    "Contentlayer": frozenset({"public"}),
    "Dendron": frozenset(),
    "Docusaurus": frozenset({"build", "i18n", "static", "versioned_docs", "versioned_sidebars"}),
    "Eleventy": frozenset({"_includes", "_site"}),
    "Gatsby": frozenset({"public", "static"}),
    "GitBook": frozenset({"_book"}),
    "Hexo": frozenset({"public", "scaffolds", "themes"}),
    "Hugo": frozenset(
        {"archetypes", "assets", "data", "i18n", "layouts", "public", "resources", "static",
         "themes"}
    ),
    "Jekyll": frozenset(
        {"_data", "_includes", "_layouts", "_plugins", "_sass", "_site", "_templates", "vendor"}
    ),
    "Jupyter Book": frozenset({"_build"}),
    "Logseq": frozenset({"logseq"}),
    "mdBook": frozenset(),
    "MkDocs": frozenset({"site"}),
    "Nuxt Content": frozenset({"public"}),
    "Obsidian": frozenset({"Template", "Templates", "_templates", "template", "templates"}),
    "Pelican": frozenset({"output", "theme", "themes"}),
    "Quarto": frozenset({"_book", "_freeze", "_site"}),
    "Quartz": frozenset({"public", "quartz"}),
    "Velite": frozenset({"public"}),
    "VitePress": frozenset({"public"}),
    "VuePress": frozenset({"public"}),
}  # fmt: skip
#: Endings of further folders of Docusaurus, one for each set of documents: ``api_versioned_docs``.
_VERSIONED = ("_versioned_docs", "_versioned_sidebars")
#: Beginnings of the names of folders of translations of Docusaurus, which nobody else has.
_TRANSLATIONS = ("docusaurus-plugin-content-", "docusaurus-theme-")
#: Folders below ``src/`` of Docusaurus; only ``src/pages`` has pages.
_CODE = frozenset(
    {"clientModules", "components", "css", "hooks", "lib", "plugins", "theme", "utils"}
)
#: Folders that no one writes documents in, wherever they are. So are hidden ones, whose names begin
#: with a dot: data of programs (``.git``, ``.obsidian``, ``.claude``).
_NEVER = frozenset({"node_modules", "__MACOSX", "__pycache__"})
#: The file of a virtual environment of Python.
_ENVIRONMENT = "pyvenv.cfg"
#: Files that say that a folder is a package of some programming language.
_PACKAGES = frozenset({
    "package.json", "pyproject.toml", "setup.py", "Cargo.toml", "go.mod", "Gemfile",
    "composer.json",
})  # fmt: skip
#: Documents about a repository or a package, by their names in lower case.
_ABOUT_PACKAGES = frozenset({
    "changelog", "code_of_conduct", "contributing", "license", "licence", "pull_request_template",
    "readme", "security",
})  # fmt: skip
#: Documents that tell a program how to work on a repository; their names are written so.
_FOR_PROGRAMS = frozenset({"AGENTS.md", "CLAUDE.md", "GEMINI.md"})
#: Parts around each page of Docsify, and of the wikis of GitHub and GitLab; in lower case.
_AROUND_PAGES = frozenset(
    {"_sidebar.md", "_navbar.md", "_coverpage.md", "_footer.md", "_header.md"}
)
#: The end of the name of a drawing that Obsidian's Excalidraw keeps as a note.
_DRAWING = ".excalidraw.md"
#: Programs that make no pages of the documents in the root of a site.
_WITHOUT_ROOT_PAGES = frozenset({"Astro", "Docusaurus", "Gatsby", "Hexo", "Hugo", "Quartz"})


def site_generator(folder: str | os.PathLike[str]) -> frozenset[Generator]:
    """Return the programs whose files are in *folder*; none if it cannot be read."""
    try:
        names = os.listdir(folder)  # noqa: PTH208  # names alone
    except OSError:
        return frozenset()
    found = generators_of(names)
    if {"config", "content"} <= set(names) and Path(folder, _DEFAULTS_OF_HUGO).is_dir():
        found |= {"Hugo"}
    return found


def generators_of(names: Collection[str]) -> frozenset[Generator]:
    """Return the programs that a folder with files and folders of these *names* belongs to."""
    names = frozenset(names)
    found: set[Generator] = set()
    for name in names:
        stem, _, suffix = name.rpartition(".")
        proof = _PROOFS.get(stem)
        if proof is not None and suffix in _SUFFIXES.get(proof, _SCRIPTS):
            found.add(proof)
    if {"_toc.yml", "myst.yml"} & names:
        found.add("Jupyter Book")
    elif {"_config.yml", "_config.yaml"} & names:
        is_hexo = "scaffolds" in names or {"source", "package.json"} <= names
        found.add("Hexo" if is_hexo else "Jekyll")
    configured = any(f"config.{suffix}" in names for suffix in _SUFFIXES["Hugo"])
    if "content" in names and (configured or "config" in names) and names & _OF_HUGO:
        found.add("Hugo")
    if {"book.json", "SUMMARY.md"} <= names or ".bookignore" in names:
        found.add("GitBook")
    if {".eleventy.js", ".eleventyignore"} & names:
        found.add("Eleventy")
    if "logseq" in names and not {"journals", "pages"}.isdisjoint(names):
        found.add("Logseq")
    if ".obsidian" in names:
        found.add("Obsidian")
    if ".vitepress" in names:
        found.add("VitePress")
    if ".vuepress" in names:
        found.add("VuePress")
    return frozenset(found)


def without_sources(names: Collection[str], generators: Collection[Generator]) -> frozenset[str]:
    """Return those of the folders *names* that hold no sources of pages.

    :param generators: the programs that the folder with these names belongs to
    """
    found = frozenset(names)
    left_out = _NEVER.union(*(_NO_SOURCES[generator] for generator in generators)) & found
    left_out |= {name for name in found if name.startswith((".", *_TRANSLATIONS))}
    if {"versioned_docs", "versioned_sidebars"} <= found:
        left_out |= {"versioned_docs", "versioned_sidebars"}
    if "Docusaurus" in generators:
        left_out |= {name for name in found if name.endswith(_VERSIONED)}
    return left_out


def without_pages(names: Collection[str]) -> frozenset[str]:
    """Return those of the folders *names* in ``src`` of Docusaurus that hold no pages."""
    return _CODE & frozenset(names)


def is_environment(names: Collection[str]) -> bool:
    """Return whether a folder with files of these *names* is a virtual environment of Python."""
    return _ENVIRONMENT in names


def is_about_package(
    name: str, names: Collection[str], generators: Collection[Generator], *, is_root: bool
) -> bool:
    """Return whether the document *name* is about a repository or a package, and no page.

    Documents for programs that write code (``AGENTS.md``), drawings, and what stands around each
    page of a wiki (``_Sidebar.md``) are such ones in any folder.

    :param names: the names of the files and folders beside it
    :param generators: the programs that the root of the site belongs to
    :param is_root: whether it is in this root
    """
    if name in _FOR_PROGRAMS or name.lower() in _AROUND_PAGES or name.lower().endswith(_DRAWING):
        return True
    if name.rpartition(".")[0].lower() not in _ABOUT_PACKAGES:
        return False
    if is_root:
        return not _WITHOUT_ROOT_PAGES.isdisjoint(generators)
    return bool(generators) and not _PACKAGES.isdisjoint(names)
