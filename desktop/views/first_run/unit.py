"""Second page: the agency, its organization code, the office and its code."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.rules.index_numbers import sample
from desktop.rules.numbers import NATIONAL_PATTERN, form_number, key_fingerprint, organization_code
from desktop.rules.roles import End
from desktop.views.components.fields import TextField
from desktop.views.components.text import show_if
from desktop.views.first_run.page import GuidePage, side_by_side

CODE_LENGTH = 12


class UnitPage(GuidePage):
    """Names and codes, each checked as it is typed."""

    def __init__(self, year: int, parent: QWidget | None = None) -> None:
        super().__init__("单位和处室", "印在审查表、报送清单和回执上，也写进编号和索引号。", parent)
        self._year = year
        self._end = End.OFFICE
        self.agency = TextField("单位名称", required=True, limit=40, placeholder="临江省司法厅")
        self.agency_code = TextField(
            "组织机构代码", required=True, latin=True, info="9 位，或者 18 位统一社会信用代码", placeholder="00000000-0"
        )
        self.office = TextField("处室名称", required=True, limit=40)
        self.office_code = TextField("处室代号", required=True, latin=True, limit=CODE_LENGTH)
        self.fingerprint = TextField(
            "办公室端公钥指纹",
            latin=True,
            info="照办公室盖章的指纹单录入，8 组，每组 4 位；现在没有的，以后在系统管理里录入",
        )
        self.add(side_by_side((self.agency, 3), (self.agency_code, 2)))
        self.add(side_by_side((self.office, 3), (self.office_code, 2)))
        self.add(self.fingerprint)
        self.fields = (self.agency, self.agency_code, self.office, self.office_code, self.fingerprint)
        for field in self.fields:
            field.changed.connect(self._judge)
        self.set_end(End.OFFICE)

    def set_end(self, end: End) -> None:
        """Ask for what this end needs; the centre's own office is usually called 办公室, and it has no centre above it."""
        self._end = end
        show_if(self.fingerprint, end is End.OFFICE)
        examples = ("律师工作处", "LSGZ") if end is End.OFFICE else ("办公室", "BGS")
        self.office.edit.setPlaceholderText(examples[0])
        self.office_code.edit.setPlaceholderText(examples[1])
        self._judge()

    def centre_fingerprint(self) -> str:
        """The fingerprint in its printed form, empty when none was entered."""
        typed = self.fingerprint.value() if self._end is End.OFFICE else ""
        return key_fingerprint(typed) if typed else ""

    def missing(self) -> str:
        """The first field that is empty or wrong."""
        if not self.agency.value():
            return "填写单位名称"
        if _refusal(self.agency_code):
            return "组织机构代码还不对" if self.agency_code.value() else "填写组织机构代码"
        if not self.office.value():
            return "填写处室名称"
        if not self._office_code_fits():
            return "填写处室代号"
        return "公钥指纹还不对，也可以先空着" if self.fingerprint.has_error() else ""

    def line(self) -> str:
        """Agency and office."""
        return f"{self.agency.value()}{self.office.value()}"

    def begin(self) -> None:
        """Start with the agency."""
        self.agency.setFocus()

    def _judge(self) -> None:
        self._judge_agency_code()
        self._judge_office_code()
        self._judge_fingerprint()
        self.changed.emit()

    def _judge_agency_code(self) -> None:
        typed = self.agency_code.value()
        refused = _refusal(self.agency_code)
        if not typed or (refused and len(typed.replace("-", "")) < 9):
            self.agency_code.set_message("")
        elif refused:
            self.agency_code.set_message(refused, "error")
        else:
            example = sample(NATIONAL_PATTERN, organization_code(typed), "BGS", date(self._year, 1, 1))
            self.agency_code.set_message(f"校验位相符，索引号如 {example}", "ok")

    def _office_code_fits(self) -> bool:
        code = self.office_code.value()
        return bool(code) and code.isascii() and code.isalnum() and len(code) <= CODE_LENGTH

    def _judge_office_code(self) -> None:
        code = self.office_code.value()
        if not code:
            self.office_code.set_info("字母或数字，例如 LSGZ" if self._end is End.OFFICE else "字母或数字，例如 BGS")
        elif self._office_code_fits():
            self.office_code.set_message(f"编号如 {form_number(code.upper(), self._year, 1)}", "ok")
        else:
            self.office_code.set_message("只用字母和数字", "error")

    def _judge_fingerprint(self) -> None:
        try:
            found = self.centre_fingerprint()
        except UserError as problem:
            self.fingerprint.set_message(problem.message, "error")
        else:
            self.fingerprint.set_message(f"共 8 组：{found}" if found else "", "ok")


def _refusal(field: TextField) -> str:
    try:
        organization_code(field.value())
    except UserError as problem:
        return problem.message
    return ""
