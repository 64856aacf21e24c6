"""Write the generated tables: `python -m docs` after a change of commands, addresses, sources or fields."""

from docs.blocks import write_documents

if __name__ == "__main__":
    for path, text in write_documents().items():
        if path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(path.name)
