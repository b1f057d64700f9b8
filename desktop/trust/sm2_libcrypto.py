"""SM2 by the system's libcrypto (OpenSSL 3 or newer) through ctypes: some seventy times as fast as Python."""

from __future__ import annotations

import ctypes
import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import POINTER, byref, c_char_p, c_int, c_size_t, c_uint, c_ulong, c_void_p
from pathlib import Path

SIGNER_ID = b"1234567812345678"
NAME = "libcrypto"

_UNSIGNED_INTEGER, _UTF8_STRING, _OCTET_STRING = 2, 4, 5  # openssl/core.h
_PUBLIC_KEY, _KEYPAIR = 0x86, 0x87  # openssl/evp.h: EVP_PKEY_PUBLIC_KEY, EVP_PKEY_KEYPAIR
_OLDEST = 0x30000000


class _Parameter(ctypes.Structure):
    """OSSL_PARAM of openssl/core.h."""

    _fields_ = (
        ("key", c_char_p),
        ("data_type", c_uint),
        ("data", c_void_p),
        ("data_size", c_size_t),
        ("return_size", c_size_t),
    )


_SIGNATURES: dict[str, tuple[object, tuple[object, ...]]] = {
    "OpenSSL_version_num": (c_ulong, ()),
    "ERR_clear_error": (None, ()),
    "EVP_PKEY_CTX_new_from_name": (c_void_p, (c_void_p, c_char_p, c_char_p)),
    "EVP_PKEY_CTX_free": (None, (c_void_p,)),
    "EVP_PKEY_CTX_set_params": (c_int, (c_void_p, POINTER(_Parameter))),
    "EVP_PKEY_fromdata_init": (c_int, (c_void_p,)),
    "EVP_PKEY_fromdata": (c_int, (c_void_p, POINTER(c_void_p), c_int, POINTER(_Parameter))),
    "EVP_PKEY_free": (None, (c_void_p,)),
    "EVP_MD_CTX_new": (c_void_p, ()),
    "EVP_MD_CTX_free": (None, (c_void_p,)),
    "EVP_DigestSignInit_ex": (
        c_int,
        (c_void_p, POINTER(c_void_p), c_char_p, c_void_p, c_char_p, c_void_p, POINTER(_Parameter)),
    ),
    "EVP_DigestVerifyInit_ex": (
        c_int,
        (c_void_p, POINTER(c_void_p), c_char_p, c_void_p, c_char_p, c_void_p, POINTER(_Parameter)),
    ),
    "EVP_DigestSign": (c_int, (c_void_p, c_char_p, POINTER(c_size_t), c_char_p, c_size_t)),
    "EVP_DigestVerify": (c_int, (c_void_p, c_char_p, c_size_t, c_char_p, c_size_t)),
}


def _candidates() -> Iterator[str]:
    """Name the libraries to try. Never an unversioned one: macOS kills a process that loads its own."""
    if sys.platform == "win32":
        folders = [Path(sys.base_prefix), Path(sys.base_prefix, "DLLs")]
        names = ["libcrypto-3.dll", "libcrypto-3-x64.dll", "libcrypto-3-arm64.dll"]
        yield from (str(folder / name) for folder in folders for name in names if (folder / name).exists())
    elif sys.platform == "darwin":
        folders = [Path(sys.base_prefix, "lib"), Path("/opt/homebrew/lib"), Path("/usr/local/lib")]
        yield from (str(path) for path in (f / "libcrypto.3.dylib" for f in folders) if path.exists())
    else:
        bundled = Path(sys.base_prefix, "lib", "libcrypto.so.3")
        if bundled.exists():
            yield str(bundled)
        yield "libcrypto.so.3"


def _load(path: str) -> ctypes.CDLL | None:
    try:
        library = ctypes.CDLL(path)
        for name, (result, arguments) in _SIGNATURES.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
        version: int = library.OpenSSL_version_num()
    except (OSError, AttributeError):
        return None
    return library if version >= _OLDEST else None


@functools.cache
def _library() -> ctypes.CDLL | None:
    for path in _candidates():
        library = _load(path)
        if library is not None:
            return library
    return None


def is_available() -> bool:
    """Tell whether a libcrypto with everything needed was found."""
    return _library() is not None


def sign(secret: bytes, public: bytes, message: bytes) -> bytes:
    """Return the DER signature of `message` (GB/T 32918.2, SM3); raises RuntimeError when libcrypto fails."""
    library = _required()
    with _key(library, public, secret) as key, _digest_context(library) as context:
        if key is None:
            raise RuntimeError("libcrypto refused the SM2 key")
        _begin(library, library.EVP_DigestSignInit_ex, context, key)
        size = c_size_t(128)
        buffer = ctypes.create_string_buffer(size.value)
        _must(library.EVP_DigestSign(context, buffer, byref(size), message, len(message)))
        return buffer.raw[: size.value]


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether the DER `signature` over `message` is by the holder of `public`."""
    library = _required()
    with _key(library, public, None) as key, _digest_context(library) as context:
        if key is None:
            return False
        _begin(library, library.EVP_DigestVerifyInit_ex, context, key)
        verdict = library.EVP_DigestVerify(context, signature, len(signature), message, len(message))
        library.ERR_clear_error()
        return bool(verdict == 1)


def _required() -> ctypes.CDLL:
    library = _library()
    if library is None:
        raise RuntimeError("no libcrypto of version 3 or newer")
    return library


def _must(result: int) -> None:
    if result != 1:
        raise RuntimeError("a libcrypto call failed")


def _begin(library: ctypes.CDLL, init: Callable[..., int], context: c_void_p, key: c_void_p) -> None:
    """Start a digest operation with SM3; the identity is set after it, since OpenSSL 3.0 refuses it within."""
    operation = c_void_p()
    _must(init(context, byref(operation), b"SM3", None, None, key, None))
    _must(library.EVP_PKEY_CTX_set_params(operation, _IDENTITY.array))


class _Parameters:
    """An OSSL_PARAM array together with the bytes it points to, which must live as long as it."""

    def __init__(self, *entries: tuple[bytes, int, bytes]) -> None:
        self._buffers = [ctypes.create_string_buffer(data, len(data)) for _, _, data in entries]
        self.array = (_Parameter * (len(entries) + 1))()  # the last stays empty: the end mark
        for slot, (key, kind, data), buffer in zip(self.array, entries, self._buffers, strict=False):
            slot.key, slot.data_type, slot.data_size = key, kind, len(data)
            slot.data = ctypes.addressof(buffer)


_IDENTITY = _Parameters((b"distid", _OCTET_STRING, SIGNER_ID))


@contextmanager
def _key(library: ctypes.CDLL, public: bytes, secret: bytes | None) -> Iterator[c_void_p | None]:
    """Yield an EVP_PKEY, or None when libcrypto does not take the point for one of the curve."""
    entries = [(b"group", _UTF8_STRING, b"SM2"), (b"pub", _OCTET_STRING, public)]
    if secret is not None:
        native = int.from_bytes(secret, "big").to_bytes(32, sys.byteorder)
        entries.append((b"priv", _UNSIGNED_INTEGER, native))
    parameters = _Parameters(*entries)
    context = c_void_p(library.EVP_PKEY_CTX_new_from_name(None, b"SM2", None))
    if not context:
        raise RuntimeError("this libcrypto has no SM2")
    key = c_void_p()
    try:
        _must(library.EVP_PKEY_fromdata_init(context))
        selection = _PUBLIC_KEY if secret is None else _KEYPAIR
        made = library.EVP_PKEY_fromdata(context, byref(key), selection, parameters.array)
        library.ERR_clear_error()
        yield key if made == 1 else None
    finally:
        library.EVP_PKEY_free(key)
        library.EVP_PKEY_CTX_free(context)


@contextmanager
def _digest_context(library: ctypes.CDLL) -> Iterator[c_void_p]:
    context = c_void_p(library.EVP_MD_CTX_new())
    try:
        yield context
    finally:
        library.EVP_MD_CTX_free(context)
