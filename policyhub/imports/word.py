"""Word files become Markdown: headings, lists, tables, emphasis, links, footnotes; no pictures, nothing that acts."""

import re
import zipfile
from pathlib import Path
from typing import Any

import mammoth
import nh3
from markdownify import MarkdownConverter

from . import word_parts
from .packages import TOO_MUCH, PackageRefused, open_package, refuse_declarations

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
TAGS |= {"strong", "em", "s", "a", "br", "blockquote", "sup", "code", "pre"}
SPANS = {"colspan", "rowspan"}
SCHEMES, MOST_COLUMNS = {"http", "https", "mailto"}, 100


Base: Any = MarkdownConverter  # its methods are found by name


class WordConverter(Base):  # type: ignore[misc]
    """Footnotes as numbers in brackets; a table's first row is its head; cells hold one line, and what is merged in
    Word is one cell with empty ones beside or below it."""

    def convert_soup(self, soup: Any) -> str:
        for steps in soup.find_all("ol"):
            if number := word_parts.NUMBER.match(steps.get_text().lstrip()):
                steps["start"] = number[1]
        for table in soup.find_all("table"):
            fill_below(soup, table)
        return word_parts.NUMBER.sub("", super().convert_soup(soup))

    def convert_p(self, el: Any, text: str, *args: Any, **kwargs: Any) -> str:
        return str(super().convert_p(el, re.sub(r"^(\s*)(#{1,6}\s)", r"\1\\\2", text), *args, **kwargs))

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


def fill_below(soup: Any, table: Any) -> None:
    """An empty cell in each row into which a cell above reaches."""
    rows_left: dict[int, int] = {}  # the column, and into how many rows more
    for row in table.find_all("tr"):
        column = 0
        for cell in [*row.find_all(["td", "th"], recursive=False), None]:
            while rows_left.get(column):
                row.append(soup.new_tag("td")) if cell is None else cell.insert_before(soup.new_tag("td"))
                rows_left[column] -= 1
                column += 1
            if cell is not None:
                across = range(column, column + min(int(cell.get("colspan", 1)), MOST_COLUMNS))
                rows_left.update(dict.fromkeys(across, int(cell.get("rowspan", 1)) - 1))
                column = across.stop


def in_one_line(cell: str) -> str:
    return " ".join(re.sub(r"(?<!\\)\|", r"\\|", cell).split())


def markdown(path: Path) -> str:
    """The text of a .docx file as Markdown."""
    with open_package(path, "a Word file") as package:
        names = set(package.namelist())
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise PackageRefused("contains macros. Save it as .docx without them")
        if "[Content_Types].xml" not in names or not any(map(word_parts.MAIN.fullmatch, names)):
            raise PackageRefused("isn't really a Word file")
        refuse_declarations(package)
        try:
            return from_html(html_of(package))
        except PackageRefused:  # the clock's
            raise
        except MemoryError:
            raise PackageRefused(TOO_MUCH) from None
        except RecursionError:
            raise PackageRefused("is too complex to read. Copy its text into a new file") from None
        except Exception:
            raise PackageRefused("is damaged or can't be read. Open it in Word and save it again") from None


def html_of(package: zipfile.ZipFile) -> str:
    pictures = mammoth.images.img_element(lambda image: {})
    return str(
        mammoth.convert_to_html(word_parts.prepare_package(package), style_map=STYLES, convert_image=pictures).value
    )


def from_html(html: str) -> str:
    """Markdown of what is harmless in ``html``."""
    html = re.sub(r'<a href="#[^"]*"[^>]*>↑</a>', "", html)  # the way back from a footnote
    html = re.sub(r'<a href="#[^"]*"[^>]*>(\[\d+\])</a>', r"\1", html)
    attributes = {"a": {"href"}, "td": SPANS, "th": SPANS}
    clean = nh3.clean(html, tags=TAGS, attributes=attributes, url_schemes=SCHEMES, link_rel=None)
    text = WordConverter(heading_style="ATX", bullets="-", table_infer_header=True, escape_misc=False).convert(clean)
    text = re.sub(r"[ \t]+$(?!\n[ \t]*\S)", "", text, flags=re.M)  # before a next line, two spaces break it
    return re.sub(r"\n{3,}", "\n\n", text).strip()
