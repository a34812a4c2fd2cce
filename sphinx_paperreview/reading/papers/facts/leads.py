"""What the first lines below a heading say: the papers that they name, facts, and their blocks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_paperreview.nodes import paper_facts

if TYPE_CHECKING:
    from docutils.nodes import Element

    from sphinx_paperreview.core.model import PaperId

#: Most blocks below a heading that are looked at.
MAX_BLOCKS = 40
#: Blocks below the heading of a section that may say which paper it reviews, and facts of it.
BELOW = 3
#: Blocks that say nothing about a paper.
NO_TEXT = (
    nodes.comment, nodes.target, nodes.system_message, nodes.image, nodes.transition,
    nodes.literal_block, nodes.math_block, nodes.raw, nodes.footnote, nodes.meta, paper_facts,
    nodes.substitution_definition, nodes.docinfo, nodes.decoration,
)  # fmt: skip
#: How clearly a line says which paper is meant.
LABELLED, ALONE, FIRST, PROSE = 3, 2, 1, 0


@dataclass(slots=True)
class Named:
    """A paper that a line names."""

    identifier: PaperId
    url: str
    #: :data:`LABELLED` and so on.
    strength: int
    #: The text of the link if that is no label: the title, as a rule.
    title: str
    block: Element
    #: Whether the word beside the address says that it is the paper ("논문", "arXiv").
    is_said: bool = False
    #: The words of the whole line.
    line: str = ""
    #: Whether it is an identifier that is written out: no link, and no address.
    is_written: bool = False
    #: The words beside a link that no label is before: a title, in a list of papers.
    beside: str = ""
    #: Whether a sentence says that the paper is there: "the paper is available [here](…)".
    is_pointed_at: bool = False


@dataclass(slots=True)
class Lead:
    """What the first lines below a heading say."""

    papers: list[Named] = field(default_factory=list)
    #: Fields of a :class:`~sphinx_paperreview.core.model.Paper`, and ``title``.
    facts: dict[str, Any] = field(default_factory=dict)
    #: The blocks that have facts and nothing else.
    blocks: list[Element] = field(default_factory=list)
    #: The blocks in which papers are still to be read.
    tasks: list[Element] = field(default_factory=list)
    #: Whether the first block that is text names a paper.
    is_first: bool = False
    #: Whether the label before the title says that it is a paper's: "논문 제목".
    says_paper: bool = False

    def best(self) -> Named | None:
        """Return the paper that the lines are about: the first of those named most clearly."""
        said = [each for each in self.papers if each.is_said and each.strength == LABELLED]
        # Of several addresses of one paper, the preprint's is the one that most others have.
        said.sort(
            key=lambda each: (each.identifier.scheme != "arxiv", each.identifier.scheme == "url")
        )
        return next(iter(said), None) or max(
            self.papers,
            key=lambda each: (each.strength, each.identifier.scheme == "arxiv"),
            default=None,
        )


def lead_blocks(parent: Element, most: int = MAX_BLOCKS) -> list[Element]:
    """Return the first blocks of text in *parent*, before the first section in it."""
    found: list[Element] = []
    for child in parent.children:
        if isinstance(child, nodes.section):
            break
        if isinstance(child, (nodes.title, *NO_TEXT)) or not isinstance(child, nodes.Element):
            continue
        if "pr-subtitle" in child["classes"] or "pr-content-title" in child["classes"]:
            continue
        found.append(child)
        if len(found) == most:
            break
    return found


def may_name(blocks: list[Element]) -> bool:
    """Return whether *blocks* have a link, or text that has an address."""
    for block in blocks:
        if next(iter(block.findall(nodes.reference)), None) is not None:
            return True
        text = block.astext()
        if "://" in text or "arxiv" in text[:2000].lower():
            return True
    return False
