"""The page 系统管理: one tab for each thing that the person signed in may keep."""

from __future__ import annotations

from desktop.rules.roles import End, Permission
from desktop.views.administration.about_pane import AboutPane
from desktop.views.administration.accounts_pane import AccountsPane
from desktop.views.administration.audit_pane import AuditPane
from desktop.views.administration.backup_pane import BackupPane
from desktop.views.administration.corrections_pane import CorrectionsPane
from desktop.views.administration.forms_pane import FormsPane
from desktop.views.administration.index_pane import IndexPane
from desktop.views.administration.offices_pane import OfficesPane
from desktop.views.administration.own_key_pane import OwnKeyPane
from desktop.views.administration.reporting_pane import ReportingPane
from desktop.views.administration.stand_ins_pane import StandInsPane
from desktop.views.tabbed import BOTH_ENDS, Tab, TabbedScreen
from desktop.views.workbench import Workbench

_P = Permission
_TABS = (
    Tab("accounts", "账号", (_P.ACCOUNTS, _P.SECURITY, _P.AUDIT), BOTH_ENDS, AccountsPane),
    Tab("stand-ins", "代签授权", (_P.SECURITY, _P.ACCOUNTS, _P.AUDIT), BOTH_ENDS, StandInsPane),
    Tab("offices", "处室与公钥", (_P.ENROL, _P.ACCOUNTS), (End.CENTRE,), OfficesPane),
    Tab("index", "索引号", (_P.ACCOUNTS, _P.ENROL), (End.CENTRE,), IndexPane),
    Tab("reporting", "报送与回执", (_P.ACCOUNTS, _P.ENROL), (End.OFFICE,), ReportingPane),
    Tab("reporting", "报送周期", (_P.ACCOUNTS, _P.ENROL), (End.CENTRE,), ReportingPane),
    Tab("forms", "审查表", (_P.ACCOUNTS, _P.ENROL), BOTH_ENDS, FormsPane),
    Tab("key", "本端公钥", (_P.ENROL, _P.ACCOUNTS), BOTH_ENDS, OwnKeyPane),
    Tab("corrections", "记住的更正", (_P.REGISTER,), BOTH_ENDS, CorrectionsPane),
    Tab("backup", "备份", (_P.BACKUP,), BOTH_ENDS, BackupPane),
    Tab("audit", "审计", (_P.AUDIT, _P.BACKUP), BOTH_ENDS, AuditPane),
    Tab("about", "关于", tuple(Permission), BOTH_ENDS, AboutPane),
)


class AdministrationScreen(TabbedScreen):
    """Accounts, authorities, forms, keys, backups, the audit trail and what this program is."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench, "系统管理", _TABS)
