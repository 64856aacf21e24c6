"""The closed words of the register: what a value may be, and nothing else. Imports nothing of the project."""

from enum import StrEnum

EXACT_PRECISIONS = ("building", "block", "town")
"""Precisions whose point may be shown as one; a coarser place is told by the code of its area."""


class Regime(StrEnum):
    """Which programme a permit, plan, registration or disposition stands under.

    One law number carries the first two, from 2027-04-01 side by side. The third is the programme of the
    registered support organizations (登録支援機関), under the Immigration Control Act.
    """

    TITP = "titp"  # 技能実習, Technical Intern Training Program
    ESD = "esd"  # 育成就労, Employment for Skill Development
    SSW = "ssw"  # 特定技能, Specified Skilled Worker


class DispositionKind(StrEnum):
    """A disposition (行政処分) under the Act."""

    PERMIT_REVOCATION = "permit_revocation"  # 許可の取消し, art. 37(1)
    PERMIT_CLASS_CHANGE = "permit_class_change"  # 一般→特定, art. 37(2)
    BUSINESS_SUSPENSION = "business_suspension"  # 事業停止命令, art. 37(3)
    IMPROVEMENT_ORDER = "improvement_order"  # 改善命令, art. 36(1) or 15(1)
    PLAN_REVOCATION = "plan_revocation"  # 認定の取消し, art. 16(1)


class Role(StrEnum):
    """In which capacity an organization appears."""

    SUPERVISING_ORGANIZATION = "supervising_organization"  # 監理団体
    SUPERVISING_SUPPORT_ORGANIZATION = "supervising_support_organization"  # 監理支援機関 (esd)
    IMPLEMENTER = "implementer"  # 実習実施者
    ESD_IMPLEMENTER = "esd_implementer"  # 育成就労実施者
    REGISTERED_SUPPORT_ORGANIZATION = "registered_support_organization"  # 登録支援機関
    SENDING_ORGANIZATION = "sending_organization"  # 送出機関
    EMPLOYER = "employer"  # 労働基準関係法令違反の公表事案の事業場


class Grade(StrEnum):
    """Who a party is, decided once at the door; it rules what may be published."""

    LEGAL_PERSON = "legal_person"
    SOLE_PROPRIETOR = "sole_proprietor"  # 個人事業主


class PermitClass(StrEnum):
    """Class of a supervising organization's permit."""

    GENERAL = "general"  # 一般監理事業
    SPECIFIC = "specific"  # 特定監理事業


class PermitStatus(StrEnum):
    """What the sources prove about a permit."""

    IN_FORCE = "in_force"
    SUSPENDED = "suspended"  # 事業休止中
    NO_LONGER_LISTED = "no_longer_listed"
    REVOKED = "revoked"
    EXPIRED = "expired"


class Authority(StrEnum):
    """Who decided or published."""

    MOJ = "moj"  # 法務大臣・法務省
    MHLW = "mhlw"  # 厚生労働大臣・厚生労働省
    ISA = "isa"  # 出入国在留管理庁
    OTIT = "otit"  # 外国人技能実習機構
    LABOUR_BUREAU = "labour_bureau"  # 都道府県労働局


class Precision(StrEnum):
    """How fine a point is: it is true for the area named, never finer."""

    BUILDING = "building"
    BLOCK = "block"
    TOWN = "town"
    MUNICIPALITY = "municipality"
    PREFECTURE = "prefecture"
    NONE = "none"


class Violation(StrEnum):
    """What was done: assigned from the clauses and citations of a published reason. Several may apply."""

    AUDIT_NOT_CONDUCTED = "audit_not_conducted"
    FALSE_AUDIT_REPORT = "false_audit_report"
    FALSE_DOCUMENTS = "false_documents"
    FORGED_DOCUMENTS = "forged_documents"
    POST_ENTRY_LECTURES = "post_entry_lectures"
    PLAN_GUIDANCE = "plan_guidance"
    VISIT_GUIDANCE = "visit_guidance"
    NAME_LENDING = "name_lending"
    PENALTY_OR_SIDE_AGREEMENT = "penalty_or_side_agreement"
    COMMISSION_COLLECTION = "commission_collection"
    NOT_ACCORDING_TO_PLAN = "not_according_to_plan"
    DIFFERENT_ARRANGEMENT = "different_arrangement"
    WAGES_UNPAID = "wages_unpaid"
    MINIMUM_WAGE = "minimum_wage"
    WORKING_HOURS = "working_hours"
    OCCUPATIONAL_SAFETY = "occupational_safety"
    LABOUR_STANDARDS_OTHER = "labour_standards_other"
    HUMAN_RIGHTS = "human_rights"
    VIOLENCE_OR_THREAT = "violence_or_threat"
    FORCED_RETURN = "forced_return"
    PASSPORT_RETENTION = "passport_retention"
    RESTRICTION_OF_PRIVATE_LIFE = "restriction_of_private_life"
    SAVINGS_CONTRACT = "savings_contract"
    ILLEGAL_WORK = "illegal_work"
    IMMIGRATION_FINE = "immigration_fine"
    OFFICER_DISQUALIFIED = "officer_disqualified"
    INSPECTION_OBSTRUCTION = "inspection_obstruction"
    EQUIPMENT_OR_PREMISES = "equipment_or_premises"
    PREGNANCY_DISCRIMINATION = "pregnancy_discrimination"
    OTHER_CRIMINAL = "other_criminal"
    UNCLASSIFIED = "unclassified"


class OutcomeKind(StrEnum):
    """What became of a labour-law case."""

    REFERRED_TO_PROSECUTORS = "referred_to_prosecutors"  # 送検, 送致
    GUIDANCE_BY_BUREAU_DIRECTOR = "guidance_by_bureau_director"  # 労働局長が指導
    CONVICTED = "convicted"  # 有罪確定: a final judgment only
    NOT_PROSECUTED = "not_prosecuted"  # 不起訴
    ACQUITTED = "acquitted"  # 無罪
    OTHER = "other"


class RecordStatus(StrEnum):
    """Whether any source still shows a record."""

    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class ChangeKind(StrEnum):
    """What became of a record in an edition."""

    CREATED = "created"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class ChangeCause(StrEnum):
    """Who moved a record: its source, or our reading of it."""

    SOURCE = "source"
    READING = "reading"


# JIS X 0401 code -> (Japanese name, English name, longitude, latitude of the prefectural office, degrees WGS 84).
PREFECTURES: dict[str, tuple[str, str, float, float]] = {
    "01": ("北海道", "Hokkaido", 141.3469, 43.0642),
    "02": ("青森県", "Aomori", 140.7400, 40.8244),
    "03": ("岩手県", "Iwate", 141.1527, 39.7036),
    "04": ("宮城県", "Miyagi", 140.8719, 38.2688),
    "05": ("秋田県", "Akita", 140.1024, 39.7186),
    "06": ("山形県", "Yamagata", 140.3633, 38.2404),
    "07": ("福島県", "Fukushima", 140.4676, 37.7500),
    "08": ("茨城県", "Ibaraki", 140.4467, 36.3418),
    "09": ("栃木県", "Tochigi", 139.8836, 36.5657),
    "10": ("群馬県", "Gunma", 139.0604, 36.3911),
    "11": ("埼玉県", "Saitama", 139.6489, 35.8569),
    "12": ("千葉県", "Chiba", 140.1233, 35.6047),
    "13": ("東京都", "Tokyo", 139.6917, 35.6895),
    "14": ("神奈川県", "Kanagawa", 139.6425, 35.4478),
    "15": ("新潟県", "Niigata", 139.0232, 37.9026),
    "16": ("富山県", "Toyama", 137.2113, 36.6953),
    "17": ("石川県", "Ishikawa", 136.6256, 36.5947),
    "18": ("福井県", "Fukui", 136.2219, 36.0652),
    "19": ("山梨県", "Yamanashi", 138.5684, 35.6642),
    "20": ("長野県", "Nagano", 138.1812, 36.6513),
    "21": ("岐阜県", "Gifu", 136.7223, 35.3912),
    "22": ("静岡県", "Shizuoka", 138.3831, 34.9769),
    "23": ("愛知県", "Aichi", 136.9066, 35.1802),
    "24": ("三重県", "Mie", 136.5086, 34.7303),
    "25": ("滋賀県", "Shiga", 135.8686, 35.0045),
    "26": ("京都府", "Kyoto", 135.7556, 35.0214),
    "27": ("大阪府", "Osaka", 135.5200, 34.6864),
    "28": ("兵庫県", "Hyogo", 135.1830, 34.6913),
    "29": ("奈良県", "Nara", 135.8328, 34.6853),
    "30": ("和歌山県", "Wakayama", 135.1675, 34.2260),
    "31": ("鳥取県", "Tottori", 134.2383, 35.5039),
    "32": ("島根県", "Shimane", 133.0505, 35.4723),
    "33": ("岡山県", "Okayama", 133.9350, 34.6618),
    "34": ("広島県", "Hiroshima", 132.4594, 34.3966),
    "35": ("山口県", "Yamaguchi", 131.4714, 34.1859),
    "36": ("徳島県", "Tokushima", 134.5594, 34.0658),
    "37": ("香川県", "Kagawa", 134.0434, 34.3401),
    "38": ("愛媛県", "Ehime", 132.7657, 33.8416),
    "39": ("高知県", "Kochi", 133.5311, 33.5597),
    "40": ("福岡県", "Fukuoka", 130.4183, 33.6064),
    "41": ("佐賀県", "Saga", 130.2988, 33.2494),
    "42": ("長崎県", "Nagasaki", 129.8737, 32.7448),
    "43": ("熊本県", "Kumamoto", 130.7417, 32.7898),
    "44": ("大分県", "Oita", 131.6126, 33.2382),
    "45": ("宮崎県", "Miyazaki", 131.4239, 31.9111),
    "46": ("鹿児島県", "Kagoshima", 130.5581, 31.5602),
    "47": ("沖縄県", "Okinawa", 127.6809, 26.2124),
}

# ISO 3166-1 alpha-2 code -> (Japanese name as the registers print it, English name): countries that send people.
COUNTRIES: dict[str, tuple[str, str]] = {
    "VN": ("ベトナム", "Viet Nam"),
    "ID": ("インドネシア", "Indonesia"),
    "PH": ("フィリピン", "Philippines"),
    "MM": ("ミャンマー", "Myanmar"),
    "CN": ("中国", "China"),
    "KH": ("カンボジア", "Cambodia"),
    "TH": ("タイ", "Thailand"),
    "MN": ("モンゴル", "Mongolia"),
    "NP": ("ネパール", "Nepal"),
    "LA": ("ラオス", "Laos"),
    "BD": ("バングラデシュ", "Bangladesh"),
    "LK": ("スリランカ", "Sri Lanka"),
    "IN": ("インド", "India"),
    "BT": ("ブータン", "Bhutan"),
    "PK": ("パキスタン", "Pakistan"),
    "UZ": ("ウズベキスタン", "Uzbekistan"),
    "KG": ("キルギス", "Kyrgyzstan"),
    "KZ": ("カザフスタン", "Kazakhstan"),
    "TJ": ("タジキスタン", "Tajikistan"),
    "TM": ("トルクメニスタン", "Turkmenistan"),
    "TL": ("東ティモール", "Timor-Leste"),
    "MY": ("マレーシア", "Malaysia"),
    "SG": ("シンガポール", "Singapore"),
    "BN": ("ブルネイ", "Brunei"),
    "TW": ("台湾", "Taiwan"),
    "KR": ("韓国", "Republic of Korea"),
    "HK": ("香港", "Hong Kong"),
    "MV": ("モルディブ", "Maldives"),
    "AF": ("アフガニスタン", "Afghanistan"),
    "IR": ("イラン", "Iran"),
    "TR": ("トルコ", "Türkiye"),
    "EG": ("エジプト", "Egypt"),
    "GH": ("ガーナ", "Ghana"),
    "KE": ("ケニア", "Kenya"),
    "NG": ("ナイジェリア", "Nigeria"),
    "ET": ("エチオピア", "Ethiopia"),
    "TZ": ("タンザニア", "Tanzania"),
    "UG": ("ウガンダ", "Uganda"),
    "ZA": ("南アフリカ", "South Africa"),
    "RU": ("ロシア", "Russia"),
    "UA": ("ウクライナ", "Ukraine"),
    "PE": ("ペルー", "Peru"),
    "BR": ("ブラジル", "Brazil"),
    "BO": ("ボリビア", "Bolivia"),
    "CO": ("コロンビア", "Colombia"),
    "MX": ("メキシコ", "Mexico"),
    "AR": ("アルゼンチン", "Argentina"),
    "PY": ("パラグアイ", "Paraguay"),
    "FJ": ("フィジー", "Fiji"),
    "PG": ("パプアニューギニア", "Papua New Guinea"),
    "SB": ("ソロモン諸島", "Solomon Islands"),
    "TO": ("トンガ", "Tonga"),
    "WS": ("サモア", "Samoa"),
    "VU": ("バヌアツ", "Vanuatu"),
    "KI": ("キリバス", "Kiribati"),
    "PW": ("パラオ", "Palau"),
    "MH": ("マーシャル諸島", "Marshall Islands"),
    "FM": ("ミクロネシア", "Micronesia"),
    "US": ("アメリカ", "United States"),
}
