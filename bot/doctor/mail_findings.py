"""The mail part of `vigie doctor`: the server answers, is who it says and knows us; nothing is sent."""

from bot.config.settings import Settings
from connectors.channels.mail.mail_channel import greet
from connectors.delivery_errors import Never, NotNow
from connectors.jira.setup.found import Found, bad, good, note
from connectors.wording import Wording

ABOUT = "courrier"
OPERATORS = Wording("fr", "UTC")


async def server(settings: Settings) -> list[Found]:
    """What is found of the mail server; nothing where none is named, which the settings say."""
    url = settings.smtp_url.get_secret_value()
    if not url:
        return []
    try:
        encrypted = await greet(url, OPERATORS)
    except Never as never:
        return [bad(ABOUT, f"le serveur d'envoi refuse ({_plain(never.why)}) ; {never.remedy}")]
    except NotNow as later:
        wanted = "vérifiez l'hôte et le port de SMTP_URL, et que cette machine peut les joindre"
        return [bad(ABOUT, f"le serveur d'envoi ne répond pas ({_plain(later.why)}) ; {wanted}")]
    if not encrypted:
        wanted = "préférez smtps:// ou smtp+starttls:// si le serveur l'offre"
        return [note(ABOUT, f"le serveur d'envoi répond, sans chiffrement ; {wanted}")]
    return [good(ABOUT, "le serveur d'envoi répond, chiffré")]


def _plain(why: str) -> str:
    return why.removeprefix("smtp: ")
