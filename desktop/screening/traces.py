"""Says in plain words what a file carries unseen, and what of it could not be read."""

from __future__ import annotations

from desktop.screening.records import Finding, Notice, Severity, Trace, TraceKind

_MUST, _CHECK = Severity.MUST, Severity.CHECK
_TOLD: dict[TraceKind, tuple[Severity, str]] = {
    TraceKind.HIDDEN_SHEET: (_MUST, "工作表已隐藏，公开前取消隐藏或删除"),
    TraceKind.COMMENT: (_MUST, "文件带有批注，公开前须删除"),
    TraceKind.TRACKED_CHANGE: (_MUST, "文件带有修订痕迹，公开前须接受或拒绝全部修订"),
    TraceKind.HIDDEN_TEXT: (_MUST, "有设为“隐藏”的文字，公开前取消隐藏或删除"),
    TraceKind.WHITE_TEXT: (_MUST, "有白色或不显示的文字，页面上看不见，公开前核对并删除"),
    TraceKind.COVERED_TEXT: (_MUST, "有文字被图形或图片盖住，仍可复制出来，公开前删除文字本身"),
    TraceKind.INVISIBLE_TEXT: (_CHECK, "页面上有不显示的文字（多为扫描件的识别文字），核对其内容"),
    TraceKind.HIDDEN_ROWS: (_MUST, "有隐藏的行，公开前取消隐藏或删除"),
    TraceKind.HIDDEN_COLUMNS: (_MUST, "有隐藏的列，公开前取消隐藏或删除"),
    TraceKind.HIDDEN_NAME: (_CHECK, "有隐藏的名称或指向隐藏工作表的名称，在名称管理器中核对并删除"),
    TraceKind.PIVOT_CACHE: (_MUST, "数据透视表缓存了源数据，公开前粘贴为数值"),
    TraceKind.EMBEDDED: (_MUST, "内嵌有其他文件或对象，其内容未检查，公开前删除或另行登记"),
    TraceKind.EXTERNAL_LINK: (_MUST, "链接了外部文件或数据，公开前断开链接"),
    TraceKind.PROGRAM: (_MUST, "带有宏或脚本，公开前删除"),
    TraceKind.ANNOTATION: (_MUST, "页面带有批注，公开前须删除"),
    TraceKind.FORM_FIELD: (_CHECK, "带有可填写的表单域，核对所填内容"),
    TraceKind.METADATA: (_CHECK, "文件属性中留有人员或单位名称，公开前清除"),
    TraceKind.LOCATION: (_MUST, "图片中带有拍摄地点，公开前清除"),
    TraceKind.UNREAD_FILE: (_MUST, "文件里夹带的文件没有打开，内容未经检查，须取出来逐个检查"),
}


def from_trace(trace: Trace) -> Finding:
    """Make the finding that tells of a trace."""
    severity, message = _TOLD[trace.kind]
    return Finding(f"hidden.{trace.kind.value}", severity, message, trace.place, trace.detail, trace.count, 0)


def from_notice(notice: Notice) -> Finding | None:
    """Make the finding of what could not be read, for a person to look at; None where a trace tells of it."""
    if notice.kind is None:
        return None
    return Finding(f"reading.{notice.kind.value}", Severity.CHECK, notice.text, notice.place, "", 1, 0)
