"""The resolver: which listed organization a person means, however they write it.

`name_keys` and `query_keys` give what is compared, `score` and `rank` compare, `is_certain` judges;
`NameIndex` finds in memory what a database finds with the same keys. Only legal persons may be listed.
"""

from japanese.names.index import NameIndex
from japanese.names.keys import NameKeys, QueryKeys, name_keys, query_keys
from japanese.names.ranking import Hit, is_certain, rank
from japanese.names.scoring import ANYWHERE, Candidate, Place, score

__all__ = [
    "ANYWHERE",
    "Candidate",
    "Hit",
    "NameIndex",
    "NameKeys",
    "Place",
    "QueryKeys",
    "is_certain",
    "name_keys",
    "query_keys",
    "rank",
    "score",
]
