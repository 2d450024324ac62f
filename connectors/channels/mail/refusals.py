"""What a mail server's refusals mean for an errand: try again later, or somebody must mend something first."""

import aiosmtplib

from connectors.outcome import Never, NotNow
from connectors.wording import Wording

_PERMANENT = 500
# The kind of refusal, and the remedy's key in the wording.
REMEDIES: tuple[tuple[type[aiosmtplib.SMTPException], str], ...] = (
    (aiosmtplib.SMTPAuthenticationError, "mail_auth"),
    (aiosmtplib.SMTPRecipientRefused, "mail_recipient"),
    (aiosmtplib.SMTPSenderRefused, "mail_sender"),
    (aiosmtplib.SMTPException, "mail_refused"),
)


def judged(error: Exception, operators: Wording) -> NotNow | Never:
    """How an errand ends on an error of the mail library or of the network; only codes are quoted, never content."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        error = error.recipients[0]
    if isinstance(error, aiosmtplib.SMTPResponseException):
        if error.code < _PERMANENT:
            return NotNow(f"smtp: {error.code}")
        return Never(f"smtp: {error.code}", _remedy(error, operators))
    if type(error) in (aiosmtplib.SMTPNotSupported, aiosmtplib.SMTPException):
        # The library raises the bare exception for what the server does not offer: AUTH, STARTTLS.
        return Never("smtp: not supported", operators.text("remedy.mail_tls"))
    return NotNow(f"smtp: {type(error).__name__}")


def _remedy(error: Exception, operators: Wording) -> str:
    return operators.text(next(f"remedy.{key}" for kind, key in REMEDIES if isinstance(error, kind)))
