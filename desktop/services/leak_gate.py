"""The last look at a finished package: what is not reviewed neither leaves nor is believed."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.errors import PackageRefused, UserError
from desktop.formats.package import Package
from desktop.formats.package_records import PackagedItem
from desktop.rules.chains import Place
from desktop.rules.items import Attribute, ItemContent
from desktop.rules.plain import from_plain
from desktop.services.sign_offs import check_chain, gate_open
from desktop.services.trusted_keys import listed_people


def leak_gate(package: Package) -> None:
    """Read a finished package as a stranger would: raise UserError unless every item in it is reviewed.

    Sign-offs are verified against the content in the package with the keys in the package; nothing is taken from the store.
    """
    for _item, refusal in unreviewed(package):
        raise refusal


def unreviewed(package: Package) -> Iterator[tuple[PackagedItem, UserError]]:
    """Each item of a package whose sign-offs do not hold, and why it may not leave or be believed."""
    people = listed_people(package.user_keys)
    for item in package.items:
        try:
            content = from_plain(ItemContent, item.content)
            checked = check_chain(item.uuid, item.rev, item.digest, content, item.signoffs, people)
        except UserError as problem:  # its content or a sign-off is no record of ours
            yield item, problem
            continue
        forged = next((one for one in checked if not one.valid), None)
        if forged is not None:
            words = f"{item.form_number}的审查签字验证不通过：{forged.fault}"
            yield item, PackageRefused(words, "退回重新签字后再报送", "E-SIGNOFF")
        elif content.attribute is Attribute.WITHHELD:
            words = f"{item.form_number}是不予公开的信息，不应带内容报送"
            yield item, PackageRefused(words, "重新组包", "E-WITHHELD")
        elif not gate_open(checked, Place.OFFICE, content):
            words = f"{item.form_number}的审查签字不齐全，结论不是同意，或者答“是”的事项没有依据"
            yield item, PackageRefused(words, "退回重新审查后再报送", "E-UNREVIEWED")
