"""Labour-law cases (労働基準関係法令違反に係る公表事案): from the pages of the ministry's PDF to cases.

Pure functions over what `scrapers.readers.pdf` made of the bytes; no network, no database.
"""

from db.vocabulary import OutcomeKind
from scrapers.labour_cases.bureaus import BUREAUS, TITLE
from scrapers.labour_cases.edition import Edition, NotThisDocument, count_rows, read_edition
from scrapers.labour_cases.keys import CaseKey, case_key, number_keys
from scrapers.labour_cases.links import NoSingleLink, choose_labour_pdf
from scrapers.labour_cases.names import grade_labour_party
from scrapers.labour_cases.outcomes import Outcome, read_outcomes
from scrapers.labour_cases.row import LabourRow

__all__ = [
    "BUREAUS", "TITLE", "CaseKey", "Edition", "LabourRow", "NoSingleLink", "NotThisDocument", "Outcome",
    "OutcomeKind", "case_key", "choose_labour_pdf", "count_rows", "grade_labour_party", "number_keys",
    "read_edition", "read_outcomes",
]  # fmt: skip
