"""Words in a text that look like a customer's name, number or address. They have no place in what staff tell back,
say of a rule, or note down of one.

``find_personal_data`` would rather let one pass than be a nuisance: German nouns are capitalised, and English headings
too, so two capitals in a row are no name by themselves. It is a name after a title, after a given name, or where a
person is spoken of; in English also where somebody of two unknown words says or wants something.
"""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, ngettext

from policyhub.accounts.models import Organisation, Team, User
from policyhub.ui.form_messages import OwnMessagesMixin
from policyhub.ui.pages import without_maxlength

from .given_names import GIVEN_NAMES

UPPER = "A-ZÄÖÜÀ-ÖØ-Þ"
WORD = rf"[{UPPER}][\w'’]*[a-zßà-öø-ÿ](?:-[{UPPER}][\w'’]+)?"  # Ruiz, O'Neil, Müller-Lüdenscheidt
SMALL = r"(?:von|vom|van|der|den|de|da|di|zu|el|al|la|le)"  # inside a surname
SURNAME = rf"(?:{SMALL} ){{0,2}}{WORD}"

EMAIL = re.compile(r"[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}", re.I)
ROLE_MAIL = re.compile(  # an address of an office is nobody's
    r"(?:info|help|support|office|service|contact|kontakt|hello|hallo|mail|admin|team|sales|security|privacy"
    r"|accounts?|billing|abuse|legal|jobs|hr|press|noreply|no-reply|webmaster|postmaster)\b[\w.+-]*@",
    re.I,
)
LINK = re.compile(r"\bhttps?://\S+|\bwww\.\S+|\]\([^)]*\)")
NUMBER = re.compile(r"(?<![\w.,/§$€£#-])\+?\(?\d[\d ()/.–-]{4,}\d(?![\w%]|[.,:/]\d|\s?(?:€|£|\$|Euro|EUR)\b)")
NO_NUMBER = re.compile(  # dates, years, sums, times and paragraphs
    r"\d{1,4}([./-])\s?\d{1,2}\1\s?\d{1,4}|(?:\d{1,3}(?:[. ]\d{3})+)|\d{4}\s?[-–/]\s?\d{2,4}"
    r"|\d+(?:\.\d+)+|(?:\d{1,2}[.:]\d{2}\s?[-–]\s?\d{1,2}[.:]\d{2})"
)
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
FEWEST_DIGITS = 7
STREET = re.compile(
    rf"\b\d{{1,4}}[a-z]? (?:{WORD} ){{1,2}}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Close|Court|Crescent|Terrace|Gardens|Square|Boulevard|Way)\b"
    rf"|\b[{UPPER}][\w-]*(?:straße|strasse|str\.|gasse|allee|damm|ufer) ?\d{{1,4}}\s?[a-z]?\b"
    rf"|\b(?:{WORD}er |Am |An der |Auf dem )(?:{WORD} )?(?:Straße|Str\.|Allee|Gasse|Weg|Platz|Ring) \d{{1,4}}[a-z]?\b"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"
)

TITLE = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Prof|Dr|Herrn?|Frau|Fräulein|Familie|Eheleute)\.?\s(?:Dr\.\s|Prof\.\s)*({SURNAME})"
)
# "wenn eine Frau Hilfe braucht" names nobody, nor does "Dear Mr President"
ARTICLE = re.compile(r"\b(?:ein|eine|einer|eines|jede|jeder|keine|keiner|diese|dieser|zur|pro)\s$", re.I)
NO_SURNAME = set(
    """
    president director chairman chair secretary doctor professor doktor doktorin direktor direktorin präsident
    bürgermeister bürgermeisterin kollege kollegin kunde kundin gast minister mitte anfang ende and und oder or the
    """.split()
)
SPOKEN_OF = re.compile(
    r"\b(?:customer|guest|man|woman|lady|gentleman|member|boy|girl|client|visitor|mother|father|child|[Kk]unden?|"
    r"[Kk]undin|Gast|Mann|Frau|Dame|Mitglied|Junge|Mädchen|Mutter|Vater|Kind)"
    rf"(?:,)?\s(?:is |was |ist |hieß )?(?:named|called|namens|heißt)\s({WORD}(?: {WORD})?)"
)
IS_NAMED = re.compile(
    rf"\b(?:(?:[Hh]er|[Hh]is|[Tt]heir|[Tt]he|whose|customer's|guest's) (?:sur|last |first )?name (?:is|was)"
    rf"|(?:[Ii]hr|[Ss]ein|[Dd]er) (?:Vor|Nach)?[Nn]ame (?:ist|war|lautet)|(?:sie|er|und) heißt) ({WORD}(?: {WORD})?)"
)
PAIR = re.compile(rf"(?<![\w'’.&/-])({WORD}) ({SURNAME})(?![\w'’&/-])")
LONE = re.compile(rf"(?<![\w'’&/@.-])({WORD})(?![\w'’&/@-]|\.\w)")
# Somebody of two unknown words who says or wants something, inside an English sentence
DOES = (
    r"(?:asked|asks|wanted|wants|said|says|told|came|complained|complains|called|rang|phoned|wrote|insisted|shouted|cried"
    r"|thought|paid|refused|left|lost|brought|bought|booked)"
)
ACTS = re.compile(rf"(?<=[a-z,;:] )({WORD}) ({WORD}) (?={DOES}\b)")
BESIDE = re.compile(
    r"(?:customer|guest|member|lady|man|woman|client|visitor|regular|pupil|student|child) "
    rf"({WORD}) ({WORD})(?=[\s,.;!?)]|$)(?! [{UPPER}])"
)
GERMAN = re.compile(
    r"\b(?:der|die|das|und|nicht|ist|ein|eine|mit|für|wir|sie|er|zu|im|den|dem|hat|auf|war|wollte|bei)\b", re.I
)
ENGLISH = re.compile(r"\b(?:the|and|not|is|a|an|with|for|we|she|he|to|in|of|has|on|was|wanted|at|it|that)\b", re.I)
# Endings of what is a thing and no person
THING = re.compile(
    r"(?:tion|ment|ing|ity|ness|ance|ence|ship|ism|ics|ware|book|day|ury|ogy|ure|ise|ive|ory|hub|ers|ies|ons|cy|al|ts)$"
)
NO_PERSON = set(
    """
    a act agency air an april at august bank bath board book bureau by café card center centre christmas city club
    code college committee company corporation council country county court day december department desk division
    door easter english europe european february federal fire first form friday fund gate gift google government
    group guide hall head health help high holiday home hotel house how human i if in index institute january july
    june kingdom law league leave library line list manager march market member microsoft ministry monday month my
    new north november nurse october office officer on online our package page park party pass plan point police
    policy pool post press prime privacy program programme project public record red report room rule rules safety
    sale saturday school second section security senior september service shop site south special staff state states
    store street summer sunday support system task team test that the these this those thursday ticket time title
    tour town tuesday union unit united university water web wednesday week welcome west what when where who why
    wing winter work world year your youth zone
    """.split()
)


def find_personal_data(text: str, known_words: frozenset[str] = frozenset()) -> list[str]:
    """The words in ``text`` that look like a customer's name, number or address, in their order.

    ``known_words``: words of the organisation, folded: its people and teams are no customers.
    """
    plain = LINK.sub(lambda m: "·" * len(m[0]), text)
    known_words = frozenset(word.casefold() for word in known_words)
    spans = sorted(_personal_data_spans(plain, known_words), key=lambda span: (span[0], -span[1]))
    matches: list[str] = []
    end = -1
    for start, stop in spans:
        if start >= end:
            matches.append(" ".join(text[start:stop].split()))
            end = stop
    return list(dict.fromkeys(matches))


def _personal_data_spans(text: str, known_words: frozenset[str]) -> Iterator[tuple[int, int]]:
    """(start, end) of each match; they may overlap."""
    yield from (m.span() for m in EMAIL.finditer(text) if not ROLE_MAIL.match(m[0]))
    yield from (m.span() for m in NUMBER.finditer(text) if _is_number(m[0]))
    yield from (m.span() for pattern in (IBAN, STREET) for m in pattern.finditer(text))
    yield from _names_after_title(text, known_words)
    for pattern in (SPOKEN_OF, IS_NAMED):
        yield from (m.span(1) for m in pattern.finditer(text) if not _are_known(m[1].split(), known_words | NO_PERSON))
    yield from _given_names(text, known_words)
    if len(GERMAN.findall(text)) <= len(ENGLISH.findall(text)):
        yield from _names_of_speakers(text, known_words)


def _is_number(text: str) -> bool:
    return sum(map(str.isdigit, text)) >= FEWEST_DIGITS and not NO_NUMBER.fullmatch(text.strip())


def _names_after_title(text: str, known_words: frozenset[str]) -> Iterator[tuple[int, int]]:
    for m in TITLE.finditer(text):
        name_words = m[1].split()
        is_nobody = name_words[-1].casefold() in NO_SURNAME or ARTICLE.search(text[: m.start()])
        if not is_nobody and not _are_known(name_words, known_words):
            yield m.span()


def _given_names(text: str, known_words: frozenset[str]) -> Iterator[tuple[int, int]]:
    """A given name, with the surname behind it where there is one."""
    for m in PAIR.finditer(text):
        if _is_given(m[1]) and not _are_known([m[1], *m[2].split()], known_words) and not _is_thing(m[2]):
            yield m.span()
    for m in LONE.finditer(text):
        if _is_given(m[1]) and m[1].casefold() not in known_words:
            yield m.span()


def _names_of_speakers(text: str, known_words: frozenset[str]) -> Iterator[tuple[int, int]]:
    for pattern in (ACTS, BESIDE):
        for m in pattern.finditer(text):
            name_words = [m[1], m[2]]
            if not _are_known(name_words, known_words) and not any(map(_is_thing, name_words)):
                yield m.start(1), m.end(2)


def _is_given(word: str) -> bool:
    folded = word.casefold()
    return folded in GIVEN_NAMES or folded.partition("-")[0] in GIVEN_NAMES


def _is_thing(word: str) -> bool:
    folded = word.casefold()
    return folded in NO_PERSON or bool(THING.search(folded))


def _are_known(name_words: list[str], known_words: frozenset[str] | set[str]) -> bool:
    """Whether all of them are words of ours; what is small in a surname does not count."""
    return all(word.casefold() in known_words for word in name_words if word[:1].isupper())


# In forms


def organisation_words() -> frozenset[str]:
    """The words in the names of those who work here, of their teams, and of the organisation. Three queries."""
    names = [*User.objects.values_list("name", flat=True), *Team.objects.values_list("name", flat=True)]
    organisation = Organisation.current_or_none()
    names += [organisation.name] if organisation else []
    return frozenset(word.casefold() for name in names for word in re.findall(r"[\w'’-]+", name))


def find_customer_data(text: str) -> list[str]:
    """What in ``text`` looks like a customer's data and is no name of ours. The database is asked only where
    something does."""
    return find_personal_data(text) and find_personal_data(text, organisation_words())


class NoPersonalDataMixin(OwnMessagesMixin, forms.Form):
    """A form of which some fields may name no customer. Whoever is asked may say that it is none."""

    checked_fields: tuple[str, ...] = ()
    no_name = forms.BooleanField(
        label=gettext_lazy("It's not a customer's name"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["no_name"] = self.fields.pop("no_name")  # below what it is about
        without_maxlength(self)

    def clean(self) -> dict[str, Any]:
        """Without ``no_name``: it is for this check alone."""
        super().clean()
        for field in self.checked_fields:
            check_personal_data(self, field)
        self.cleaned_data.pop("no_name", None)
        return self.cleaned_data


def check_personal_data(form: forms.Form, field: str) -> None:
    """Put an error at ``field`` that names the words that look like a customer's, unless ``no_name`` is ticked.

    Call it in ``clean``. The form has a hidden BooleanField ``no_name``, which is shown once something was caught.
    """
    text = form.cleaned_data.get(field) or ""
    matches = find_customer_data(text)
    if not matches:
        return
    form.fields["no_name"].widget = forms.CheckboxInput()
    if not form.cleaned_data.get("no_name"):
        form.add_error(field, personal_data_message(matches))


def personal_data_message(matches: list[str]) -> str:
    message = ngettext(
        "%(names)s looks like a customer's name, address or number. Remove it, or confirm below that it isn't.",
        "%(names)s look like a customer's name, address or number. Remove them, or confirm below that they aren't.",
        len(matches),
    )
    return message % {"names": ", ".join(f"“{match}”" for match in matches)}
