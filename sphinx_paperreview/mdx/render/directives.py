"""MyST's directives and roles; one that does not exist, or that fails, is shown as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.parsers.rst import directives, roles
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from sphinx.errors import SphinxError

from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from docutils.nodes import Element
    from markdown_it.tree import SyntaxTreeNode

    from sphinx_paperreview.mdx.render.base import BaseRenderer


#: Extensions that bring roles of Jupyter Book, by the first part of the name of the role.
_EXTENSIONS = {
    "cite": "sphinxcontrib.bibtex", "footcite": "sphinxcontrib.bibtex", "glue": "myst_nb",
    "eval": "myst_nb", "prf": "sphinx_proof", "tippy": "sphinx_tippy",
}  # fmt: skip


def _has_domain(renderer: BaseRenderer, name: str) -> bool:
    """Return whether the domain that *name* begins with exists, if it begins with one.

    Sphinx warns of a name without, and says no place. ``external+…:`` is of intersphinx.
    """
    domain, colon, _name = name.lower().partition(":")
    is_external = domain.partition("+")[0] == "external"
    return not colon or is_external or domain in renderer.sphinx_env.domains


def has_directive(renderer: BaseRenderer, name: str) -> bool:
    """Return whether a directive of this name is registered."""
    if not _has_domain(renderer, name):
        return False
    found, _ = directives.directive(name, renderer.language_module_rst, renderer.document)
    return found is not None


def run_directive(
    renderer: BaseRenderer,
    name: str,
    first_line: str,
    content: str,
    position: int,
    additional_options: dict[str, str] | None = None,
    **kwargs: Any,  # ``block_text`` from MyST 5.2 on
) -> list[Element]:
    """Run a directive; show its source if it does not exist or fails, and warn (``MDX_REFUSED``).

    Errors of Sphinx itself (:exc:`~sphinx.errors.SphinxError`) are raised.
    """
    message = f"there is no directive “{name}”; its text is shown as it stands"
    if has_directive(renderer, name):
        try:
            return SphinxRenderer.run_directive(
                renderer, name, first_line, content, position, additional_options, **kwargs
            )
        except SphinxError:
            raise
        except Exception as error:  # noqa: BLE001  # a directive of others may raise anything
            message = (
                f"the directive “{name}” failed ({type(error).__name__}: {error}); "
                "its text is shown as it stands"
            )
    text = f"{{{name}}} {first_line}".rstrip() + "\n" + content
    block = nodes.literal_block(text, text, language="none")
    block.source, block.line = renderer.source, position
    location = renderer.location(position)
    warn(WarningKind.MDX_REFUSED, "%s", message, location=location, refused=False)
    return [block]


def render_role(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Run a role; show its source if it does not exist, and warn (``MDX_EXPRESSION``).

    In Markdown that is text, without a warning; a role of Jupyter Book is named once
    (``MDX_DIALECT``), and only its words are shown.
    """
    name = token.meta["name"]
    line = renderer.line_of(token)
    role = None
    if _has_domain(renderer, name):
        role, _ = roles.role(name, renderer.language_module_rst, line, renderer.reporter)
    if role is not None:
        SphinxRenderer.render_myst_role(renderer, token)
        return
    extension = _EXTENSIONS.get(name.partition(":")[0])
    if renderer.is_markdown and extension is not None:
        renderer.current_node.append(nodes.literal(token.content, token.content))
        message = f"there is no role {{{name}}} here; load {extension}, or write what it shows"
        renderer.warn_once(f"role {name}", WarningKind.MDX_DIALECT, message, token)
        return
    renderer.current_node.append(nodes.Text(f"{{{name}}}"))
    renderer.current_node.append(nodes.literal(token.content, token.content))
    if renderer.is_markdown:
        return
    message = f"there is no role “{name}”; write \\{{ for a brace"
    renderer.warn(WarningKind.MDX_EXPRESSION, message, token)


def render_citation(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Run the role of sphinxcontrib-bibtex for ``(@key)``; without that extension show the text."""
    if "cite" in renderer.sphinx_env.domains:
        SphinxRenderer.render_myst_role(renderer, token)
    else:
        renderer.current_node.append(nodes.Text(f"(@{token.content})"))
