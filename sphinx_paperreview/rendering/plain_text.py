"""What text and man pages would say twice, of addresses that they do not have, or run."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.locale import _ as words_of_sphinx

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.domain.scope import PageTransform
from sphinx_paperreview.nodes import replace_nodes

#: How many letters a word may have where it is divided into lines.
LONGEST_WORD = 1_000
_LONG_WORD = pattern(rf"\S{{{LONGEST_WORD}}}")


class ImagesOnce(PageTransform):
    """Name each image once.

    Sphinx's writers of text and man pages write ``[image]`` after ``[image: its words]``. Can go
    when they write one of the two.
    """

    builders = ("text", "man")
    # After all that makes or removes images.
    default_priority = 950

    def run(self, **kwargs: Any) -> None:
        """Replace the images of the document by their words."""
        replace_nodes([(image, _words(image)) for image in [*self.document.findall(nodes.image)]])


def _words(image: nodes.image) -> nodes.Node:
    words = image.get("alt", "").strip()
    named = nodes.inline(
        "", (words_of_sphinx("[image: %s]") % words) if words else words_of_sphinx("[image]")
    )
    is_inline = isinstance(image.parent, nodes.TextElement)
    return named if is_inline else nodes.paragraph("", "", named)


class LongWords(PageTransform):
    """Divide words that are many lines long.

    Sphinx's writer of text divides a word by lines, and measures all that is left of it for each.
    Can go when it measures a line of it.
    """

    builders = ("text",)
    # After all that makes texts.
    default_priority = 960

    def run(self, **kwargs: Any) -> None:
        """Put a blank behind each 1,000 letters of a word, but not in code."""
        begun = 0  # the letters of a word that may go on in the next text
        for text in [*self.document.findall(nodes.Text)]:
            plain = text.astext()  # without the blanks of ``\\ ``, which divide nothing
            if not plain or isinstance(text.parent, nodes.FixedTextElement):
                continue
            made = _LONG_WORD.sub(r"\g<0> ", plain)
            words = made.split(maxsplit=1)
            if begun and words and not made[0].isspace() and begun + len(words[0]) > LONGEST_WORD:
                made = f" {made}"
            if made != plain:
                text.parent.replace(text, nodes.Text(made))
            is_whole = len(words) == 1 and words[0] == made
            last = "" if made[-1:].isspace() else made.rsplit(maxsplit=1)[-1:]
            begun = (begun if is_whole else 0) + len("".join(last))


class LinksInManPages(PageTransform):
    """Show links within the man page as their words.

    docutils 0.22 writes the address of each link after its words: here ``<>`` or ``<#id>``. Can go
    when it, or Sphinx, leaves these addresses out.
    """

    builders = ("man",)
    # After all that makes links.
    default_priority = 950

    def run(self, **kwargs: Any) -> None:
        """Replace the links that have no address of the web."""
        links = [*self.document.findall(nodes.reference)]
        replace_nodes(
            (link, nodes.inline("", "", *link.children))
            for link in links
            if "refuri" in link and ":" not in link["refuri"].partition("#")[0]
        )


class AddressesInManPages(PageTransform):
    """Let no address be an escape of roff.

    docutils and Sphinx write addresses as they are, Sphinx between apostrophes (in the escape ``X``
    for terminals). Can go when both escape them.
    """

    builders = ("man",)
    # After all that makes links.
    default_priority = 955

    def run(self, **kwargs: Any) -> None:
        """Write backslashes and apostrophes of addresses in percent-encoding."""
        for link in [*self.document.findall(nodes.reference)]:
            written = str(link.get("refuri", ""))
            address = written.replace("\\", "%5C").replace("'", "%27")
            if address == written:
                continue
            if link.astext() in {written, written.removeprefix("mailto:")}:
                # docutils writes the words instead of the address if they are the same.
                link[:] = [nodes.Text(address.removeprefix("mailto:"))]
            link["refuri"] = address


class WordsInManPages(PageTransform):
    """Let no words of a document be a request of roff (``.so``) or an escape of it.

    docutils guards the beginning of a text and the lines of a literal block, but not later lines
    of other texts, as of formulas; Sphinx writes the headings of sections as they are.
    """

    builders = ("man",)
    # After all that makes texts.
    default_priority = 960

    def run(self, **kwargs: Any) -> None:
        """Indent lines that begin with a period, and replace backslashes in headings."""
        for text in [*self.document.findall(nodes.Text)]:
            parent = text.parent
            made = str(text)
            if not isinstance(parent, (nodes.literal_block, nodes.doctest_block)):
                made = made.replace("\n.", "\n .")
            if _is_in_heading(parent):
                # Every other spelling of a backslash is lost when the heading becomes upper case.
                made = " ".join(made.replace("\\", "\N{FULLWIDTH REVERSE SOLIDUS}").split("\n"))
            if not text.astext():
                parent.remove(text)  # docutils' writer looks for the last letter of what it wrote
            elif made != text:
                parent.replace(text, nodes.Text(made))


def _is_in_heading(node: nodes.Node | None) -> bool:
    while isinstance(node, nodes.TextElement):
        if isinstance(node, nodes.title):
            return True
        node = node.parent
    return False
