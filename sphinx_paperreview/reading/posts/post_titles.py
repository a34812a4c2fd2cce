"""Read-time transform: a post that MyST or docutils has read gets one title over its sections.

Our own parser gives a document its title itself (:mod:`~sphinx_paperreview.mdx.render.titles`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.parsers import RSTParser
from sphinx.transforms import SphinxTransform

from sphinx_paperreview._compat import app_of
from sphinx_paperreview.core.metadata.values import as_text
from sphinx_paperreview.mdx.language import Language, noted_language
from sphinx_paperreview.mdx.parser import parser_of
from sphinx_paperreview.mdx.render.titles import title_of_file
from sphinx_paperreview.nodes import post_header
from sphinx_paperreview.reading.posts.posts import data_of, is_post, translated

if TYPE_CHECKING:
    from docutils.nodes import Element, Node

#: Nodes that show nothing before a title.
_INVISIBLE = (
    nodes.Invisible, nodes.docinfo, nodes.field_list, nodes.meta, nodes.system_message, post_header,
)  # fmt: skip
#: Nodes at the end of a document that belong to no section.
_BEHIND = (*_INVISIBLE, nodes.footnote, nodes.citation, nodes.transition)


class PostTitle(SphinxTransform):
    """Put a post into one section, whose title is that of the page.

    It is the front matter's, else the first heading, else the file's name. A post that is one
    section stays as it is where the project has set up MyST. MyST-NB's documents stay as well.
    """

    # After docinfo (340), the targets of sections (260) and MyST's footnotes (623), which stand
    # beside the sections; before PaperSections (700), which looks for papers in sections.
    default_priority = 695

    def apply(self, **kwargs: Any) -> None:
        """Find or make the title, and put everything below it."""
        path = self.env.doc2path(self.env.docname)
        parser: Any = parser_of(app_of(self.env), path)
        is_myst = noted_language(self.env) is Language.MYST
        if not (is_myst or parser in {MystParser, RSTParser}) or not is_post(
            self.env, self.document
        ):
            return
        title = as_text(data_of(self.env, self.document).get("title")) or ""
        title = " ".join(translated(self.env, "title", title).split())
        sections = [node for node in self.document.children if isinstance(node, nodes.section)]
        if len(sections) == 1 and self._is_whole(sections[0]):
            if parser is not MystParser and title and _text(sections[0]) != title:
                self._rename(sections[0], title)
            return
        first = sections[0] if sections else None
        if first is not None and (_text(first) == title if title else self._may_be_title(sections)):
            self._fill(first)
        else:
            self._fill(self._new_section(title or title_of_file(self.env.docname)))

    def _is_whole(self, section: nodes.section) -> bool:
        at = self.document.index(section)
        before, after = self.document.children[:at], self.document.children[at + 1 :]
        return all(isinstance(node, _INVISIBLE) for node in before) and all(
            isinstance(node, _BEHIND) for node in after
        )

    def _may_be_title(self, sections: list[nodes.section]) -> bool:
        """Return whether the first section may hold the others: the first of papers may not."""
        title = sections[0].next_node(nodes.title)
        return len(sections) == 1 or title is None or title.next_node(nodes.reference) is None

    def _rename(self, section: nodes.section, title: str) -> None:
        """Give *section* another title; the old one stays for searches, hidden as in Docusaurus."""
        old: Element = section[0]  # type: ignore[assignment]  # a section begins with its title
        if old.next_node(nodes.reference) is not None:  # a paper, which stays one
            self._fill(self._new_section(title))
            return
        words = nodes.paragraph("", "", *old.children, classes=["pr-content-title"])
        words["classes"].append("visually-hidden")
        words.source, words.line = old.source, old.line
        old.children = []
        old += nodes.Text(title)
        section.insert(1, words)

    def _new_section(self, title: str) -> nodes.section:
        section = nodes.section("", nodes.title(title, title))
        for node in (section, section[0]):
            node.source, node.line = self.document["source"], 1
        section["names"].append(nodes.fully_normalize_name(title))
        self.document.note_implicit_target(section, section)
        return section

    def _fill(self, outer: nodes.section) -> None:
        """Move what the document shows into *outer*, in its order, below the title."""
        children = self.document.children
        heads: list[Node] = []
        while children and isinstance(children[0], _INVISIBLE):
            heads.append(children.pop(0))
        at = next((at for at, node in enumerate(children) if node is outer), 0)
        before = children[:at]
        after = [node for node in children[at:] if node is not outer]
        self.document.children = []
        self.document.extend([*heads, outer])
        for node in reversed(before):
            outer.insert(1, node)
        outer.extend(after)


def _text(section: nodes.section) -> str:
    return " ".join(section[0].astext().split()) if section.children else ""
