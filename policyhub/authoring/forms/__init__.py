"""The forms of writing a rule."""

from .advice import DismissAdviceForm
from .editor import RuleEditor, rule_form
from .kind import KindForm
from .links import LinkForm
from .starters import CopyForm, PasteForm, StoryForm
from .unwritten import AskForMoreForm, CaptureForm, TellMoreForm

__all__ = [
    "AskForMoreForm",
    "CaptureForm",
    "CopyForm",
    "DismissAdviceForm",
    "KindForm",
    "LinkForm",
    "PasteForm",
    "RuleEditor",
    "StoryForm",
    "TellMoreForm",
    "rule_form",
]
