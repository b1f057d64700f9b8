"""A labelled corpus: for each rule sentences that must be found and look-alikes that must not; people are invented."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from desktop.screening.checksums import is_credit_code, is_identity_card, is_luhn

_FULL = str.maketrans(
    "0123456789ABCDEFGHJKLMNPQRTUWXYZ", "０１２３４５６７８９ＡＢＣＤＥＦＧＨＪＫＬＭＮＰＱＲＴＵＷＸＹＺ"
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """One text and whether the rule must hit it."""

    rule: str
    text: str
    expected: bool


def identity_card(rolls: random.Random) -> str:
    """An identity number that passes the check; its bearer does not exist."""
    born = date(1950, 1, 1) + timedelta(days=rolls.randrange(20_000))
    head = f"{rolls.choice((110105, 370102, 350402, 640104))}{born:%Y%m%d}{rolls.randrange(100, 999)}"
    return next(head + check for check in "0123456789X" if is_identity_card(head + check))


def bank_card(rolls: random.Random) -> str:
    """A card number that passes the Luhn check."""
    head = "62" + "".join(rolls.choices("0123456789", k=rolls.choice((13, 16))))
    return next(head + check for check in "0123456789" if is_luhn(head + check))


def credit_code(rolls: random.Random) -> str:
    """A unified social credit code that passes its check."""
    head = "91370100M" + "".join(rolls.choices("0123456789ABCDEFGH", k=8))
    return next(head + check for check in "0123456789ABCDEFGHJKLMNPQRTUWXY" if is_credit_code(head + check))


def spellings(number: str) -> Iterator[str]:
    """The same number in full width, in groups, and broken by a line end."""
    yield number
    yield number.translate(_FULL)
    half = len(number) // 2
    yield f"{number[:half]} {number[half:]}"
    yield f"{number[:half]}\n{number[half:]}"


_PLACES = {
    "personal.passport": ("护照号码：{}", ["E12345678", "G87654321", "EA1234567", "D1234567"]),
    "personal.permit": ("港澳通行证号码：{}", ["C12345678", "W87654321", "H1234567890", "CA1234567"]),
    "personal.plate": ("涉案车辆为{}小型轿车", ["鲁A12345", "闽D·8K123", "京AD12345", "粤B1234学"]),
}

_POSITIVE: dict[str, tuple[str, ...]] = {
    "personal.passport": (
        "姓名\t护照号\n王某\tE12345678",
        "持中国护照（E12345678）出境",
        "Passport No. G12345678",
        "护照：E12345678、E87654321",
    ),
    "personal.permit": (
        "台胞证号码：12345678",
        "往来港澳通行证 C12345678",
        "台湾居民来往大陆通行证（12345678）",
        "序号\t通行证号\n1\tH12345678",
        "往来台湾通行证L12345678",
    ),
    "personal.plate": ("号牌\n鲁A 12345", "鲁ＡＤ１２３４５", "苏e12345号车"),
    "personal.mobile": (
        "联系人手机13812345678",
        "手机：１３８１２３４５６７８",
        "+86 138-1234-5678",
        "联系电话：1381234\n5678",
        "姓名\t电话\n甲\t13912345678",
    ),
    "personal.landline": (
        "电话：0531-82923160",
        "传真（0531）82923161",
        "０５３１－８２９２３１６０",
        "咨询电话：82923160",
        "住宅电话 010 62345678",
        "处室\t电话\n办公室\t82923160",
        "电话：0531-8292\n3160",
        "座机059882345678",
    ),
    "personal.email": (
        "邮箱：zhangsan@example.com",
        "发至 li_si-2020@mail.example.cn。",
        "wangwu＠example．com",
        "zhaoliu@\nexample.com",
        "联系 a@b.cc",
    ),
    "personal.home-address": (
        "家庭住址：临江市历下区青年路12号3单元502室",
        "户籍地：临江省云溪县白马镇东山村3组",
        "现住临江市高新区阳光花园",
        "户籍所在地：临江省云溪县城关镇解放街5号",
        "姓名\t家庭住址\n王某\t云溪县白马镇东山村",
        "家住云溪县和平街道幸福小区",
        "被告人住址：临江市青山区文化路8-1号",
        "寄至幸福家园6号楼2单元301室",
        "住址 临江市历下区\n青年路12号",
    ),
    "network.intranet-address": (
        "登录http://10.12.8.6/oa查看",
        "服务器地址192.168.1.20",
        "代理为 172.16.0.1:8080",
        r"文件在 \\fileserver\公文\2018",
        "主机１０.１２.８.６",
        "IP：10.0.0.8",
    ),
    "personal.minor": (
        "未成年人王某（13岁）",
        "张某某系未成年人",
        "被害人李某，女，15岁，未成年",
        "其系未成年学生",
        "学生赵某在校受伤",
        "姓名\t监护人\t年龄",
        "女童陈某走失",
        "未成年当事人周某",
    ),
    "personal.illness": (
        "王某患有糖尿病",
        "李某病情加重",
        "经医院诊断为肺癌",
        "确诊为精神分裂症",
        "姓名\t病种\n甲\t结核",
        "住院号：123456",
        "系肢体残疾二级",
        "罹患急性白血病",
        "艾滋病患者陈某",
        "患有抑郁症，长期服药",
    ),
}

_NEGATIVE: dict[str, tuple[str, ...]] = {
    "personal.identity-card": ("流水号 20180402130511010519491231", "990105194912310029", "1101051949\t1231002X"),
    "personal.identity-card-15": (
        "工商注册号：370102491231002",
        "金额370102499931002",
        "营业执照370102491231002",
        "990102491231002",
        "订单号 370102491231002",
        "档号：370102491231002",
    ),
    "personal.bank-card": (
        "4111111111111111",
        "账号：4111111111111112",
        "档案编号\n4111111111111111",
        "开户银行临江银行，成立于2018年",
    ),
    "personal.mobile": ("13812345678元", "2013812345678", "12812345678", "总额 13812345678.50", "0531-82923160"),
    "personal.landline": (
        "索引号014236727/2018-00008",
        "2018-12345678",
        "邮编250001",
        "编号0531829231601234",
        "咨询电话12345",
        "电话：12348",
        "共82923160元",
        "2018-04-02",
    ),
    "personal.passport": (
        "护照办理指南E类",
        "合同编号E12345678",
        "加强护照管理。物资编号E12345678",
        "型号G12345678",
        "护照费每本120元",
    ),
    "personal.permit": (
        "发放通行证20180402起",
        "档案C12345678号",
        "电话82923160",
        "办理港澳通行证须提前7日",
        "车辆通行证。设备号W87654321",
    ),
    "personal.plate": (
        "鲁ICP备05000001号",
        "粤B2-20090059",
        "鲁政发〔2018〕12号",
        "京津冀协同发展",
        "闽A类企业12345家",
        "标准DB37/T1234",
        "苏A级旅游景区20家",
    ),
    "personal.email": ("邮箱sft@example.gov.cn", "微博@临江发布", "单价@3元", "a@b", "会议@2018年召开"),
    "personal.home-address": (
        "由户籍所在地公安机关办理",
        "向户籍所在地的县级人民政府申请",
        "填写家庭住址、联系方式等信息",
        "办公地址：临江市青年路1号",
        "户籍所在地村民委员会出具证明",
        "住址变更的，应当办理登记",
        "本局地址为临江市历下区文化路12号",
        "户籍制度改革",
        "申请人\t住址\n应当如实填写有关内容\n本办法自印发之日起施行",
        "单元工程质量评定",
        "经常居住地乡镇人民政府、街道办事处",
        "居住地社区居民委员会",
    ),
    "network.intranet-address": (
        "10.1.2.3 基本要求",
        "见第10.2.1.4条",
        "版本10.0.19041.1",
        "服务器8.8.8.8",
        "比例为10.5%",
        "172.15.0.1",
        "V10.12.8.6.1",
        "192.168条",
    ),
    "personal.minor": (
        "贯彻未成年人保护法",
        "加强未成年人思想道德建设",
        "不满14周岁的未成年人",
        "未成年人网络保护条例",
        "年满16周岁的未成年人以自己的劳动收入为主要生活来源的",
        "儿童某项指标",
        "监护人应当履行职责",
        "未成年人检察工作",
    ),
    "personal.illness": (
        "做好艾滋病防治工作",
        "慢性病管理覆盖率",
        "患有严重疾病的职工可以申请",
        "根据疫情病情变化",
        "患有传染病的人员",
        "残疾人保障法",
        "一级以上残疾",
        "诊断为主的工作方法",
        "确诊病例2例",
        "患病人数下降",
        "动物疫病防控",
    ),
    "word.内部": ("加强内部控制", "内部机构设置", "国内部分地区"),
    "word.会议纪要": ("召开会议，纪念", "会议要点"),
    "classification.mark": (
        "保守国家秘密",
        "商业秘密*",
        "工作秘密★",
        "机密性★完整性",
        "秘密投票。★注",
        "★★★★★五星服务",
        "涉及国家秘密★的",
    ),
}


def corpus(seed: int = 7) -> Iterator[Labelled]:
    """Every labelled text."""
    rolls = random.Random(seed)
    for _ in range(12):
        yield from _numbers(rolls)
    for rule, (frame, numbers) in _PLACES.items():
        for number in numbers:
            yield Labelled(rule, frame.format(number), True)
            yield Labelled(rule, frame.format(number.translate(_FULL)), True)
            yield Labelled(rule, frame.format(f"{number[:-3]} {number[-3:]}"), True)
            yield Labelled(rule, frame.format(f"{number[:-2]}\n{number[-2:]}"), True)
    for expected, texts in ((True, _POSITIVE), (False, _NEGATIVE)):
        for rule, examples in texts.items():
            yield from (Labelled(rule, text, expected) for text in examples)
    for level in ("绝密★30年", "机密☆", "秘密＊1年", "机　密★１０年", "秘\n密\n★"):
        yield Labelled("classification.mark", level, True)
    yield from (Labelled("word.内部", text, True) for text in ("（内部）", "内部★", "内 部"))
    yield from (Labelled("word.会议纪要", text, True) for text in ("局长办公会议纪要", "会议\n纪要"))


def _numbers(rolls: random.Random) -> Iterator[Labelled]:
    card = identity_card(rolls)
    for one in spellings(card):
        yield Labelled("personal.identity-card", f"身份证号：{one}，", True)
    wrong = card[:17] + ("1" if card[17] != "1" else "2")
    yield Labelled("personal.identity-card", f"编号{wrong}", False)
    yield Labelled("personal.identity-card", f"统一社会信用代码：{credit_code(rolls)}", False)
    old = card[:6] + card[8:17]
    for one in (old, old.translate(_FULL), f"{old[:6]} {old[6:12]} {old[12:]}", f"{old[:6]}\n{old[6:]}"):
        yield Labelled("personal.identity-card-15", f"身份证{one}", True)
    bank = bank_card(rolls)
    for one in spellings(bank):
        yield Labelled("personal.bank-card", f"银行卡号：{one}", True)
    yield Labelled("personal.bank-card", f"序号\t姓名\t卡号\n1\t甲\t{bank_card(rolls)}\n2\t乙\t{bank}", True)
    yield Labelled("personal.bank-card", f"流水{bank}", False)
