"""The synonyms that a new PolicyHub begins with: our own list, English and German."""

from . import starter_german, starter_service, starter_work


def lines(text: str) -> list[str]:
    """The groups of a list, a group a line, without its headings."""
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


# (language, words separated by commas), as rows of lookup.Synonym
STARTER: list[tuple[str, str]] = [
    *(("en", line) for line in lines(starter_service.GROUPS) + lines(starter_work.GROUPS)),
    *(("de", line) for line in lines(starter_german.GROUPS)),
]
