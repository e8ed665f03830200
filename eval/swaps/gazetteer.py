"""Names in both languages, kind by kind: a name is replaced by another that could stand in its place."""

from __future__ import annotations

from typing import NamedTuple


class Name(NamedTuple):
    """A name as English and Chinese write it; `kind` is the list it stands in."""

    english: str
    chinese: str
    kind: int


# one kind a line; a name with an article is found, but not put in, since it asks for more than its place
_PLACES = """
Shanghai=上海 Beijing=北京 Guangzhou=广州 Shenzhen=深圳 Tianjin=天津 Chongqing=重庆 Chengdu=成都 Hangzhou=杭州 Nanjing=南京 Wuhan=武汉 Xi'an=西安 Suzhou=苏州 Qingdao=青岛 Changsha=长沙 Xiamen=厦门 Kunming=昆明 Zhengzhou=郑州 Ningbo=宁波 Hefei=合肥
Harbin=哈尔滨 Changchun=长春 Shenyang=沈阳 Hohhot=呼和浩特 Urumqi=乌鲁木齐
Wenchang=文昌 Jiuquan=酒泉 Xichang=西昌 Taiyuan=太原
Ya'an=雅安 Leshan=乐山 Mianyang=绵阳 Guangyuan=广元
Hong_Kong=香港 Macau=澳门
Taipei=台北 Kaohsiung=高雄 Taichung=台中 Hsinchu=新竹 Tainan=台南
Heilongjiang=黑龙江 Jilin=吉林 Liaoning=辽宁 Hebei=河北 Henan=河南 Shandong=山东 Hubei=湖北 Anhui=安徽 Jiangsu=江苏
Yunnan=云南 Guizhou=贵州 Sichuan=四川 Guangxi=广西 Hunan=湖南 Fujian=福建 Guangdong=广东 Hainan=海南 Zhejiang=浙江
Tokyo=东京 Osaka=大阪 Nagoya=名古屋 Kyoto=京都 Fukuoka=福冈 Kobe=神户 Seoul=首尔 Busan=釜山 Incheon=仁川 Daegu=大邱
Osaka_prefecture=大阪府 Kyoto_prefecture=京都府 Hiroshima_prefecture=广岛县 Aichi_prefecture=爱知县
Hanoi=河内 Manila=马尼拉 Bangkok=曼谷 Jakarta=雅加达 Singapore=新加坡 Kuala_Lumpur=吉隆坡 Phnom_Penh=金边
Mumbai=孟买 Pune=浦那 Delhi=德里 New_Delhi=新德里 Chennai=金奈 Dhaka=达卡 Karachi=卡拉奇 Lahore=拉合尔
Dubai=迪拜 Doha=多哈 Riyadh=利雅得 Tehran=德黑兰 Baghdad=巴格达 Abu_Dhabi=阿布扎比
London=伦敦 Manchester=曼彻斯特 Leeds=利兹 Birmingham=伯明翰 Liverpool=利物浦 Bristol=布里斯托尔 Glasgow=格拉斯哥 Edinburgh=爱丁堡
Berlin=柏林 Hamburg=汉堡 Munich=慕尼黑 Cologne=科隆 Vienna=维也纳 Zurich=苏黎世 Amsterdam=阿姆斯特丹 Rotterdam=鹿特丹 Brussels=布鲁塞尔 Antwerp=安特卫普
Paris=巴黎 Marseille=马赛 Lyon=里昂 Turin=都灵 Milan=米兰 Rome=罗马 Bolzano=博尔扎诺 Verona=维罗纳 Madrid=马德里 Barcelona=巴塞罗那 Lisbon=里斯本 Athens=雅典
Warsaw=华沙 Krakow=克拉科夫 Prague=布拉格 Budapest=布达佩斯 Bucharest=布加勒斯特 Sofia=索非亚 Moscow=莫斯科
Stockholm=斯德哥尔摩 Oslo=奥斯陆 Copenhagen=哥本哈根 Helsinki=赫尔辛基
New_York=纽约 Chicago=芝加哥 Boston=波士顿 Los_Angeles=洛杉矶 San_Francisco=旧金山 Seattle=西雅图 Toronto=多伦多 Vancouver=温哥华 Montreal=蒙特利尔
Lima=利马 Cusco=库斯科 Quito=基多 Bogota=波哥大 Santiago=圣地亚哥 Arequipa=阿雷基帕
Nairobi=内罗毕 Mombasa=蒙巴萨 Lagos=拉各斯 Accra=阿克拉 Cairo=开罗 Addis_Ababa=亚的斯亚贝巴
Cape_Town=开普敦 Johannesburg=约翰内斯堡 Durban=德班 Pretoria=比勒陀利亚
Melbourne=墨尔本 Sydney=悉尼 Adelaide=阿德莱德 Brisbane=布里斯班 Perth=珀斯 Auckland=奥克兰
Japan=日本 South_Korea=韩国 China=中国 India=印度
Vietnam=越南 Thailand=泰国 Indonesia=印度尼西亚 Malaysia=马来西亚 the_Philippines=菲律宾 Myanmar=缅甸 Cambodia=柬埔寨
Bangladesh=孟加拉国 Pakistan=巴基斯坦 Nepal=尼泊尔 Sri_Lanka=斯里兰卡
Kuwait=科威特 Qatar=卡塔尔 Oman=阿曼 Iraq=伊拉克 Saudi_Arabia=沙特阿拉伯
Germany=德国 France=法国 Italy=意大利 Spain=西班牙 Portugal=葡萄牙 Poland=波兰 Hungary=匈牙利 Romania=罗马尼亚 Austria=奥地利 Greece=希腊 Turkey=土耳其 Belgium=比利时 the_Netherlands=荷兰 the_United_Kingdom=英国
Norway=挪威 Sweden=瑞典 Denmark=丹麦 Finland=芬兰 Iceland=冰岛 Ireland=爱尔兰
Wales=威尔士 Scotland=苏格兰 Northern_Ireland=北爱尔兰
Canada=加拿大 Mexico=墨西哥 Australia=澳大利亚 New_Zealand=新西兰 the_United_States=美国
Brazil=巴西 Chile=智利 Peru=秘鲁 Argentina=阿根廷 Colombia=哥伦比亚 Bolivia=玻利维亚
Egypt=埃及 Morocco=摩洛哥 Tunisia=突尼斯 Algeria=阿尔及利亚
Ghana=加纳 Kenya=肯尼亚 Nigeria=尼日利亚 Ethiopia=埃塞俄比亚 South_Africa=南非 Tanzania=坦桑尼亚
Kansas=堪萨斯 Nebraska=内布拉斯加 Iowa=艾奥瓦 Texas=得克萨斯 Ohio=俄亥俄 Montana=蒙大拿
Lake_Chad=乍得湖 Lake_Victoria=维多利亚湖 Lake_Malawi=马拉维湖 Lake_Tanganyika=坦噶尼喀湖
Heathrow=希思罗机场 Gatwick=盖特威克机场 Stansted=斯坦斯特德机场
"""
_BODIES = """
Toyota=丰田 Volvo=沃尔沃 Honda=本田 Nissan=日产 Ford=福特 Renault=雷诺 Volkswagen=大众汽车 Hyundai=现代汽车 Tesla=特斯拉
Samsung=三星 Huawei=华为 Xiaomi=小米 Sony=索尼 Lenovo=联想 Nokia=诺基亚 Intel=英特尔
Siemens=西门子 Alstom=阿尔斯通 Hitachi=日立 Bosch=博世
Google=谷歌 Microsoft=微软 Amazon=亚马逊 Tencent=腾讯 Alibaba=阿里巴巴 Baidu=百度 OpenAI=OpenAI
Ajax=阿贾克斯 Feyenoord=费耶诺德 Benfica=本菲卡 Galatasaray=加拉塔萨雷
European_Space_Agency=欧洲航天局 Canadian_Space_Agency=加拿大航天局 Italian_Space_Agency=意大利航天局
World_Bank=世界银行 International_Monetary_Fund=国际货币基金组织 Asian_Development_Bank=亚洲开发银行 African_Development_Bank=非洲开发银行
World_Health_Organization=世界卫生组织 World_Meteorological_Organization=世界气象组织 International_Labour_Organization=国际劳工组织 World_Trade_Organization=世界贸易组织
UNESCO=联合国教科文组织 UNICEF=联合国儿童基金会
Bank_of_Korea=韩国央行 Bank_of_Japan=日本央行 Bank_of_England=英国央行 Bank_of_Canada=加拿大央行
Ministry_of_Education=教育部 Ministry_of_Health=卫生部 Ministry_of_Agriculture=农业部 Ministry_of_Culture=文化部
Ministry_of_Finance=财政部 Ministry_of_Commerce=商务部 Ministry_of_Transport=交通部 Ministry_of_Justice=司法部
Louvre=卢浮宫 Prado=普拉多博物馆 British_Museum=大英博物馆
Palace_Museum=故宫博物院 Capital_Museum=首都博物馆 National_Museum_of_China=中国国家博物馆
University_of_Tokyo=东京大学 University_of_Oxford=牛津大学 University_of_Cambridge=剑桥大学 University_of_Toronto=多伦多大学 University_of_Sydney=悉尼大学 University_of_Cape_Town=开普敦大学 University_of_Hong_Kong=香港大学
Peking_University=北京大学 Tsinghua_University=清华大学 Fudan_University=复旦大学 Nanjing_University=南京大学 Zhejiang_University=浙江大学 Wuhan_University=武汉大学
"""
_GIVEN = """
John=约翰 Peter=彼得 Michael=迈克尔 David=大卫 Robert=罗伯特 Thomas=托马斯 James=詹姆斯 Daniel=丹尼尔
Maria=玛丽亚 Anna=安娜 Elena=埃莱娜 Laura=劳拉 Julia=朱莉娅 Emma=埃玛 Sarah=萨拉
"""
_SURNAMES = (
    "Li=李 Wang=王 Zhang=张 Liu=刘 Chen=陈 Yang=杨 Zhao=赵 Huang=黄 Zhou=周 Wu=吴 Xu=徐 Zhu=朱 Ma=马 Guo=郭 Luo=罗"
    " Gao=高 Zheng=郑 Liang=梁 Xie=谢 Tang=唐"
)


def _names(lines: str, first: int) -> tuple[Name, ...]:
    return tuple(
        Name(english.replace("_", " "), chinese, kind)
        for kind, line in enumerate(lines.strip().split("\n"), first)
        for english, chinese in (pair.split("=") for pair in line.split())
    )


NAMES = _names(_PLACES, 0) + _names(_BODIES, 100)
"""Places and bodies."""

GIVEN = _names(_GIVEN, 200)
"""Given names as they stand before a surname, men's and women's."""

SURNAMES = _names(_SURNAMES, 300)
"""Chinese surnames."""
