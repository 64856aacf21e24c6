"""Write the contract: `python -m api.contract` after any change of the API, then commit what it wrote.

`python -m api.contract release` also takes it as the one that later contracts must not break; only a release does that.
"""

import sys

from api.contract.files import write_files, write_released
from db.session import CHECKOUT

if __name__ == "__main__":
    files = write_files() | (write_released() if sys.argv[1:] == ["release"] else {})
    for path, content in files.items():
        path.write_bytes(content)
        print(path.relative_to(CHECKOUT))
