"""The two short documents that the campaigns walk with."""

from __future__ import annotations

from pathlib import Path


def two_documents(folder: Path) -> list[Path]:
    """Write them into `folder`, unless they are there."""
    made = []
    for name in ("检查通知", "名单公告"):
        path = folder / f"{name}.txt"
        if not path.exists():
            path.write_text(f"临江省司法厅关于{name}的通知\n\n各市司法局：\n现将有关事项通知如下。\n", encoding="utf-8")
        made.append(path)
    return made
