"""Who signs in at this PC: names remembered for the sign-in page, and the control that picks one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from desktop.labels import word
from desktop.rules.roles import End, Role
from desktop.services.clock import civil_time
from desktop.services.first_run import FirstRun
from desktop.views.components.buttons import PaintedButton
from desktop.views.components.memory import memory
from desktop.views.look import icons, paint, tokens
from desktop.views.look.theme import follow_theme, theme

if TYPE_CHECKING:
    from desktop.services.desk import Desk


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """What the sign-in page may show of a person: nothing secret, and only what this PC has seen."""

    login: str
    name: str = ""
    roles: str = ""
    seen: str = ""

    @property
    def shown_name(self) -> str:
        """The name, or the account while the name is not known here."""
        return self.name or self.login

    @property
    def line(self) -> str:
        """Roles and the last time, e.g. 保密审查员，上次登录 11-19 17:52."""
        seen = f"上次登录 {civil_time(self.seen)}" if self.seen else "还没有登录过"
        return "，".join(part for part in (self.roles, seen) if part)


def known_person(login: str) -> KnownPerson:
    """What is remembered of an account."""
    try:
        kept = json.loads(memory().recall(f"people/{login}"))
        return KnownPerson(login, str(kept["name"]), str(kept["roles"]), str(kept["seen"]))
    except (ValueError, KeyError, TypeError):  # never seen here, or the file of settings was edited
        return KnownPerson(login)


def remember_session(desk: Desk) -> None:
    """Remember who signed in, and whose desk this is."""
    person = desk.person
    _keep(KnownPerson(person.login, person.name, _words(person.roles), datetime.now(UTC).isoformat()))
    memory().keep("last_login", person.login)
    remember_unit(desk.agency.name, desk.agency.office_name, desk.agency.end, example=desk.agency.example)


def remember_founding(first: FirstRun) -> None:
    """Remember the people and the unit of a desk that was just set up."""
    for one in first.people:
        _keep(KnownPerson(one.login.strip(), one.name.strip(), _words(one.roles)))
    memory().keep("last_login", first.people[0].login.strip())
    remember_unit(first.agency_name, first.office_name, first.end, example=first.example)


def remember_unit(agency: str, office: str, end: End, *, example: bool) -> None:
    """Remember the words under the name of the program on the sign-in page."""
    unit = agency if end is End.CENTRE else f"{agency}{office}"
    memory().keep("unit", f"{unit}·{word(end)}")
    memory().keep("example", "yes" if example else "")


def _keep(person: KnownPerson) -> None:
    memory().keep(f"people/{person.login}", json.dumps(asdict(person), ensure_ascii=False))


def _words(roles: Sequence[Role]) -> str:
    return "、".join(word(role) for role in roles)


class PersonPicker(PaintedButton):
    """Avatar, name, roles and last time of one of several people; a menu, or ↑ ↓, picks another. `picked(login)`."""

    picked = Signal(str)

    def __init__(self, people: Sequence[KnownPerson], login: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._people = tuple(people)
        self._at = next((n for n, one in enumerate(people) if one.login == login), 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._open_menu)
        self._speak()
        follow_theme(self)

    def person(self) -> KnownPerson:
        """The person picked."""
        return self._people[self._at] if self._people else KnownPerson("")

    def pick(self, login: str) -> None:
        """Pick a person without emitting."""
        self._at = next((n for n, one in enumerate(self._people) if one.login == login), self._at)
        self._speak()

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(theme().px(60))
        super().restyle()

    def sizeHint(self) -> QSize:
        """As wide as the form."""
        return QSize(theme().px(320), theme().px(60))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑ and ↓ pick, Enter opens the menu."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and self._people:
            self._take((self._at + step) % len(self._people))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Frame, disc, two lines, chevrons."""
        painter = paint.begin(self)
        px, color = theme().px, theme().color
        ground = "hover" if self.underMouse() else "surface"
        paint.box(painter, self.rect(), px(tokens.RADIUS_CONTROL), color(ground), color("edge"))
        person, middle = self.person(), self.height() / 2
        paint.disc(painter, QPointF(px(30), middle), px(18), color("soft2"))
        disc = QRectF(px(12), middle - px(18), px(36), px(36))
        paint.text(painter, disc, person.shown_name[:1], "strong", color("softtext"), paint.CENTER)
        room = QRectF(px(60), px(9), self.width() - px(100), px(22))
        paint.text(painter, room, person.shown_name, "strong", color("text"))
        paint.text(painter, room.translated(0, px(21)), person.line, "caption", color("text2"))
        side = px(16)
        left = self.width() - side - px(14)
        icons.draw(painter, "chevrons-up-down", left, middle - side / 2, side, color("text2"))

    def _speak(self) -> None:
        person = self.person()
        self.setAccessibleName(f"登录人 {person.shown_name}，{person.line}")
        self.update()

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setMinimumWidth(self.width())
        for number, one in enumerate(self._people):
            action = menu.addAction(f"{one.shown_name}　{one.roles}" if one.roles else one.shown_name)
            action.setData(number)
        menu.triggered.connect(lambda action: self._take(action.data()))
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def _take(self, number: int) -> None:
        self._at = number
        self._speak()
        self.picked.emit(self.person().login)
