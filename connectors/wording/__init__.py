"""Every French and English sentence that people read, behind symbolic keys."""

from connectors.wording.catalogue import LANGUAGES
from connectors.wording.message_keys import Form
from connectors.wording.operator_text import Sentence, said, speak, spoken
from connectors.wording.voice import Wording

__all__ = ["LANGUAGES", "Form", "Sentence", "Wording", "said", "speak", "spoken"]
