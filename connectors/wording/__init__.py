"""Every French and English sentence that people read, behind symbolic keys."""

from connectors.wording.catalogue import LANGUAGES
from connectors.wording.messages import Form
from connectors.wording.wording import Wording

__all__ = ["LANGUAGES", "Form", "Wording"]
