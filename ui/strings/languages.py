"""Names of languages in the page's two, by their ISO 639-1 codes."""

from __future__ import annotations

from collections.abc import Mapping

NAMES: Mapping[str, tuple[str, str]] = {
    "af": ("Afrikaans", "南非荷兰语"), "am": ("Amharic", "阿姆哈拉语"), "an": ("Aragonese", "阿拉贡语"),
    "ar": ("Arabic", "阿拉伯语"), "as": ("Assamese", "阿萨姆语"), "az": ("Azerbaijani", "阿塞拜疆语"),
    "be": ("Belarusian", "白俄罗斯语"), "bg": ("Bulgarian", "保加利亚语"), "bn": ("Bengali", "孟加拉语"),
    "bo": ("Tibetan", "藏语"), "br": ("Breton", "布列塔尼语"), "bs": ("Bosnian", "波斯尼亚语"),
    "ca": ("Catalan", "加泰罗尼亚语"), "cs": ("Czech", "捷克语"), "cy": ("Welsh", "威尔士语"),
    "da": ("Danish", "丹麦语"), "de": ("German", "德语"), "dz": ("Dzongkha", "宗卡语"), "el": ("Greek", "希腊语"),
    "en": ("English", "英语"), "eo": ("Esperanto", "世界语"), "es": ("Spanish", "西班牙语"),
    "et": ("Estonian", "爱沙尼亚语"), "eu": ("Basque", "巴斯克语"), "fa": ("Persian", "波斯语"),
    "fi": ("Finnish", "芬兰语"), "fo": ("Faroese", "法罗语"), "fr": ("French", "法语"), "ga": ("Irish", "爱尔兰语"),
    "gl": ("Galician", "加利西亚语"), "gu": ("Gujarati", "古吉拉特语"), "ha": ("Hausa", "豪萨语"),
    "he": ("Hebrew", "希伯来语"), "hi": ("Hindi", "印地语"), "hr": ("Croatian", "克罗地亚语"),
    "ht": ("Haitian Creole", "海地克里奥尔语"), "hu": ("Hungarian", "匈牙利语"), "hy": ("Armenian", "亚美尼亚语"),
    "id": ("Indonesian", "印度尼西亚语"), "is": ("Icelandic", "冰岛语"), "it": ("Italian", "意大利语"),
    "ja": ("Japanese", "日语"), "jv": ("Javanese", "爪哇语"), "ka": ("Georgian", "格鲁吉亚语"),
    "kk": ("Kazakh", "哈萨克语"), "km": ("Khmer", "高棉语"), "kn": ("Kannada", "卡纳达语"), "ko": ("Korean", "韩语"),
    "ku": ("Kurdish", "库尔德语"), "ky": ("Kyrgyz", "吉尔吉斯语"), "la": ("Latin", "拉丁语"),
    "lb": ("Luxembourgish", "卢森堡语"), "lo": ("Lao", "老挝语"), "lt": ("Lithuanian", "立陶宛语"),
    "lv": ("Latvian", "拉脱维亚语"), "mg": ("Malagasy", "马达加斯加语"), "mi": ("Māori", "毛利语"),
    "mk": ("Macedonian", "马其顿语"), "ml": ("Malayalam", "马拉雅拉姆语"), "mn": ("Mongolian", "蒙古语"),
    "mr": ("Marathi", "马拉地语"), "ms": ("Malay", "马来语"), "mt": ("Maltese", "马耳他语"), "my": ("Burmese", "缅甸语"),
    "nb": ("Norwegian Bokmål", "书面挪威语"), "ne": ("Nepali", "尼泊尔语"), "nl": ("Dutch", "荷兰语"),
    "nn": ("Norwegian Nynorsk", "新挪威语"), "no": ("Norwegian", "挪威语"), "oc": ("Occitan", "奥克语"),
    "or": ("Odia", "奥里亚语"), "pa": ("Punjabi", "旁遮普语"), "pl": ("Polish", "波兰语"), "ps": ("Pashto", "普什图语"),
    "pt": ("Portuguese", "葡萄牙语"), "qu": ("Quechua", "克丘亚语"), "ro": ("Romanian", "罗马尼亚语"),
    "ru": ("Russian", "俄语"), "rw": ("Kinyarwanda", "卢旺达语"), "se": ("Northern Sámi", "北萨米语"),
    "si": ("Sinhala", "僧伽罗语"), "sk": ("Slovak", "斯洛伐克语"), "sl": ("Slovenian", "斯洛文尼亚语"),
    "sq": ("Albanian", "阿尔巴尼亚语"), "sr": ("Serbian", "塞尔维亚语"), "sv": ("Swedish", "瑞典语"),
    "sw": ("Swahili", "斯瓦希里语"), "ta": ("Tamil", "泰米尔语"), "te": ("Telugu", "泰卢固语"), "th": ("Thai", "泰语"),
    "tl": ("Tagalog", "他加禄语"), "tr": ("Turkish", "土耳其语"), "ug": ("Uyghur", "维吾尔语"),
    "uk": ("Ukrainian", "乌克兰语"), "ur": ("Urdu", "乌尔都语"), "uz": ("Uzbek", "乌兹别克语"),
    "vi": ("Vietnamese", "越南语"), "vo": ("Volapük", "沃拉普克语"), "wa": ("Walloon", "瓦隆语"),
    "xh": ("Xhosa", "科萨语"), "yi": ("Yiddish", "意第绪语"), "yo": ("Yoruba", "约鲁巴语"), "zh": ("Chinese", "中文"),
    "ba": ("Bashkir", "巴什基尔语"), "fy": ("West Frisian", "西弗里西亚语"), "gd": ("Scottish Gaelic", "苏格兰盖尔语"),
    "ig": ("Igbo", "伊博语"), "lg": ("Luganda", "卢干达语"), "ln": ("Lingala", "林加拉语"), "om": ("Oromo", "奥罗莫语"),
    "sa": ("Sanskrit", "梵语"), "sn": ("Shona", "绍纳语"), "so": ("Somali", "索马里语"), "st": ("Sesotho", "塞索托语"),
    "tg": ("Tajik", "塔吉克语"), "tk": ("Turkmen", "土库曼语"), "tt": ("Tatar", "鞑靼语"),
    "zu": ("Zulu", "祖鲁语"), "und": ("Language unknown", "语言不详"),
}  # fmt: skip
"""In English and in Chinese; all that have a code of two letters and can be detected, and none."""


def language_name(code: str, interface: str) -> str:
    """Return what a language is called in the interface's language, or its code where no name is known."""
    known = NAMES.get(code)
    return code if known is None else known[interface == "zh"]
