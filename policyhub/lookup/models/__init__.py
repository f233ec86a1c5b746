"""What look-up keeps beside the editions."""

from .commonest import Commonest
from .customers import CustomerAddress, CustomerPage
from .missed import Missed, MissedThen
from .rows import Card, SearchRow
from .synonym import Synonym

__all__ = ["Card", "Commonest", "CustomerAddress", "CustomerPage", "Missed", "MissedThen", "SearchRow", "Synonym"]
