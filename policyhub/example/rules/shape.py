"""Short ways to write the example's rules. Each returns a spec for ``build``: values, rows, owner, team."""

from typing import Any

POOL, DESK = "Pool", "Front desk and shop"
TEAMS = {"petra": POOL, "ana": DESK, "ada": DESK}
RuleSpec = dict[str, Any]


def rule(kind: str, title: str, statement: str, owner: str, **extra: Any) -> RuleSpec:
    """A rule nobody has decided about yet."""
    spec: RuleSpec = {"kind": kind, "title": title, "statement": statement, "owner": owner, "team": TEAMS[owner]}
    return spec | {"flexibility": "undecided", "rationale": ""} | extra


def black(
    kind: str, title: str, statement: str, owner: str, why: str, because: str, helps: str, say: str, **extra: Any
) -> RuleSpec:
    """``because``: "basis: words"; ``helps``: how it serves the customer, lines apart; ``say``: to the customer."""
    basis, reason = because.split(": ", 1)
    rows = {"reasons": [{"basis": basis, "text": reason}], "benefits": [{"text": line} for line in helps.split(" / ")]}
    fields = {"flexibility": "black", "rationale": why, "say_it": say, "effect": "adds"}
    return rule(kind, title, statement, owner, **fields, **rows) | extra


def grey(
    kind: str, title: str, statement: str, owner: str, why: str, *situations: RuleSpec, lines: str, **extra: Any
) -> RuleSpec:
    """``lines``: "never: words" or "always: words", apart by " / "."""
    sides = [line.split(": ", 1) for line in lines.split(" / ")]
    rows = {"situations": list(situations), "lines": [{"side": side, "text": text} for side, text in sides]}
    return rule(kind, title, statement, owner, flexibility="grey", rationale=why, **rows) | extra


def when(text: str, *options: RuleSpec) -> RuleSpec:
    return {"text": text, "options": list(options)}


def may(text: str, limit: str, who: str = "anyone", say: str = "", credit: str = "") -> RuleSpec:
    """``limit``: an amount in pounds if it is a number, else words. ``who``: anyone, lead, manager, or a name."""
    amount = limit if limit.replace(".", "").isdigit() else None
    is_role = who in {"anyone", "lead", "manager"}
    option: RuleSpec = {"text": text, "say_it": say, "credited_to": credit, "grantor": who if is_role else "named"}
    option |= {"grantor_name": "" if is_role else who, "limit_words": "" if amount else limit}
    return option | ({"limit_amount": amount} if amount else {})


def steps(trigger: str, *lines: str) -> RuleSpec:
    """A procedure's part. A step that must be done just so begins with its basis: "safety! Blow the whistle."."""
    rows = []
    for step in lines:
        basis, firm, text = step.partition("! ")
        firm = firm if basis in {"safety", "security", "privacy", "law", "integrity"} else ""
        rows.append(
            {"text": text, "firmness": "must", "basis": basis} if firm else {"text": step, "firmness": "adapt"}
        )
    return {"part": {"trigger": trigger}, "steps": rows}


def target(headline: str, missed: str, then: str, *measures: tuple[str, str, str, str]) -> RuleSpec:
    """A standard's part; each measure: what we look at, what it should be, in what, and how it is checked."""
    names = ("criterion", "target", "unit", "how_checked")
    rows = [dict(zip(names, measure, strict=True)) for measure in measures]
    return {"part": {"target": headline, "may_be_missed": missed, "when_missed": then}, "measures": rows}
