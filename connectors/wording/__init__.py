"""Every French and English sentence that people read, behind symbolic keys.

What speaks to people is imported when it is first asked for: the command line, which must answer at once, only speaks
to operators.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from connectors.wording.catalogue import LANGUAGES
from connectors.wording.operator_text import Sentence, said, speak, spoken

if TYPE_CHECKING:
    from connectors.wording.message_keys import Form
    from connectors.wording.voice import Wording

__all__ = ["LANGUAGES", "Form", "Sentence", "Wording", "said", "speak", "spoken"]

_LATER = {"Form": "connectors.wording.message_keys", "Wording": "connectors.wording.voice"}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(name)
    return getattr(import_module(_LATER[name]), name)
