"""Makes small bags as others write them, in a folder or in a zip."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desktop.trust.digests import digest_named

Files = dict[str, bytes]
Expected = tuple[str, str]
"""`valid`, `warning` or `invalid`, and the code told."""

VALID: Expected = ("valid", "")
TEXT, OTHER = "公开目录\n".encode(), b"second file\n"
PAYLOAD: Files = {"data/a.txt": TEXT, "data/sub/b.txt": OTHER}


def bad(code: str) -> Expected:
    """Invalid, with this code among its problems."""
    return "invalid", code


def odd(code: str) -> Expected:
    """Valid, with this code among its warnings."""
    return "warning", code


@dataclass(frozen=True)
class Case:
    """A bag, what it is and the code that must be told; `links` are symbolic, `folders` empty."""

    name: str
    files: Files
    expected: Expected = VALID
    links: dict[str, str] = field(default_factory=dict)
    folders: tuple[str, ...] = ()

    @property
    def valid(self) -> bool:
        return self.expected[0] != "invalid"

    @property
    def code(self) -> str:
        return self.expected[1]

    def write_folder(self, folder: Path) -> Path:
        """Write it as a folder."""
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        for name in self.folders:
            (folder / name).mkdir(parents=True)
        for name, target in self.links.items():
            (folder / name).symlink_to(target)
        return folder

    def write_zip(self, path: Path, root: str = "bag/") -> Path:
        """Write it as a zip with the bag in one folder."""
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
            for name in self.folders:
                zipped.writestr(f"{root}{name}/", b"")
            for name, content in self.files.items():
                zipped.writestr(f"{root}{name}", content)
        return path


def digest(algorithm: str, content: bytes) -> str:
    made = digest_named(algorithm)
    assert made is not None
    made.update(content)
    return made.hexdigest()


def escaped(name: str, version: str) -> str:
    if version == "1.0":
        name = name.replace("%", "%25")
    return name.replace("\r", "%0D").replace("\n", "%0A")


def manifest(files: Files, algorithm: str = "sha512", version: str = "1.0", gap: str = "  ") -> str:
    return "".join(f"{digest(algorithm, files[name])}{gap}{escaped(name, version)}\n" for name in sorted(files))


def bag(
    version: str = "1.0",
    payload: Files | None = None,
    *,
    encoding: str = "UTF-8",
    algorithms: tuple[str, ...] = ("sha512",),
    tagged: bool = True,
    codec: str = "",
    changed: Callable[[Files], None] = lambda _files: None,
    tags: Mapping[str, str] | None = None,
) -> Files:
    """A sound bag; `tags` are further tag files ("fetch.txt": text), `changed` edits before the tag manifest is made.

    An empty text leaves the file out.
    """
    payload = PAYLOAD if payload is None else payload
    codec = codec or encoding
    files: Files = {}
    texts = {"bag-info.txt": "Source-Organization: 某县司法局\nContact-Name: 王敏\n"}
    texts |= {f"manifest-{one}.txt": manifest(payload, one, version) for one in algorithms}
    texts |= tags or {}
    for name, text in texts.items():
        if text:
            files[name] = text.encode(codec)
    files["bagit.txt"] = f"BagIt-Version: {version}\nTag-File-Character-Encoding: {encoding}\n".encode()
    files |= payload
    changed(files)
    if tagged:
        listed = {name: content for name, content in files.items() if not name.startswith("data/")}
        files |= {f"tagmanifest-{one}.txt": manifest(listed, one, version).encode(codec) for one in algorithms}
    return files


def with_file(name: str, content: bytes) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        files[name] = content

    return change


def without(name: str) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        del files[name]

    return change
