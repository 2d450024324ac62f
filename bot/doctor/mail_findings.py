"""The mail part of `vigie doctor`: the server answers, is who it says and knows us; nothing is sent."""

from bot.config.settings import Settings
from connectors.channels.mail.mail_channel import greet
from connectors.delivery_errors import Never, NotNow
from connectors.jira.setup.found import Found, bad, good, note
from connectors.wording import said


async def server(settings: Settings) -> list[Found]:
    """What is found of the mail server; nothing where none is named, which the settings say."""
    url = settings.smtp_url.get_secret_value()
    if not url:
        return []
    about = said("mail.about")
    try:
        encrypted = await greet(url)
    except Never as never:
        return [bad(about, said("mail.refuses", why=_plain(never.why), remedy=never.remedy))]
    except NotNow as later:
        return [bad(about, said("mail.silent", why=_plain(later.why)))]
    if not encrypted:
        return [note(about, said("mail.in_clear"))]
    return [good(about, said("mail.good"))]


def _plain(why: str) -> str:
    return why.removeprefix("smtp: ")
