"""Faces: the PC's own font when it can be embedded, else Noto; missing characters are told, never dropped."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from desktop.printing.fonts import BUNDLED, GETA, Face, FontSet, plain
from desktop.printing.missing import missing_words, noting_missing
from desktop.printing.return_slip import return_slip
from desktop.printing.review_form import review_form, review_forms
from tests.printing.layout_specimens import returned
from tests.printing.specimens import NOTO_ONLY, filled_form


def names(fonts: FontSet, face: Face, text: str) -> list[tuple[str, str]]:
    return [(font.face.name.decode(), characters) for font, characters in fonts.runs(face, text)]


def test_without_fonts_of_its_own_each_face_has_its_noto() -> None:
    assert names(NOTO_ONLY, Face.TITLE, "审查表") == [("NotoSerifSC-Bold", "审查表")]
    assert names(NOTO_ONLY, Face.HEAD, "审查表") == [("NotoSansSC-Medium", "审查表")]
    assert names(NOTO_ONLY, Face.BODY, "审查表") == [("NotoSerifSC-Regular", "审查表")]
    assert names(NOTO_ONLY, Face.HAND, "审查表") == [("NotoSerifSC-Regular", "审查表")]
    assert names(NOTO_ONLY, Face.MARK, "7F3A") == [("NotoSansSC-Regular", "7F3A")]


def test_a_font_of_the_pc_is_found_by_its_file_name(tmp_path: Path) -> None:
    folder = tmp_path / "truetype" / "office"
    folder.mkdir(parents=True)
    shutil.copy(BUNDLED / "NotoSansSC_600SemiBold.ttf", folder / "SIMFANG.TTF")
    fonts = FontSet([tmp_path])
    assert names(fonts, Face.BODY, "审查表") == [("NotoSansSC-SemiBold", "审查表")]
    assert names(fonts, Face.HAND, "审查表") == [("NotoSerifSC-Regular", "审查表")]


def test_a_font_with_postscript_outlines_is_passed_over(tmp_path: Path) -> None:
    data = (BUNDLED / "NotoSansSC_400Regular.ttf").read_bytes()
    (tmp_path / "simfang.ttf").write_bytes(b"OTTO" + data[4:])
    assert names(FontSet([tmp_path]), Face.BODY, "审") == [("NotoSerifSC-Regular", "审")]


def test_a_damaged_font_file_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "simkai.ttf").write_bytes(b"not a font")
    assert names(FontSet([tmp_path]), Face.HAND, "审") == [("NotoSerifSC-Regular", "审")]


def test_a_character_that_no_font_holds_becomes_a_geta_and_is_reported() -> None:
    text = "王\U000200cc和\U0001f600"
    missing = [one for one in text if not NOTO_ONLY.holds(Face.BODY, one)]
    assert "\U0001f600" in missing
    assert "王" not in missing
    shown = "".join(characters for _, characters in NOTO_ONLY.runs(Face.BODY, text))
    assert shown.count(GETA) == len(missing)


def test_the_bundled_fonts_have_some_rare_characters_of_names_and_tell_of_those_they_have_not() -> None:
    assert [one for one in "㐀龘𠮷" if not NOTO_ONLY.holds(Face.BODY, one)] == ["𠮷"]
    for face in Face:
        assert "".join(shown for _font, shown in NOTO_ONLY.runs(face, "㐀龘𠮷先生")) == f"㐀龘{GETA}先生"
    with noting_missing() as missing:
        review_form(replace(filled_form(), drafter="𠮷田龘"), NOTO_ONLY)
    assert missing.codes == ["U+20BB7"]


def test_unseen_and_control_characters_are_taken_out_and_line_ends_made_alike() -> None:
    assert plain("甲\u200b乙\x00\r\n丙\u2028丁\t戊\ufeff") == "甲乙\n丙\n丁 戊"


def test_nothing_printed_is_remembered() -> None:
    NOTO_ONLY.runs(Face.BODY, "秘密")
    NOTO_ONLY.ems(Face.BODY, "秘密")
    NOTO_ONLY.forget()
    assert NOTO_ONLY.runs.cache_info().currsize == NOTO_ONLY.ems.cache_info().currsize == 0


def test_what_a_paper_could_not_set_is_noted_with_its_pages() -> None:
    form = filled_form()
    odd = replace(form, title="题\U0001f600", blocks=(replace(form.blocks[0], name="\U0001f601"), *form.blocks[1:]))
    with noting_missing() as missing:
        review_forms([form, odd], NOTO_ONLY)
    assert sorted(missing.codes) == ["U+1F600", "U+1F601"]
    assert list(missing.pages.values()) == [[2]]
    with noting_missing() as nothing:
        review_form(form, NOTO_ONLY)
    assert (nothing.codes, list(nothing.pages.values())) == ([], [[]])
    with noting_missing() as several:
        review_form(odd, NOTO_ONLY)
        return_slip(replace(returned(), title="题\U0001f600"), NOTO_ONLY)
    assert "信息发布保密审查表第 1 页" in missing_words(several)
