"""Write the contract: `python -m api.contract` after any change of the API, then commit what it wrote."""

from api.contract.files import write_files
from db.session import CHECKOUT

if __name__ == "__main__":
    for path, content in write_files().items():
        path.write_bytes(content)
        print(path.relative_to(CHECKOUT))
