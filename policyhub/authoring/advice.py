"""Writing help in words: what each kind of finding means, what to do instead, and where in a rule it stands.

Advice only: nothing here keeps a rule from being saved, signed or put in force.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from policyhub.classifier import Finding, ReadingEase, advise, readability
from policyhub.registry.kinds import section_address, section_asking
from policyhub.registry.models import Rule

from .texts import RuleText

MOST_TEXT = 20_000  # characters of a field that are read
MOST_IN_ALL = 200_000  # of all texts together
MOST_SHOWN = 5  # stretches of a kind that are shown at once
CONTEXT_LENGTH = 60  # characters shown on either side of a stretch


@dataclass(frozen=True)
class Advice:
    """What a kind of finding means to whoever reads the text, and what to write instead."""

    name: StrOrPromise
    says: StrOrPromise
    offers: StrOrPromise


ADVICE = {
    "refusal": Advice(
        _("A no with no alternative"),
        _("It refuses and offers nothing, here or under “What to offer instead”."),
        _("Add what you can do: another day, another way, someone who can help."),
    ),
    "policy": Advice(
        _("“That's our policy”, in other words"),
        _("Customers hear “I won't help you”."),
        _("Give the reason from their side, then say what you can do."),
    ),
    "blame": Advice(
        _("Blame"),
        _("People who feel blamed stop listening."),
        _("Say what happened without “you”, then what we can do now."),
    ),
    "long": Advice(
        _("Long sentence"),
        _("It's hard to read with a customer waiting."),
        _("Split it in two, or use a list."),
    ),
    "double": Advice(
        _("Double negative"),
        _("Readers have to turn the sentence round to understand it."),
        _("Say it the positive way: “only if” instead of “not … unless”, “common” instead of “not uncommon”."),
    ),
    "official": Advice(
        _("Formal wording"),
        _("Nobody says this at the counter."),
        _("Use the simpler word."),
    ),
    "passive": Advice(
        _("Passive"),
        _("It doesn't say who does it."),
        _("Name who does it: “the desk checks the receipt”, not “the receipt is checked”."),
    ),
    "shouting": Advice(
        _("Shouting"),
        _("Capitals and rows of exclamation marks read as anger."),
        _("Use normal case. The reason gives it weight."),
    ),
}
BANDS = {"easy": _("easy"), "fair": _("fairly difficult"), "hard": _("difficult")}
FORMULAS = {
    "flesch": (_("Flesch reading ease"), _("Flesch, 1948: long sentences and long words make a text harder to read.")),
    "amstad": (_("Amstad’s formula"), _("Amstad, 1978: Flesch’s reading ease, adapted to German.")),
}


# Findings


def _findings_of(texts: Iterable[RuleText], language: str, instead: str) -> list[tuple[RuleText, list[Finding]]]:
    return [
        (text, advise(text.text, field=text.name, language=language, instead=instead))
        for text in texts
        if text.text.strip()
    ]


def truncate_texts(texts: Iterable[RuleText]) -> tuple[list[RuleText], bool]:
    """``texts`` cut to what is analysed, and whether anything was cut off."""
    remaining, truncated, is_cut = MOST_IN_ALL, [], False
    for text in texts:
        size = min(len(text.text), MOST_TEXT, remaining)
        is_cut |= size < len(text.text)
        remaining -= size
        truncated.append(replace(text, text=text.text[:size]))
    return truncated, is_cut


@dataclass(frozen=True)
class Stretch:
    """A finding with the text around it. ``dismissal``: by whom, why and when, {} if it was not dismissed.

    ``times``: how often it occurs; ``why``: the reason typed beside it so far.
    """

    finding: Finding
    before: str
    after: str
    times: int
    dismissal: dict[str, str]
    why: str

    @property
    def dismissed_at(self) -> datetime | None:
        return datetime.fromisoformat(self.dismissal["at"]) if self.dismissal else None


@dataclass(frozen=True)
class AdviceGroup:
    """The findings of one kind in one text, and what they mean."""

    kind: str
    advice: Advice
    stretches: list[Stretch]

    @property
    def first(self) -> list[Stretch]:
        return self.stretches[:MOST_SHOWN]

    @property
    def rest(self) -> list[Stretch]:
        return self.stretches[MOST_SHOWN:]


@dataclass(frozen=True)
class AdvisedText:
    """One text of the rule with its findings. ``where``: the address of the page to edit it, "" if unknown."""

    label: str
    where: str
    groups: list[AdviceGroup]


@dataclass(frozen=True)
class WritingAdvice:
    """What the page and the fragment show: findings by text, those that were dismissed, and how easy it reads."""

    open: list[AdvisedText]
    dismissed: list[AdvisedText]
    ease: ReadingEase
    language: str
    cut: bool  # a text was too long to be read to its end

    @property
    def band(self) -> StrOrPromise:
        return BANDS.get(self.ease.band, "")

    @property
    def formula(self) -> StrOrPromise:
        return FORMULAS[self.ease.formula][0]

    @property
    def source(self) -> StrOrPromise:
        return FORMULAS[self.ease.formula][1]


@dataclass(frozen=True)
class AdviceContext:
    """What advice needs beside the texts: their rule, if there is one, what was dismissed, and reasons being typed."""

    language: str
    instead: str = ""
    rule: Rule | None = None
    dismissed: Mapping[str, dict[str, str]] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)


def writing_advice(texts: Iterable[RuleText], context: AdviceContext) -> WritingAdvice:
    """What could be worded better in ``texts``, by text and kind of finding."""
    texts, cut = truncate_texts(texts)
    findings_by_text = _findings_of(texts, context.language, context.instead)
    open_texts, dismissed_texts = [], []
    for text, findings in findings_by_text:
        not_dismissed = [finding for finding in findings if finding.key not in context.dismissed]
        dismissed = [finding for finding in findings if finding.key in context.dismissed]
        open_texts.append(_advised_text(text, not_dismissed, context))
        dismissed_texts.append(_advised_text(text, dismissed, context))
    return WritingAdvice(
        [advised for advised in open_texts if advised.groups],
        [advised for advised in dismissed_texts if advised.groups],
        readability("\n\n".join(text.text for text in texts)[:MOST_TEXT], context.language),
        context.language,
        cut,
    )


def _advised_text(text: RuleText, findings: Iterable[Finding], context: AdviceContext) -> AdvisedText:
    """One text with its findings by kind, the weightiest first. Repeated findings are counted, not shown again."""
    by_kind: dict[str, dict[str, list[Finding]]] = {}
    for finding in findings:
        by_kind.setdefault(finding.kind, {}).setdefault(finding.key, []).append(finding)
    groups = [
        AdviceGroup(kind, ADVICE[kind], [_stretch(text.text, same, context) for same in by_kind[kind].values()])
        for kind in ADVICE
        if kind in by_kind
    ]
    part = section_asking(context.rule, text.name.partition("-")[0]) if context.rule else ""
    return AdvisedText(text.label, section_address(context.rule, part) if context.rule and part else "", groups)


def _stretch(text: str, same: list[Finding], context: AdviceContext) -> Stretch:
    """The first of some equal findings, with CONTEXT_LENGTH characters of the same line on either side."""
    first, before, after = same[0], "", ""
    if first.kind != "long":
        begin, end = max(0, first.start - CONTEXT_LENGTH), min(len(text), first.end + CONTEXT_LENGTH)
        before, _line, nearby = text[begin : first.start].rpartition("\n")
        before = nearby if _line or not begin else f"… {nearby.partition(' ')[2].lstrip()}"
        nearby, _line, after = text[first.end : end].partition("\n")
        after = nearby if _line or end == len(text) else f"{nearby.rpartition(' ')[0].rstrip()} …"
    return Stretch(
        first, before, after, len(same), context.dismissed.get(first.key, {}), context.typed.get(first.key, "")
    )


# What was dismissed


KEY = re.compile(rf"(?:{'|'.join(ADVICE)})-[0-9a-f]{{10}}")


def is_key(text: str) -> bool:
    return bool(KEY.fullmatch(text))


def dismissed_findings(rule: Rule) -> dict[str, dict[str, str]]:
    """The findings of ``rule`` that were dismissed, by key: why, by whom and when."""
    dismissed: dict[str, dict[str, str]] = json.loads(rule.dismissed_advice or "{}")
    return dismissed
