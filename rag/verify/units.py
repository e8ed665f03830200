"""What amounts are amounts of: currencies, measures and counters, one name for both languages."""

from __future__ import annotations

import re
from functools import lru_cache

_CURRENCIES = (
    "CNY=yuan,renminbi,rmb,cny,元人民币,人民币,元|USD=us dollar,u.s. dollar,american dollar,usd,dollar,buck,美元,美金|EUR=euro,eur,欧元"
    "|GBP=pound,pounds sterling,sterling,gbp,quid,英镑|JPY=yen,jpy,日元,日圆|HKD=hong kong dollar,hkd,港元,港币|TWD=new taiwan dollar,taiwan dollar,twd,新台币,台币"
    "|AUD=australian dollar,aud,澳元,澳大利亚元|CAD=canadian dollar,cad,加元,加拿大元|SGD=singapore dollar,sgd,新加坡元,新元,坡元|NZD=new zealand dollar,nzd,新西兰元,纽元"
    "|KRW=won,krw,韩元,韩圆|INR=rupee,indian rupee,inr,印度卢比,卢比|CHF=swiss franc,franc,chf,瑞士法郎,法郎|RUB=rouble,ruble,卢布|ZAR=rand,zar,兰特,南非兰特"
    "|SEK=krona,kronor,krone,kroner,swedish krona,克朗,瑞典克朗,挪威克朗,丹麦克朗|PLN=zloty,兹罗提|BRL=real,reais,雷亚尔|MXN=peso,mexican peso,比索,墨西哥比索"
    "|THB=baht,泰铢|VND=dong,越南盾|IDR=rupiah,印尼盾,印尼卢比,盾|MYR=ringgit,林吉特,令吉|TRY=lira,里拉|SAR=riyal,里亚尔|AED=dirham,迪拉姆|KES=shilling,先令|NGN=naira,奈拉"
    "|EGP=egyptian pound,埃镑|CENT=cent,美分|PENCE=pence,penny,便士|BTC=bitcoin,比特币|HUF=forint,福林|ILS=shekel,谢克尔"
)
_SIGNS = {
    **{
        "$": "USD",
        "US$": "USD",
        "€": "EUR",
        "£": "GBP",
        "¥": "CNY",
        "￥": "CNY",
        "RMB": "CNY",
        "CNY": "CNY",
        "USD": "USD",
    },
    **{
        "HK$": "HKD",
        "NT$": "TWD",
        "A$": "AUD",
        "AU$": "AUD",
        "C$": "CAD",
        "CA$": "CAD",
        "S$": "SGD",
        "NZ$": "NZD",
        "R$": "BRL",
    },
    **{"₩": "KRW", "₹": "INR", "EUR": "EUR", "GBP": "GBP", "JPY": "JPY", "HKD": "HKD", "JP¥": "JPY", "CN¥": "CNY"},
}
_MEASURES = (
    "kilometre=kilometre,kilometer,km,公里,千米|metre=metre,meter,米|centimetre=centimetre,centimeter,cm,厘米|millimetre=millimetre,millimeter,mm,毫米|mile=mile,英里"
    "|foot=foot,feet,ft,英尺|inch=inch,英寸|square kilometre=square kilometre,square kilometer,sq km,平方公里|square metre=square metre,square meter,sq m,平方米,平米"
    "|square mile=square mile,平方英里|square foot=square foot,square feet,平方英尺|cubic metre=cubic metre,cubic meter,立方米|hectare=hectare,ha,公顷|acre=acre,英亩|mu=亩"
    "|tonne=tonne,ton,metric ton,吨|kilogram=kilogram,kilo,kg,公斤,千克|gram=gram,gramme,g,克|pound weight=lb,磅|barrel=barrel,桶|litre=litre,liter,公升,升|gallon=gallon,加仑|bushel=bushel,蒲式耳"
    "|ounce=ounce,盎司|megawatt=megawatt,mw,兆瓦|gigawatt=gigawatt,gw,吉瓦|kilowatt=kilowatt,kw,千瓦|kilowatt-hour=kilowatt-hour,kilowatt hour,kwh,千瓦时,度电"
    "|degree=degree celsius,degree fahrenheit,degree,celsius,°c,°f,°,℃,摄氏度,华氏度,度|knot=knot,节"
    "|second=second,秒钟,秒|minute=minute,分钟|hour=hour,小时|day=day,天|week=week,周,个星期,星期|month=month,个月|year=year,周年,年|decade=decade|century=century,centuries,世纪"
    "|person=people,person,名,位,人,人次|household=household,户|year old=year-old,year old,years old,岁|goal=goal,球|point=point,积分"
    "|gigabyte=gb,gigabyte|terabyte=tb,terabyte|nanometre=nm,nanometre,nanometer,纳米|time=次|times=times,fold,倍|dozen=打|clock=pm,am,p.m.,a.m.,o'clock,点钟"
)
_COUNTERS = "个 家 届 项 座 所 条 只 辆 艘 架 颗 枚 件 份 趟 台 部 套 处 种 块 间 栋 幢 支 张 场 例 起 宗 头 匹 棵 株 本 篇 首 幅 门 款 批 层 段 类 组 队 对 双 级 局 册 集 期 轮 道 盏 顶 口 片 面 尊 班"
COUNTER = "|".join(sorted(_COUNTERS.split(), key=len, reverse=True))
"""Chinese words that stand between a number and what is counted."""

SIGN = "|".join(sorted((re.escape(sign) for sign in _SIGNS), key=len, reverse=True))
"""Signs of currencies before a figure."""


def _table(lines: str) -> dict[str, str]:
    return {
        form: unit
        for line in lines.split("|")
        for unit, _, forms in (line.partition("="),)
        for form in forms.split(",")
    }


@lru_cache(maxsize=1)
def _currencies() -> dict[str, str]:
    return _table(_CURRENCIES)


@lru_cache(maxsize=1)
def _measures() -> dict[str, str]:
    return _table(_MEASURES)


def unit_pattern(chinese: bool) -> str:
    """Return a pattern of all units as texts of a language write them after a number."""
    forms = [form for form in (*_currencies(), *_measures()) if form.isascii() is not chinese or form in ("°", "℃")]
    plural = "" if chinese else r"(?:s|es)?(?![A-Za-z])"
    written = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    risen = "(?<!升(?=[至到级高为值降]))"  # 880万升到 counts no litres
    return f"(?:{written}){risen if chinese else plural}"


def unit_of(written: str) -> str:
    """Return the name of a unit, a currency as its ISO 4217 code with `money:` before it; "" when it is none."""
    low = written.strip().lower()
    for form in (low, low.removesuffix("s"), low.removesuffix("es")):
        if form in _currencies():
            return f"money:{_currencies()[form]}"
        if form in _measures():
            return _measures()[form]
    return ""


def unit_of_sign(sign: str) -> str:
    """Return the currency that a sign before a figure stands for."""
    return f"money:{_SIGNS[sign.strip()]}"
