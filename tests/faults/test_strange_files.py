"""Well-signed files of a broken or hostile program are refused with a word, or mean what they say; no reader falls over."""

from __future__ import annotations

import importlib.util
import json
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from desktop.errors import PackageRefused
from desktop.formats.bag import SIGNATURE
from desktop.formats.package import read_package
from desktop.formats.receipt import decode_receipt, write_receipt
from desktop.trust.signing import sign
from tests.faults.conftest import Tally
from tests.faults.feeding import Feeder
from tests.faults.mutating import as_json, mutated
from tests.formats import factory
from tests.formats.forging import packed, resigned, unpacked

SEED = 20261122
CORPUS = Path(__file__).parent / "corpus"
_DOSES = [pytest.param(150, id="sample"), pytest.param(10_000, id="all", marks=pytest.mark.full)]


def _refused(read: Callable[[], object]) -> bool:
    """Whether reading ends in a refusal that says why and what to do; anything else that is raised comes through."""
    try:
        read()
    except PackageRefused as error:
        return bool(error.code.startswith("E-") and error.message and error.hint) or pytest.fail(f"no words: {error}")
    return False


@pytest.mark.parametrize("rounds", _DOSES)
def test_packages_with_odd_values(tmp_path: Path, tally: Tally, rounds: int) -> None:
    """Each is signed anew by the office's own key, so that the reader must look into it."""
    rolls = random.Random(SEED)
    path = tmp_path / "batch.zip"
    factory.write(path)
    sound = unpacked(path)
    plain = [name for name in sound if name.endswith(".json") and name != SIGNATURE]
    assert len(plain) == 5

    def read() -> None:
        with read_package(path, factory.trust_office) as package:
            assert package.header.batch_id

    refused = 0
    for _ in range(rounds):
        name = rolls.choice(plain)
        odd = as_json(mutated(json.loads(sound[name]), rolls), rolls)
        packed(path, resigned({**sound, name: odd}, factory.key("office")))
        refused += _refused(read)
    tally("odd packages, well signed", tried=rounds, refused=refused, crashes=0)
    assert refused > rounds * 0.9


@pytest.mark.parametrize("rounds", _DOSES)
def test_receipts_with_odd_values(tmp_path: Path, tally: Tally, rounds: int) -> None:
    rolls = random.Random(SEED)
    key = factory.key("centre")
    path = tmp_path / "receipt.json"
    write_receipt(path, factory.receipt(), key)
    sound = json.loads(path.read_bytes())
    refused = 0
    for _ in range(rounds):
        body = mutated(sound["body"], rolls)
        odd = {**sound, "body": body}
        try:
            odd["signature"] = sign(key, "receipt", body).as_json()
        except (ValueError, TypeError):
            continue  # what has no canonical form cannot be signed, and is not refused but not made
        data = as_json(odd, rolls)
        refused += _refused(partial(decode_receipt, data, key.public.fingerprint))
    tally("odd receipts, well signed", tried=rounds, refused=refused, crashes=0)
    assert refused


@pytest.mark.full
def test_what_a_fuzzer_finds_is_refused(tmp_path: Path, tally: Tally) -> None:
    if importlib.util.find_spec("atheris") is None:
        pytest.skip("NO COVERAGE-GUIDED FUZZING: atheris is not installed (pip install '.[fuzz]', x86-64 Linux)")
    shutil.copytree(CORPUS, tmp_path / "corpus")
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.fuzzing", "45", str(tmp_path / "corpus")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    runs = re.search(r"number_of_executed_units: (\d+)", done.stderr)
    assert done.returncode == 0, done.stderr[-4000:]
    assert runs is not None
    tally("atheris", runs=int(runs[1]), crashes=0)


def test_the_corpus_of_the_fuzzer_is_read_or_refused(tmp_path: Path) -> None:
    """Inputs that once led further into the readers, read on every machine, also without atheris."""
    feeder = Feeder(tmp_path)
    assert not any(_refused(partial(feeder.feed, data)) for data in feeder.sound().values())
    refused = [_refused(partial(feeder.feed, one.read_bytes())) for one in sorted(CORPUS.iterdir())]
    assert sum(refused) > 10
