"""The terms that mean the same, as search takes them."""

from .word_groups import all_groups


def groups() -> list[tuple[str, tuple[str, ...]]]:
    """(language, terms) of every group in use; "" is any language."""
    return [(group.language, group.terms) for group in all_groups() if group.active]
