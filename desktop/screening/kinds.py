"""Names the kind of a document, within which corrections repeat: its number's agency word, or what its title calls it."""

from __future__ import annotations

import re

from desktop.screening.layout import TITLE_END
from desktop.screening.proposals import Proposals
from desktop.screening.records import DocumentText

_AGENCY_WORD = re.compile(r"([\u4e00-\u9fffA-Z]{1,14})〔\d{4}〕")


def kind_of(document: DocumentText, proposals: Proposals) -> str:
    """Give the kind, e.g. 临司规〔 〕, or for want of a number 公示（docx）, 通知（html，转载）; empty when unclear."""
    number = proposals.document_number
    found = _AGENCY_WORD.match(number.value) if number else None
    if found:
        return f"{found[1]}〔 〕"
    named = TITLE_END.search(proposals.title.value) if proposals.title else None
    if named is None or document.kind is None:
        return ""
    layout = f"{document.kind.value}，转载" if proposals.reprint_source else document.kind.value
    return f"{named['genre']}（{layout}）"
