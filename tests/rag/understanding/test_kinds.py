"""What a question asks for follows from its words, and which sentences hold such a thing from theirs."""

from __future__ import annotations

import pytest

from yinju.index.text.language import identify
from yinju.rag.types import Kind
from yinju.rag.understanding.asked import kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who hosted the opening session?", Kind.WHO),
        ("Which company built the bridge?", Kind.WHO),
        ("Whose idea was it?", Kind.WHO),
        ("虹桥分论坛由谁主持？", Kind.WHO),
        ("哪家公司建造了这座桥？", Kind.WHO),
        ("陳先生是哪一位的學生？", Kind.WHO),
        ("When was the conference held?", Kind.WHEN),
        ("In which year did it begin?", Kind.WHEN),
        ("世界人工智能大会是什么时候创办的？", Kind.WHEN),
        ("他哪一年出生？", Kind.WHEN),
        ("福茂唱片於何年成立?", Kind.WHEN),
        ("Where is the seat of the fund?", Kind.WHERE),
        ("Which country won?", Kind.WHERE),
        ("总部位于哪里？", Kind.WHERE),
        ("哪个城市主办了大会？", Kind.WHERE),
        ("How many AI companies are there?", Kind.COUNT),
        ("有多少家企业？", Kind.COUNT),
        ("这本书有几章？", Kind.COUNT),
        ("How long is the bridge?", Kind.AMOUNT),
        ("大桥有多长？", Kind.AMOUNT),
        ("面积是多少？", Kind.AMOUNT),
        ("How much did the bridge cost?", Kind.MONEY),
        ("How many yuan were invested?", Kind.MONEY),
        ("What was the company's revenue in 2022?", Kind.MONEY),
        ("这座桥花了多少钱？", Kind.MONEY),
        ("去年的营收是多少？", Kind.MONEY),
        ("核心产业规模超过多少亿元？", Kind.MONEY),
        ("What percentage of firms closed?", Kind.PERCENT),
        ("增长率是多少？", Kind.PERCENT),
        ("女性占百分之几？", Kind.PERCENT),
        ("Which talk did Sifakis give?", Kind.TITLE),
        ("报告的题目是什么？", Kind.TITLE),
        ("Why did prices fall?", Kind.WHY),
        ("What caused the fire?", Kind.WHY),
        ("为什么价格下降？", Kind.WHY),
        ("价格下降的原因是什么？", Kind.WHY),
        ("How does the engine work?", Kind.HOW),
        ("如何提高效率？", Kind.HOW),
        ("Which three cities took part?", Kind.LIST),
        ("What are the main products?", Kind.LIST),
        ("有哪些城市参加？", Kind.LIST),
        ("Which engine did they choose?", Kind.WHICH),
        ("What satellite carried it?", Kind.WHICH),
        ("他们选择了哪种发动机？", Kind.WHICH),
        ("Is the bridge open?", Kind.YES_NO),
        ("大桥通车了吗？", Kind.YES_NO),
        ("What is photosynthesis?", Kind.ANY),
        ("请介绍光合作用。", Kind.ANY),
        ("第三届江滨电影节举办地点", Kind.WHERE),
        ("江滨大桥通车时间", Kind.WHEN),
        ("江滨大桥的设计师是？", Kind.WHO),
        ("江滨集团2022年净利润", Kind.MONEY),
        ("江滨市的人口是？", Kind.COUNT),
        ("江滨省的省会是什么？", Kind.WHERE),
        ("江滨市失业率", Kind.PERCENT),
        ("Riverside Film Festival venue", Kind.WHERE),
        ("Riverside Bridge opening date", Kind.WHEN),
        ("founder of Riverside Group", Kind.WHO),
        ("Riverside Group 2022 revenue", Kind.MONEY),
        ("What is the capital of France?", Kind.WHERE),
        ("What was the name of the director of the film?", Kind.WHO),
        ("What is the duration of the flight?", Kind.AMOUNT),
        ("Quién fundó la empresa?", Kind.WHO),
        ("¿Cuándo se fundó la empresa?", Kind.WHEN),
        ("Wie viele Menschen leben in Berlin?", Kind.COUNT),
        ("Où se trouve le siège?", Kind.WHERE),
        ("Когда была основана компания?", Kind.WHEN),
        ("Şirket ne zaman kuruldu?", Kind.WHEN),
        ("Πόσοι άνθρωποι ζουν εδώ;", Kind.COUNT),
        ("Công ty được thành lập khi nào?", Kind.WHEN),
        ("متى تأسست الشركة؟", Kind.WHEN),
        ("कंपनी की स्थापना कब हुई?", Kind.WHEN),
        ("บริษัทก่อตั้งเมื่อไร", Kind.WHEN),
        ("회사는 언제 설립되었습니까?", Kind.WHEN),
        ("会社はいつ設立されましたか", Kind.WHEN),
    ],
)
def test_what_a_question_asks_for_follows_from_its_words(text: str, expected: Kind) -> None:
    assert kind(text, identify(text)) is expected


@pytest.mark.parametrize("text", ["北京和上海哪个人口更多？", "什么是人工智能？", "第几次工业革命？"])
def test_words_that_look_like_a_person_are_none(text: str) -> None:
    assert kind(text, "zh") is not Kind.WHO


@pytest.mark.parametrize(
    ("expected", "fitting", "other"),
    [
        (Kind.WHO, "the session was opened by Chen Ying", "The session was opened in May"),
        (Kind.WHO, "开幕式由陈英主持", "会议在下午举行"),
        (Kind.WHO, "约瑟夫·希发基斯作了报告", "他作了报告"),
        (Kind.WHO, "заседание открыл Иван Петров", "Заседание открылось утром"),
        (Kind.WHEN, "on September 1", "in the afternoon"),
        (Kind.WHEN, "7月8日", "当天下午"),
        (Kind.WHEN, "fundada en 1998.", "hace 12345 euros"),
        (Kind.WHEN, "二〇二〇年", "二十人"),
        (Kind.WHEN, "在明朝时期", "在明亮的房间"),
        (Kind.WHEN, "عام ٢٠١٩", "ثلاثة"),
        (Kind.WHERE, "the forum met in Shanghai", "the forum met again"),
        (Kind.WHERE, "论坛在上海举行", "论坛再次举行"),
        (Kind.COUNT, "over 600 companies", "many companies in 2021"),
        (Kind.COUNT, "六家企业", "许多企业"),
        (Kind.COUNT, "2021年有600家企业", "2021年7月8日的企业"),
        (Kind.COUNT, "twelve companies", "companies"),
        (Kind.AMOUNT, "全长55公里", "全长未知"),
        (Kind.MONEY, "it cost 1.2 billion yuan", "it has 1,200 members"),
        (Kind.MONEY, "it cost $12", "it cost 12 lives"),
        (Kind.MONEY, "规模超过4000亿元", "规模超过4000家"),
        (Kind.PERCENT, "up by 8.4 %", "up by 8.4 points"),
        (Kind.PERCENT, "增长百分之八", "增长八倍"),
        (Kind.TITLE, "报告题为《大模型与语言智能》", "他作了报告"),
        (Kind.WHICH, "they chose the Merlin engine", "they chose another engine"),
        (Kind.WHY, "prices fell because of the harvest", "prices fell"),
        (Kind.WHY, "由于丰收，价格下降", "价格下降"),
        (Kind.HOW, "it is made by heating sand", "it is made of sand"),
        (Kind.HOW, "通过加热制成", "由沙制成"),
        (Kind.LIST, "cars, ships and trains", "cars of all sorts"),
        (Kind.LIST, "汽车、船舶和火车", "各种汽车"),
    ],
)
def test_a_kind_fits_only_sentences_that_hold_such_a_thing(expected: Kind, fitting: str, other: str) -> None:
    assert expected.fits(fitting)
    assert not expected.fits(other)


@pytest.mark.parametrize("asked", [Kind.ANY, Kind.YES_NO])
def test_a_question_for_anything_fits_no_sentence_better_than_another(asked: Kind) -> None:
    assert not asked.fits("On September 1, 2020, six guests gave 《the talk》")
