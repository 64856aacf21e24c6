"""The legal forms of Japan's organizations, as a table: spellings, abbreviations, foreign dress."""

from typing import NamedTuple


class LegalFormKind(NamedTuple):
    """One legal form: its English name, the family translations mix it up with, its Japanese spellings."""

    english: str
    family: str
    spellings: tuple[str, ...]


# code | family | English | spellings. One code for one form, so that no two organizations meet by it. The first
# spelling is official, the others mean the same; katakana stands for hiragana too. The order is free: the longest
# spelling wins wherever several fit. Old characters (株式會社) are folded before the search.
_TABLE = """
kabushiki_kaisha | company | stock company | 株式会社 カブシキガイシャ カブシキカイシャ
yugen_kaisha | company | limited company | 有限会社 ユウゲンガイシャ ユウゲンカイシャ
tokurei_yugen_kaisha | company | special limited company | 特例有限会社
godo_kaisha | company | limited liability company | 合同会社 ゴウドウガイシャ ゴウドウカイシャ
goshi_kaisha | company | limited partnership company | 合資会社 ゴウシガイシャ ゴウシカイシャ
gomei_kaisha | company | general partnership company | 合名会社 ゴウメイガイシャ ゴウメイカイシャ
sogo_kaisha | company | mutual company | 相互会社
tokutei_mokuteki_kaisha | company | specific purpose company | 特定目的会社
kaisha | company | company | 会社
yugen_koshi | company | limited company (Chinese) | 有限公司
kofun_yugen_koshi | company | company limited by shares (Chinese) | 股份有限公司 股分有限公司
jigyo_kyodo_kumiai | cooperative | business cooperative | 事業協同組合 ジギョウキョウドウクミアイ
jigyo_kyodo_shokumiai | cooperative | small business cooperative | 事業協同小組合
jigyo_kyodo_kumiai_rengokai | cooperative | federation of business cooperatives | 事業協同組合連合会
kyodo_kumiai | cooperative | cooperative | 協同組合 キョウドウクミアイ
kyodo_kumiai_misspelt | cooperative | cooperative (共同 for 協同) | 共同組合
kyodo_kumiai_rengokai | cooperative | federation of cooperatives |
    協同組合連合会 キョウドウクミアイレンゴウカイ
kyodo_kumiai_chuokai | cooperative | central federation of cooperatives | 協同組合中央会
chusho_kigyo_chuokai | cooperative | federation of small business associations | 中小企業団体中央会
kyogyo_kumiai | cooperative | joint business cooperative | 協業組合 キョウギョウクミアイ
kigyo_kumiai | cooperative | workers' business cooperative | 企業組合 キギョウクミアイ
shinyo_kumiai | cooperative | credit cooperative | 信用組合 シンヨウクミアイ
shinyo_kyodo_kumiai | cooperative | credit cooperative | 信用協同組合
nogyo_kyodo_kumiai | cooperative | agricultural cooperative | 農業協同組合 ノウギョウキョウドウクミアイ
nogyo_kyodo_kumiai_rengokai | cooperative | federation of agricultural cooperatives |
    農業協同組合連合会 ノウギョウキョウドウクミアイレンゴウカイ
nogyo_kyodo_kumiai_chuokai | cooperative | central union of agricultural cooperatives | 農業協同組合中央会
gyogyo_kyodo_kumiai | cooperative | fisheries cooperative | 漁業協同組合 ギョギョウキョウドウクミアイ
gyogyo_kyodo_kumiai_rengokai | cooperative | federation of fisheries cooperatives |
    漁業協同組合連合会 ギョギョウキョウドウクミアイレンゴウカイ
gyogyo_seisan_kumiai | cooperative | fishery production cooperative | 漁業生産組合 ギョギョウセイサンクミアイ
suisan_kako_kumiai | cooperative | fishery processing cooperative |
    水産加工業協同組合 スイサンカコウギョウキョウドウクミアイ
shinrin_kumiai | cooperative | forest owners' cooperative | 森林組合 シンリンクミアイ
shinrin_kumiai_rengokai | cooperative | federation of forest owners' cooperatives |
    森林組合連合会 シンリンクミアイレンゴウカイ
seisan_shinrin_kumiai | cooperative | forestry production cooperative | 生産森林組合 セイサンシンリンクミアイ
nogyo_seisan_kumiai | cooperative | agricultural production cooperative | 農業生産組合
seikatsu_kyodo_kumiai | cooperative | consumers' cooperative | 生活協同組合 セイカツキョウドウクミアイ
shohi_seikatsu_kyodo_kumiai | cooperative | consumers' cooperative | 消費生活協同組合
seikatsu_kyodo_kumiai_rengokai | cooperative | federation of consumers' cooperatives |
    生活協同組合連合会 セイカツキョウドウクミアイレンゴウカイ
rodosha_kyodo_kumiai | cooperative | workers' cooperative | 労働者協同組合 ロウドウシャキョウドウクミアイ
shoko_kumiai | cooperative | commercial and industrial association | 商工組合 ショウコウクミアイ
shoko_kumiai_rengokai | cooperative | federation of commercial and industrial associations | 商工組合連合会
shogyo_kumiai | cooperative | commercial association | 商業組合 ショウギョウクミアイ
kogyo_kumiai | cooperative | industrial association | 工業組合 コウギョウクミアイ
shotengai_kumiai | cooperative | shopping district promotion cooperative |
    商店街振興組合 ショウテンガイシンコウクミアイ
shotengai_kumiai_rengokai | cooperative | federation of shopping district cooperatives | 商店街振興組合連合会
eisei_dogyo_kumiai | cooperative | trade association of environmental health |
    生活衛生同業組合 セイカツエイセイドウギョウクミアイ
dogyo_kumiai | cooperative | trade association | 同業組合 ドウギョウクミアイ
nogyo_kyosai_kumiai | cooperative | agricultural mutual aid association |
    農業共済組合 ノウギョウキョウサイクミアイ
nogyo_kyosai_kumiai_rengokai | cooperative | federation of agricultural mutual aid associations |
    農業共済組合連合会
kyosai_kumiai | cooperative | mutual aid association | 共済組合 キョウサイクミアイ
gassakusha | cooperative | cooperative (Chinese) | 合作社
koperasi | cooperative | cooperative | コペラシ
rodo_kumiai | union | labour union | 労働組合 ロウドウクミアイ
rodo_kumiai_rengokai | union | federation of labour unions | 労働組合連合会 ロウドウクミアイレンゴウカイ
shokuin_kumiai | union | staff union | 職員組合 ショクインクミアイ
kyoshokuin_kumiai | union | teachers' and staff union | 教職員組合 キョウショクインクミアイ
jugyoin_kumiai | union | employees' union | 従業員組合 ジュウギョウインクミアイ
kenpo_kumiai | union | health insurance society | 健康保険組合 ケンコウホケンクミアイ
kokumin_kenpo_kumiai | union | national health insurance society | 国民健康保険組合
kokumin_kenpo_rengokai | union | federation of national health insurance associations | 国民健康保険団体連合会
kanri_kumiai_hojin | union | condominium association | 管理組合法人 カンリクミアイホウジン
danchi_kanri_kumiai_hojin | union | condominium complex association | 団地管理組合法人
gijutsu_kenkyu_kumiai | union | research and development partnership | 技術研究組合 ギジュツケンキュウクミアイ
kukaku_seiri_kumiai | union | land readjustment association | 土地区画整理組合 トチクカクセイリクミアイ
saikaihatsu_kumiai | union | urban redevelopment association | 市街地再開発組合 シガイチサイカイハツクミアイ
tatekae_kumiai | union | condominium rebuilding association | マンション建替組合
llp | union | limited liability partnership | 有限責任事業組合
toshi_jigyo_kumiai | union | limited partnership for investment | 投資事業有限責任組合
kumiai_rengokai | union | federation of associations | 組合連合会 クミアイレンゴウカイ
kumiai_rengo | union | league of associations | 組合連合
kumiai | union | association | 組合 クミアイ
rengokai | union | federation | 連合会 レンゴウカイ
noji_kumiai_hojin | agricultural | agricultural producers' cooperative corporation |
    農事組合法人 ノウジクミアイホウジン
nogyo_hojin | agricultural | agricultural corporation | 農業法人
nogyo_seisan_hojin | agricultural | agricultural production corporation | 農業生産法人
tochi_kairyoku | agricultural | land improvement district | 土地改良区 トチカイリョウク
tochi_kairyoku_rengo | agricultural | league of land improvement districts | 土地改良区連合
tochi_kairyo_rengokai | agricultural | federation of land improvement associations | 土地改良事業団体連合会
iryo_hojin | medical | medical corporation | 医療法人 イリョウホウジン
iryo_hojin_shadan | medical | medical corporation (association) | 医療法人社団 イリョウホウジンシャダン
iryo_hojin_zaidan | medical | medical corporation (foundation) | 医療法人財団 イリョウホウジンザイダン
shakai_iryo_hojin | medical | social medical corporation | 社会医療法人
shakai_iryo_hojin_shadan | medical | social medical corporation (association) | 社会医療法人社団
shakai_iryo_hojin_zaidan | medical | social medical corporation (foundation) | 社会医療法人財団
tokutei_iryo_hojin | medical | special medical corporation | 特定医療法人
tokutei_iryo_hojin_shadan | medical | special medical corporation (association) | 特定医療法人社団
tokutei_iryo_hojin_zaidan | medical | special medical corporation (foundation) | 特定医療法人財団
shakai_fukushi_hojin | welfare | social welfare corporation | 社会福祉法人 シャカイフクシホウジン
shakai_fukushi_kyogikai | welfare | council of social welfare | 社会福祉協議会 シャカイフクシキョウギカイ
kosei_hogo_hojin | welfare | offender rehabilitation corporation | 更生保護法人
ippan_shadan_hojin | association | general incorporated association | 一般社団法人 イッパンシャダンホウジン
koeki_shadan_hojin | association | public interest incorporated association |
    公益社団法人 コウエキシャダンホウジン
shadan_hojin | association | incorporated association | 社団法人 シャダンホウジン
tokurei_shadan_hojin | association | special incorporated association | 特例社団法人
chukan_hojin | association | intermediate corporation | 中間法人
yugen_chukan_hojin | association | limited liability intermediate corporation | 有限責任中間法人
mugen_chukan_hojin | association | unlimited liability intermediate corporation | 無限責任中間法人
npo_hojin | association | specified nonprofit corporation |
    特定非営利活動法人 NPO法人 特非法人 トクテイヒエイリカツドウホウジン エヌピーオーホウジン
nintei_npo_hojin | association | certified specified nonprofit corporation |
    認定特定非営利活動法人 認定NPO法人
ippan_zaidan_hojin | foundation | general incorporated foundation | 一般財団法人 イッパンザイダンホウジン
koeki_zaidan_hojin | foundation | public interest incorporated foundation |
    公益財団法人 コウエキザイダンホウジン
zaidan_hojin | foundation | incorporated foundation | 財団法人 ザイダンホウジン
tokurei_zaidan_hojin | foundation | special incorporated foundation | 特例財団法人
gakko_hojin | school | school corporation | 学校法人 ガッコウホウジン
jun_gakko_hojin | school | school corporation (miscellaneous schools) | 準学校法人
shokugyo_kunren_hojin | school | vocational training corporation | 職業訓練法人
shokugyo_noryoku_kyokai | school | vocational ability development association | 職業能力開発協会
shukyo_hojin | religious | religious corporation | 宗教法人 シュウキョウホウジン
shokokai | chamber | society of commerce and industry | 商工会 ショウコウカイ
shokokai_rengokai | chamber | federation of societies of commerce and industry | 商工会連合会
shoko_kaigisho | chamber | chamber of commerce and industry | 商工会議所 ショウコウカイギショ
dokuritsu_gyosei_hojin | public | incorporated administrative agency | 独立行政法人
chiho_dokuritsu_gyosei_hojin | public | local incorporated administrative agency | 地方独立行政法人
kokuritsu_kenkyu_hojin | public | national research and development agency | 国立研究開発法人
kokuritsu_daigaku_hojin | public | national university corporation | 国立大学法人
koritsu_daigaku_hojin | public | public university corporation | 公立大学法人
daigaku_kyodo_riyo_hojin | public | inter-university research institute corporation | 大学共同利用機関法人
tochi_kaihatsu_kosha | public | land development corporation | 土地開発公社
jutaku_kyokyu_kosha | public | housing supply corporation | 住宅供給公社
doro_kosha | public | road corporation | 道路公社
jigyodan | public | public agency | 事業団
kodan | public | public corporation | 公団
koko | public | public finance corporation | 公庫
shinyo_hosho_kyokai | public | credit guarantee corporation | 信用保証協会
shinyo_kinko | financial | credit association | 信用金庫 シンヨウキンコ
shinyo_kinko_rengokai | financial | federation of credit associations | 信用金庫連合会
rodo_kinko | financial | labour bank | 労働金庫
rodo_kinko_rengokai | financial | federation of labour banks | 労働金庫連合会
toshi_hojin | financial | investment corporation | 投資法人
zeirishi_hojin | professional | tax accountants' corporation | 税理士法人
bengoshi_hojin | professional | legal professional corporation | 弁護士法人
shiho_shoshi_hojin | professional | judicial scriveners' corporation | 司法書士法人
gyosei_shoshi_hojin | professional | administrative scriveners' corporation | 行政書士法人
sharoshi_hojin | professional | labour and social security attorneys' corporation |
    社会保険労務士法人 社労士法人
tokkyo_gyomu_hojin | professional | patent professional corporation | 特許業務法人
benrishi_hojin | professional | patent attorneys' corporation | 弁理士法人
chosashi_hojin | professional | land and house investigators' corporation | 土地家屋調査士法人
kansa_hojin | professional | audit corporation | 監査法人
yugen_sekinin_kansa_hojin | professional | limited liability audit corporation | 有限責任監査法人
hojin | corporation | corporation | 法人
"""


def _read_table() -> dict[str, LegalFormKind]:
    lines = _TABLE.strip().replace(" |\n    ", " | ").splitlines()
    rows = [line.split(" | ") for line in lines]
    return {code: LegalFormKind(label, family, tuple(words.split())) for code, family, label, words in rows}


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
