"""Makes the files that a letter encloses when it leaves, so that the outbox keeps their names alone."""

import asyncio
from collections.abc import Callable, Mapping

from connectors.channels import EnclosedFile
from connectors.delivery_errors import Never
from connectors.store import Connection, Store
from connectors.wording import said
from rules.effects import Document, Effect, Enclosure, Recipient, Write
from scheduler.cases.case_loader import Casebook
from scheduler.cases.explained_anomaly import as_person, explained

Printed = Callable[[], EnclosedFile]
Reader = Callable[[Connection, Casebook, Enclosure, Recipient], Printed | None]


async def enclosed(store: Store, casebook: Casebook, effect: Effect) -> tuple[EnclosedFile, ...]:
    """The files of an effect, in its order; none for an effect that has none. Raises Never where one cannot be made."""
    if not isinstance(effect, Write) or not effect.files:
        return ()
    return tuple([await _file(store, casebook, one, effect.to) for one in effect.files])


async def _file(store: Store, casebook: Casebook, wanted: Enclosure, to: Recipient) -> EnclosedFile:
    read = _READERS[wanted.document]
    printed = await store.read(lambda tx: read(tx, casebook, wanted, to))
    if printed is None:
        raise Never(said("errands.nothing_to_enclose", of=wanted.of), said("errands.replay"))
    return await asyncio.to_thread(printed)


def _proof(tx: Connection, casebook: Casebook, wanted: Enclosure, to: Recipient) -> Printed | None:
    """The justificatif of an anomaly, with amounts for who reads them."""
    found = explained(tx, casebook, wanted.of, wanted.at, as_person(to.id))
    return None if found is None else lambda: EnclosedFile(found.file_name, "application/pdf", found.pdf())


_READERS: Mapping[Document, Reader] = {Document.PROOF: _proof}
