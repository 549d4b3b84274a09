"""Write the generated files, or list those that are not current (`--check`).

Countries, time zones and cities come from CLDR, the tz database and GeoNames (tools/places.py), the
JSON Schemas and docs/files.md from the model, docs/commands.md from the help texts, docs/rules.md
from the rules' docstrings, the screenshots from the program's output, and the diagram of the layers
from the import contract.
"""

import sys
from importlib import import_module
from pathlib import Path

from tools.places import coordinate_table, country_table, place_table

ROOT = Path(__file__).parent.parent

COUNTRY_TABLE = Path("agenda/model/_countries.py")

PLACE_TABLE = Path("agenda/model/_places.py")

COORDINATE_TABLE = Path("agenda/model/_coordinates.py")


def generated() -> dict[Path, str]:
    """The path and the current content of each generated file."""
    files = {
        COUNTRY_TABLE: country_table(),
        PLACE_TABLE: place_table(),
        COORDINATE_TABLE: coordinate_table(),
    }
    if all((ROOT / path).exists() for path in files):  # the model imports the tables
        schema = import_module("agenda.store.schema")
        for kind in schema.KINDS:
            files[Path(f"agenda/schemas/{kind}.json")] = schema.render(kind)
        rules = import_module("agenda.lint.all_rules").RULES
        files[Path("docs/rules.md")] = import_module("agenda.output.explain").page(rules)
        files |= import_module("tools.reference").pages()
        files |= import_module("tools.screenshots").screenshots()
        files |= import_module("tools.layers").diagram()
    return files


def main() -> int:
    """Write or check the generated files."""
    stale = {
        path: text
        for path, text in generated().items()
        if not (ROOT / path).exists() or (ROOT / path).read_text(encoding="utf-8") != text
    }
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"{path} is not current; run `make generate`")
        return 1 if stale else 0
    for path, text in stale.items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text, encoding="utf-8")
        print(f"wrote {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
