"""Stores, ends and packages of the other rooms' tests, and how the campaigns count: summed over all tests, told at the end."""

from __future__ import annotations

from typing import Protocol

import pytest

from tests.formats.conftest import members, package
from tests.services.conftest import document, ends, sent, sent_once
from tests.store.conftest import folder, older, store

__all__ = ["document", "ends", "folder", "members", "older", "package", "sent", "sent_once", "store"]


class Tally(Protocol):
    """Counts for one campaign, for example `tally("kill points", tried=1, recovered=1)`."""

    def __call__(self, campaign: str, **counts: int) -> None: ...


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Tally:
    """Add counts to a campaign."""

    def add(campaign: str, **counts: int) -> None:
        request.node.user_properties.append((campaign, counts))

    return add
