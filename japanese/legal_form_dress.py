"""Legal forms in Latin letters and in the workers' languages: pattern, form, what it proves."""

_O = "(?:ō|ô|ou|oo|oh|o)"
_GAP = r"[\s-]*"
_KYODO = rf"k(?:iy|y){_O}d{_O}{_GAP}kumiai"
_KAISHA = rf"{_GAP}[kg]ai[sš][yh]?a"
_END = r"\s*(?:\([^)]*\))?\s*$"
_DOT_END = r"\.?(?=\W|$)"

# (pattern, code, proves a corporation); the first that fits wins. Letters which can also stand for a person's
# given names (K.K., Co) are understood but prove nothing.
DRESS: list[tuple[str, str, bool]] = [
    (rf"\bji?g(?:iy|y){_O}{_GAP}{_KYODO}\b", "jigyo_kyodo_kumiai", True),
    (rf"\bn{_O}g(?:iy|y){_O}{_GAP}{_KYODO}\b", "nogyo_kyodo_kumiai", True),
    (rf"\bg(?:iy|y)og(?:iy|y){_O}{_GAP}{_KYODO}\b", "gyogyo_kyodo_kumiai", True),
    (rf"\b{_KYODO}\b", "kyodo_kumiai", True),
    (rf"\bk(?:iy|y){_O}g(?:iy|y){_O}{_GAP}kumiai\b", "kyogyo_kumiai", True),
    (rf"\bkig(?:iy|y){_O}{_GAP}kumiai\b", "kigyo_kumiai", True),
    (rf"\bs(?:h|y)?inrin{_GAP}kumiai\b", "shinrin_kumiai", True),
    (r"\bkumiai\b", "kumiai", True),
    (rf"\bkabus(?:h|y)?iki{_KAISHA}\b", "kabushiki_kaisha", True),
    (rf"\by(?:uu|ū|û|u)gen{_KAISHA}\b", "yugen_kaisha", True),
    (rf"\bg{_O}d{_O}{_KAISHA}\b", "godo_kaisha", True),
    (rf"\bg{_O}s(?:h|y)?i{_KAISHA}\b", "goshi_kaisha", True),
    (rf"\bg{_O}mei{_KAISHA}\b", "gomei_kaisha", True),
    (rf"\bk\.\s?k{_DOT_END}", "kabushiki_kaisha", False),
    (rf"\by\.\s?k{_DOT_END}", "yugen_kaisha", False),
    (rf"\bg\.\s?k{_DOT_END}", "godo_kaisha", False),
    (r"\bmedical\s+corporation\b|\bmedical\s+corp\b\.?", "iryo_hojin", True),
    (r"\b(?:legal|lpc)\s+professional\s+corporation\b|\blpc\b", "bengoshi_hojin", True),
    (r"\bco(?:mpany)?\b[\s.,]*\(?(?:pte|pvt)?[\s.,]*l(?:imi)?te?d\b\.?\)?", "kabushiki_kaisha", True),
    (r"\bco(?:mpany)?[\s.,]+inc(?:orporated)?\b\.?", "kabushiki_kaisha", True),
    (r"\bjoint[\s-]*stock\s+company\b|\bjsc\b|\bj\.s\.c\b\.?", "kabushiki_kaisha", True),
    (r"\bc[oô]ng\s+ty\s+c[oổ]\s+ph[aầ]n\b", "kabushiki_kaisha", True),
    (r"\bc[oô]ng\s+ty(?:\s+tnhh)?\b|\btnhh\b", "kaisha", True),
    (r"\b(?:pte|pvt)\.?,?\s*ltd\b\.?|\bltd\b\.?|\blimited\b|\bl\.t\.d\b\.?", "kabushiki_kaisha", True),
    (rf"\bllc\b|\bl\.\s?l\.\s?c{_DOT_END}", "godo_kaisha", True),
    (rf"\bllp\b|\bl\.\s?l\.\s?p{_DOT_END}", "llp", True),
    (r"\bincorporated\b(?!\s+association)|\binc\b\.?|\bcorporation\b|\bcorp\b\.?", "kabushiki_kaisha", True),
    (r"\bgmbh\b|\bs\.r\.l\.|^pt\.\s", "kaisha", True),
    (rf"\bs\.\s?a{_DOT_END}|\bb\.\s?v{_DOT_END}", "kaisha", False),
    (r"\bagricultural\s+co-?operatives?\b", "nogyo_kyodo_kumiai", True),
    (r"\bfisher(?:y|ies)\s+co-?operatives?\b", "gyogyo_kyodo_kumiai", True),
    (r"\bforest(?:ry)?\s+(?:owners'?\s+)?co-?operatives?\b", "shinrin_kumiai", True),
    (r"\bbusiness\s+co-?operatives?\b", "jigyo_kyodo_kumiai", True),
    (r"\bco-?operatives?(?:\s+(?:association|society|union))?\b|\bco-op\b", "kyodo_kumiai", True),
    (r"\bkoperasi\b|\bkooperatiba\b|\bcooperativa\b", "koperasi", True),
    (r"\bh[oợ]p\s+t[aá]c\s+x[aã]\b|\bnghi[eệ]p\s+[dđ]o[aà]n\b", "koperasi", True),
    (r"สหกรณ์|सहकारी|သမဝါယမ|សហករណ៍|хоршоо", "koperasi", True),
    (r"\bchamber\s+of\s+commerce(?:\s+and\s+industry)?\b", "shoko_kaigisho", True),
    (r"\bsociety\s+of\s+commerce\s+and\s+industry\b", "shokokai", True),
    (r"\bnpo\b|\bn\.p\.o\b\.?", "npo_hojin", True),
    (r"\b(?:general\s+|public\s+interest\s+)?(?:incorporated\s+)?association\b", "ippan_shadan_hojin", True),
    (r"\bfederation\b", "rengokai", True),
    (r"\b(?:general\s+|public\s+interest\s+)?(?:incorporated\s+)?foundation\b", "ippan_zaidan_hojin", True),
    (rf"&\s*co\b\.?|\bcompany{_END}", "kaisha", True),
    (rf"\bco\.|\b(?:co|kk|yk|gk|sa|ag|pt|cv){_END}|^(?:pt|cv)\s", "kaisha", False),
    (rf"\bunion{_END}", "kumiai", False),
]
