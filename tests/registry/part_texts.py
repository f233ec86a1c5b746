"""What somebody writes into each part of a rule: by kind, by flexibility, and what all rules have."""

BLACK = {
    "reasons": {"reasons-0-basis": "safety", "reasons-0-text": "The water is shallow."},
    "benefits": {"benefits-0-text": "Everybody goes home well."},
    "enforcement": {"effect": "adds"},
}
GREY = {
    "situations": {
        "situations-0-text": "there is a receipt",
        "situations-0-options-0-text": "Exchange it",
        "situations-0-options-0-limit_words": "once",
        "situations-0-options-1-text": "Gift card",
        "situations-0-options-1-limit_amount": "40",
    },
    "lines": {"lines-0-side": "never", "lines-0-text": "Cash over forty pounds"},
}
SAY = {
    "say": {"say_it": "I see why you ask. Here is what we can do.", "instead": "A gift card", "next_time": "Keep it"}
}
KINDS = {
    "procedure": {
        "start": {"trigger": "Somebody has lost a key"},
        "steps": {"steps-0-text": "Ask what is inside", "steps-0-firmness": "must", "steps-0-basis": "security"},
        "checklist": {"checklist-0-text": "Key back in the box"},
    },
    "standard": {
        "target": {"target": "An answer within one working day"},
        "measures": {"measures-0-criterion": "Hours until the answer", "measures-0-target": "24"},
        "missed": {"may_be_missed": "On the day of a swim meet", "when_missed": "We call back"},
    },
    "policy": {
        "principle": {"principle": "Nobody pays for our mistake."},
        "alternatives": {"alternatives-0-text": "Take everything back", "alternatives-0-why_not": "Too dear"},
    },
}
MORE = {"text": {"body": "More words."}, "customers": {"customer_text": "We help."}}


def by_part(kind: str, flexibility: str) -> dict[str, dict[str, str]]:
    """What to put into the fields of each part, from top to bottom."""
    return {**KINDS[kind], **{"black": BLACK, "grey": GREY}[flexibility], **SAY, **MORE}


def on_the_card(kind: str, flexibility: str) -> dict[str, str]:
    """What of it staff read on the card, by field."""
    ends = ("text", "trigger", "target", "principle", "criterion", "missed")
    parts = {**KINDS[kind], **{"black": BLACK, "grey": GREY}[flexibility]}
    return {name: text for fields in parts.values() for name, text in fields.items() if name.endswith(ends)}
