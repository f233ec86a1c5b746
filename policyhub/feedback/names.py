"""Words in a text that look like a customer: their name, their address, their number."""

import re

CAUGHT = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # an e-mail address
    r"|(?<![\w£$€])\+?\d(?:[ /().-]{0,3}\d){6,}(?!\w)"  # a number of seven digits or more: a phone, a card
    r"|\b(?:Mr|Mrs|Ms|Miss|Herrn?|Frau)\.? +[A-ZÄÖÜ][\w'’-]+"
)


def caught(text: str) -> list[str]:
    """What in ``text`` looks like a customer's name, address or number, in its order, each once."""
    return list(dict.fromkeys(found.group() for found in CAUGHT.finditer(text)))
