"""What the publishers call their columns, have called them, or may call them; compared without width or blanks."""

from collections.abc import Iterable, Mapping

PERMIT_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": (
        "監理団体名", "監理団体の名称", "監理団体名称", "監理団体", "法人名", "法人名称", "法人の名称", "団体名", "団体名称",
        "名称", "氏名又は名称", "名称又は氏名", "許可を受けた監理団体", "許可監理団体名",
    ),
    "prefecture": ("都道府県", "都道府県名", "所在地都道府県", "所在都道府県", "所在地(都道府県)"),
    "postal_code": ("郵便番号", "〒", "郵便", "〒番号", "所在地郵便番号", "郵便番号(〒)"),
    "address": (
        "所在地", "住所", "所在地(住所)", "住所(所在地)", "所在地住所", "住所所在地", "住所・所在地", "主たる事務所の所在地",
        "主たる事務所の住所", "監理団体の所在地", "監理団体の住所", "監理団体所在地", "監理団体住所", "法人住所", "法人所在地",
        "事務所所在地", "事務所の所在地",
    ),
    "telephone": (
        "電話番号", "電話", "連絡先", "連絡先(電話)", "連絡先(電話番号)", "連絡先電話番号", "連絡先電話", "連絡先TEL",
        "TEL", "電話番号(代表)", "代表電話番号", "監理団体の電話番号",
    ),
    "number": ("許可番号", "監理団体の許可番号", "監理団体許可番号", "許可の番号"),
    "corporate_number": ("法人番号", "法人番号(13桁)"),
    "class": ("許可区分", "許可の区分", "監理事業の区分", "監理事業区分", "事業の区分", "事業区分", "区分", "許可の種類"),
    "representatives": ("代表者名", "代表者", "代表者氏名", "代表者の氏名", "代表者職氏名"),
    "first_permitted_on": ("許可年月日", "許可日", "許可の年月日", "許可年月日(初回)", "初回許可年月日", "当初許可年月日"),
    "expires_on": (
        "許可の有効期限", "許可有効期限", "有効期限", "許可期限", "許可の期限", "有効期間満了日", "許可の有効期間満了日",
        "有効期間の満了日", "許可の有効期間の満了日", "許可の有効期間", "許可有効期間", "有効期間",
    ),
    "countries": (
        "受入れ国", "受入国", "受け入れ国", "受入れ国名", "受入国名", "受入れ対象国", "受入対象国", "取扱国", "対象国",
        "送出国", "送出し国", "受入れ国籍", "受入国籍",
    ),
    "occupations": (
        "取扱職種", "取扱い職種", "取り扱い職種", "取扱職種コード", "取扱い職種コード", "取扱職種(コード)", "職種コード", "職種",
        "取扱職種・作業", "取扱職種の範囲", "取扱職種番号", "取扱職種コード(2号移行対象職種)", "取扱職種(2号移行対象職種)",
    ),
    "care": (
        "介護職種", "介護対応", "介護", "介護職種対応", "介護の対応", "介護の取扱い", "介護職種の取扱い", "介護職種の取扱",
        "介護職種の有無", "介護の有無", "介護職種取扱", "介護取扱",
    ),
    "remarks": ("備考", "備考欄"),
    "serial": ("No", "No.", "番号", "通番", "項番", "連番", "通し番号", "整理番号"),
}  # fmt: skip
PERMIT_COLUMNS = (
    "name", "address", "telephone", "first_permitted_on", "expires_on", "countries", "occupations", "care",
)  # fmt: skip
"""Columns that every list seen so far has: one that is gone is a changed layout, not eight thousand changed facts."""

_OFFICE_GROUPS = (
    "", "支援業務を行う事務所", "支援を行う事務所", "支援事務所", "事務所", "支援業務を行う事務所の名称及び所在地",
    "支援業務を行う事務所の名称等", "支援を行う事務所の名称及び所在地",
)  # fmt: skip
OFFICE_NAMES = (
    "支援事務所名", "支援事務所の名称", "支援事務所名称", "事務所名", "事務所の名称", "事務所名称", "支援を行う事務所の名称",
    "支援を行う事務所名", "支援業務を行う事務所の名称", "支援業務を行う事務所名",
)  # fmt: skip
OFFICE_MARK = "支援事務所の"
"""Set before a plain heading to the right of an office's name: the register has 所在地 twice."""

_PLAIN = {
    "office_name": ("名称",),
    "office_postal_code": ("〒", "郵便番号"),
    "office_address": ("所在地", "住所"),
    "office_telephone": ("電話番号", "電話", "連絡先"),
}
_OFFICES = {
    "office_name": OFFICE_NAMES,
    "office_postal_code": ("支援事務所の〒", "支援事務所の郵便番号", "事務所の郵便番号"),
    "office_address": ("支援事務所の所在地", "支援事務所の住所", "支援事務所所在地", "事務所の所在地", "事務所所在地"),
    "office_telephone": ("支援事務所の電話番号", "支援事務所の電話", "支援事務所の連絡先", "事務所の電話番号"),
}


def _write_office_headings(name: str) -> Iterable[str]:
    for group in _OFFICE_GROUPS:
        # Without a group over it a plain heading is the organization's own.
        for member in (*_OFFICES[name], *(_PLAIN[name] if group else ())):
            yield group + member


SUPPORT_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "number": ("登録番号", "登録支援機関の登録番号"),
    "registered_on": ("登録年月日", "登録日", "登録の年月日"),
    "name": (
        "氏名又は名称", "氏名または名称", "名称", "名称又は氏名", "機関名", "機関の名称", "登録支援機関名", "登録支援機関の名称",
        "登録支援機関の氏名又は名称", "氏名・名称",
    ),
    "postal_code": ("郵便番号", "〒"),
    "address": ("所在地", "住所", "住所又は所在地", "所在地(住所)", "登録支援機関の所在地", "登録支援機関の住所", "住所・所在地"),
    "telephone": ("電話番号", "電話", "連絡先", "連絡先電話番号", "連絡先(電話番号)", "TEL"),
    "representatives": ("代表者の氏名", "代表者氏名", "代表者名", "代表者", "法人の代表者の氏名"),
    "corporate_number": ("法人番号",),
    "support": ("支援業務の内容", "支援内容", "支援の内容", "支援業務内容"),
    "starts_on": (
        "支援業務の開始予定年月日", "支援業務開始予定年月日", "支援業務を開始する予定年月日", "開始予定年月日", "開始予定日",
        "支援業務の開始予定日", "支援業務開始予定日", "支援開始予定日",
    ),
    "languages": ("対応可能言語", "対応言語", "対応可能な言語", "対応することができる言語", "相談対応言語"),
    "remarks": ("備考", "備考欄"),
    "serial": ("No", "No.", "番号", "通番", "項番"),
    **{name: tuple(_write_office_headings(name)) for name in _OFFICES},
}  # fmt: skip
SUPPORT_COLUMNS = ("number", "registered_on", "name", "address", "telephone", "representatives", "languages")
"""Columns that the register must have. Without the representatives a person could not be told from a company."""

OFFICE_COLUMNS = frozenset((*_OFFICES, "support", "starts_on", "languages", "remarks"))
"""Columns that a further row of one organization may fill."""
