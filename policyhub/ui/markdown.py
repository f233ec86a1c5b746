"""Markdown to HTML that is safe to show."""

import re
from functools import cache
from typing import TYPE_CHECKING

import nh3
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"*": set[str](), "ol": {"start"}, "a": {"href"}}  # "*": without it, nh3 allows title and lang
SCHEMES = {"http", "https", "mailto", "tel"}


@cache
def parser() -> "MarkdownIt":
    """CommonMark with tables; raw HTML is shown as typed."""
    from markdown_it import MarkdownIt  # slow to load, and kept cards need it seldom

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")


def render(text: str) -> SafeString:
    """``text`` as HTML. Headings begin at level 2, since a page has one heading above them."""
    html = parser().render(text)
    html = re.sub(r"<(/?)h([1-5])>", lambda m: f"<{m[1]}h{int(m[2]) + 1}>", html)
    clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES)
    return mark_safe(
        clean.replace("<table>", '<div class="wide" tabindex="0"><table>').replace("</table>", "</table></div>")
    )
