"""Makes `vectors.json`: inputs, bytes between and results of canonical JSON, digests, fingerprints and signatures.

    python -m tests.golden.vectors

Run once for each version of the format; the signatures differ each time, what they are over does not.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from desktop.trust.digests import canonical, digest_of, sha256, sm3
from desktop.trust.signing import generate_key, sign

PLACE = Path(__file__).with_name("vectors.json")
VALUES: tuple[Any, ...] = (
    {},
    {"b": [1, True, None], "a": "中文", "A": -5},
    '引号" 反斜线\\ 换行\n 制表\t 响铃\x07 删除\x7f',
    {"\U0001f600": 1, "\uffff": 2, "a/b": "</script>"},
    [[], [[]], 999_999_999_999_999_999],
)


def make() -> dict[str, Any]:
    """All vectors as plain JSON."""
    key, other = generate_key(), generate_key()
    body = {"tagmanifest_sm3": sm3(b"")}
    signature = sign(key, "package", body)
    return {
        "canonical": [
            {"value": one, "bytes": canonical(one).hex(), "sm3": digest_of(one), "sha256": sha256(canonical(one))}
            for one in VALUES
        ],
        "fingerprints": [
            {"public_key": one.public.as_json(), "fingerprint": one.public.fingerprint} for one in (key, other)
        ],
        "signatures": [
            {
                "public_key": key.public.as_json(),
                "kind": kind,
                "body": said,
                "signature": signature.as_json(),
                "holds": kind == "package" and said == body,
            }
            for kind, said in (("package", body), ("receipt", body), ("package", {"tagmanifest_sm3": sm3(b"x")}))
        ],
    }


if __name__ == "__main__":
    PLACE.write_text(json.dumps(make(), ensure_ascii=True, indent=1) + "\n", encoding="utf-8")
