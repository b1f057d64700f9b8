"""What this program is: version, place of the data, limits told plainly, libraries and licences."""

from __future__ import annotations

from desktop import __version__
from desktop.labels import PRODUCT, word
from desktop.services.upkeep import check_signing
from desktop.views.components.card import Card
from desktop.views.components.facts import Facts
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.text import Note
from desktop.views.workbench import Workbench

LIMITS = (
    "角色权限由程序执行。持有数据库密钥、又会用数据库工具的人，可以绕过角色权限。",
    "绕过角色权限的人仍不能冒充别人签字：每个签字由本人的签名密钥生成，接收时逐个核验。",
    "审计记录逐条相连，改动可以查出。最后一次报送、回执、送交或备份以后的记录，整段重写的查不出。",
    "数据库和附件的加密用 AES-256，不是 SM4。密封密钥用 SM4，签名用 SM2，摘要用 SM3。",
    "以上算法按标准实现，启动时用标准数据自检。没有经过商用密码产品认证，不作商用密码应用安全性评估结论。",
    "本程序用于非涉密电脑，不得录入、存储、处理国家秘密。",
)
LIBRARIES = (
    ("Python", "PSF-2.0"),
    ("Qt 6、PySide6", "LGPL-3.0"),
    ("SQLAlchemy、Alembic", "MIT"),
    ("SQLCipher、sqlcipher3", "BSD-3-Clause、zlib"),
    ("OpenSSL、cryptography", "Apache-2.0、BSD-3-Clause"),
    ("argon2-cffi、gmalg", "MIT"),
    ("openpyxl、python-calamine、python-docx、pypinyin", "MIT"),
    ("defusedxml", "PSF-2.0"),
    ("PDFium、pypdfium2", "Apache-2.0、BSD-3-Clause"),
    ("ReportLab", "BSD-3-Clause"),
    ("platformdirs", "MIT"),
    ("思源黑体、思源宋体", "OFL-1.1"),
    ("Lucide 图标", "ISC"),
)


class AboutPane(ScrollColumn):
    """Facts, limits, licences."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.column.setContentsMargins(0, 14, 0, 0)
        desk = bench.desk
        self.signing = Note("", "info", wrap=True)
        facts = Card(PRODUCT, f"版本 {__version__}", padding=20)
        facts.add(
            Facts(
                [
                    ("单位", f"{desk.agency.name}{desk.agency.office_name}"),
                    ("这一端", word(desk.agency.end)),
                    ("代码", f"{desk.agency.code}，处室代号 {desk.agency.office_code}"),
                    ("数据位置", str(desk.folder.root)),
                    ("许可", "MIT"),
                ]
            )
        )
        facts.add(self.signing)
        bench.run(
            self,
            lambda _progress, _cancelled: check_signing(),
            self._signing_ready,
            on_error=lambda problem: self.signing.set_note(
                f"{problem.message}。{problem.hint}", "triangle-alert", "badtext"
            ),
        )
        limits = Card("程序的限度", padding=20, spacing=8)
        for words in LIMITS:
            limits.add(Note(words, "info", wrap=True))
        libraries = Card("使用的组件和许可", padding=20)
        libraries.add(Facts(LIBRARIES, name_width=280))
        for card in (facts, limits, libraries):
            self.add(card)

    def _signing_ready(self, backend: str) -> None:
        words = f"签名算法自检通过：SM3、SM4、SM2 的标准示例逐个相符（{backend}）"
        self.signing.set_note(words, "circle-check", "oktext")
