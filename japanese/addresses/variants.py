"""Characters that Japanese addresses write in more than one way, for matching keys only, never for display.

Wider than the variants of names: inside one municipality two towns hardly ever differ by such a pair alone,
and where they do, the spelling as written decides.
"""

# One group a word: every member is read as the first. Forms before and after the reforms of 1946-1949.
_REFORMED = """
亜亞 悪惡 圧壓 囲圍 医醫 為爲 壱壹弌 隠隱 栄榮 営營 衛衞 駅驛 円圓 塩鹽 縁緣 艶艷 応應 欧歐 桜櫻 奥奧 横橫
温溫 穏穩 仮假 価價 画畫 会會 回囘廻 絵繪 壊壞 懐懷 概槪 拡擴 殻殼 覚覺 学學 岳嶽 楽樂 勧勸 巻卷 寛寬 歓歡
観觀 関關 陥陷 館舘 顔顏 巌巖岩嵒 気氣 帰歸 亀龜 偽僞 戯戲 犠犧 旧舊 拠據 挙擧 虚虛 峡峽 挟挾 狭狹 郷鄕鄉
暁曉 区區 駆驅駈 勲勳 薫薰 径徑 恵惠 掲揭 渓溪谿 経經 蛍螢 軽輕 継繼 鶏鷄雞 芸藝 撃擊 研硏 県縣 倹儉 剣劍劔
険險 圏圈 検檢 献獻 権權 顕顯 験驗 厳嚴 広廣 効效 恒恆 黄黃 鉱鑛 号號 国國圀 黒黑 砕碎 済濟 斎齋斉齊 剤劑
桟棧 冊册 雑雜 参參 惨慘 産產 蚕蠶 賛贊 残殘 歯齒 児兒 辞辭 湿濕 実實 写寫 釈釋 寿壽 収收 従從 渋澁澀 獣獸
縦縱 粛肅 処處 緒緖 叙敍 将將 称稱 焼燒 証證 奨奬 条條 状狀 乗乘 浄淨 剰剩 畳疊 縄繩 壌壤 嬢孃 譲讓 醸釀
触觸 嘱囑 真眞 寝寢 慎愼 尽盡 図圖 粋粹 酔醉 穂穗 随隨 髄髓 枢樞 数數 瀬瀨 声聲 清淸 静靜 窃竊 摂攝 専專
浅淺 戦戰 践踐 銭錢 潜潛 繊纖 禅禪 双雙 壮壯 争爭 荘莊庄 捜搜 挿插 曽曾 巣巢 装裝 総總 騒騷 増增 蔵藏 臓臟
即卽 属屬 続續 堕墮 対對 体體 帯帶 滞滯 台臺 滝瀧 択擇 沢澤 担擔 単單 胆膽 団團 断斷 弾彈 遅遲 痴癡 虫蟲
昼晝 鋳鑄 庁廳 徴徵 聴聽 勅敕 鎮鎭 逓遞 鉄鐵銕 点點 転轉 伝傳 灯燈 当當 党黨 盗盜 稲稻 闘鬪 徳德 独獨 読讀
届屆 弐貳貮 悩惱 脳腦 覇霸 廃廢 売賣 麦麥 発發 髪髮 抜拔 蛮蠻 秘祕 浜濱濵 賓賔 瓶甁 払拂 仏佛 併倂 並竝
辺邊邉 変變 弁辨瓣辯 舗舖鋪 歩步 宝寶寳 豊豐 褒襃 翻飜 毎每 満滿 黙默 弥彌 訳譯 薬藥 与與 予豫 余餘 誉譽
揺搖 様樣 謡謠 来來 頼賴 乱亂 覧覽 竜龍 両兩 猟獵 緑綠 涙淚泪 塁壘 礼禮 励勵 戻戾 霊靈 齢齡 暦曆 歴歷 恋戀
練練 錬鍊 炉爐 労勞 郎郞 楼樓 録錄 湾灣
"""

# Forms that place names mix although both are in use: other shapes, simplified types, same-sounding doubles.
_MIXED = """
崎﨑嵜埼碕 高髙 吉𠮷 橋𣘺槗 島嶋嶌 峰峯 富冨 渕淵渊 桧檜 桝枡 釜竈竃 薮藪籔 籠篭 蝋蠟 頬頰 鴎鷗 芦蘆 鯵鰺
鴬鶯 桑桒 柳栁 船舟舩 菟莵兎兔 市巿 村邨 坂阪 杉椙 松枩 鈎鉤 曳曵 潅灌 諌諫 頚頸 穎頴 蕊蘂蕋 尭堯 槙槇 遥遙
瑶瑤 凛凜 晋晉 糸絲 糺糾 涌湧 掛懸 壺壷 砺礪 蛎蠣 麹麴 梼檮 涛濤 祷禱 讃讚 屏屛 痩瘦 醤醬 繍繡 蝉蟬 騨驒
箪簞 噛嚙 填塡 顛顚 嚢囊 莱萊 皐皋 秋穐龝 苅刈 嵯嵳 磯礒 檪櫟 栃杤橡 祢禰袮 倶俱 呑吞 剥剝 靱靭 略畧 留畄
鞆靹 梅楳 塚冢 隣鄰 笹篠 堀濠 洲州 附付 薗園 槌鎚 舘館 間閒 柿枾 茨荊 埇埆 竪堅 纏纒 潟瀉
"""

# Kana that sound or look alike in a place name: 霞ヶ関, 霞が関; 丸の内, 丸ノ内; 四つ木, 四ツ木.
_KANA = """
ケヶがガ箇个 ノの之乃廼 ツつっッ ジぢヂ ズづヅ ヤャ ユュ ヨョ アァ イィ ウゥ エェ オォ ワヮ カヵ
"""


def _join_groups(*tables: str) -> dict[int, str]:
    """Every member of every group -> the first; groups that share a member become one."""
    first: dict[str, str] = {}
    for group in " ".join(tables).split():
        known = next((first[character] for character in group if character in first), group[0])
        first.update({character: known for character in group if character not in first})
    return {ord(character): head for character, head in first.items() if character != head}


def _fold_kana() -> dict[int, str]:
    """Hiragana -> katakana, so that both kinds meet."""
    return {code: chr(code + 0x60) for code in range(0x3041, 0x3097)}


# Signs that programs print for a character they do not have: each stands for any one character.
MASK = "?"
_LOST = "\ufffd〓□■●◆○*_"

_DASHES = "‐‑‒–—―−－─━ｰ⁃﹣﹘~〜～"

# str.translate table: one character to one character, so that positions stay.
FOLD: dict[int, str] = {
    **_fold_kana(),
    **_join_groups(_REFORMED, _MIXED, _KANA),
    **{ord(dash): "-" for dash in _DASHES},
    **{ord(lost): MASK for lost in _LOST},
}
