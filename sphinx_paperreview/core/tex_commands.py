"""Commands of TeX by which a formula would read or write files, or run programs."""

from __future__ import annotations

from sphinx_paperreview.core.patterns import pattern

#: Commands that read or write files, run programs or change how TeX reads, also as environments.
FILE_COMMANDS = frozenset(
    {"BVerbatimInput", "DeclareGraphicsRule", "IfFileExists", "InputIfFileExists", "LVerbatimInput",
     "RequirePackage", "ShellEscape", "VerbatimInput", "XeTeXpdffile", "XeTeXpicfile", "attachfile",
     "catcode", "closein", "closeout", "directlua", "embedfile", "everyjob", "filecontents",
     "filedump", "filemoddate", "filesize", "font", "graphicspath", "immediate", "include",
     "includegraphics", "includepdf", "includesvg", "input", "latelua", "lstinputlisting",
     "luadirect", "luaexec", "mdfivesum", "newread", "newwrite", "openin", "openout", "pdffiledump",
     "pdffilemoddate", "pdffilesize", "pdfliteral", "pdfmdfivesum", "pdfobj", "pdfximage",
     "pgfimage", "read", "readline", "scantokens", "shipout", "special", "sphinxincludegraphics",
     "usepackage", "verbatiminput", "write",
     # What makes a command of a name, or names with other characters.
     "ExpandArgs", "ExplSyntaxOn", "UseName", "csdef", "csname", "csuse", "letcs", "makeatletter"}
)  # fmt: skip
#: A command, and the environment of ``\\begin`` and ``\\end``; else a backslash and its character.
_COMMAND = pattern(
    r"\\(?:(?P<environment>begin|end)(?![A-Za-z])(?:\s*\{\s*(?P<name>[A-Za-z]+)\*?\s*\})?"
    r"|(?P<command>[A-Za-z]+)|[^A-Za-z])"
)


def file_command(tex: str) -> str:
    r"""Return the first command of *tex* by which TeX would leave the formula; empty if none.

    ``\begin{x}`` runs the command ``\x``, whose name may be made by other commands. ``^^`` stands
    for any character.
    """
    for found in _COMMAND.finditer(tex):
        is_unclear = found["environment"] and not found["name"]
        if is_unclear or (found["name"] or found["command"]) in FILE_COMMANDS:
            return found[0]
    return "^^" if "^^" in tex else ""
