"""The words on each page of a PDF as Chromium prints it, and the shapes that tell black from grey: enough of the
format to read them back, and no more."""

import re
import unicodedata
import zlib


def objects(data: bytes) -> dict[int, bytes]:
    return {int(m[1]): m[2] for m in re.finditer(rb"(\d+) 0 obj\n(.*?)\nendobj", data, re.DOTALL)}


def stream(pdf_object: bytes) -> bytes:
    match = re.search(rb"stream\r?\n(.*)\nendstream", pdf_object, re.DOTALL)
    if match is None:
        return b""
    return zlib.decompress(match[1]) if b"/FlateDecode" in pdf_object[: match.start()] else match[1]


def letters(cmap: bytes) -> dict[int, str]:
    """What each glyph of a font stands for."""
    glyphs = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for glyph, text in re.findall(rb"<(\w+)>\s*<(\w+)>", block):
            glyphs[int(glyph, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for n in range(int(last, 16) - int(first, 16) + 1):
                glyphs[int(first, 16) + n] = chr(int(text, 16) + n)
    return glyphs


def pages(data: bytes) -> list[str]:
    """The words of each page that has any, in their order."""
    return [decode_text(text, fonts) for text, fonts in texts(data)]


def texts(data: bytes) -> list[tuple[bytes, dict[bytes, dict[int, str]]]]:
    """What is drawn on each page that has words, and the fonts that it may use."""
    pdf_objects = objects(data)
    fonts = {}
    for name, key in re.findall(rb"/(F\d+) (\d+) 0 R", data):
        cmap = re.search(rb"/ToUnicode (\d+) 0 R", pdf_objects.get(int(key), b""))
        fonts[name] = letters(stream(pdf_objects[int(cmap[1])])) if cmap else {}
    streams = [stream(pdf_object) for pdf_object in pdf_objects.values() if b"/ToUnicode" not in pdf_object]
    return [(text, fonts) for text in streams if b" Tf\n" in text]


# How the path of an icon begins
SHAPES = {b"1 1 m\n15 1 l": "bar", b"8 15 m\n8 9 l": "fork", b"6 6.4000001 m": "question"}
DRAWN = re.compile(
    rb"\n(q)\n|\n(Q)(?=\n)|([\d.]+) ([\d.]+) ([\d.]+) rg|\nBT\n(.*?)\nET|\n(" + b"|".join(SHAPES) + b")", re.DOTALL
)


def drawn(data: bytes) -> list[tuple[str, float]]:
    """What stands on all pages, in its order: words or a shape, each with how light it is on grey paper, 0 to 1."""
    pieces = []
    for text, fonts in texts(data):
        light, saved_lights = 0.0, []
        for begin, end, red, green, blue, text_operators, shape in DRAWN.findall(b"\n" + text):
            if begin:
                saved_lights.append(light)
            elif end:
                light = saved_lights.pop() if saved_lights else 0.0
            elif red:
                light = 0.299 * float(red) + 0.587 * float(green) + 0.114 * float(blue)
            else:
                pieces.append((SHAPES[shape] if shape else decode_text(text_operators + b"\nET", fonts), light))
    return pieces


def decode_text(text: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    decoded, font = "", {}
    for name, encoded, end in re.findall(rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>|\b(ET)\b", text):
        if name:
            font = fonts[name]
        for start in range(0, len(encoded), 4):
            decoded += font.get(int(encoded[start : start + 4], 16), "?")
        decoded += " " if end else ""
    return " ".join(unicodedata.normalize("NFKC", decoded).split())  # a ligature is the letters that it joins
