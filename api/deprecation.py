"""What is on its way out: since when, until when, and what comes after it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Deprecation:
    """Since when something should no longer be used, when it goes, and the path of what takes its place.

    Both moments are UTC. `sunset` is None while it is not decided; then it stays.
    """

    since: datetime
    sunset: datetime | None = None
    successor: str | None = None

    def explain(self) -> tuple[str, str]:
        """The same for the contract, in English and Japanese."""
        en, ja = f"Deprecated since {self.since:%Y-%m-%d}.", f"{self.since:%Y-%m-%d} から非推奨です。"
        if self.sunset is not None:
            en, ja = f"{en} It goes on {self.sunset:%Y-%m-%d}.", f"{ja}{self.sunset:%Y-%m-%d} に廃止します。"
        if self.successor is not None:
            en, ja = f"{en} Use {self.successor} instead.", f"{ja}代わりに {self.successor} を使ってください。"
        return en, ja
