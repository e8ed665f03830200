"""Which kind of answer the words of a question ask for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from yinju.index.text.patterns import Late
from yinju.index.text.scripts import HAN
from yinju.index.text.terms import fold
from yinju.rag.understanding.kinds import Kind

_COUNTERS = "个家位名人次项种条座所届架辆艘枚只张本篇部集场类级层章节支组队对款台套间栋株头匹门块片段句字户国员"
_BODIES = (
    "公司|企业|机构|组织|学校|大学|学院|部门|集团|银行|媒体|球队|乐队|政党|团队|队|社|院校|团体|机关|单位|协会|委员会"
)
_PLACES = "国家|国|城市|省份?|市|地区|区|县|州|岛屿?|地方|洲|都市|地点|位置|大陆|大洲|城镇|镇|村|街道?|路|场所|地"
_WORTH = "价格|售价|票价|单价|成本|花费|费用|营收|收入|利润|净利|产值|市值|总额|金额|投资额?|投资了|资金|薪资|工资|年薪|奖金|预算|经费|票房|罚款|亏损|捐款|贷款|债务|负债|成交额|销售额|进出口额|贸易额|gdp|生产总值"
_chinese: Sequence[tuple[Kind, str]] = (
    (
        Kind.TITLE,
        r"(题目|主题|名称|标题|书名|歌名|片名|题为)(是|叫)?(什么|何)|(什么|哪一?[部本首篇个幅])(题目|主题|报告|演讲|书籍?|论文|电影|影片|歌曲?|专辑|小说|著作|作品|电视剧|节目|杂志|文章)",
    ),
    (
        Kind.PERCENT,
        r"百分之[几多]|(占|比例|比率|比重|增[长速]|增幅|降幅|涨幅|跌幅|(?<!效)率)[^，,。？?]{0,12}(多少|几成)|多少(个?百分|比例|成)|几成",
    ),
    (
        Kind.MONEY,
        rf"多少(钱|资金|[万亿]*[元块]|美金|[美欧日港新]元|[万亿]*(英镑|人民币|卢布|卢比|法郎))|多少.{{0,3}}([美欧日港]元|英镑)|({_WORTH})[^，,。？?]{{0,8}}(多少|几何)|花(费|了)+多少|值多少|多少({_WORTH})",
    ),
    (Kind.AMOUNT, r"多(久|长)(的?时间)(?!以?前)|第几(?!季)|第多少|任期[^，,。？?]{0,6}几年|几号(球衣|线|楼|车)"),
    (
        Kind.WHEN,
        r"什么时[候间]|什么年代|何时|何日|何年|时间[是为在]|(?<!从)哪一?个?(年代?|天|日|月份?|世纪|时期|朝代|时候|时间|季节)|几(年(?!级|来|间|内|时间)|月|号|日|点钟?$)|多久以?前|(西元|公元)几",
    ),
    (Kind.LIST, r"哪些|哪[几两三四五六七八九十](?!年)|什么和什么|列[出举]"),
    (
        Kind.WHERE,
        rf"哪里|哪儿|何处|何地|在哪(?!一?[个家种项部些场方款届条年次天所位段本首期座])|(什么|何|哪一?[个座处些])(样的)?({_PLACES})|哪({_PLACES})|(位|坐落)于(什么|哪)|地[点址址][是为在]",
    ),
    (
        Kind.WHO,
        rf"谁|哪一?[几些两三]?位|(哪|什么|何)一?[个些]?(样的)?(人(?![口均数工民才物权造类口])|家族|民族|总统|皇帝|教授|学者|作家|导演|球员|演员|歌手|国王)|何人|(哪|什么)一?[个家些所支]?({_BODIES})|姓名",
    ),
    (
        Kind.WHY,
        r"为什么|为何(?!物|种)|何以|什么(原因|理由|缘故)|(原因|理由|缘由)(是|有|在于|为)|为啥|因何|缘何|怎么会|因为什么|由于什么",
    ),
    (
        Kind.LIST,
        r"有(什么|何)(?!关|用)|包括什么|分别|各(是|有|为)|几大(?!洲)",
    ),
    (Kind.COUNT, rf"(多少|几)(余|多)?[{_COUNTERS}]|(数量|数目|人数|人口|次数|总数)[^，,。？?]{{0,6}}(多少|几)"),
    (
        Kind.AMOUNT,
        r"多少$|多少(岁|米|公里|千米|英里|吨|克|公斤|度|小时|分钟?|秒|天|年|周|个?月|倍|平方|立方|公顷|亩|升|瓦|面积|高度|长度|时间|万|亿)|多[大长高远深重宽快久厚老]|第几|几(岁|倍|米|公里|小时|分钟|天|周|级|大|度)",
    ),
    (Kind.COUNT, r"多少|几(?![乎率何内维丁])"),
    (Kind.HOW, r"如何|怎么(样)?|怎样|(什么|何种)(样的)?(方式|方法|办法|手段|途径)|怎"),
    (Kind.YES_NO, r"吗|是否|是不是|有没有|能否|可否|会不会|能不能|对不对|有无"),
    (Kind.WHICH, r"哪|何种|何(物|职)|什么(?=[^？?，,。\s])"),
)
_NOUNS_OF_PEOPLE = (
    "company|firm|person|people|man|woman|player|team|organi[sz]ation|artist|author|king|queen|president|scientist|leader|university|school|college|party|group|band|singer|actor|actress|"
    "director|minister|agency|institution|court|club|coach|professor|writer|composer|emperor|pope|general|broadcaster|network|body|entity|philosopher|researcher|family"
)
_NOUNS_OF_PLACES = (
    "country|countries|city|cities|town|state|place|region|location|continent|county|province|district|island|village|area|river|ocean|sea|street|building|stadium|museum|nation|"
    "neighbou?rhood|direction|venue|airport"
)
_english: Sequence[tuple[Kind, str]] = (
    (
        Kind.TITLE,
        r"\b(what|which|whose) (talk|speech|lecture|report|keynote|book|paper|film|movie|song|article|album|play|theme|title|novel|poem|work|hymn|magazine|newspaper)\b|\b(title|theme|topic) of\b",
    ),
    (
        Kind.PERCENT,
        r"\b(what|which) (\w+ )?(percentage|percent|per cent|proportion|share|fraction)\b|\bhow many percent|\b(percentage|proportion|share) (of|is|was)\b",
    ),
    (
        Kind.MONEY,
        r"\bhow much (\w+ ){0,4}(money|cost|costs|paid|pay|spent|spend|worth|sold|sell|earn|earned|charge|charged|invest|invested|raise|raised|donate|donated)\b|\bhow much (did|does|do|was|is|were) .*\b(cost|pay|paid|spend|spent|worth|earn|raise|invest|sell for|sold for|make|fined|owe)\b"
        r"|\bhow many (\w+ )?(dollars|yuan|euros|pounds|yen)\b|\bwhat (is|was|are|were) .{0,40}\b(price|cost|revenue|revenues|budget|salary|profit|turnover|market value|fee|gdp|income|sales|debt|box office|fine)\b|\b(what|how much) (price|revenue|budget|salary|profit|money|income|funding)\b",
    ),
    (
        Kind.WHEN,
        r"\bwhen\b(?! (you|we|it|they|he|she|a|an|the)\b)|\b(what|which) (year|date|day|month|century|decade|era|period)s?\b|\bhow long ago\b|\bsince when\b|\bwhat time\b|\bdate of\b",
    ),
    (Kind.COUNT, r"\bhow many\b"),
    (
        Kind.AMOUNT,
        r"\bhow (much|long|far|large|big|old|high|tall|deep|heavy|wide|fast|often|thick|hot|cold|late|close)\b|\bwhat (is|was|are|were) the (\w+ ){0,3}(number|population|height|length|size|temperature|distance|weight|amount|rate|speed|total|area|depth|duration|age|score|record|capacity|density)\b"
        r"|\bwhat (number|amount|temperature|age|distance|score|size|quantity)\b",
    ),
    (Kind.LIST, r"^(please )?(list|name|enumerate)\b|\b(what|which) (two|three|four|five|six|several)\b"),
    (Kind.WHERE, rf"\bwhere\b|\b(what|which) (\w+ )?({_NOUNS_OF_PLACES})\b"),
    (Kind.WHO, rf"\b(who|whom|whose)\b|\b(what|which) (\w+ )?({_NOUNS_OF_PEOPLE})\b"),
    (
        Kind.WHY,
        r"\bwhy\b|\b(what|which) (caused?|causes|reasons?|led|leads|prompted)\b|\bwhat (is|was|were|are) the (\w+ )?(reasons?|causes?)\b|\bhow come\b|\bfor what reason",
    ),
    (
        Kind.LIST,
        r"\b(what|which) (other|kinds|types|sorts|forms|examples|things|factors|steps)\b|^what (are|were)\b",
    ),
    (Kind.HOW, r"\bhow\b|\b(what|which) (way|method|means|process)\b"),
    (
        Kind.WHICH,
        r"\bwhich\b|\bwhat (?!is\b|was\b|are\b|were\b|do\b|does\b|did\b|has\b|have\b|had\b|can\b|could\b|will\b|would\b|should\b|happen|if\b|about\b|the\b|it\b|he\b|she\b|they\b)[a-z]",
    ),
    (Kind.YES_NO, r"^(is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may)\b"),
)
# the small words of other languages, folded: no accents; what is not listed asks for anything
_others: Sequence[tuple[Kind, str]] = (
    (
        Kind.COUNT,
        r"\b(cuant[oa]s|combien|wie ?viele?n?|quant[oaie]s?|hoeveel|cat(i|e|a|or)|kac|ile|berapa)\b|сколько|ποσ(οι|ες|α|ους)|bao nhieu|كم|कितन[ेीा]|กี่|เท่าไร|เท่าไหร่|몇|얼마나|いくつ|何人|何個",
    ),
    (
        Kind.WHEN,
        r"\b(cuando|que (ano|fecha|dia)|quand|quelle (annee|date)|wann|welche[mns]? (jahr|datum|tag)|quando|che anno|qual ano|wanneer|cand|in ce an|ne zaman|hangi (yil|tarih)\w*|kiedy|kapan|tahun berapa)\b|когда|в каком году|ποτε|ποια χρονια|khi nao|nam nao|متى|في أي عام|कब|किस (वर्ष|साल)|เมื่อ(ไร|ใด|ไหร่)|ปีใด|ปีไหน|언제|몇 년|いつ|何年",
    ),
    (
        Kind.WHERE,
        r"\b(donde|ou (est|se|sont|a)|wo|wohin|woher|onde|dove|waar|unde|nerede\w*|nereye|gdzie|di mana|dimana)\b|\bгде\b|\bкуда\b|\bπου (βρισκ|ειναι|γενν|εγινε|πηγ)|\bo dau\b|أين|कहाँ|कहां|ที่ไหน|ที่ใด|어디|どこ",
    ),
    (
        Kind.WHO,
        r"\b(quien(es)?|qui|wer|wem|wen|quem|chi|wie|cine|cui|kim\w*|kto|kogo|siapa)\b|\bкто\b|\bкого\b|\bкем\b|\bκому\b|ποιος|ποιοι|\bai\b|من (هو|هي|الذي|كان)|कौन|किसने|ใคร|누구|누가|誰|だれ",
    ),
    (
        Kind.WHY,
        r"\b(por que|pourquoi|warum|weshalb|perche|waarom|de ce|neden|nicin|dlaczego|mengapa|kenapa)\b|почему|зачем|γιατι|tai sao|لماذا|क्यों|ทำไม|เพราะเหตุใด|왜|なぜ",
    ),
    (
        Kind.HOW,
        r"\b(como|comment|wie|come|hoe|cum|nasil|jak|bagaimana)\b|\bкак\b|\bπως\b|nhu the nao|كيف|कैसे|อย่างไร|어떻게|どのように",
    ),
    (
        Kind.WHICH,
        r"\b(cual(es)?|quel(le)?s?|welche[rsmn]?|quais|qual|quale|quali|welke|care|ce|hangi\w*|ktor[yae]|yang mana)\b|как(ой|ая|ое|ие)|ποι(α|ο|ες)|nao\b|أي|कौन सा|ใด|ไหน|어느|どの",
    ),
)
# what a question without a word that asks is about, or one that only asks what it is: the noun says the kind
_HAN_NOUNS = (
    (Kind.WHEN, "时间|日期|年份|年代|生日|首映日|届期"),
    (Kind.WHERE, "地点|位置|地址|所在地|举办地|出生地|发源地|产地|首都|省会|总部|籍贯|国籍|故乡"),
    (Kind.WHY, "原因|理由|起因|缘由"),
    (Kind.HOW, "方法|办法|步骤|做法|方式|途径"),
    (Kind.TITLE, "题目|主题|书名|片名|歌名|标题"),
    (Kind.PERCENT, "占比|比例|比重|增速|增幅|降幅|涨幅|跌幅|[^效频功]率"),
    (Kind.MONEY, _WORTH),
    (Kind.COUNT, "人数|人口|数量|数目|次数|总数|件数|票数|产量|销量"),
    (Kind.AMOUNT, "面积|长度|高度|深度|宽度|重量|温度|速度|距离|海拔|年龄|时长|排名|比分|得分|寿命|容量"),
    (
        Kind.WHO,
        "创始人|创办人|发明人|发明者|作者|导演|编剧|主演|主角|主持人|校长|院长|董事长|总裁|首席执行官|ceo|总统|总理|主席|首相|市长|省长|冠军|得主|获得者|获奖者|主办方|主办单位|承办方|开发商|制造商|教练|队长|歌手|设计师|建筑师|妻子|丈夫|父亲|母亲",
    ),
)
_ENGLISH_NOUNS = (
    (Kind.WHEN, "date|dates|year|time|birthday|deadline"),
    (Kind.WHERE, "location|venue|address|headquarters|birthplace|hometown|capital|site|seat|nationality"),
    (Kind.WHY, "reason|reasons|cause|causes"),
    (Kind.TITLE, "title|theme"),
    (Kind.PERCENT, "percentage|share|proportion|rate"),
    (
        Kind.MONEY,
        "revenue|revenues|price|cost|budget|salary|profit|turnover|income|valuation|gdp|fee|funding|net worth|box office|sales",
    ),
    (Kind.COUNT, "number|count|population|attendance|headcount|death toll"),
    (Kind.AMOUNT, "height|length|size|area|age|weight|temperature|distance|speed|depth|duration|score|capacity|width"),
    (
        Kind.WHO,
        "founder|founders|author|director|winner|winners|ceo|president|chairman|chairwoman|chair|inventor|host|mayor|captain|coach|singer|architect|designer|editor|owner|wife|husband|father|mother|champion",
    ),
)
_only_is = Late(r"(?:分别)?(?:是|为|有|叫)?(?:什么|啥|何|多少|怎样的|如何)?$")
_only_what = Late(
    r"^(?:what(?:'s| is| was| are| were)|name|tell me|give me|find) (?:the |their |its |his |her )?(?:names? of (?:the )?)?"
)
_asks_already = Late(
    rf"\b(?:{'|'.join(('who', 'whom', 'whose', 'what', 'which', 'when', 'where', 'why', 'how', 'is', 'are', 'was', 'were', 'do', 'does', 'did', 'can', 'will', 'has', 'have'))})\b"
)

_tables = {"zh": _chinese, "en": _english, "other": _others}


@lru_cache(maxsize=4)  # compiled when first needed: a question needs one of them
def _words(table: str) -> list[tuple[Kind, re.Pattern[str]]]:
    return [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _tables[table]]


@lru_cache(maxsize=2)
def _nouns(chinese: bool) -> list[tuple[Kind, re.Pattern[str]]]:
    if chinese:
        return [(kind, re.compile(f"(?:{nouns})$")) for kind, nouns in _HAN_NOUNS]
    return [(kind, re.compile(rf"\b(?:{nouns})\b")) for kind, nouns in _ENGLISH_NOUNS]


_has_han, _tail = re.compile(f"[{HAN}]"), re.compile(r"[\s？?。.!！呢啊呀]+$")


def kind(text: str, language: str) -> Kind:
    """Return what a question asks for; of several things the one that says most about the answer."""
    plain = _tail.sub("", fold(text))
    table = "zh" if language == "zh" else "en" if language == "en" else "other"
    if table == "zh" and not _has_han.search(plain):
        table = "en"
    found = next((found for found, words in _words(table) if words.search(plain)), Kind.ANY)
    if table == "zh" and found in (Kind.ANY, Kind.WHICH):
        return _of_noun(_only_is.sub("", plain), found)
    if table == "en" and found in (Kind.ANY, Kind.LIST):
        return _of_english_noun(plain, found)
    return found


def _of_noun(subject: str, usual: Kind) -> Kind:
    """Return the kind that the noun a Chinese question ends with says: 大会的举办地点, 公司的创始人是？"""
    return next((found for found, nouns in _nouns(True) if nouns.search(subject)), usual)


def _of_english_noun(plain: str, usual: Kind) -> Kind:
    """Return the kind that a noun says: the last one of a few words typed, the first one of “what is the … of”."""
    asked = _only_what.match(plain)
    rest = plain[asked.end() :] if asked else plain
    if _asks_already.search(rest) and not asked:
        return usual
    head = re.split(r"\b(?:of|for|in|at|on|that|which|who|where|when)\b", rest)[0] if asked else rest
    places = [(match.start(), found) for found, nouns in _nouns(False) for match in nouns.finditer(head)]
    return max(places, key=lambda place: place[0])[1] if places else usual
