"""What look-up keeps beside the editions."""

from .customers import CustomerAddress, CustomerPage
from .rows import Card, SearchRow

__all__ = ["Card", "CustomerAddress", "CustomerPage", "SearchRow"]
