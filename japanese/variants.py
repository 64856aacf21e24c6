"""Variant forms of kanji (異体字, 旧字体), chosen by us, for matching keys only and never for display."""

import re
import unicodedata

# Each group: the form that the key uses, then those that fold into it: forms in which one and the same name
# is met in registers, on paper and on screens. What is merely alike stays apart: 船/舟, 坂/阪, 未/末.
_FORMS = """
亜亞 悪惡 圧壓 囲圍 医醫 為爲 壱壹 隠隱 栄榮 営營 衛衞 駅驛 円圓 塩鹽 縁緣 艶艷 応應 欧歐 殴毆
桜櫻 奥奧 横橫 温溫 穏穩 仮假 価價 画畫劃 会㑹會 廻回囘 壊壞 懐懷 絵繪 拡擴 殻殼 覚覺 学學斈 岳嶽
楽樂 渇渴 巻卷 勧勸 寛寬 歓歡 観觀 缶罐 関關 陥陷 巌巖 顔顏 気氣气 帰歸皈 亀龜 偽僞 戯戲 犠犧 旧𦾔舊
拠據 挙擧舉 峡峽 挟挾 狭狹 教敎 郷鄕 暁曉 区區 駆驅駈 勲勳 薫薰 群羣 径徑逕 恵惠 渓溪谿 経經 継繼 茎莖
蛍螢 軽輕 鶏鷄雞 芸藝 撃擊 欠缺 県縣 倹儉 剣劒劍劔剱釼 圏圈 険險 検檢 権權 献獻 研硏 顕顯 験驗 厳嚴
呉吳 娯娛 効效 広廣 恒恆 鉱鑛砿礦 号號 国國圀囯 黒黑 歳歲 済濟 砕碎 斎齋斉齊亝斊 剤劑 桟棧 蚕蠶 惨慘
賛贊 残殘 糸絲 歯齒 児兒 辞辭 湿濕 実實 写寫冩 釈釋 寿壽 収收 従從从 渋澁澀 獣獸 縦縱 粛肅 処處 叙敍敘
尚尙 奨奬獎 将將 渉涉 焼燒 称稱 証證 乗乘 剰剩 場塲 壌壤 嬢孃 条條 浄淨 畳疊疉疂 縄繩 譲讓 嘱囑 触觸
寝寢 慎愼 晋晉 真眞 尽盡 図圖 粋粹 酔醉 随隨 髄髓 数數 枢樞 瀬𫞎瀨 清淸 青靑 静靜 声聲 税稅 跡蹟迹
摂攝 窃竊 専專 戦戰 浅淺 潜濳潛 繊纖纎 践踐 銭錢 禅禪 双雙 壮壯 捜搜 挿插揷 巣巢 曽曾 争爭 窓窗 総總
聡聰 荘莊庄 装裝 騒騷 増增 蔵藏 臓臟 即卽 属屬 続續 堕墮 体體躰軆 対對 帯帶 滞滯 台䑓臺坮 滝瀧 択擇
沢澤 単單 担擔 胆膽 団團 弾彈 断斷 痴癡 遅遲 昼晝 虫蟲 鋳鑄 庁廳廰 徴徵 聴聽 鎮鎭 逓遞 鉄鐡鐵鉃銕 転轉
点點 伝傳 党黨 盗盜 灯燈 当當 闘鬪鬭 徳德悳 独獨 読讀 届屆 内內 弐貳貮 二弍 一弌 悩惱 脳腦 覇霸 拝拜 廃廢 売賣
梅楳 麦麥 発發 髪髮 抜拔 蛮蠻 秘祕 彦彥 姫姬 浜濱濵 瓶甁 払拂 仏佛 並竝 併倂 変變 辺邊邉 弁辧辨瓣辯
歩步 宝寶寳 豊豐 没沒 槙槇 毎每 万萬 満滿 麺麵麪 黙默 弥彌 訳譯 薬藥 与與 予豫 余餘 誉譽 揺搖 様樣
謡謠 遥遙 来來徠 頼賴 乱亂 覧覽 竜龍 両兩 猟獵 緑綠 涙淚 塁壘 礼禮 隷隸 霊㚑靈 齢齡 恋戀 錬鍊 炉爐
労勞 楼樓 禄祿 録錄 湾灣 瑶瑤 尭堯 既旣 晩晚 概槪 虚虛 戻戾 祷禱 悦悅 閲閱 鋭銳 飲飮 掲揭 勅敕 糾糺
罰罸 高髙 崎𥔎﨑嵜碕㟢 吉𠮷 橋𣘺槗 船舩 館舘 島嶋嶌㠀 峰峯 柳栁桺 桑桒 松枩柗 杉椙 柿杮 兎兔菟莵 野埜壄
原𠩤厡 蘇蘓 州洲 富冨 淵渕渊 涌湧 涼凉 潟泻 煕熙凞 猪豬 留畄畱㽞 略畧 畑畠 秋穐龝 稲稻 穂穗 竪豎 翠翆
舗舖 芦蘆 蒋蔣 薮藪籔 藤籐 虎乕 蝉蟬 蝋蠟 裏裡 諌諫 讃讚 賎賤 迩邇 迪廸 醤醬 采釆 鎌鐮 隣鄰 雁鴈鳫
鶴靏靍鸖 頚頸 騨驒 鯵鰺 鴎鷗 鴬鶯 麹麴 厩廐廏 厨廚 噛嚙 壷壺 妍姸 姉姊 屏屛 岡崗堽 嶺岺 庵菴 弦絃 往徃
恥耻 掴摑 掻搔 撹攪 携擕攜 映暎 晃晄 暦曆 歴歷 舛枡桝 柵栅 杯盃 栖棲 桧檜 氷冰 涛濤 溌潑 潅灌 闊濶
涜瀆 濾沪 焔焰 煙烟 珍珎 痩瘦 皐皋 砺礪 碍礙 祢禰 稚穉 竃竈 篭籠 箇个 糧粮 繋繫 繍繡 綿緜 聯聨
職軄聀 茲玆 萌萠 莱萊 園薗 藁藳 蛎蠣 輌輛 醗醱 鑚鑽 雑雜襍 面靣 頬頰 頴穎 顛顚 駄馱 鹸鹼 鼠鼡 麩麸
凛凜 昂昻 巨鉅 耀燿 翻飜 嘗甞 埼𡋽 廟庿 協恊 掛挂 岩嵒 桿杆 沿㳂 湊凑 熔鎔 畝畂畒畆 棋碁棊 節莭 笋筍
筑築 翅翄 腸膓 脚腳 舎舍 苺莓 蔭䕃 螺蠃 蜂蠭 衣𧘇 裾裙 賓賔 迫廹 遊逰 釜釡 鍛煅 鑑鑒 餅餠 欝鬱 参參
冊册 喜㐂憙 穣穰 醸釀 京亰 栃杤 沖冲 多夛 村邨 本夲 世丗卋 飾餝 柏栢 界畍 達逹 町甼 線綫 準凖 嵯嵳
働仂 豆荳 韮韭 蝿蠅 函凾 夢梦 婿壻聟 脈脉 紙帋 事亊 爾尓 質貭 期朞 器噐 決决 況况 減减 廠厰 峨峩
蟹蠏 蓋葢盖 覆覄 槍鎗鑓 卒卆 最㝡 美羙 鼓皷 解觧 狸貍 磯礒 旛旙 楕橢 蓑簑簔 穀榖 粘黏 紘絋 褒襃 遡溯
閉閇 券劵 稿稾 憩憇 育毓 叡睿 詠咏 厦廈 彎弯 曠昿 檪櫟 熏燻 疇畴 蕩盪 蘊薀 鑪鈩 飄飃 鵝鵞 彝彜 亘亙
怪恠 善譱 砲炮 踊踴 冒冐 岸㟁 土圡𡈽 脇𦚰 魚𩵋 今𫝆 昇曻 勢㔟 郎郞 緒緖 猿猨 仭仞 箪簞 填塡 剥剝
侭儘 樽罇 唖啞 泰𣳾 添𣷓 丈𠀋 耕畊 棄弃 無无 却卻 刃刄 曳曵 宜冝 篠筱 走赱 垂埀
轟軣 窯窰 刊刋 卯夘 逃迯 幣幤 纏纒 妊姙 鈎鉤 靭靱 疎踈 澄澂 潴瀦 樒櫁 稗薭 壜罎 鐸鈬 蕊蘂蕋 梼檮 韻韵
嘩譁 崖崕 粥鬻 奇竒
砧碪 荊荆 劫刧 呪咒 讐讎 唇脣 凄淒 賊戝 柁舵 廼迺 箆篦 貌皃 癒瘉 瞭暸 溜澑 榑槫 酢醋 核㧡 蒂蔕 俎爼 倅伜
僣僭 冤寃 墻牆
崘崙 懺懴 範笵 鉋銫
"""

# What a Chinese keyboard makes of a Japanese name: simplified forms that are not Japanese characters too.
_SIMPLIFIED = """
業业 産产 東东 車车 長长 門门 馬马 魚鱼 鳥鸟 竜龙 飛飞 風风 見见 貝贝 銀银 鉄铁 鋼钢 銅铜 電电 農农
漁渔 協协 組组 織织 絡络 線线 維维 経经 結结 給给 統统 緑绿 紙纸 級级 設设 計计 証证 語语 議议 記记
護护 財财 貨货 資资 質质 貿贸 運运 進进 遠远 連连 選选 達达 辺边 過过 還还 環环 現现 場场 塊块 堅坚
爾尔 島岛 岡冈 師师 帯带 応应 開开 関关 聞闻 間间 陽阳 陰阴 際际 陸陆 険险 難难 韓韩 頁页 項项 須须
領领 顧顾 飯饭 飲饮 館馆 駕驾 鶏鸡 斉齐 亀龟 務务 動动 労劳 勢势 華华 単单 衛卫 歴历 発发 変变 員员
啓启 囲围 園园 図图 円圆 処处 備备 頭头 買买 売卖 実实 寛宽 対对 専专 導导 層层 歳岁 庫库 張张 弾弹
強强 録录 総总 戯戏 戦战 戸户 執执 拡扩 報报 択择 損损 換换 摂摄 時时 顕显 術术 雑杂 権权 極极 構构
標标 樹树 様样 橋桥 検检 漢汉 湯汤 溝沟 済济 測测 潤润 渋涩 漬渍 浜滨 霊灵 災灾 錬炼 焼烧 熱热 愛爱
瑪玛 療疗 塩盐 監监 盤盘 礎础 確确 離离 種种 積积 穏稳 競竞 筆笔 簡简 紅红 約约 紀纪 純纯 納纳 紡纺
細细 終终 紹绍 絵绘 絹绢 続续 縁缘 縫缝 羅罗 職职 勝胜 臓脏 節节 薬药 蓮莲 獲获 藍蓝 蝦虾 補补 規规
観观 覚觉 認认 討讨 譲让 訓训 講讲 許许 論论 識识 診诊 訳译 試试 誠诚 詳详 課课 調调 謝谢 負负 責责
賢贤 販贩 貫贯 購购 費费 賀贺 頼赖 転转 輪轮 軟软 軽轻 載载 輸输 遼辽 適适 鄭郑 隣邻 醸酿 釈释 針针
釣钓 鐘钟 銭钱 鈴铃 鋳铸 鍋锅 鍵键 鍛锻 鎮镇 鏡镜 闊阔 階阶 隊队 順顺 頻频 題题 顔颜 飾饰 飼饲 駿骏
験验 鮮鲜 鶴鹤 鷹鹰 団团 億亿 優优 倉仓 創创 剤剂 勧劝 喬乔 営营 噴喷 奨奖 審审 尋寻 態态 慶庆 懐怀
攪搅 敵敌 沢泽 浄净 滅灭 満满 瀬濑 為为 燦灿 猟猎 畳叠 粧妆 編编 緊紧 縄绳 績绩 繊纤 聯联 興兴 芸艺
衆众 複复 親亲 訪访 評评 謙谦 譜谱 貯贮 賃赁 賞赏 賛赞 軍军 輝辉 輔辅 郷乡 鉱矿 銘铭 閣阁 響响 麗丽
齢龄
"""

# Characters that are taken for one another, by eye or by keyboard. They never make two names equal, only
# more alike than chance (坂本 for 阪本).
_LOOKALIKES = """
坂阪 済斉 崎埼 船舟 佐左 堺界 刈苅 浪波 茅萱 粕糟 未末 千干 太大 日曰 己巳 口ロ 工エ 力カ 二ニ 夕タ 卜ト
八ハ 一ー 土士 作做 栗粟 鳥烏
綱網 永氷 侯候 得徳 遺遣 古吉 荻萩 治冶 管菅 堀掘 旭旧 宍肉 閣閤 椎推 柏拍 巨臣
之の 乃の ノの ガが ッつ ツつ ケが 五伍 三参 十拾 薯藷 苗笛 牧枚 宜宣 官宮 折析 洲州 帥師 撤徹 微徴
壁璧 堤提 二弐 一壱 斉齎 斉齏 斉霽 斉薺 薦菰 舗鋪 梁簗 接椄 詰誥 凅涸 艫舮 潤閏 背脊 圭珪 稿藁 靭靫 核桷
"""

# Old and small kana that one name is written with in either way.
_KANA = ("エヱ", "イヰ", "えゑ", "いゐ", "ケヶ", "カヵ", "けゖ", "かゕ", "ワヮ", "わゎ")


def _compatibility_ideographs() -> dict[str, str]:
    """CJK compatibility ideographs and their unified characters: in a key they are one, unlike on paper."""
    blocks = [*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)]
    pairs = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in blocks}
    return {form: unified for form, unified in pairs.items() if form != unified}


def _build_table() -> dict[int, str]:
    table: dict[str, str] = {}
    for group in (*_FORMS.split(), *_SIMPLIFIED.split(), *_KANA):
        table |= dict.fromkeys(group[1:], table.get(group[0], group[0]))
    for form, unified in _compatibility_ideographs().items():
        table[form] = table.get(unified, unified)
    return {ord(form): key for form, key in table.items()}


VARIANTS = _build_table()

# Most texts hold none, which a search tells sooner than a translation; what lies beyond U+FFFF is not told apart.
_MAY_VARY = re.compile("[" + re.escape("".join(chr(code) for code in VARIANTS if code < 0x10000)) + "\U00010000-\U0010ffff]")


def has_variants(text: str) -> bool:
    """Whether folding may change something."""
    return _MAY_VARY.search(text) is not None


def fold_variants(text: str) -> str:
    """Write every variant kanji and compatibility ideograph as its common form, one for one."""
    return text.translate(VARIANTS) if has_variants(text) else text


def _build_lookalikes() -> dict[int, str]:
    table: dict[str, str] = {}
    for pair in map(fold_variants, _LOOKALIKES.split()):
        heads = [table.get(char, char) for char in pair]
        table |= {char: heads[0] for char in (pair[1], heads[1]) if char != heads[0]}
    return {ord(form): table.get(key, key) for form, key in table.items()}


LOOKALIKES = _build_lookalikes()


def fold_lookalikes(key: str) -> str:
    """Write characters that are mistaken for one another in one way: for finding, never for equality."""
    return key.translate(LOOKALIKES)
