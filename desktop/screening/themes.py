"""Proposes the theme class (主题分类) and keywords by the words that each national class speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop.rules.items import THEMES
from desktop.screening.folding import fold
from desktop.screening.guesses import Confidence, Guess
from desktop.screening.layout import Layout
from desktop.screening.lines import Line

# By the position of the class in the national list. Names of authorities are left out: a justice bureau also
# buys cars and keeps holidays. 其他 (22) is a person's choice, never a proposal.
_WORDS: dict[int, str] = {
    1: "机构设置 三定规定 职能配置 内设机构 主要职责 机构改革",
    2: "政务公开 政府信息公开 信息公开 政务督查 电子政务 政务服务 公文处理 保密工作 信访 政府网站 值班 应急预案 会议制度"
    " 印章管理 文秘 放假 政策解读 绩效管理 规范性文件 工作要点 议事规则",
    3: "国民经济 国有资产 国企改革 发展规划 固定资产投资 价格管理 经济体制改革 节能降耗 统计数据 宏观调控 重大项目",
    4: "财政预算 预算 决算 预决算 专项资金 政府采购 税收 审计 金融 贷款 保险业 非税收入 会计 债券 三公经费 收支",
    5: "土地使用权 征收土地 建设用地 不动产登记 矿产 采矿权 测绘 地质灾害 海洋 能源 煤炭 电力 国土空间规划 耕地",
    6: "农业 农村 农民 林业 水利 防汛 抗旱 粮食 畜牧 动物疫病 水库 河长制 森林防火 乡村振兴 农产品 造林",
    7: "工业 制造业 交通 公路 铁路 道路运输 桥梁 港口 民航 邮政 通信 中小企业 工业园区 公交 机动车",
    8: "商贸 外贸 进出口 海关 旅游 景区 电子商务 招商引资 外商投资 消费券 商品流通 口岸 导游",
    9: "市场监管 食品安全 药品监管 产品质量 特种设备 安全生产 计量 标准化 商标 广告监管 营业执照 危险化学品 隐患排查 烟花爆竹",
    10: "城乡建设 住房 物业 城市管理 环境保护 生态环境 污染防治 垃圾分类 棚户区 房地产 排污 大气污染 建筑施工 园林绿化 供水",
    11: "科技 科学技术 教育 学校 招生 义务教育 中小学 幼儿园 教师 高考 专利 科普 学生资助 高新技术",
    12: "文化 广播电视 新闻出版 文物 图书馆 博物馆 非物质文化遗产 电影 演出 著作权 公共文化服务 阅读",
    13: "卫生 医疗 医院 疾病预防 传染病 疫苗 体育 健身 医师 基本药物 公共卫生 运动会 医保",
    14: "计划生育 妇女 儿童 未成年人保护 生育 托育 人口 家庭教育 流动人口",
    15: "就业 劳动 劳动合同 工资 社会保险 养老金 公务员 人事 事业单位招聘 招聘 职称 任免 行政监察 职业技能 工伤 考试录用",
    16: "公安 治安 户籍 身份证管理 律师 公证 法律援助 人民调解 社区矫正 司法鉴定 普法 法治 行政复议 司法行政 禁毒 消防 监狱"
    " 行政执法 交通安全 强制隔离戒毒 仲裁",
    17: "民政 扶贫 救灾 救助 低保 最低生活保障 养老服务 殡葬 慈善 社会组织 优抚 婚姻登记 双拥 社区建设 残疾人 行政区划 地名管理",
    18: "民族 宗教 清真 宗教活动场所 少数民族 民族团结 寺观教堂",
    19: "对外事务 外事 友好城市 涉外 因公出国 领事 国际交流",
    20: "港澳 台湾 侨务 归侨 侨眷 台胞 华侨",
    21: "国防 征兵 人民防空 民兵 人防工程 国防动员 防空警报 国防教育",
}
# 人民政府 does not speak of 民政, nor 个人事项 of 人事; the name of an authority tells who writes, not of what.
_BEFORE = r"(?<![人个])"
_AFTER = r"(?!(?:监督|管理|健康|和旅游)*(?:局|厅|委员会))"
_PATTERNS = {
    code: re.compile(f"{_BEFORE}(?:{'|'.join(sorted(words.split(), key=len, reverse=True))}){_AFTER}")
    for code, words in _WORDS.items()
}
_TITLE_WEIGHT = 4
_MOST_OF_ONE_WORD = 3
_ENOUGH = 4
_AHEAD = 1.5
_MOST_KEYWORDS = 5
_LONGEST_SIGNER = 12
_READ = 200
"""Lines: the theme of a long paper shows at its beginning, and a proposal must stay quick."""


@dataclass(slots=True)
class _Tally:
    """How often a class's words occur; where the first of them stands, and its length."""

    score: int
    counts: dict[str, int]
    part: int
    offset: int
    length: int


def theme_of(layout: Layout, title: Guess[str] | None) -> tuple[Guess[str] | None, Guess[str] | None]:
    """Give theme class and keywords (separated by 、), both None unless one class clearly leads."""
    tallies = [(code, tally) for code in _PATTERNS if (tally := _tally(code, layout, title))]
    ranked = sorted(tallies, key=lambda one: -one[1].score)
    if not ranked:
        return None, None
    code, best = ranked[0]
    second = ranked[1][1].score if len(ranked) > 1 else 0
    if best.score < _ENOUGH or best.score < _AHEAD * second:
        return None, None
    sure = Confidence.MEDIUM if len(best.counts) > 1 and best.score >= 2 * second else Confidence.LOW
    words = sorted(best.counts, key=lambda word: -best.counts[word])[:_MOST_KEYWORDS]
    return (
        Guess(THEMES[code - 1], best.part, best.offset, sure, best.length),
        Guess("、".join(words), best.part, best.offset, Confidence.LOW, best.length),
    )


def _tally(code: int, layout: Layout, title: Guess[str] | None) -> _Tally | None:
    counts: dict[str, int] = {}
    first: tuple[int, int, int] | None = None
    in_title = _PATTERNS[code].findall(title.value) if title else []
    for line in _told(layout):
        for match in _PATTERNS[code].finditer(fold(line.text)):
            counts[match[0]] = counts.get(match[0], 0) + 1
            first = first or (line.part, line.offset + match.start(), len(match[0]))
    if first is None:
        return None
    body = sum(min(count, _MOST_OF_ONE_WORD) for count in counts.values())
    return _Tally(body + _TITLE_WEIGHT * len(set(in_title)), counts, *first)


def _told(layout: Layout) -> list[Line]:
    """Give the lines that tell of the matter: sentences and titles, not the names of those who sign."""
    return [line for line in layout.lines[:_READ] if len(line.text) > _LONGEST_SIGNER or "关于" in line.text]
