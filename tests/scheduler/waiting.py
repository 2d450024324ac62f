"""A house in which time passes by both clocks, and what is owed waits for whoever refuses it."""

from connectors.store import outbox
from rules.change import recipient
from rules.contract import Contract, Role
from rules.effects import Effect, Message, Say, Tell
from scheduler.errands.queueing import errand
from tests.scheduler.given import House


class Waiting(House):
    """Owes messages of the boutique's contract as they would be owed."""

    async def pass_(self, minutes: int, step: int = 10) -> None:
        """Let time pass by both clocks, ten minutes at a time."""
        for start in range(0, minutes, step):
            span = min(step, minutes - start)
            self.hand.later(minutes=span)
            self.wall.later(minutes=span)
            await self.look()

    async def look(self) -> None:
        """Let everybody do what they can."""
        await self.settle()
        await self.fallback.once()
        await self.settle()

    @property
    def contract(self) -> Contract:
        """The boutique's."""
        found = self.casebook.contracts.current("boutique-exemple", self.hand.now())
        assert found
        return found

    async def owe(self, effect: Effect, key: str, anomaly: str | None = None) -> None:
        """Owe something as of now."""
        owed = errand(effect, self.contract, anomaly or key, key=key, at=self.wall.now(), anomaly_id=anomaly)
        await self.store.write(lambda tx: outbox.put(tx, [owed]))

    def tell(self, role: Role = Role.CP, title: str = "Panier vide") -> Tell:
        """A message to whoever holds a role."""
        to = recipient(self.contract, self.contract.holders(role)[0])
        return Tell(to, Message(Say.READY_TO_CLOSE, {"name": "BOU-1", "title": title}, ("close",)))
