"""`verify` tells of a package all that a centre would refuse it for without looking into its store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from desktop.formats.package_records import PackagedItem
from desktop.services import verification
from desktop.trust.signing import generate_key
from tests.services.forging import office_key, personal_key, repacked, signed_anew, with_content
from tests.services.sent import Sent, refused

FOREIGN = "保审〔2026〕GZGL-0001"
BEYOND = [{"question": 99, "body": "省国家保密局", "sent_on": "2026-11-01"}]


def _forged(sent: Sent) -> Callable[[PackagedItem], PackagedItem]:
    keys = [personal_key(sent.ends, "lin"), personal_key(sent.ends, "chen"), generate_key()]
    return lambda one: signed_anew(one, keys)


CHANGES: dict[str, Callable[[Sent], Callable[[PackagedItem], PackagedItem]]] = {
    "E-SIGNOFF": _forged,
    "E-OWNER": lambda _sent: lambda one: replace(one, form_number=FOREIGN),
    "E-FIELD": lambda _sent: lambda one: replace(with_content(one, referrals=BEYOND), signoffs=()),
    "E-WITHHELD": lambda _sent: lambda one: replace(with_content(one, attribute="withheld"), signoffs=()),
}


@pytest.mark.parametrize("code", CHANGES)
def test_it_gives_the_code_that_the_centre_gives(sent: Sent, code: str) -> None:
    forged = repacked(sent.package, sent.forged, office_key(sent.ends), item=CHANGES[code](sent))
    assert [one.code for one in verification.verify(forged).problems] == [code]
    assert refused(sent.ends, forged) == code


def test_an_item_without_sign_offs_is_told_as_not_reviewed(sent: Sent) -> None:
    forged = repacked(sent.package, sent.forged, office_key(sent.ends), item=lambda one: replace(one, signoffs=()))
    assert [one.code for one in verification.verify(forged).problems] == ["E-UNREVIEWED"]
