"""Makes `package-v2-reviewed.zip`: a batch as an office really sends it, with every kind of office sign-off but standing in.

    python -m tests.golden.reviewed

Run once for each version of the format; keys, times and signatures differ each time.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from desktop.formats.package import read_package
from desktop.rules.chains import Step
from desktop.rules.review import Opinion
from desktop.services import reviews
from desktop.services.reviews import Ink, Verdict
from tests.services.ends import (
    INTERNAL,
    KEPT,
    REVIEWED,
    WITHHELD,
    bring_to_reviewer,
    change,
    found_ends,
    register,
    review_at_office,
    send,
    yes,
)

FOLDER = Path(__file__).parent
NAME = "v2-reviewed"


def make(root: Path) -> Path:
    """Three items on the stick (signed, with an ink signature, signed anew after a return) and the stub of a fourth."""
    ends = found_ends(root)
    uuids = []
    for number in range(1, 5):
        document = root / f"{number}.txt"
        document.write_text(f"关于第 {number} 项检查的通知\n\n各科室：\n按计划检查。\n临江省司法厅\n", encoding="utf-8")
        with ends.at("lin") as desk:
            uuids.append(register(desk, document))
    signed, inked, returned, withheld = uuids
    review_at_office(ends, signed)
    bring_to_reviewer(ends, inked)
    with ends.at("lin") as desk:
        reviews.record_ink(desk, inked, REVIEWED, Ink("周敏", desk.today()))
    bring_to_reviewer(ends, returned)
    with ends.at("zhou") as desk:
        reviews.sign(desk, returned, Verdict(Opinion.RETURN, "写明意见", return_to=Step.OFFICE_HEAD))
    with ends.at("chen") as desk:
        reviews.sign(desk, returned, Verdict(text="内容属实，同意报送。"))
    with ends.at("zhou") as desk:
        reviews.sign(desk, returned, REVIEWED)
    with ends.at("lin") as desk:
        change(desk, withheld, answers=yes(INTERNAL), **KEPT)
    review_at_office(ends, withheld, WITHHELD)
    return send(ends, signed, inked, returned)


def freeze() -> None:
    """Write the package, and beside it the public key of its office and its identity."""
    with tempfile.TemporaryDirectory() as root:
        shutil.copyfile(make(Path(root)), FOLDER / f"package-{NAME}.zip")
    with read_package(FOLDER / f"package-{NAME}.zip", lambda _header, _public: None) as read:
        keys = {"office": read.public_key.as_json(), "package": read.manifest_hash}
    (FOLDER / f"keys-{NAME}.json").write_text(json.dumps(keys, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    freeze()
