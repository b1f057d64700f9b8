"""Commands on the data folder itself: set up, recover, back up, audit, keys, demo."""

from __future__ import annotations

from argparse import Namespace

from desktop.cli.access import data_folder, password_of
from desktop.cli.answers import Answer, say
from desktop.errors import PackageRefused, UserError
from desktop.labels import word
from desktop.rules.roles import Role
from desktop.services import (
    accounts,
    enrolment,
    key_reissue,
    office_receipts,
    papers,
    restoring,
    sessions,
    upkeep,
)
from desktop.services.desk import Desk
from desktop.services.first_run import FirstRun, NewAccount


def found(given: Namespace) -> Answer:
    """Set up an office end or a central end."""
    people = []
    for text in given.person:
        login, name, roles = (*text.split(":"), "", "")[:3]
        password = password_of(given.password_file, login)
        people.append(NewAccount(login, name, tuple(_role(one) for one in roles.split(",") if one), password))
    first = FirstRun(
        given.end, given.agency, given.code, given.office_code, given.office, tuple(people), given.centre_fingerprint
    )
    made = sessions.found(data_folder(given), first)
    return say(
        "已设置。应急密钥只显示这一次，请打印或抄写后锁入保险柜：",
        made.recovery_key,
        f"本端公钥指纹：{made.fingerprint}",
        recovery_key=made.recovery_key,
        fingerprint=made.fingerprint,
    )


def recover(given: Namespace) -> Answer:
    """Set a new password with the recovery key."""
    key = password_of(given.key_file, given.account)
    password = password_of(given.password_file, given.account)
    sessions.recover(data_folder(given), key, given.account, password)
    return say(f"账号“{given.account}”的新口令已生效，签名密钥已更换", account=given.account)


def reissue(desk: Desk, given: Namespace) -> Answer:
    """Give somebody a one-time password and retire the signing key."""
    password = key_reissue.reissue(desk, given.account)
    return say(
        f"账号“{given.account}”的一次性口令（只显示这一次）：{password}",
        "本人用它登录并改口令，同时生成新的签名密钥",
        account=given.account,
        password=password,
    )


def new_password(desk: Desk, given: Namespace) -> Answer:
    """Change one's own password."""
    old = password_of(given.password_file, given.login)
    accounts.change_password(desk, old, password_of(given.new_password_file, f"{given.login} 的新口令，"))
    return say("口令已修改", account=given.login)


def backup(desk: Desk, _given: Namespace) -> Answer:
    """Back up now."""
    path = upkeep.back_up(desk)
    return say(f"已备份并核对：{path}", path=str(path))


def backups(given: Namespace) -> Answer:
    """The backups that are kept."""
    kept = restoring.kept_backups(data_folder(given))
    lines = tuple(f"{when}  {path.name}" for when, path in kept) or ("还没有备份",)
    return Answer(lines, [{"moment": when, "name": path.name} for when, path in kept])


def restore(given: Namespace) -> Answer:
    """Put a backup back with the recovery key."""
    folder = data_folder(given)
    done = restoring.restore(
        folder, folder.backup / given.backup, password_of(given.key_file, "recovery"), last_used=given.last_number
    )
    return say(
        f"已恢复。原有文件移到了：{done.aside}",
        "备份之后登记的信息不在库里，对照台账和纸面补登",
        done.numbers_words,
        done.again_words,
        aside=str(done.aside),
        next_number=done.next_number,
    )


def audit(desk: Desk, given: Namespace) -> Answer:
    """Verify the audit chain, and hold it against anchors that lie outside; or put its head on paper."""
    if given.action == "head":
        return _head(desk, given)
    report = upkeep.verify_audit(desk, given.anchor)
    if not report.ok:
        raise PackageRefused(report.words, "保留这个数据文件夹，不要再改动，报告安全保密管理员", "E-AUDIT")
    held = f"对照了 {len(given.anchor)} 个外部锚点，一致。" if given.anchor and not report.forgone else ""
    return say(
        *(one for one in (report.words, held) if one),
        ok=True,
        count=report.count,
        anchors=len(given.anchor),
        forgone=report.forgone,
    )


def _head(desk: Desk, given: Namespace) -> Answer:
    if given.output:
        papers.save_pdf(given.output, papers.chain_head_pdf(desk))
    place = upkeep.chain_head(desk, given.seq)
    return say(f"第 {place.seq} 条：{place.h}", epoch=place.epoch, seq=place.seq, head=place.h)


def fingerprint(desk: Desk, _given: Namespace) -> Answer:
    """The fingerprint of this end's key."""
    own = accounts.own_fingerprint(desk)
    return say(own, fingerprint=own)


def trust_centre(desk: Desk, given: Namespace) -> Answer:
    """Record the centre's fingerprint at an office."""
    office_receipts.set_centre_fingerprint(desk, given.fingerprint)
    return say("已登记办公室公钥指纹", fingerprint=desk.agency.centre_fingerprint)


def enrol(desk: Desk, given: Namespace) -> Answer:
    """Enrol an office's key with a second officer."""
    known = next((one for one in enrolment.offices(desk) if one.code == given.office_code.upper()), None)
    office_id = known.id if known else enrolment.add_office(desk, given.office_code, given.office)
    enrolment.propose_key(desk, office_id, given.fingerprint)
    password = password_of(given.second_password_file, given.second)
    enrolment.confirm_key(desk, office_id, given.fingerprint, given.second, password, last_good_seq=given.last_good)
    return say(f"已登记{given.office}的公钥，两人办理：{desk.person.name}、{given.second}", office_id=office_id)


def demo(given: Namespace) -> Answer:
    """Walk the whole way once."""
    from desktop.demo import run_demo  # Qt is loaded for its pictures

    made = run_demo(given.folder.absolute(), given.documents, screens=not given.no_screens)
    return say(f"全程走完，结果在：{made}", folder=str(made))


def _role(text: str) -> Role:
    for role in Role:
        if text in (role.value, word(role)):
            return role
    names = "、".join(word(role) for role in Role)
    raise UserError(f"没有“{text}”这个角色", f"角色有：{names}", "E-ROLES")
