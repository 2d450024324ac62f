"""`python -m bot` is `vigie`."""

from bot.commands.cli import main

main()
