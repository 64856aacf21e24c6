"""The legal forms of Japan's organizations, as a table: spellings, abbreviations, foreign dress."""

from typing import NamedTuple


class LegalFormKind(NamedTuple):
    """One legal form: its English name, the family translations mix it up with, its Japanese spellings."""

    english: str
    family: str
    spellings: tuple[str, ...]


# code | family | English, then the spellings; katakana stands for hiragana too. The order does not matter:
# the longest spelling wins wherever several fit. Old characters (株式會社) are folded before the search.
_TABLE = """
kabushiki_kaisha | company | stock company
    株式会社 カブシキガイシャ カブシキカイシャ
tokurei_yugen_kaisha | company | limited company
    特例有限会社
yugen_kaisha | company | limited company
    有限会社 ユウゲンガイシャ ユウゲンカイシャ
godo_kaisha | company | limited liability company
    合同会社 ゴウドウガイシャ ゴウドウカイシャ
goshi_kaisha | company | limited partnership company
    合資会社 ゴウシガイシャ ゴウシカイシャ
gomei_kaisha | company | general partnership company
    合名会社 ゴウメイガイシャ ゴウメイカイシャ
sogo_kaisha | company | mutual company
    相互会社
tokutei_mokuteki_kaisha | company | specific purpose company
    特定目的会社
kaisha | company | company
    会社
yugen_koshi | company | company limited (Chinese)
    有限公司 股份有限公司 股分有限公司
jigyo_kyodo_kumiai | cooperative | business cooperative
    事業協同組合 ジギョウキョウドウクミアイ
jigyo_kyodo_shokumiai | cooperative | small business cooperative
    事業協同小組合
kyodo_kumiai | cooperative | cooperative
    協同組合 キョウドウクミアイ 共同組合
kyodo_kumiai_rengokai | cooperative | federation of cooperatives
    協同組合連合会 事業協同組合連合会 キョウドウクミアイレンゴウカイ
kyodo_kumiai_chuokai | cooperative | central federation of cooperatives
    協同組合中央会 中小企業団体中央会
kyogyo_kumiai | cooperative | joint business cooperative
    協業組合 キョウギョウクミアイ
kigyo_kumiai | cooperative | workers' business cooperative
    企業組合 キギョウクミアイ
shinyo_kumiai | cooperative | credit cooperative
    信用組合 信用協同組合 シンヨウクミアイ
nogyo_kyodo_kumiai | cooperative | agricultural cooperative
    農業協同組合 ノウギョウキョウドウクミアイ
nogyo_kyodo_kumiai_rengokai | cooperative | federation of agricultural cooperatives
    農業協同組合連合会 農業協同組合中央会 ノウギョウキョウドウクミアイレンゴウカイ
gyogyo_kyodo_kumiai | cooperative | fisheries cooperative
    漁業協同組合 ギョギョウキョウドウクミアイ
gyogyo_kyodo_kumiai_rengokai | cooperative | federation of fisheries cooperatives
    漁業協同組合連合会 ギョギョウキョウドウクミアイレンゴウカイ
gyogyo_seisan_kumiai | cooperative | fishery production cooperative
    漁業生産組合 ギョギョウセイサンクミアイ
suisan_kako_kumiai | cooperative | fishery processing cooperative
    水産加工業協同組合 スイサンカコウギョウキョウドウクミアイ
shinrin_kumiai | cooperative | forest owners' cooperative
    森林組合 シンリンクミアイ
shinrin_kumiai_rengokai | cooperative | federation of forest owners' cooperatives
    森林組合連合会 シンリンクミアイレンゴウカイ
seisan_shinrin_kumiai | cooperative | forestry production cooperative
    生産森林組合 セイサンシンリンクミアイ
seikatsu_kyodo_kumiai | cooperative | consumers' cooperative
    生活協同組合 消費生活協同組合 生協連合会 セイカツキョウドウクミアイ
seikatsu_kyodo_kumiai_rengokai | cooperative | federation of consumers' cooperatives
    生活協同組合連合会 セイカツキョウドウクミアイレンゴウカイ
rodosha_kyodo_kumiai | cooperative | workers' cooperative
    労働者協同組合 ロウドウシャキョウドウクミアイ
shoko_kumiai | cooperative | commercial and industrial partnership
    商工組合 商業組合 工業組合 商工組合連合会 ショウコウクミアイ コウギョウクミアイ ショウギョウクミアイ
shotengai_kumiai | cooperative | shopping district promotion cooperative
    商店街振興組合 商店街振興組合連合会 ショウテンガイシンコウクミアイ
dogyo_kumiai | cooperative | trade association of environmental health
    生活衛生同業組合 同業組合 同業組合連合会 ドウギョウクミアイ セイカツエイセイドウギョウクミアイ
nogyo_kyosai_kumiai | cooperative | agricultural mutual aid association
    農業共済組合 農業共済組合連合会 ノウギョウキョウサイクミアイ
kyosai_kumiai | cooperative | mutual aid association
    共済組合 キョウサイクミアイ
rodo_kumiai | union | labour union
    労働組合 労働組合連合会 職員組合 教職員組合 従業員組合 ロウドウクミアイ ロウドウクミアイレンゴウカイ
    ショクインクミアイ
kenpo_kumiai | union | health insurance society
    健康保険組合 国民健康保険組合 国民健康保険団体連合会 ケンコウホケンクミアイ
kanri_kumiai_hojin | union | condominium association
    管理組合法人 団地管理組合法人 カンリクミアイホウジン
gijutsu_kenkyu_kumiai | union | research and development partnership
    技術研究組合 ギジュツケンキュウクミアイ
kukaku_seiri_kumiai | union | land readjustment association
    土地区画整理組合 市街地再開発組合 マンション建替組合 トチクカクセイリクミアイ
    シガイチサイカイハツクミアイ
llp | union | limited liability partnership
    有限責任事業組合 投資事業有限責任組合
kumiai_rengokai | union | federation of associations
    組合連合会 組合連合 クミアイレンゴウカイ
kumiai | union | association
    組合 クミアイ
noji_kumiai_hojin | agricultural | agricultural producers' cooperative corporation
    農事組合法人 農業法人 農業生産法人 ノウジクミアイホウジン
tochi_kairyoku | agricultural | land improvement district
    土地改良区 土地改良区連合 土地改良事業団体連合会 トチカイリョウク
iryo_hojin_shadan | medical | medical corporation
    医療法人社団 社会医療法人社団 特定医療法人社団 イリョウホウジンシャダン
iryo_hojin_zaidan | medical | medical corporation
    医療法人財団 社会医療法人財団 特定医療法人財団
iryo_hojin | medical | medical corporation
    医療法人 社会医療法人 特定医療法人 イリョウホウジン
shakai_fukushi_hojin | welfare | social welfare corporation
    社会福祉法人 シャカイフクシホウジン
shakai_fukushi_kyogikai | welfare | council of social welfare
    社会福祉協議会 シャカイフクシキョウギカイ
ippan_shadan_hojin | association | general incorporated association
    一般社団法人 イッパンシャダンホウジン
koeki_shadan_hojin | association | public interest incorporated association
    公益社団法人 コウエキシャダンホウジン
shadan_hojin | association | incorporated association
    社団法人 特例社団法人 特例民法法人 シャダンホウジン
ippan_zaidan_hojin | foundation | general incorporated foundation
    一般財団法人 イッパンザイダンホウジン
koeki_zaidan_hojin | foundation | public interest incorporated foundation
    公益財団法人 コウエキザイダンホウジン
zaidan_hojin | foundation | incorporated foundation
    財団法人 特例財団法人 ザイダンホウジン
chukan_hojin | association | intermediate corporation
    中間法人 有限責任中間法人 無限責任中間法人
npo_hojin | association | specified nonprofit corporation
    特定非営利活動法人 認定特定非営利活動法人 NPO法人 認定NPO法人 特非法人 エヌピーオーホウジン
    トクテイヒエイリカツドウホウジン
gakko_hojin | school | school corporation
    学校法人 準学校法人 ガッコウホウジン
shukyo_hojin | religious | religious corporation
    宗教法人 シュウキョウホウジン
kosei_hogo_hojin | welfare | offender rehabilitation corporation
    更生保護法人
shokugyo_kunren_hojin | school | vocational training corporation
    職業訓練法人 職業能力開発協会
shokokai | chamber | society of commerce and industry
    商工会 商工会連合会 ショウコウカイ
shoko_kaigisho | chamber | chamber of commerce and industry
    商工会議所 ショウコウカイギショ
dokuritsu_gyosei_hojin | public | incorporated administrative agency
    独立行政法人 国立研究開発法人
chiho_dokuritsu_gyosei_hojin | public | local incorporated administrative agency
    地方独立行政法人
kokuritsu_daigaku_hojin | public | national university corporation
    国立大学法人 公立大学法人 大学共同利用機関法人
kosha | public | public corporation
    土地開発公社 住宅供給公社 道路公社 事業団 公団 公庫 信用保証協会
shinyo_kinko | financial | credit association
    信用金庫 信用金庫連合会 労働金庫 労働金庫連合会 シンヨウキンコ
toshi_hojin | financial | investment corporation
    投資法人
zeirishi_hojin | professional | tax accountants' corporation
    税理士法人
bengoshi_hojin | professional | legal professional corporation
    弁護士法人 弁護士・外国法事務弁護士共同法人
shiho_shoshi_hojin | professional | judicial scriveners' corporation
    司法書士法人
gyosei_shoshi_hojin | professional | administrative scriveners' corporation
    行政書士法人
sharoshi_hojin | professional | labour and social security attorneys' corporation
    社会保険労務士法人 社労士法人
tokkyo_gyomu_hojin | professional | patent professional corporation
    特許業務法人 弁理士法人
chosashi_hojin | professional | land and house investigators' corporation
    土地家屋調査士法人
kansa_hojin | professional | audit corporation
    監査法人 有限責任監査法人
rengokai | union | federation
    連合会 レンゴウカイ
hojin | corporation | corporation
    法人
koperasi | cooperative | cooperative
    合作社 联合社
"""


def _read_table() -> dict[str, LegalFormKind]:
    forms: dict[str, LegalFormKind] = {}
    code = ""
    for line in _TABLE.strip().splitlines():
        if line.startswith(" "):
            kind = forms[code]
            forms[code] = kind._replace(spellings=(*kind.spellings, *line.split()))
        else:
            code, family, english = line.split(" | ")
            forms[code] = LegalFormKind(english, family, ())
    return forms


FORMS = _read_table()

# Abbreviations: a form only in brackets, because the characters alone are parts of names.
_ABBREVIATED = """
kabushiki_kaisha 株
yugen_kaisha 有
godo_kaisha 同 合同 合
goshi_kaisha 資 合資
gomei_kaisha 名 合名
iryo_hojin 医 社医
iryo_hojin_shadan 医社
iryo_hojin_zaidan 医財
shakai_fukushi_hojin 福 社福
shadan_hojin 社
ippan_shadan_hojin 一社
koeki_shadan_hojin 公社
zaidan_hojin 財
ippan_zaidan_hojin 一財
koeki_zaidan_hojin 公財
kyodo_kumiai 協 協組 協同
jigyo_kyodo_kumiai 事協
kigyo_kumiai 企 企組
noji_kumiai_hojin 農 農組
gakko_hojin 学
shukyo_hojin 宗
npo_hojin 特非 NPO
dokuritsu_gyosei_hojin 独 独行
sogo_kaisha 相
rodo_kumiai 労組
sharoshi_hojin 社労
shokokai 商工会
"""


def _read_abbreviations() -> dict[str, str]:
    short: dict[str, str] = {}
    code = ""
    for word in _ABBREVIATED.split():
        if word in FORMS:
            code = word
        else:
            short[word] = code
    return short


ABBREVIATIONS = _read_abbreviations()
