"""Every colour, space, radius, height and type size of the look; the only place with a hex colour."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class Palette:
    """One colour scheme; every field is a `#rrggbb` string and a token name."""

    canvas: str
    nav: str
    surface: str
    sunken: str
    raised: str
    hover: str
    row: str
    line: str
    grid: str
    line2: str
    edge: str
    text: str
    text2: str
    text3: str
    accent: str
    fill: str
    fillhover: str
    filltext: str
    filledge: str
    keycap: str
    bar: str
    soft: str
    softtext: str
    soft2: str
    current: str
    ok: str
    oktext: str
    okbar: str
    warn: str
    warntext: str
    warnbar: str
    bad: str
    badtext: str
    badbar: str
    badfill: str
    plum: str
    plumtext: str
    plumbar: str
    mute: str
    mutetext: str
    mark: str
    marktext: str
    proposed: str
    toast: str
    toasttext: str
    toasttext2: str
    toasthover: str
    toastok: str
    scrim: str
    shadow: str
    desk: str
    paper: str
    papertext: str


LIGHT = Palette(
    canvas="#F6F6F4",
    nav="#EFEFEC",
    surface="#FFFFFF",
    sunken="#F3F3F0",
    raised="#FFFFFF",
    hover="#F0F0ED",
    row="#EDF3FA",
    line="#E5E4E0",
    grid="#EFEEEB",
    line2="#C9C8C3",
    edge="#ADAEAB",
    text="#1C1F24",
    text2="#50555D",
    text3="#656A72",
    accent="#1B5E9F",
    fill="#1B5E9F",
    fillhover="#174F87",
    filltext="#FFFFFF",
    filledge="#1B5E9F",
    keycap="#4A7FB4",
    bar="#1B5E9F",
    soft="#E6EFF8",
    softtext="#164E86",
    soft2="#CFE0F2",
    current="#CFE0F2",
    ok="#E3F2EA",
    oktext="#17603B",
    okbar="#318A5B",
    warn="#FCF1DD",
    warntext="#7A4900",
    warnbar="#C67C10",
    bad="#FBE9E6",
    badtext="#9A271E",
    badbar="#CF4B3F",
    badfill="#B23026",
    plum="#F0EBF7",
    plumtext="#5A3F80",
    plumbar="#8E74B5",
    mute="#EEEEEA",
    mutetext="#50555D",
    mark="#FFE9A8",
    marktext="#3B2C00",
    proposed="#F3F7FC",
    toast="#24282F",
    toasttext="#FFFFFF",
    toasttext2="#B9BEC6",
    toasthover="#3C424B",
    toastok="#8AD8AE",
    scrim="#14181E",
    shadow="#000000",
    desk="#E7E7E3",
    paper="#FFFFFF",
    papertext="#1C1F24",
)

DARK = Palette(
    canvas="#16181B",
    nav="#121416",
    surface="#1D2024",
    sunken="#191C1F",
    raised="#25292E",
    hover="#262A2F",
    row="#1F2A37",
    line="#2D3137",
    grid="#262A2F",
    line2="#474D55",
    edge="#5B626C",
    text="#E7E8EA",
    text2="#B4B9C0",
    text3="#9197A0",
    accent="#78B0EA",
    fill="#2C6CB3",
    fillhover="#2661A2",
    filltext="#FFFFFF",
    filledge="#2C6CB3",
    keycap="#5488C2",
    bar="#5796DC",
    soft="#1E3148",
    softtext="#A3CBF5",
    soft2="#284562",
    current="#1E3148",
    ok="#1A3226",
    oktext="#8AD8AE",
    okbar="#4AA877",
    warn="#392C15",
    warntext="#F0C684",
    warnbar="#CB8C2B",
    bad="#402220",
    badtext="#F8B0A9",
    badbar="#D8645A",
    badfill="#B8453B",
    plum="#2C2439",
    plumtext="#CDB8EC",
    plumbar="#8E74B5",
    mute="#2B2F35",
    mutetext="#B4B9C0",
    mark="#6B5312",
    marktext="#FFEFC2",
    proposed="#1B2530",
    toast="#363C44",
    toasttext="#FFFFFF",
    toasttext2="#C3C8CF",
    toasthover="#4B525C",
    toastok="#8AD8AE",
    scrim="#000000",
    shadow="#000000",
    desk="#101214",
    paper="#FFFFFF",
    papertext="#1C1F24",
)

PALETTES = {"light": LIGHT, "dark": DARK}
COLOR_NAMES = tuple(field.name for field in fields(Palette))


def palette(scheme: str, high_contrast: bool = False) -> Palette:
    """The palette of `light` or `dark`; 高对比 raises input edges and lines to text colours."""
    chosen = PALETTES[scheme]
    if high_contrast:
        return replace(chosen, edge=chosen.text3, line2=chosen.text3, line=chosen.edge, text3=chosen.text2)
    return chosen


@dataclass(frozen=True, slots=True)
class Tone:
    """The three colours of one tone, as token names: ground, words, bar."""

    ground: str
    text: str
    bar: str


TONES = {
    "mute": Tone("mute", "mutetext", "edge"),
    "accent": Tone("soft", "softtext", "bar"),
    "ok": Tone("ok", "oktext", "okbar"),
    "warn": Tone("warn", "warntext", "warnbar"),
    "bad": Tone("bad", "badtext", "badbar"),
    "plum": Tone("plum", "plumtext", "plumbar"),
}

# Word on a chip -> (tone, icon). Screens name the word only.
STATES: dict[str, tuple[str, str]] = {
    "草稿": ("mute", "pencil-line"),
    "变更": ("accent", "pencil-line"),
    "审查中": ("accent", "circle-dashed"),
    "组包": ("accent", "circle-dashed"),
    "制包中": ("accent", "circle-dashed"),
    "写入中": ("accent", "circle-dashed"),
    "汇集": ("accent", "circle-dashed"),
    "核对": ("accent", "circle-dashed"),
    "进行中": ("accent", "circle-dashed"),
    "待报送": ("accent", "send"),
    "已报送": ("accent", "send"),
    "已写出": ("accent", "send"),
    "已交接": ("accent", "send"),
    "待接收": ("accent", "package-open"),
    "待回执": ("warn", "hourglass"),
    "待处理": ("warn", "circle-alert"),
    "待答复": ("warn", "circle-alert"),
    "部分退回": ("warn", "corner-up-left"),
    "暂缓": ("warn", "hourglass"),
    "待发布": ("plum", "megaphone"),
    "已公开": ("ok", "circle-check"),
    "已接收": ("ok", "circle-check"),
    "已答复": ("ok", "circle-check"),
    "已送交": ("ok", "archive"),
    "双方签收": ("ok", "archive"),
    "已回执": ("ok", "mail-check"),
    "退回补正": ("bad", "corner-up-left"),
    "停止登记": ("bad", "octagon-x"),
    "已拒收": ("bad", "octagon-x"),
    "已收回": ("mute", "undo-2"),
    "没有写成": ("bad", "circle-alert"),
    "不予公开": ("mute", "ban"),
    "撤回": ("mute", "undo-2"),
    "撤换": ("mute", "undo-2"),
    "作废": ("mute", "ban"),
    "已撤回": ("mute", "undo-2"),
    "已作废": ("mute", "ban"),
    "停用": ("mute", "ban"),
    "已登记": ("mute", "check"),
    "已办结": ("mute", "check"),
    "零报告": ("mute", "check"),
    "新增": ("mute", "plus"),
    "重复": ("mute", "copy"),
    "今天到期": ("warn", "clock"),
    "临期": ("warn", "clock"),
    "暂估": ("warn", "clock"),
    "已超期": ("bad", "triangle-alert"),
    "冲突": ("bad", "git-compare"),
    "必须处理": ("warn", "triangle-alert"),
    "请核对": ("accent", "info"),
    "已处理": ("ok", "circle-check"),
    "识别完成": ("ok", "circle-check"),
    "未发现问题": ("ok", "circle-check"),
}


def state_look(word: str) -> tuple[str, str]:
    """Tone and icon of a state word; an unknown word is quiet and has no icon."""
    return STATES.get(word, ("mute", ""))


@dataclass(frozen=True, slots=True)
class TypeStep:
    """One step of the type scale: pixel size at 100 %, weight, line height in pixels."""

    size: int
    weight: int
    line: int


TYPE = {
    "number": TypeStep(30, 600, 40),
    "guide": TypeStep(24, 600, 34),
    "page": TypeStep(20, 600, 28),
    "item": TypeStep(16, 600, 24),
    "section": TypeStep(15, 600, 22),
    "strong": TypeStep(14, 600, 22),
    "medium": TypeStep(14, 500, 22),
    "body": TypeStep(14, 400, 22),
    "label": TypeStep(13, 500, 20),
    "small": TypeStep(13, 400, 20),
    "smallstrong": TypeStep(13, 600, 20),
    "chip": TypeStep(12, 500, 18),
    "caption": TypeStep(12, 400, 18),
    "keycap": TypeStep(11, 500, 14),
}

FONT_SCALES = {"小": 0.93, "中": 1.0, "大": 1.15, "特大": 1.3}

# Spaces, px at 100 %.
S4, S8, S12, S16, S20, S24, S32 = 4, 8, 12, 16, 20, 24, 32
PAGE_MARGIN = 24
CARD_PADDING = 18
CARD_GAP = 14
ICON_GAP = 6

RADIUS_CHIP = 5
RADIUS_CONTROL = 6
RADIUS_CARD = 8
RADIUS_DIALOG = 12

ROW_HEIGHT = 40
HEAD_HEIGHT = 36
FOOTER_HEIGHT = 34
TODO_HEIGHT = 64
NAV_HEIGHT = 34
BUTTON_HEIGHT = 32
BUTTON_SMALL_HEIGHT = 28
INPUT_HEIGHT = 34
CHIP_HEIGHT = 22
HEADER_HEIGHT = 60
HEADER_PATH_HEIGHT = 56
BOTTOM_BAR_HEIGHT = 60
NAV_WIDTH = 208
PANE_WIDTH = 400
REVIEW_WIDTH = 640

SHADOW_SPREAD = 28
SHADOW_DROP = 10
SHADOW_STRENGTH = 0.12
SCRIM_STRENGTH = 0.38

TOAST_SECONDS = 10
