"""What was told of rules, put together for a page."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from policyhub.registry.models import Flexibility, Rule

from .pulse import Figure, figures
from .told import Told, sentences, told_of
from .uses import Result, results, words_in_edition, words_of_options

ON_A_LIST, ON_A_PAGE = 3, 20  # sentences


@dataclass(frozen=True)
class Shown:
    """One rule with all that was told of it; ``share``: the width of its bar beside the others."""

    rule: Rule
    told: Told
    sentences: list[str] = field(default_factory=list)
    options: list[Result] = field(default_factory=list)
    pulse: Figure | None = None
    share: str = "0%"

    def __bool__(self) -> bool:
        return bool(self.told or self.pulse)


def shown_of(rules: list[Rule], since: datetime, *, most: int) -> list[Shown]:
    """For a list of rules, in the words that those who write them see. ``most``: the people behind a whole bar."""
    keys = [rule.pk for rule in rules]
    told, said, found = told_of(keys, since), sentences(keys, since, ON_A_LIST), results(keys, since)
    options = _in_words(found, words_of_options(found))
    pulses = figures(rule.pk for rule in rules if rule.flexibility == Flexibility.BLACK)
    return [
        Shown(
            rule,
            told[rule.pk],
            said.get(rule.pk, []),
            options.get(rule.pk, []),
            pulses.get(rule.pk),
            f"{100 * told[rule.pk].people / most:.0f}%" if most else "0%",
        )
        for rule in rules
    ]


def shown_about(rule: Rule, said: dict[str, Any], since: datetime, *, pulse: bool) -> Shown:
    """For the page of one rule, whose options read as the edition in force ``said`` them; ``pulse``: that too."""
    told = told_of([rule.pk], since)[rule.pk]
    found = results([rule.pk], since) if told.uses else []
    options = _in_words(found, words_in_edition(said)).get(rule.pk, [])
    words = sentences([rule.pk], since, ON_A_PAGE).get(rule.pk, []) if told.friction else []
    figure = figures([rule.pk]).get(rule.pk) if pulse and rule.flexibility == Flexibility.BLACK else None
    return Shown(rule, told, words, options, figure)


def _in_words(found: Iterable[Result], words: dict[UUID, tuple[str, str]]) -> dict[int, list[Result]]:
    """The options of each rule, those of which the words are known."""
    by_rule: dict[int, list[Result]] = {}
    for one in found:
        if one.option in words:
            text, situation = words[one.option]
            by_rule.setdefault(one.rule, []).append(replace(one, text=text, situation=situation))
    return by_rule
