"""The forms of the registry."""

from .editor import RuleEditor, rule_form
from .register import RuleFilterForm
from .starters import CopyForm, PasteForm, StoryForm
from .touchpoints import CoversForm
from .verbs import (
    AskForm,
    CaptureForm,
    DayForm,
    DecideForm,
    KindForm,
    LinkForm,
    ProposeForm,
    RestoreForm,
    RetireForm,
    Signature,
    SignedForm,
    SignForm,
    SplitForm,
    TellForm,
    WaveForm,
)

__all__ = [
    "AskForm",
    "CaptureForm",
    "CopyForm",
    "CoversForm",
    "DayForm",
    "DecideForm",
    "KindForm",
    "LinkForm",
    "PasteForm",
    "ProposeForm",
    "RestoreForm",
    "RetireForm",
    "RuleEditor",
    "RuleFilterForm",
    "SignForm",
    "Signature",
    "SignedForm",
    "SplitForm",
    "StoryForm",
    "TellForm",
    "WaveForm",
    "rule_form",
]
