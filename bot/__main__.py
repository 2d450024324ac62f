"""`vigie`, or `python -m bot`: the commands say their help as they are imported, in the language that is spoken."""

from bot.config.installation_language import speak_as_installed


def main() -> None:
    """The console script."""
    speak_as_installed()
    from bot.commands.cli import main as command_line

    command_line()


if __name__ == "__main__":
    main()
