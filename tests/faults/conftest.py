"""How the campaigns count: what a test tallies is summed over all tests and told at the end of the run."""

from __future__ import annotations

from typing import Protocol

import pytest


class Tally(Protocol):
    """Counts for one campaign, for example `tally("kill points", tried=1, recovered=1)`."""

    def __call__(self, campaign: str, **counts: int) -> None: ...


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Tally:
    """Add counts to a campaign."""

    def add(campaign: str, **counts: int) -> None:
        request.node.user_properties.append((campaign, counts))

    return add
