"""Word files become Markdown: headings, lists, tables, emphasis, links, footnotes; no pictures, nothing that acts."""

import io
import re
from pathlib import Path
from typing import Any

import mammoth
import nh3
from markdownify import MarkdownConverter

from .packages import Refused, no_declarations, opened

STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Titel'] => h1:fresh
p[style-name='List Bullet 2'] => ul|ol > li > ul > li:fresh
p[style-name='List Bullet 3'] => ul|ol > li > ul|ol > li > ul > li:fresh
p[style-name='List Number 2'] => ul|ol > li > ol > li:fresh
p[style-name='List Number 3'] => ul|ol > li > ul|ol > li > ol > li:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
"""
TAGS = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "table", "thead", "tbody", "tr", "td", "th"}
TAGS |= {"strong", "em", "a", "br", "blockquote", "sup", "code", "pre"}
SCHEMES = {"http", "https", "mailto"}


Base: Any = MarkdownConverter  # its methods are found by name


class Converter(Base):  # type: ignore[misc]
    """Footnotes as numbers in brackets; a table's first row is its head; cells hold one line."""

    def convert_sup(self, el: Any, text: str, *args: Any, **kwargs: Any) -> str:
        return text

    def convert_a(self, el: Any, text: str, *args: Any, **kwargs: Any) -> str:
        if not el.get("href"):
            return text
        return str(super().convert_a(el, text, *args, **kwargs))

    def convert_td(self, el: Any, text: str, *args: Any, **kwargs: Any) -> str:
        return str(super().convert_td(el, in_one_line(text), *args, **kwargs))

    def convert_th(self, el: Any, text: str, *args: Any, **kwargs: Any) -> str:
        return str(super().convert_th(el, in_one_line(text), *args, **kwargs))


def in_one_line(cell: str) -> str:
    return " ".join(re.sub(r"(?<!\\)\|", r"\\|", cell).split())


def markdown(path: Path) -> str:
    """The text of a .docx file as Markdown."""
    with opened(path, "a Word file") as package:
        names = set(package.namelist())
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise Refused("holds macros. Save it as .docx without them")
        if not {"[Content_Types].xml", "word/document.xml"} <= names:
            raise Refused("is not a Word file, whatever its name says")
        no_declarations(package)
    try:
        found = mammoth.convert_to_html(
            io.BytesIO(path.read_bytes()), style_map=STYLES, convert_image=mammoth.images.img_element(lambda image: {})
        )
    except Refused:  # the clock's
        raise
    except Exception:
        raise Refused("is damaged, or no Word file that can be read. Open it in Word and save it once more") from None
    return from_html(found.value)


def from_html(html: str) -> str:
    """Markdown of what is harmless in ``html``."""
    html = re.sub(r'<a href="#[^"]*"[^>]*>↑</a>', "", html)  # the way back from a footnote
    html = re.sub(r'<a href="#[^"]*"[^>]*>(\[\d+\])</a>', r"\1", html)
    clean = nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel=None)
    text = Converter(heading_style="ATX", bullets="-", table_infer_header=True, escape_misc=False).convert(clean)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+$", "", text, flags=re.M)).strip()
