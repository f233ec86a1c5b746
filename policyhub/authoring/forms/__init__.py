"""The forms of writing a rule."""

from .advice import WaveForm
from .editor import RuleEditor, rule_form
from .kind import KindForm
from .links import LinkForm
from .starters import CopyForm, PasteForm, StoryForm
from .unwritten import AskForm, CaptureForm, TellForm

__all__ = [
    "AskForm",
    "CaptureForm",
    "CopyForm",
    "KindForm",
    "LinkForm",
    "PasteForm",
    "RuleEditor",
    "StoryForm",
    "TellForm",
    "WaveForm",
    "rule_form",
]
