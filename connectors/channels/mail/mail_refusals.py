"""What a mail server's refusals mean for an errand: try again later, or somebody must mend something first."""

import ssl

import aiosmtplib

from connectors.delivery_errors import Never, NotNow
from connectors.wording import said

_PERMANENT = 500
# The kind of refusal, and the remedy's key in the wording.
REMEDIES: tuple[tuple[type[aiosmtplib.SMTPException], str], ...] = (
    (aiosmtplib.SMTPAuthenticationError, "mail_auth"),
    (aiosmtplib.SMTPRecipientRefused, "mail_recipient"),
    (aiosmtplib.SMTPSenderRefused, "mail_sender"),
    (aiosmtplib.SMTPException, "mail_refused"),
)
# What is refused of one letter, and says nothing of the next.
_OF_ONE_LETTER = (aiosmtplib.SMTPRecipientRefused, aiosmtplib.SMTPDataError)
# What a handshake ends with when the other side hangs up, which a later one may not.
_HUNG_UP = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)


def judged(error: Exception) -> NotNow | Never:
    """How an errand ends on an error of the mail library or of the network; only codes are quoted, never content."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        error = error.recipients[0]
    if isinstance(error, aiosmtplib.SMTPResponseException):
        alike = not isinstance(error, _OF_ONE_LETTER)
        if error.code < _PERMANENT:
            return NotNow(f"smtp: {error.code}", alike=alike)
        return Never(f"smtp: {error.code}", _remedy(error), alike=alike)
    if isinstance(error, aiosmtplib.SMTPNotSupported):
        # Only an address in letters that the server does not take asks for what it may lack.
        return Never("smtp: SMTPUTF8 not supported", said("remedy.mail_recipient"))
    if isinstance(broken := _handshake(error), ssl.SSLError):
        untrusted = isinstance(broken, ssl.SSLCertVerificationError)
        why = "certificate not trusted" if untrusted else "no TLS there"
        remedy = said("remedy.mail_certificate" if untrusted else "remedy.mail_tls")
        return Never(f"smtp: {why}", remedy, alike=True)
    if type(error) is aiosmtplib.SMTPException:
        # The library raises the bare exception for what the server does not offer: AUTH, STARTTLS.
        return Never("smtp: not supported", said("remedy.mail_tls"), alike=True)
    return NotNow(f"smtp: {type(error).__name__}", alike=True)


def _handshake(error: BaseException | None) -> ssl.SSLError | None:
    """What went wrong in TLS for good, however the library wrapped it."""
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return None if isinstance(error, _HUNG_UP) else error
        error = error.__cause__ or error.__context__
    return None


def _remedy(error: Exception) -> str:
    return said(next(f"remedy.{key}" for kind, key in REMEDIES if isinstance(error, kind)))
