"""Short ways to tell a rule of the example. Each gives what the builder takes: values, rows, owner, team."""

from typing import Any

POOL, DESK = "Pool", "Front desk and shop"
TEAMS = {"petra": POOL, "ana": DESK, "ada": DESK}
Told = dict[str, Any]


def rule(kind: str, title: str, statement: str, owner: str, **more: Any) -> Told:
    """A rule nobody has decided about yet."""
    told: Told = {"kind": kind, "title": title, "statement": statement, "owner": owner, "team": TEAMS[owner]}
    return told | {"flexibility": "undecided", "rationale": ""} | more


def black(
    kind: str, title: str, statement: str, owner: str, why: str, because: str, helps: str, say: str, **more: Any
) -> Told:
    """``because``: "basis: words"; ``helps``: how it serves the customer, lines apart; ``say``: to the customer."""
    basis, words = because.split(": ", 1)
    rows = {"reasons": [{"basis": basis, "text": words}], "benefits": [{"text": line} for line in helps.split(" / ")]}
    seen = {"flexibility": "black", "rationale": why, "say_it": say, "effect": "adds"}
    return rule(kind, title, statement, owner, **seen, **rows) | more


def grey(
    kind: str, title: str, statement: str, owner: str, why: str, *situations: Told, lines: str, **more: Any
) -> Told:
    """``lines``: "never: words" or "always: words", apart by " / "."""
    sides = [line.split(": ", 1) for line in lines.split(" / ")]
    rows = {"situations": list(situations), "lines": [{"side": side, "text": text} for side, text in sides]}
    return rule(kind, title, statement, owner, flexibility="grey", rationale=why, **rows) | more


def when(text: str, *options: Told) -> Told:
    return {"text": text, "options": list(options)}


def may(text: str, limit: str, who: str = "anyone", say: str = "", credit: str = "") -> Told:
    """``limit``: an amount in pounds if it is a number, else words. ``who``: anyone, lead, manager, or a name."""
    amount = limit if limit.replace(".", "").isdigit() else None
    known = who in {"anyone", "lead", "manager"}
    told: Told = {"text": text, "say_it": say, "credited_to": credit, "grantor": who if known else "named"}
    told |= {"grantor_name": "" if known else who, "limit_words": "" if amount else limit}
    return told | ({"limit_amount": amount} if amount else {})


def steps(trigger: str, *told: str) -> Told:
    """A procedure's part. A step that must be done just so begins with its basis: "safety! Blow the whistle."."""
    rows = []
    for step in told:
        basis, firm, text = step.partition("! ")
        firm = firm if basis in {"safety", "security", "privacy", "law", "integrity"} else ""
        rows.append(
            {"text": text, "firmness": "must", "basis": basis} if firm else {"text": step, "firmness": "adapt"}
        )
    return {"part": {"trigger": trigger}, "steps": rows}


def target(headline: str, missed: str, then: str, *measures: tuple[str, str, str, str]) -> Told:
    """A standard's part; each measure: what we look at, what it should be, in what, and how it is checked."""
    names = ("criterion", "target", "unit", "how_checked")
    rows = [dict(zip(names, measure, strict=True)) for measure in measures]
    return {"part": {"target": headline, "may_be_missed": missed, "when_missed": then}, "measures": rows}
