"""An agency's own form at the other end: told when it is not known there, carried over as a file."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.rules.chains import DEFAULT_FORM, ChainStep, Place, ReviewForm, Step
from desktop.rules.plain import to_plain
from desktop.services import form_files, forms, imports, inspection, item_detail, items
from desktop.services.desk import Desk
from tests.services.ends import Ends, register, review_at_office, send


def own_form(desk: Desk) -> ReviewForm:
    """The form of the shipped standard with another name, twice changed."""
    shipped = next(one.form for one in forms.forms(desk) if one.form.code == "standard")
    made = forms.save_new_form(desk, replace(shipped, name="律师处审查表"))
    steps = (*made.steps[:-1], replace(made.steps[-1], title="厅领导"))
    return forms.save_form(desk, replace(made, steps=steps))


@pytest.fixture
def written(ends: Ends) -> tuple[Path, ReviewForm]:
    path = ends.root / "form.json"
    with ends.at("lin") as desk:
        form = own_form(desk)
        assert form_files.export_form(desk, form.code, path) == 2
    return path, form


def under_own_form(ends: Ends, document: Path, form: ReviewForm) -> tuple[str, Path]:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        shown = item_detail.detail(desk, uuid)
        items.save_draft(desk, uuid, replace(shown.content, form=form), shown.draft_version or 0, "test")
    review_at_office(ends, uuid)
    return uuid, send(ends, uuid)


def test_an_unknown_form_is_told_until_it_is_imported(
    ends: Ends, document: Path, written: tuple[Path, ReviewForm]
) -> None:
    path, form = written
    uuid, package = under_own_form(ends, document, form)
    with ends.at("lin") as desk:
        assert item_detail.detail(desk, uuid).form_known
    with ends.at("wang") as desk:
        found = inspection.inspect(desk, package)
        assert not found.items[0].form_known
        imports.import_batch(desk, found, {})
        assert not item_detail.detail(desk, uuid).form_known
        preview = form_files.preview_import(desk, path)
        assert ([one.version for one in preview.new], preview.becomes_newest) == ([1, 2], True)
        assert all(one.form.code != form.code for one in forms.forms(desk))
        form_files.import_form(desk, path)
        assert item_detail.detail(desk, uuid).form_known
        assert inspection.inspect(desk, package).items[0].form_known
        assert next(one.form for one in forms.forms(desk) if one.form.code == form.code) == form
        assert form_files.preview_import(desk, path).new == ()
        with pytest.raises(UserError) as refused:
            form_files.import_form(desk, path)
        assert refused.value.code == "E-FORM"


def test_shipped_forms_are_known_and_not_exported(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        with pytest.raises(UserError) as refused:
            form_files.export_form(desk, "standard", ends.root / "form.json")
        assert refused.value.code == "E-FORM"
    assert not (ends.root / "form.json").exists()
    review_at_office(ends, uuid)
    package = send(ends, uuid)
    with ends.at("wang") as desk:
        assert inspection.inspect(desk, package).items[0].form_known


def test_the_same_number_with_other_steps_is_refused(ends: Ends, written: tuple[Path, ReviewForm]) -> None:
    path, form = written
    content = json.loads(path.read_text("utf-8"))
    with ends.at("wang") as desk:
        form_files.import_form(desk, path)
        content["forms"][1]["name"] = "另一种"
        path.write_text(json.dumps(content), "utf-8")
        with pytest.raises(UserError, match="第 2 版，内容不同") as refused:
            form_files.import_form(desk, path)
        assert refused.value.code == "E-FORM"
        assert next(one.form.name for one in forms.forms(desk) if one.form.code == form.code) == "律师处审查表"


SOUND = to_plain(replace(DEFAULT_FORM, code="own-1"))
UNSOUND = {**SOUND, "steps": [to_plain(ChainStep(Step.HANDLER, Place.OFFICE))]}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"kind": "review-form", "format": 2, "forms": []}',
        b'{"kind": "review-form", "format": 1, "forms": []}',
        b'{"kind": "review-form", "format": 1, "forms": [{}]}',
        json.dumps({"kind": "review-form", "format": 1, "forms": [UNSOUND]}).encode(),
        json.dumps({"kind": "review-form", "format": 1, "forms": [{**SOUND, "name": "审" * 31}]}).encode(),
        json.dumps({"kind": "review-form", "format": 1, "forms": [SOUND, SOUND]}).encode(),
        json.dumps(
            {"kind": "review-form", "format": 1, "forms": [SOUND, {**SOUND, "code": "x", "version": 2}]}
        ).encode(),
        b"\xff" * 2_000_000,
    ],
)
def test_what_is_no_sound_form_is_not_taken_in(ends: Ends, content: bytes) -> None:
    path = ends.root / "form.json"
    path.write_bytes(content)
    with ends.at("wang") as desk:
        before = forms.forms(desk)
        with pytest.raises(UserError) as refused:
            form_files.import_form(desk, path)
        assert refused.value.code == "E-FORM"
        assert forms.forms(desk) == before


def test_a_missing_file_and_a_person_without_the_role(ends: Ends, written: tuple[Path, ReviewForm]) -> None:
    path, form = written
    with ends.at("wang") as desk, pytest.raises(UserError):
        form_files.preview_import(desk, ends.root / "none.json")
    with ends.at("li") as desk:
        for refuse in (form_files.preview_import, form_files.import_form):
            with pytest.raises(UserError) as refused:
                refuse(desk, path)
            assert refused.value.code == "E-PERMISSION"
        with pytest.raises(UserError) as refused:
            form_files.export_form(desk, form.code, path)
        assert refused.value.code == "E-PERMISSION"
