"""All the wiring: every ``add_*`` and ``connect`` of the extension, in one readable list."""

from __future__ import annotations

import os
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes as docutils_nodes
from sphinx import addnodes
from sphinx.builders.latex import LaTeXBuilder
from sphinx.util.docutils import is_directive_registered, is_role_registered

from sphinx_paperreview import __version__, nodes
from sphinx_paperreview._compat import (
    add_design,
    depart_container,
    own_source_suffix,
    set_up_myst_alone,
    visit_container,
)
from sphinx_paperreview.build import ArchiveBuild
from sphinx_paperreview.components import add_component, components_of
from sphinx_paperreview.config import Settings, settings_of
from sphinx_paperreview.core.builders import writes_latex
from sphinx_paperreview.domain import consistency, sources
from sphinx_paperreview.domain.debugging import leave_out_unseen
from sphinx_paperreview.domain.directives import SHORT_DIRECTIVES
from sphinx_paperreview.domain.domain import PaperDomain
from sphinx_paperreview.domain.figure_numbers import FigureNumbers, count_figures
from sphinx_paperreview.domain.roles import SHORT_ROLES
from sphinx_paperreview.domain.scope import changes_site
from sphinx_paperreview.domain.settings import check_epoch, check_settings
from sphinx_paperreview.images import html as images
from sphinx_paperreview.images.books import EpubPictures
from sphinx_paperreview.images.drawings import (
    BookDrawings,
    replace_drawings,
    replace_in_single_page,
)
from sphinx_paperreview.images.remote import RemoteImages
from sphinx_paperreview.latex import visitors
from sphinx_paperreview.latex.engine import STYLE as LATEX_STYLE
from sphinx_paperreview.latex.engine import KoreanLaTeXBuilder, choose_engine, is_korean
from sphinx_paperreview.latex.formulas import LatexFormulas
from sphinx_paperreview.latex.nesting import LatexNesting
from sphinx_paperreview.latex.numbers import AddressesOnce, NumbersOnce
from sphinx_paperreview.latex.pictures import LatexPictures
from sphinx_paperreview.latex.text import LatexText
from sphinx_paperreview.mdx import idle
from sphinx_paperreview.mdx.front_matter import hide_foreign
from sphinx_paperreview.mdx.parser import MdxParser
from sphinx_paperreview.mdx.suffixes import leave_out_partials, markdown_reader, note_language
from sphinx_paperreview.outputs.build_folders import BuildFolders
from sphinx_paperreview.outputs.disk import name_disk_errors, with_disk_errors
from sphinx_paperreview.outputs.epub import (
    complete_package,
    order_navigation,
    qualify_elements,
)
from sphinx_paperreview.outputs.known_links import ignore_known
from sphinx_paperreview.outputs.paths import source_copies
from sphinx_paperreview.outputs.paths.copied import check_copied
from sphinx_paperreview.outputs.unpublished import renew_environment
from sphinx_paperreview.outputs.warning_digest import WarningDigest
from sphinx_paperreview.pages.books import DeadAnchors, OnePage, PostsInBooks, TabsInBooks
from sphinx_paperreview.pages.contents import (
    forget_purged,
    pack_merged,
    pack_read,
    pack_written,
    settle,
)
from sphinx_paperreview.pages.context import PageContexts
from sphinx_paperreview.pages.doctrees import UnwrittenDoctrees, WrittenDoctrees
from sphinx_paperreview.pages.document_links import DocumentLinks
from sphinx_paperreview.pages.documents import ArchiveContent
from sphinx_paperreview.pages.elsewhere import TargetsElsewhere
from sphinx_paperreview.pages.gathered.frames import share_toctrees
from sphinx_paperreview.pages.guarded_bibliographies import BibliographyGuard, BibliographyLinks
from sphinx_paperreview.pages.guarded_drawings import DrawingGuard
from sphinx_paperreview.pages.guarded_pages import PageGuard
from sphinx_paperreview.pages.header_titles import escape_header_titles
from sphinx_paperreview.pages.link_cards import LinkCards
from sphinx_paperreview.pages.places import Places
from sphinx_paperreview.pages.search import KoreanSearch, OwnSearch, check_pagefind
from sphinx_paperreview.pages.sidebars import offer_templates
from sphinx_paperreview.pages.tab_labels import TabLabels
from sphinx_paperreview.pages.templates import keep_templates
from sphinx_paperreview.pages.toctrees import (
    ListsOfToctrees,
    leave_content,
    name_lists,
    offer_lists,
    relate_list,
    resolve_list,
    withdraw_lists,
)
from sphinx_paperreview.reading.characters import FitCharacters
from sphinx_paperreview.reading.empty_quotes import EmptyQuotes
from sphinx_paperreview.reading.files.encodings import (
    make_readable,
    name_author_file,
    name_author_files,
)
from sphinx_paperreview.reading.files.outdated import reread_in_docusaurus, reread_linking
from sphinx_paperreview.reading.files.sought_files import reread_finding
from sphinx_paperreview.reading.guard.bibliographies import FootnoteLinks
from sphinx_paperreview.reading.guard.directives import guarded_directives, guarded_roles
from sphinx_paperreview.reading.guard.documents import GuardDocument, SourceGuard, refuse_linked
from sphinx_paperreview.reading.guard.domains import guard_domains
from sphinx_paperreview.reading.guard.generation import GeneratorGuard
from sphinx_paperreview.reading.guard.nodes import WritableNodes
from sphinx_paperreview.reading.guard.reading import ReadingGuard
from sphinx_paperreview.reading.guard.substitutions import LimitSubstitutions
from sphinx_paperreview.reading.guard.toctrees import bound_toctrees
from sphinx_paperreview.reading.hidden import RemoveHidden
from sphinx_paperreview.reading.papers.folder_lists import reread_listed
from sphinx_paperreview.reading.papers.sections import PaperSections
from sphinx_paperreview.reading.papers.translated import KeepTitles
from sphinx_paperreview.reading.posts.home import (
    expect_no_toctree,
    name_project,
    provide_home,
)
from sphinx_paperreview.reading.posts.post_titles import PostTitle
from sphinx_paperreview.reading.posts.posts import clean_fields, note_page
from sphinx_paperreview.reading.shown_texts import ShowTexts
from sphinx_paperreview.reading.states.publishing import Publication, hide_outputs
from sphinx_paperreview.rendering import visitors as html
from sphinx_paperreview.rendering.comments import RemoveComments
from sphinx_paperreview.rendering.formulas import mathml as math
from sphinx_paperreview.rendering.formulas.breaks import GluedFormulas
from sphinx_paperreview.rendering.formulas.equations import Equations
from sphinx_paperreview.rendering.machine_paths import RelativeSources
from sphinx_paperreview.rendering.modes import OnePicture
from sphinx_paperreview.rendering.plain_text import (
    AddressesInManPages,
    ImagesOnce,
    LinksInManPages,
    LongWords,
    WordsInManPages,
)
from sphinx_paperreview.rendering.standard_nodes import StandardNodes
from sphinx_paperreview.rendering.tables import TableBoxes
from sphinx_paperreview.rendering.unwritable import EmptyNotes, EmptyTitles, TablesInTables
from sphinx_paperreview.theme.assets import (
    DesignAssets,
    add_static_files,
    load_assets,
    load_search,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

    from sphinx_paperreview.core.collector import SeldomLooks


def setup_extension(app: Sphinx, looks: SeldomLooks) -> ExtensionMetadata:
    """Register everything; called by :func:`sphinx_paperreview.setup`.

    :param looks: how often Python looks for garbage until the build has ended
    """
    # Within a build, which ends with the other event whatever happens.
    app.connect("env-before-read-docs", lambda *_event: looks.leave_loaded(), priority=0)
    # After all that looks at the doctree; the tokens of the document are gone.
    app.connect("doctree-read", lambda *_event: looks.look(), priority=1100)
    # After all that is done then.
    app.connect("build-finished", lambda _app, _exception: looks.end(), priority=1000)
    check_epoch(os.environ.get("SOURCE_DATE_EPOCH"))
    own_source_suffix(app.config)
    set_up_myst(app)
    design = DesignAssets(app)
    # Before guards look at the directives that there are.
    app.connect("config-inited", add_design(app), priority=100)
    app.connect("config-inited", leave_containers)
    # After all extensions have added theirs.
    app.connect("config-inited", lambda app, _config: idle.spare(app), priority=900)
    _add_settings(app)
    # What other extensions call; Sphinx offers no place of its own for it.
    setattr(app, "add_paper_component", partial(add_component, app))  # noqa: B010  # a new name
    app.add_domain(PaperDomain)
    _add_nodes(app)
    _add_transforms(app)
    app.setup_extension("sphinx_paperreview.theme")
    app.add_message_catalog("paperreview", str(Path(__file__).with_name("locale")))
    folders, publication = BuildFolders(), Publication()
    build = ArchiveBuild(folders)
    # Before anything is written.
    app.connect("builder-inited", with_disk_errors(folders.check), priority=0)
    app.connect("builder-inited", check_copied)
    app.connect("builder-inited", source_copies.take_over)
    # Before Sphinx compares the times of pages.
    app.connect("builder-inited", with_disk_errors(build.renew_times))
    # So that a component that cannot be imported is warned of once.
    app.connect("builder-inited", components_of)
    _connect_warnings(app)
    _guard_posts(app)
    _connect_configuration(app, folders)
    _connect_reading(app, build, folders, publication)
    _connect_writing(app, build, design)
    app.connect("build-finished", publication.report)
    app.connect("build-finished", with_disk_errors(renew_environment))
    app.connect("build-finished", consistency.report_missed)
    app.connect("build-finished", complete_package)
    # After other extensions wrote what they write, so that nothing of theirs is counted as ours.
    app.connect("build-finished", with_disk_errors(build.finish), priority=900)
    app.connect("build-finished", build.close, priority=990)
    app.connect("build-finished", folders.unlock, priority=990)
    app.connect("build-finished", withdraw_lists, priority=990)
    # After all others, which a raised error would leave out.
    app.connect("build-finished", name_disk_errors, priority=1000)
    return {
        "version": __version__,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _add_settings(app: Sphinx) -> None:
    defaults = Settings()
    for item in fields(Settings):
        app.add_config_value(
            f"paperreview_{item.name}",
            getattr(defaults, item.name),
            item.metadata["rebuild"],
            types=item.metadata["types"],
        )


def _connect_warnings(app: Sphinx) -> None:
    """Connect what shows many warnings of a kind as one line."""
    digest = WarningDigest()
    # After the check of the folders, which ends the build, before all that warns of documents.
    app.connect("builder-inited", digest.install, priority=1)
    # After other extensions have added handlers of their own.
    app.connect("builder-inited", leave_out_unseen, priority=1000)
    # After all that warns of what was read; after all that warns.
    app.connect("env-updated", digest.show_read, priority=990)
    app.connect("build-finished", digest.finish, priority=999)


def _connect_configuration(app: Sphinx, folders: BuildFolders) -> None:
    """Connect what happens once the configuration is read."""
    # Before others write anything to the output folder.
    app.connect("config-inited", with_disk_errors(folders.note_start), priority=0)
    # Before titles are made of it.
    app.connect("config-inited", name_project, priority=50)
    # After all extensions are loaded, so that one which brings a renderer is seen.
    app.connect("config-inited", choose_math_renderer)
    # Likewise for one which brings a builder; before Sphinx makes the builder.
    app.connect("config-inited", replace_latex_builder)
    # Before others read the values (800 is Sphinx's own check).
    app.connect("config-inited", check_settings, priority=400)
    # After all extensions are loaded, before Sphinx merges the suffixes (800).
    app.connect("config-inited", read_mdx)
    app.connect("config-inited", read_markdown)
    app.connect("config-inited", leave_out_partials)


def _connect_writing(app: Sphinx, build: ArchiveBuild, design: DesignAssets) -> None:
    """Connect what happens while pages are written."""
    search, korean, places = OwnSearch(), KoreanSearch(), Places()
    unwritten, doctrees = UnwrittenDoctrees(), WrittenDoctrees()
    app.connect("source-read", unwritten.limit)
    # After all that may ask for the doctree again.
    app.connect("doctree-resolved", unwritten.forget_file, priority=1000)
    app.connect("builder-inited", check_pagefind)
    app.connect("builder-inited", keep_templates)
    app.connect("builder-inited", offer_templates)
    app.connect("env-updated", design.leave_out)
    app.connect("write-started", choose_engine)
    app.connect("write-started", add_latex_style)
    app.connect("write-started", ignore_known)
    app.connect("write-started", korean.add)
    app.connect("write-started", name_lists)
    app.connect("write-started", settle)
    app.connect("write-started", search.suspend)
    app.connect("write-started", places.read_tree)
    app.connect("doctree-resolved", search.resume, priority=100)
    app.connect("html-page-context", share_toctrees, priority=0)
    app.connect("html-page-context", search.resume, priority=100)
    app.connect("html-collect-pages", search.resume_pages, priority=100)
    # After other extensions, whose pages go before ours.
    app.connect("html-collect-pages", build.collect_pages, priority=900)
    app.connect("html-collect-pages", replace_drawings)
    app.connect("html-page-context", build.clear_page)
    # Before the context, which has the place of the page.
    app.connect("html-page-context", places.add_place, priority=400)
    app.connect("html-page-context", PageContexts().add)
    app.connect("html-page-context", relate_list)
    app.connect("html-page-context", replace_in_single_page)
    # After the context, whose links the page shows.
    app.connect("html-page-context", load_search, priority=600)
    app.connect("html-page-context", load_assets, priority=700)
    app.connect("html-page-context", design.unload, priority=700)
    app.connect("html-page-context", qualify_elements, priority=890)
    app.connect("write-started", order_navigation)
    app.connect("html-page-context", build.late_assets.leave_out, priority=890)
    # After handlers that change the body of a page.
    app.connect("html-page-context", build.keep_body, priority=900)
    # After the theme has added its functions.
    app.connect("html-page-context", escape_header_titles, priority=950)
    # After all that look at the doctree of the page.
    app.connect("html-page-context", doctrees.follow, priority=1000)
    app.connect("html-page-context", pack_written, priority=1000)
    app.connect("build-finished", doctrees.end)
    app.connect("build-finished", korean.withdraw)


def _guard_posts(app: Sphinx) -> None:
    """Connect what judges the documents that strangers may have written."""
    guard, reading, pages = SourceGuard(), ReadingGuard(), PageGuard()
    drawings, bibliographies = DrawingGuard(), BibliographyGuard()
    app.connect("builder-inited", reading.begin)
    generators = GeneratorGuard()
    # Around all that look at sources before they are read.
    app.connect("builder-inited", generators.hide, priority=0)
    app.connect("builder-inited", generators.show, priority=10_000)
    app.connect("source-read", generators.refuse, priority=1)
    # Before all that look at the text.
    app.connect("source-read", reading.remove_text, priority=0)
    # After all extensions have registered their directives; some do so once the builder is there.
    app.connect("env-before-read-docs", guard_directives, priority=950)
    # Before a file is opened to see whether it is published.
    app.connect("env-get-outdated", refuse_linked, priority=95)
    # After it is known which other documents are posts (100).
    app.connect("env-get-outdated", refuse_linked, priority=110)
    app.connect("source-read", guard.note)
    app.connect("source-read", reading.note, priority=501)
    # After all that looks for files of the document.
    app.connect("doctree-read", guard.end, priority=1000)
    app.connect("env-updated", guard.restore)
    # After all that take documents out, before Sphinx follows the toctrees.
    app.connect("env-updated", bound_toctrees, priority=20)
    # Around sphinxcontrib.bibtex (500), which formats all bibliographies.
    app.connect("env-updated", bibliographies.begin, priority=400)
    app.connect("env-updated", bibliographies.end, priority=600)
    app.connect("write-started", pages.begin)
    app.connect("write-started", drawings.begin)
    app.connect("build-finished", pages.end)


def _connect_reading(
    app: Sphinx, build: ArchiveBuild, folders: BuildFolders, publication: Publication
) -> None:
    """Connect what happens until all documents are read and resolved."""
    numbers = FigureNumbers()
    # Before anything is read or written.
    app.connect("env-get-outdated", folders.lock, priority=0)
    # Before others ask for documents to be read, for whatever reason.
    app.connect("env-get-outdated", sources.leave_unchanged, priority=1)
    # Before others ask for documents to be read that are then no longer there.
    app.connect("env-get-outdated", hide_outputs, priority=90)
    app.connect("env-get-outdated", publication.hide_unpublished, priority=100)
    # After the above, so that what was hidden counts as gone.
    app.connect("env-get-outdated", reread_linking, priority=200)
    app.connect("env-get-outdated", reread_in_docusaurus, priority=200)
    app.connect("env-get-outdated", reread_finding, priority=200)
    app.connect("env-get-outdated", reread_listed, priority=200)
    # After Sphinx found what is there, before it misses the root document.
    app.connect("env-get-outdated", provide_home, priority=300)
    # After all that adds documents or takes some out.
    app.connect("env-get-outdated", build.place_documents, priority=400)
    # After all that leave documents out.
    app.connect("env-get-outdated", sources.reread_changed, priority=500)
    # Before the handler that follows gives some documents another path.
    app.connect("env-before-read-docs", sources.note_sources, priority=400)
    app.connect("env-before-read-docs", make_readable)
    # After others have chosen what is read.
    app.connect("env-before-read-docs", publication.note_reading, priority=900)
    # Before all that name a document, or ask for its path.
    app.connect("source-read", name_author_file, priority=100)
    app.connect("env-updated", name_author_files, priority=5)
    # Before those who ask for the language.
    app.connect("source-read", note_language, priority=400)
    app.connect("env-before-read-docs", offer_lists, priority=900)
    # After all extensions have registered their roles and directives, so that the names are theirs.
    app.connect("env-before-read-docs", add_short_names, priority=900)
    # After Sphinx's collector of toctrees (500).
    app.connect("doctree-read", leave_content, priority=600)
    # Before that collector.
    app.connect("env-purge-doc", forget_purged, priority=400)
    # After all that look at the table of contents that it made.
    app.connect("doctree-read", pack_read, priority=1000)
    app.connect("env-merge-info", pack_merged, priority=1000)
    app.connect("missing-reference", resolve_list)
    app.connect("source-read", hide_foreign)
    app.connect("source-read", note_page)
    # Before Sphinx's collector of metadata (500).
    app.connect("doctree-read", clean_fields, priority=400)
    # After Sphinx's collector of images (500).
    app.connect("doctree-read", build.note_pictures, priority=600)
    # After all that note the files on which a document depends.
    app.connect("doctree-read", sources.note_read, priority=900)
    # Before anyone works with what was read.
    app.connect("env-updated", publication.withdraw, priority=10)
    app.connect("env-updated", build.note_labels)
    # After all that take documents out.
    app.connect("env-updated", expect_no_toctree, priority=900)
    app.connect("env-updated", with_disk_errors(build.delete_unpublished), priority=950)
    app.connect("env-updated", add_static_files)
    app.connect("env-check-consistency", consistency.check)
    # After the records of the document are stored; around the collector of toctrees (500).
    app.connect("doctree-read", count_figures, priority=600)
    app.connect("env-get-updated", numbers.note, priority=400)
    app.connect("env-get-updated", numbers.assign, priority=550)
    # After the toctree collector (500), whose section numbers pages show.
    app.connect("env-get-updated", build.stale_documents, priority=600)
    app.connect("doctree-resolved", build.note_resolved)
    app.connect("doctree-resolved", build.mark_up_pictures)


def _add_transforms(app: Sphinx) -> None:
    app.add_transform(FitCharacters)
    app.add_transform(LimitSubstitutions)
    app.add_transform(EmptyQuotes)
    app.add_transform(RemoveHidden)
    app.add_transform(KeepTitles)
    app.add_transform(ShowTexts)
    app.add_transform(GuardDocument)
    app.add_transform(FootnoteLinks)
    app.add_transform(WritableNodes)
    app.add_transform(PostTitle)
    app.add_transform(PaperSections)
    for change in (
        BibliographyLinks, ListsOfToctrees, PostsInBooks, OnePage, DocumentLinks, TargetsElsewhere,
        ArchiveContent, LinkCards, TabsInBooks, TabLabels, images.ImageSize, Equations,
        GluedFormulas, RemoteImages, BookDrawings, EpubPictures, LatexPictures, LatexFormulas,
        LatexText, LatexNesting, RemoveComments, OnePicture, TableBoxes, NumbersOnce, AddressesOnce,
        ImagesOnce, LinksInManPages, AddressesInManPages, WordsInManPages, LongWords,
        TablesInTables, EmptyNotes, EmptyTitles, RelativeSources, DeadAnchors, StandardNodes,
    ):  # fmt: skip
        app.add_post_transform(change)


def _add_nodes(app: Sphinx) -> None:
    element: Any = (html.visit_element, html.depart_element)
    through: Any = (html.pass_through, html.pass_through)
    place: Any = (visitors.visit_element_latex, visitors.depart_element_latex)
    for node in (nodes.block_element, nodes.inline_element):
        app.add_node(node, html=element, latex=place, text=through, man=through, texinfo=through)
    svg: Any = (html.visit_svg, html.depart_svg)
    app.add_node(nodes.svg_element, html=svg)
    app.add_node(
        nodes.hard_break,
        html=(html.visit_break_html, None),
        latex=(visitors.visit_break_latex, None),
        text=(html.visit_break_text, None),
        man=(html.visit_break_man, None),
        texinfo=(html.visit_break_texinfo, None),
    )
    code: Any = (html.visit_fenced_code, html.depart_fenced_code)
    code_latex: Any = (visitors.visit_fenced_code_latex, html.depart_fenced_code)
    app.add_node(nodes.fenced_code, html=code, latex=code_latex)
    level: Any = (html.visit_leveled_section, html.depart_leveled_section)
    app.add_node(nodes.leveled_section, html=level)
    cell: Any = (html.visit_header_cell, html.depart_header_cell)
    app.add_node(nodes.header_cell, html=cell)
    app.add_node(
        nodes.missing_image, html=through, latex=through, text=through, man=through, texinfo=through
    )
    image: Any = (images.visit_sized_image, images.depart_sized_image)
    app.add_node(images.sized_image, html=image)
    start: Any = (html.visit_start_of_file, html.depart_start_of_file)
    app.add_node(addnodes.start_of_file, override=True, html=start)
    for place in (nodes.paper_facts, nodes.paper_list, nodes.paper_header, nodes.post_header):
        app.add_node(place)


def choose_math_renderer(app: Sphinx, config: Config) -> None:
    """Offer MathML where our theme is used and the project has no renderer of its own choice.

    Sphinx takes the one renderer besides its default without being told.
    """
    renderers = app.registry.html_inline_math_renderers
    if config.html_theme == "paperreview" and set(renderers) <= {"mathjax"}:
        visit: Any = (math.visit_math, None)
        visit_block: Any = (math.visit_displaymath, None)
        app.add_html_math_renderer(math.MATHML, visit, visit_block)


def add_short_names(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Let the commonest roles and directives go by short names, where no one else has these.

    The event is ``env-before-read-docs``.
    """
    for short, role in SHORT_ROLES.items():
        if not is_role_registered(short):
            app.add_role(short, role)
    for short, directive in SHORT_DIRECTIVES.items():
        if not is_directive_registered(short):
            app.add_directive(short, directive)


def guard_directives(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Have directives ask what a post may do, unless posts are trusted.

    The event is ``env-before-read-docs``.
    """
    if not settings_of(app.config).trusted:
        for name, directive in guarded_directives(app.config.language):
            app.add_directive(name, directive, override=True)
        for role_name, role in guarded_roles(app.config.language):
            app.add_role(role_name, role, override=True)
        guard_domains(env)


def replace_latex_builder(app: Sphinx, config: Config) -> None:
    """Take our builder for Korean, unless another extension has one (``config-inited``)."""
    if is_korean(config) and app.registry.builders.get("latex") is LaTeXBuilder:
        app.add_builder(KoreanLaTeXBuilder, override=True)


def add_latex_style(app: Sphinx, builder: Builder) -> None:
    """Add our style file to a book (``write-started``)."""
    if writes_latex(builder) and changes_site(builder):
        files = [*app.config.latex_additional_files, str(LATEX_STYLE)]
        app.config["latex_additional_files"] = files
        app.add_latex_package(LATEX_STYLE.stem, after_hyperref=True)


def leave_containers(app: Sphinx, config: Config) -> None:
    """Write containers of others as without sphinx-design, unless the project names that."""
    if "sphinx_design" not in config.extensions:
        html: Any = (visit_container, depart_container)
        app.add_node(docutils_nodes.container, override=True, html=html)


def set_up_myst(app: Sphinx) -> None:
    """Set MyST up, on which our parser stands, without a claim on the files that end in ``.md``.

    An extension that sets it up and is named by the project is loaded now. If both are named, it is
    the first of them: ``myst_nb`` can be loaded after ``myst_parser``, not before it.
    """
    named = [name for name in app.config.extensions if name in {"myst_nb", "myst_parser"}]
    if named:
        app.setup_extension(named[0])
    elif not {"myst_nb", "myst_parser"} & app.extensions.keys():
        set_up_myst_alone(app)


def read_mdx(app: Sphinx, config: Config) -> None:
    """Read ``.mdx``, unless another extension does (``config-inited``)."""
    if ".mdx" not in app.registry.source_suffix:
        app.add_source_suffix(".mdx", "mdx")
    if "mdx" not in app.registry.get_source_parsers():
        app.add_source_parser(MdxParser)


def read_markdown(app: Sphinx, config: Config) -> None:
    """Read ``.md`` and ``.markdown``, unless another extension does (``config-inited``)."""
    if reader := markdown_reader(app, config):
        parser, suffixes = reader
        app.add_source_parser(parser, override=True)
        for suffix in suffixes:
            app.add_source_suffix(suffix, "markdown")
