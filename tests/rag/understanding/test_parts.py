"""Several questions in one are told apart, each standing alone; one question stays one."""

from __future__ import annotations

import pytest

from yinju.rag.types import Kind
from yinju.rag.understand import understand
from yinju.rag.understanding.parts import MOST, split

CHINESE: list[tuple[str, list[list[str]]]] = [
    ("《春江渡》和《北岭》的导演分别是谁？", [["《春江渡》", "导演", "谁"], ["《北岭》", "导演", "谁"]]),
    ("《春江渡》的导演和编剧分别是谁？", [["《春江渡》", "导演"], ["《春江渡》", "编剧"]]),
    ("浙江大学的校长和校训分别是什么？", [["浙江大学", "校长"], ["浙江大学", "校训"]]),
    ("腾讯和阿里巴巴分别成立于哪一年？", [["腾讯", "哪一年"], ["阿里巴巴", "哪一年"]]),
    ("法国的首都和人口分别是多少？", [["法国", "首都"], ["法国", "人口"]]),
    ("法国的首都和德国的首都分别在哪里？", [["法国的首都"], ["德国的首都"]]),
    ("2023年上海和北京的地区生产总值各是多少？", [["2023年", "上海", "生产总值"], ["2023年", "北京", "生产总值"]]),
    ("去年，上海港与宁波港分别吞吐了多少集装箱？", [["去年", "上海港"], ["去年", "宁波港"]]),
    ("京沪高铁、成渝高铁和兰新高铁分别全长多少公里？", [["京沪"], ["成渝"], ["兰新"]]),
    ("阿里巴巴是谁创办的，什么时候上市？", [["阿里巴巴", "谁"], ["阿里巴巴", "什么时候上市"]]),
    ("这届论坛由谁主持？在哪里举行？", [["这届论坛", "谁"], ["这届论坛", "哪里"]]),
    ("谁创办了华为？华为的总部在哪里？", [["谁", "华为"], ["华为", "总部"]]),
    ("华为是哪一年成立的？总部在哪里？", [["华为", "哪一年"], ["华为", "总部"]]),
    ("请问港珠澳大桥全长多少公里，以及什么时候通车？", [["港珠澳大桥", "多少公里"], ["港珠澳大桥", "什么时候"]]),
    ("世界人工智能大会何时何地举行？", [["世界人工智能大会", "何时"], ["世界人工智能大会", "何地"]]),
    ("谁在哪一年发现了镭？", [["谁", "镭"], ["哪一年", "镭"]]),
    ("鲁迅出生在哪里，又是在哪一年去世的？", [["鲁迅", "哪里"], ["鲁迅", "哪一年"]]),
    ("这项研究花了多少钱，有多少人参加？", [["这项研究", "多少钱"], ["这项研究", "多少人"]]),
    ("北京和上海哪个人口更多？", [["北京", "人口"], ["上海", "人口"]]),
    ("特斯拉与比亚迪相比，哪家的销量更高？", [["特斯拉", "销量"], ["比亚迪", "销量"]]),
    ("李白和杜甫谁出生更早？", [["李白", "出生"], ["杜甫", "出生"]]),
    ("2022年上海的人口比北京多多少？", [["2022年", "上海", "人口"], ["2022年", "北京", "人口"]]),
    ("世界上最长的河是尼罗河还是亚马逊河？", [["最长", "尼罗河"], ["最长", "亚马逊河"]]),
    ("虹桥论坛和博鳌论坛的主办方各是谁？", [["虹桥论坛", "主办方"], ["博鳌论坛", "主办方"]]),
    ("陈英和龚克分别在会上讲了什么？", [["陈英", "讲"], ["龚克", "讲"]]),
    ("第七届进博会有多少国家参加？成交额是多少？", [["进博会", "国家"], ["进博会", "成交额"]]),
    ("《春江渡》的作词和作曲是谁？", [["《春江渡》", "作词"], ["《春江渡》", "作曲"]]),
    ("谁是《春江渡》的导演，哪一年上映？", [["《春江渡》", "谁"], ["《春江渡》", "哪一年"]]),
    ("鴻海和台積電分別是哪一年成立的？", [["鴻海", "哪一年"], ["台積電", "哪一年"]]),
    ("第三届江滨电影节的举办时间和地点是什么？", [["江滨电影节", "举办时间"], ["江滨电影节", "地点"]]),
    ("电影《春江渡》和《北岭》的上映时间是什么时候？", [["《春江渡》", "上映时间"], ["《北岭》", "上映时间"]]),
    ("《春江渡》和《北岭》是什么时候上映的？", [["《春江渡》", "什么时候"], ["《北岭》", "什么时候"]]),
    ("2021年和2022年的票房冠军是哪部电影？", [["2021年", "票房冠军"], ["2022年", "票房冠军"]]),
    ("江滨文学奖和北岭文学奖的得主是谁？", [["江滨文学奖", "得主"], ["北岭文学奖", "得主"]]),
    ("腾讯是哪一年成立的？阿里巴巴呢？", [["腾讯", "哪一年"], ["阿里巴巴", "哪一年"]]),
    ("这个理论是由谁在何时提出的？", [["这个理论", "谁"], ["这个理论", "何时"]]),
    ("第五届和第六届进博会的成交额分别是多少？", [["第五届", "成交额"], ["第六届", "成交额"]]),
    ("法国和德国的首都是哪里？", [["法国的首都"], ["德国的首都"]]),
    ("法国和德国2021年的产值是多少？", [["法国2021年的产值"], ["德国2021年的产值"]]),
    ("法国的首都和德国的总统是谁？", [["法国的首都", "谁"], ["德国的总统", "谁"]]),
    ("腾讯什么时候上市，阿里巴巴呢？", [["腾讯什么时候上市"], ["阿里巴巴什么时候上市"]]),
    ("苹果公司2021年的营收和利润", [["苹果公司2021年的营收"], ["苹果公司2021年的利润"]]),
    ("新能源汽车去年的产量和销量分别是多少？", [["新能源汽车", "产量"], ["新能源汽车", "销量"]]),
    ("江滨公开赛男单和女单冠军分别是谁？", [["江滨公开赛男单冠军"], ["江滨公开赛女单冠军"]]),
    ("江滨运动会女子和男子跳高金牌分别是谁的？", [["江滨运动会女子跳高"], ["江滨运动会男子跳高"]]),
    ("北京大学和清华大学校长分别是谁？", [["北京大学校长"], ["清华大学校长"]]),
    ("2021年法国和德国小麦产量", [["2021年法国小麦产量"], ["2021年德国小麦产量"]]),
    ("2021年，青海和甘肃人口减少了多少？", [["2021年", "青海人口"], ["2021年", "甘肃人口"]]),
    ("江滨文学奖最佳小说和最佳散文分别是什么？", [["江滨文学奖最佳小说"], ["江滨文学奖最佳散文"]]),
    ("这次会议的召开时间和地点", [["这次会议的召开时间"], ["这次会议的召开地点"]]),
    ("2021和2022年江滨港吞吐量", [["2021年江滨港吞吐量"], ["2022年江滨港吞吐量"]]),
    ("2021年和2022年江滨电影节观众人数", [["2021年江滨电影节"], ["2022年江滨电影节"]]),
]
ENGLISH: list[tuple[str, list[list[str]]]] = [
    ("Who founded Alibaba and when was Tencent founded?", [["who", "alibaba"], ["when", "tencent"]]),
    ("Who founded Alibaba and when did it go public?", [["who", "alibaba"], ["when", "alibaba", "public"]]),
    ("Who founded Alibaba? When was Tencent founded?", [["who", "alibaba"], ["when", "tencent"]]),
    (
        "Who directed The Long Road and when was the film released?",
        [["who", "long road"], ["when", "released", "long road"]],
    ),
    ("When and where was the Hongqiao Forum held?", [["when", "hongqiao forum"], ["where", "hongqiao forum"]]),
    ("Who won the 2019 Nobel Prize in Physics, and why?", [["who", "nobel"], ["why", "nobel"]]),
    ("What are the capital and population of France?", [["capital", "france"], ["population", "france"]]),
    ("What is the height and the weight of Big Ben?", [["height", "big ben"], ["weight", "big ben"]]),
    ("Who are the mayors of Paris and Berlin?", [["paris"], ["berlin"]]),
    ("When did Disneyland and Legoland open?", [["when", "disneyland", "open"], ["when", "legoland", "open"]]),
    ("Where are Siemens and Nokia based?", [["siemens", "based"], ["nokia", "based"]]),
    ("When were Nvidia, Intel and Samsung founded?", [["nvidia"], ["intel"], ["samsung"]]),
    ("How many students do Oxford and Cambridge have?", [["oxford", "students"], ["cambridge", "students"]]),
    (
        "What were the revenues of Apple and Microsoft in 2022, respectively?",
        [["apple", "2022"], ["microsoft", "2022"]],
    ),
    ("Who wrote Hamlet and Faust?", [["who wrote", "hamlet"], ["who wrote", "faust"]]),
    ("Which is larger, Tesla or BYD?", [["tesla", "larger"], ["byd", "larger"]]),
    ("Who is older, Gong Ke or Chen Ying?", [["gong ke", "older"], ["chen ying", "older"]]),
    ("Which of France and Spain has more inhabitants?", [["france", "inhabitants"], ["spain", "inhabitants"]]),
    ("Is the Nile longer than the Amazon?", [["nile", "long"], ["amazon", "long"]]),
    ("Did Apple or Samsung sell more phones in 2023?", [["apple", "phones", "2023"], ["samsung", "phones", "2023"]]),
    ("How many employees and customers does Nokia have?", [["employees", "nokia"], ["customers", "nokia"]]),
    ("What year was the fund set up, and who chairs it?", [["year", "fund"], ["who chairs", "fund"]]),
    ("How much did the bridge cost and how long is it?", [["cost", "bridge"], ["long", "bridge"]]),
    ("In which year did Marie Curie die, and where was she born?", [["year", "marie curie"], ["where", "marie curie"]]),
    (
        "Who chairs Trinity Innovation Fund, and how much has it invested?",
        [["chairs", "trinity"], ["how much", "trinity"]],
    ),
    ("Tell me who invented the telephone and in what year.", [["who", "telephone"], ["what year", "telephone"]]),
    ("What did Gong Ke and Joseph Sifakis each say about safety?", [["gong ke", "safety"], ["sifakis", "safety"]]),
    ("Where did Ericsson and Huawei both open laboratories?", [["ericsson"], ["huawei"]]),
    (
        "What is the name of the fund? Who runs it? Where is it based?",
        [["fund"], ["who runs", "fund"], ["where", "fund"]],
    ),
    ("Who won the Riverside Cup in 2018 and 2022?", [["2018", "riverside cup"], ["2022", "riverside cup"]]),
    ("Was Einstein born earlier than Bohr?", [["einstein", "born"], ["bohr", "born"]]),
]


@pytest.mark.parametrize(("text", "expected"), CHINESE, ids=[text for text, _ in CHINESE])
def test_a_chinese_question_is_split_into_what_it_asks(text: str, expected: list[list[str]]) -> None:
    _compare(split(text, "zh"), expected)


@pytest.mark.parametrize(("text", "expected"), ENGLISH, ids=[text for text, _ in ENGLISH])
def test_an_english_question_is_split_into_what_it_asks(text: str, expected: list[list[str]]) -> None:
    _compare(tuple(part.lower() for part in split(text, "en")), expected)


def _compare(parts: tuple[str, ...], expected: list[list[str]]) -> None:
    assert len(parts) == len(expected), parts
    for part, words in zip(parts, expected, strict=True):
        assert all(word in part for word in words), parts


@pytest.mark.parametrize(
    "text",
    [
        "中国和俄罗斯什么时候建交？",
        "和平条约是在哪一年签订的？",
        "北京和上海之间的距离是多少？",
        "陈英和龚克是什么关系？",
        "研究和开发由谁负责？",
        "哪些国家和地区参加了会议？",
        "谁和谁签署了协议？",
        "印度野驴与非洲野驴的分别是什么？",
        "他认为没什么是不可能的，这是谁说的？",
        "四大名园分别是拙政园、留园、颐和园和哪一个？",
        "华为的创始人是谁？",
        "在上海、北京和广州举行的会议叫什么？",
        "2021年和2022年之间产值增长了多少？",
        "陈英和龚克创办了什么公司？",
        "他的妻子和他是什么时候结婚的？",
        "欧洲和亚洲的分界线在哪里？",
        "战争与和平",
        "中国和法国贸易额是多少？",
        "几内亚和法国断交后采用什么货币？",
        "2021年和2022年人口变化",
        "裕仁天皇和香淳皇后生了几个孩子？",
    ],
)
def test_a_single_chinese_question_stays_whole(text: str) -> None:
    assert split(text, "zh") == ()


@pytest.mark.parametrize(
    "text",
    [
        "When did Romeo and Juliet meet?",
        "When did France and Germany sign the treaty?",
        "What is the distance between Paris and Berlin?",
        "What is the capital of Bosnia and Herzegovina?",
        "Who was the man who founded the fund and ran it?",
        "Which bank and insurer merged?",
        "What is research and development?",
        "Which company that was founded in Paris and which sells cars went bankrupt?",
        "How do supply and demand determine the price?",
        "What happened to the fund when the market fell?",
        "Who founded Alibaba?",
        "Johnson and Johnson was founded by whom?",
        "Is it Monday or Tuesday?",
        "How did output change between 2018 and 2022?",
    ],
)
def test_a_single_english_question_stays_whole(text: str) -> None:
    assert split(text, "en") == ()


def test_other_languages_are_split_at_their_question_marks_only() -> None:
    assert split("¿Quién fundó la empresa? ¿Cuándo murió su fundador?", "es") == (
        "¿Quién fundó la empresa?",
        "¿Cuándo murió su fundador?",
    )
    assert split("¿Quién fundó la empresa y cuándo?", "es") == ()


def test_no_more_parts_are_kept_than_an_answer_can_show() -> None:
    text = "《一》、《二》、《三》、《四》、《五》和《六》的导演分别是谁？"
    assert len(split(text, "zh")) == MOST


def test_each_part_is_a_question_with_its_own_kind_terms_and_names() -> None:
    who, when = understand("Who founded Alibaba and when was Tencent founded?").parts
    assert (who.kind, when.kind) == (Kind.WHO, Kind.WHEN)
    assert [name.text for name in who.names] == ["Alibaba"]
    assert [name.text for name in when.names] == ["Tencent"]
    assert "tencent" in when.terms
    assert "tencent" not in who.terms
    assert who.parts == ()


def test_a_single_question_has_no_parts() -> None:
    assert understand("Who founded Alibaba?").parts == ()


def test_the_parts_of_a_follow_up_stand_alone() -> None:
    from yinju.rag.types import Turn

    history = [Turn("华为是哪一年成立的？", "1987年。")]
    parts = understand("它的总部在哪里，创始人是谁？", history).parts
    assert all("华为" in part.text for part in parts)
    assert len(parts) == 2
