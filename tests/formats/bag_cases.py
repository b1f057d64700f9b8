"""The cases by which the judge of bags is judged: each a small bag with one trait, and the verdict it deserves.

The traits are those of the public conformance suite for BagIt and of RFC 8493 and its drafts; the bags are invented.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from .bags import OTHER, PAYLOAD, TEXT, VALID, Case, Expected, bad, bag, digest, manifest, odd, with_file, without

VERSIONS = ("0.93", "0.94", "0.95", "0.96", "0.97", "1.0")


def cases() -> Iterator[Case]:
    """Every case; each has a name of its own."""
    for group in (
        _of_each_version,
        _of_declarations,
        _of_encodings,
        _of_manifests,
        _of_names,
        _outside,
        _of_fetch,
        _rest,
    ):
        yield from group()


def _of_each_version() -> Iterator[Case]:
    for version in VERSIONS:
        info = {"bag-info.txt": "", "package-info.txt": "Contact-Name: 王敏\n"} if version < "0.96" else {}
        yield Case(f"{version}-basic", bag(version, tags=info))
        yield Case(f"{version}-basic-md5", bag(version, algorithms=("md5",), tags=info), odd("W-WEAK"))
        yield Case(f"{version}-minimal", bag(version, tagged=False, tags={"bag-info.txt": ""}))
        label = "package-info.txt" if version < "0.96" else "bag-info.txt"
        twice = {**info, label: "Contact-Name: 王敏\nContact-Name: 李强\nNote: 第一行\n  第二行\n"}
        yield Case(f"{version}-repeated-labels", bag(version, tags=twice))
        oxum = f"Payload-Oxum: {len(TEXT) + len(OTHER)}.2\n"
        yield Case(f"{version}-oxum", bag(version, tags={**info, label: oxum}))
        folded = oxum.replace(": ", ": \n\t")
        yield Case(f"{version}-oxum-on-the-next-line", bag(version, tags={**info, label: folded}))
        yield Case(f"{version}-oxum-wrong", bag(version, tags={**info, label: "Payload-Oxum: 1.2\n"}), bad("E-SET"))
        yield Case(f"{version}-space-in-name", bag(version, {"data/a b  c.txt": TEXT}, tags=info))
        yield Case(f"{version}-corrupt-payload", {**bag(version, tags=info), "data/a.txt": b"x"}, bad("E-HASH"))
        yield Case(f"{version}-extra-payload", {**bag(version, tags=info), "data/c.txt": b"x"}, bad("E-SET"))
        missing = bag(version, tags=info)
        del missing["data/a.txt"]
        yield Case(f"{version}-missing-payload", missing, bad("E-SET"))
        two = ("sha256", "sha512")
        parts = {
            "manifest-sha256.txt": manifest({"data/a.txt": TEXT}, "sha256"),
            "manifest-sha512.txt": manifest({"data/sub/b.txt": OTHER}, "sha512"),
        }
        split = bag(version, algorithms=two, tags=info | parts)
        yield Case(f"{version}-manifests-share-the-payload", split, bad("E-SET") if version == "1.0" else VALID)
        again = {"manifest-sha512.txt": manifest(PAYLOAD) + manifest({"data/a.txt": TEXT})}
        expected = bad("E-FORMAT") if version == "1.0" else odd("W-TWICE")
        yield Case(f"{version}-listed-twice", bag(version, tags=info | again), expected)
        other = {"manifest-sha512.txt": manifest(PAYLOAD) + manifest({"data/a.txt": b"other"})}
        yield Case(f"{version}-listed-twice-differently", bag(version, tags=info | other), bad("E-FORMAT"))


def _of_declarations() -> Iterator[Case]:
    def declared(name: str, content: bytes, version: str, expected: Expected = VALID) -> Case:
        return Case(f"{version}-{name}", bag(version, changed=with_file("bagit.txt", content)), expected)

    wrong = bad("E-FORMAT")
    encoding = b"Tag-File-Character-Encoding: UTF-8\n"
    yield declared("declaration-crlf", b"BagIt-Version: 1.0\r\nTag-File-Character-Encoding: UTF-8\r\n", "1.0")
    yield declared("declaration-cr", b"BagIt-Version: 1.0\rTag-File-Character-Encoding: UTF-8\r", "1.0")
    yield declared("declaration-without-last-line-end", b"BagIt-Version: 1.0\n" + encoding[:-1], "1.0")
    for version in ("0.97", "1.0"):
        line = f"BagIt-Version: {version}\n".encode()
        yield declared("declaration-bom", codecs.BOM_UTF8 + line + encoding, version, wrong)
        yield declared("no-encoding", line, version, wrong)
        yield declared("space-before-colon", line.replace(b":", b" :") + encoding, version, wrong)
        yield declared("two-spaces", line.replace(b": ", b":  ") + encoding, version, wrong)
        yield declared("swapped-lines", encoding + line, version, wrong)
        yield declared("third-line", line + encoding + b"More: x\n", version, wrong)
        yield declared("lower-case-label", line.lower() + encoding, version, wrong)
    yield declared("number-without-zero", b"BagIt-Version: .97\n" + encoding, "0.97", wrong)
    yield declared("unknown-version", b"BagIt-Version: 2.0\n" + encoding, "1.0", bad("E-VERSION"))
    unknown = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: "
    yield declared("unknown-encoding", unknown + b"WTF-8\n", "1.0", wrong)
    yield declared("codec-that-is-no-encoding", unknown + b"rot13\n", "1.0", wrong)
    yield declared("declaration-not-utf8", b"BagIt-Version: 1.0\n\xff\xfe\n", "1.0", wrong)
    yield declared("empty-declaration", b"", "1.0", wrong)
    yield Case("0.97-no-declaration", bag("0.97", changed=without("bagit.txt")), wrong)


def _of_encodings() -> Iterator[Case]:
    for encoding in ("UTF-16BE", "UTF-16LE", "ISO-8859-1", "GB18030", "UTF-32BE"):
        info = "Contact-Name: Núñez\n"
        files = bag("0.97", {"data/é.txt": TEXT}, encoding=encoding, tags={"bag-info.txt": info})
        yield Case(f"0.97-{encoding.lower()}", files)
    yield Case("0.97-utf-16-with-mark", bag("0.97", encoding="UTF-16"))
    yield Case("0.97-utf-16-without-mark", bag("0.97", encoding="UTF-16", codec="UTF-16BE"))
    yield Case("1.0-utf-16", bag(encoding="UTF-16BE"), odd("W-ENCODING"))
    yield Case(
        "0.97-wrong-encoding",
        bag("0.97", {"data/é": TEXT}, codec="latin-1", tags={"bag-info.txt": "A: é\n"}),
        bad("E-FORMAT"),
    )
    marked = bag(tags={"manifest-sha512.txt": "\ufeff" + manifest(PAYLOAD)})
    yield Case("1.0-manifest-bom", marked, odd("W-BOM"))


def _of_manifests() -> Iterator[Case]:
    def listed(name: str, text: str, expected: Expected = VALID, version: str = "0.97") -> Case:
        return Case(f"{version}-{name}", bag(version, tags={"manifest-sha512.txt": text}), expected)

    for algorithm in ("sha1", "sha224", "sha256", "sha384", "sha512", "sm3", "sha3256"):
        weak = odd("W-WEAK") if algorithm == "sha1" else VALID
        yield Case(f"0.97-basic-{algorithm}", bag("0.97", algorithms=(algorithm,)), weak)
    yield Case("1.0-two-algorithms", bag(algorithms=("sm3", "sha256")))
    wrong = {"manifest-sm3.txt": "0" * 64 + "  data/a.txt\n" + manifest({"data/sub/b.txt": OTHER}, "sm3")}
    yield Case("1.0-wrong-sm3-beside-sha256", bag(algorithms=("sm3", "sha256"), tags=wrong), bad("E-HASH"))
    yield Case(
        "1.0-unknown-algorithm",
        bag(tags={"manifest-foo99.txt": "ab  data/a.txt\nab  data/sub/b.txt\n"}),
        bad("E-DIGEST"),
    )
    for version in ("0.97", "1.0"):  # RFC 8493, section 3: valid is what every manifest was verified of
        beside = bag(version, algorithms=("sha256",), tags={"manifest-foo.txt": "00  data/a.txt\n00  data/sub/b.txt\n"})
        yield Case(f"{version}-unknown-algorithm-beside-sha256", beside, bad("E-DIGEST"))
    yield Case("1.0-unknown-algorithm-hides-no-damage", {**beside, "data/a.txt": b"x"}, bad("E-HASH"))
    whole = manifest(PAYLOAD)
    yield listed("tabs", whole.replace("  ", "\t \t"))
    yield listed("one-space", whole.replace("  ", " "))
    yield listed("crlf", whole.replace("\n", "\r\n"))
    yield listed("cr", whole.replace("\n", "\r"))
    yield listed("upper-case-digest", "".join(f"{line[:128].upper()}{line[128:]}\n" for line in whole.splitlines()))
    yield listed("no-last-line-end", whole[:-1])
    yield listed("dot-slash", whole.replace("data/", "./data/"), odd("W-PATH"))
    yield listed("dot-dot-inside", whole.replace("data/a", "data/sub/../a"), odd("W-PATH"))
    yield listed("md5sum-asterisk", whole.replace("  ", " *"), odd("W-MD5SUM"))
    yield listed("blank-line", whole + "\n", odd("W-LINES"))
    yield listed("line-without-path", whole + "abc\n", bad("E-FORMAT"), version="1.0")
    yield listed("digest-not-hex", whole + "xyz  data/c\n", bad("E-FORMAT"), version="1.0")
    yield listed("digest-too-short", whole.replace(whole[:128], whole[:64]), bad("E-FORMAT"))
    yield listed("comment", "# made by hand\n" + whole, bad("E-FORMAT"), version="1.0")
    yield listed("not-under-data", whole + manifest({"x.txt": b""}), bad("E-SET"), version="1.0")
    yield listed("folder-listed", whole + f"{'0' * 128}  data/sub\n", bad("E-SET"), version="1.0")
    yield Case("1.0-no-manifest", bag(algorithms=(), tagged=False), bad("E-SET"))
    yield Case("1.0-no-payload-folder", bag(payload={}), bad("E-SET"))
    yield Case("1.0-a-file-in-place-of-the-payload-folder", {**bag(payload={}), "data": b""}, bad("E-SET"))
    only = bag(payload={})
    yield Case("1.0-empty-payload", {**only, "manifest-sha512.txt": b""}, bad("E-SET"))
    empty = bag(payload={}, changed=with_file("manifest-sha512.txt", b""))
    yield Case("1.0-nothing-in-it", empty, folders=("data",))
    part = {"manifest-sha256.txt": manifest({"data/a.txt": TEXT}, "sha256")}
    yield Case("1.0-missing-from-manifest", bag(algorithms=("sha256",), tags=part), bad("E-SET"))
    sound = bag("0.97")
    yield Case("0.97-corrupt-tag-file", {**sound, "bag-info.txt": b"Contact-Name: x\n"}, bad("E-HASH"))
    yield Case("0.97-missing-tag-file", {n: c for n, c in sound.items() if n != "bag-info.txt"}, bad("E-SET"))
    yield Case("0.96-corrupt-tag-file", {**bag("0.96"), "bag-info.txt": b"A: x\n"}, bad("E-HASH"))
    yield Case("0.97-unlisted-tag-file", {**sound, "notes.txt": b"x"}, odd("W-UNLISTED"))
    yield Case("0.97-tag-folder", bag("0.97", changed=with_file("metadata/mods.xml", b"<mods/>")))
    inner = {f"data/inner/{name}": content for name, content in bag().items()}
    yield Case("0.97-bag-in-a-bag", bag("0.97", inner))
    lone = bag(tagged=False)
    lone["tagmanifest-sha512.txt"] = manifest({"bagit.txt": lone["bagit.txt"]}).encode()
    yield Case("1.0-tagmanifest-without-manifest", lone, bad("E-SET"))
    sees = dict(sound)
    sees["tagmanifest-sha512.txt"] += manifest({"data/a.txt": TEXT}).encode()
    yield Case("0.97-tagmanifest-lists-payload", sees, bad("E-SET"))


def _of_names() -> Iterator[Case]:
    for version in ("0.97", "1.0"):
        yield Case(
            f"{version}-line-ends-in-names", bag(version, {"data/a\rb": TEXT, "data/c\nd": OTHER}), odd("W-PORTABLE")
        )
    yield Case("1.0-percent-in-name", bag(payload={"data/50%.txt": TEXT, "data/a%0Ab": OTHER}))
    yield Case("0.97-percent-in-name", bag("0.97", {"data/50%25.txt": TEXT, "data/100%": OTHER}))
    lone = bag(
        payload={"data/50%.txt": TEXT}, tags={"manifest-sha512.txt": f"{digest('sha512', TEXT)}  data/50%.txt\n"}
    )
    yield Case("1.0-percent-not-encoded", lone, odd("W-PERCENT"))
    never = bag(payload={"data/a%25": TEXT}, tags={"manifest-sha512.txt": f"{digest('sha512', TEXT)}  data/a%25\n"})
    yield Case("1.0-percent-means-another-file", never, bad("E-SET"))
    composed, apart = "data/N\u00fan\u0303ez", "data/Nu\u0301n\u0303ez"
    shown = f"{digest('sha512', TEXT)}  {composed}\n"
    yield Case(
        "0.97-other-unicode-form", bag("0.97", {apart: TEXT}, tags={"manifest-sha512.txt": shown}), odd("W-UNICODE")
    )
    both = shown + f"{digest('sha512', TEXT)}  {apart}\n"
    yield Case(
        "0.97-one-file-in-two-forms", bag("0.97", {apart: TEXT}, tags={"manifest-sha512.txt": both}), odd("W-TWICE")
    )
    yield Case("0.97-unicode-twins", bag("0.97", {composed: TEXT, apart: OTHER}), odd("W-CASE"))
    yield Case("0.97-case-twins", bag("0.97", {"data/foo": TEXT, "data/FOO": OTHER}), odd("W-CASE"))
    shown = f"{digest('sha512', TEXT)}  data/FOO\n"
    yield Case(
        "0.97-listed-in-other-case", bag("0.97", {"data/foo": TEXT}, tags={"manifest-sha512.txt": shown}), bad("E-SET")
    )
    for name in ("data/.DS_Store", "data/Thumbs.db"):
        yield Case(f"0.97-system-file-{name[5:]}", bag("0.97", {**PAYLOAD, name: b"x"}), odd("W-SYSTEM"))
    for name in ("data/CON", "data/nul.txt", "data/x.", "data/a:b", "data/x?", "data/a\\b", "data/a\u202eb"):
        yield Case(f"1.0-not-for-windows-{name[5:]!a}", bag(payload={name: TEXT}), odd("W-PORTABLE"))


def _outside() -> Iterator[Case]:
    paths = {
        "parent": "../../../README.md",
        "parent-inside-data": "data/../../outside",
        "absolute": "/etc/passwd",
        "home": "~/foo",
        "home-of-another": "~root/foo",
        "drive": "C:\\Windows\\System32\\setx.exe",
        "drive-relative": "c:foo",
        "unc": "\\\\server\\Windows\\System32\\setx.exe",
        "long-unc": "\\\\?\\UNC\\server\\x",
        "windows-parent": "data\\..\\..\\x",
        "windows-variable": "%HomeDrive%\\Windows\\System32\\setx.exe",
    }
    for name, path in paths.items():
        line = f"{'0' * 128}  {path}\n"
        yield Case(
            f"0.97-outside-{name}", bag("0.97", tags={"manifest-sha512.txt": manifest(PAYLOAD) + line}), bad("E-NAME")
        )
        fetch = f"https://example.org/x - {path}\n"
        yield Case(f"0.97-fetch-outside-{name}", bag("0.97", tags={"fetch.txt": fetch}), bad("E-NAME"))
        sound = bag("1.0")
        sound["tagmanifest-sha512.txt"] += line.encode()
        yield Case(f"1.0-tagmanifest-outside-{name}", sound, bad("E-NAME"))


def _of_fetch() -> Iterator[Case]:
    address = "https://example.org/a"
    size = len(TEXT)
    for version in ("0.97", "1.0"):
        fetched = bag(version, tags={"fetch.txt": f"{address} {size} data/a.txt\n"})
        yield Case(f"{version}-fetched", fetched)
        yield Case(
            f"{version}-fetch-of-unknown-length", bag(version, tags={"fetch.txt": f"{address}\t-\tdata/a.txt\n"})
        )
        holes = {name: content for name, content in fetched.items() if name != "data/a.txt"}
        yield Case(f"{version}-still-to-be-fetched", holes, bad("E-FETCH"))
    local = bag("0.97", tags={"fetch.txt": f"file:///srv/scans/a.txt {size} a.txt\n"})
    yield Case("0.97-local-fetch", local, odd("W-FETCH"))
    unlisted = bag("0.97", tags={"fetch.txt": f"{address} - data/c.txt\n"})
    yield Case("0.97-still-to-be-fetched-and-unlisted", unlisted, bad("E-FETCH"))
    yield Case("1.0-fetch-of-a-tag-file", bag(tags={"fetch.txt": f"{address} - bag-info.txt\n"}), bad("E-SET"))
    yield Case("1.0-fetch-of-the-unlisted", bag(tags={"fetch.txt": f"{address} - data/c.txt\n"}), bad("E-SET"))
    yield Case("1.0-fetch-without-address", bag(tags={"fetch.txt": "nowhere - data/a.txt\n"}), bad("E-FORMAT"))
    yield Case("1.0-fetch-without-length", bag(tags={"fetch.txt": f"{address} data/a.txt\n"}), bad("E-FORMAT"))
    yield Case(
        "1.0-fetch-with-space-in-name",
        bag(payload={"data/a b": TEXT}, tags={"fetch.txt": f"{address} {size} data/a b\n"}),
    )


def _rest() -> Iterator[Case]:
    info = "Contact-Name : 王敏\nContact-Phone:010\nNote:\t甲\nEmpty:\n"
    yield Case("0.97-unusual-separators", bag("0.97", tags={"bag-info.txt": info}))
    yield Case("1.0-unusual-separators", bag(tags={"bag-info.txt": info}), odd("W-INFO"))
    yield Case("1.0-info-line-without-colon", bag(tags={"bag-info.txt": "王敏\n"}), bad("E-FORMAT"))
    yield Case("1.0-info-begins-continued", bag(tags={"bag-info.txt": "  王敏\n"}), bad("E-FORMAT"))
    yield Case("1.0-oxum-malformed", bag(tags={"bag-info.txt": "Payload-Oxum: many\n"}), bad("E-FORMAT"))
    yield Case("1.0-oxum-in-small-letters", bag(tags={"bag-info.txt": "payload-oxum: 1.1\n"}), bad("E-SET"))
    yield Case("1.0-empty-folder", bag(), odd("W-EMPTY"), folders=("data/empty",))
    yield Case("1.0-unlisted-link-to-folder", bag(), bad("E-KIND"), links={"data/link": "../.."})
    yield Case("1.0-unlisted-link-to-nothing", bag(), bad("E-KIND"), links={"data/link": "nowhere"})
    linked = bag(payload={**PAYLOAD, "data/c.txt": TEXT})
    del linked["data/c.txt"]
    yield Case("1.0-link-in-place-of-a-file", linked, bad("E-KIND"), links={"data/c.txt": "a.txt"})
