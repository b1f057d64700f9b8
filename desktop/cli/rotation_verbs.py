"""Commands on changed and revoked keys, and on offices that were dissolved."""

from __future__ import annotations

from argparse import Namespace

from desktop.cli.access import password_of
from desktop.cli.answers import Answer, say
from desktop.errors import UserError
from desktop.rules.roles import End
from desktop.services import accounts, enrolment, rotation
from desktop.services.desk import Desk
from desktop.services.enrolment import OfficeView


def rotate(desk: Desk, given: Namespace) -> Answer:
    """Change this end's key and write the statements."""
    fingerprint = accounts.own_fingerprint(desk) if given.again else rotation.rotate(desk)
    paths = rotation.write_statements(desk, given.to)
    return say(
        f"本端公钥指纹：{fingerprint}",
        *(f"换钥声明：{one}" for one in paths),
        fingerprint=fingerprint,
        statements=[str(one) for one in paths],
    )


def accept(desk: Desk, given: Namespace) -> Answer:
    """Check the other end's statement and believe its new key, with a second person."""
    found = rotation.read_statement(desk, given.file)
    password = password_of(given.second_password_file, given.second)
    if desk.agency.end is End.CENTRE:
        rotation.propose_rotation(desk, found)
        enrolment.confirm_rotation(desk, found.office_id, given.second, password)
    else:
        rotation.accept_centre_key(desk, found, given.second, password)
    return say(
        f"{found.who}的新公钥已登记，两人办理：{desk.person.name}、{given.second}",
        f"旧公钥：{found.old_fingerprint}",
        f"新公钥：{found.new_fingerprint}",
        who=found.who,
        old=found.old_fingerprint,
        fingerprint=found.new_fingerprint,
        from_seq=found.from_seq,
    )


def revoke(desk: Desk, given: Namespace) -> Answer:
    """Revoke an office's key after its last good batch."""
    office = _office(desk, given.office_code)
    enrolment.revoke_key(desk, office.id, given.last_good)
    return say(
        f"{office.name}的公钥已停用，第 {given.last_good} 批以后的报送包不再接收",
        office=office.code,
        last_good_seq=given.last_good,
    )


def office(desk: Desk, given: Namespace) -> Answer:
    """Close an office, or open it again."""
    known = _office(desk, given.office_code)
    active = given.state == "open"
    enrolment.set_office_active(desk, known.id, active, given.reason)
    told = "已启用，从登记公钥那一期起照常统计报送情况" if active else "已停用，不再要求报送"
    return say(f"{known.name}{told}", office=known.code, active=active)


def _office(desk: Desk, code: str) -> OfficeView:
    found = next((one for one in enrolment.offices(desk) if one.code == code.upper()), None)
    if found is None:
        raise UserError(f"没有代号“{code}”的处室", "核对处室代号", "E-OFFICE")
    return found
