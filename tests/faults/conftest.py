"""The faults are met with the stores, the two ends and the packages of the other rooms' tests."""

from __future__ import annotations

from tests.formats.conftest import members, package
from tests.services.conftest import document, ends, founded, sent, sent_once
from tests.store.conftest import folder, older, store

__all__ = ["document", "ends", "folder", "founded", "members", "older", "package", "sent", "sent_once", "store"]
