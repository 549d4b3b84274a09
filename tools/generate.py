"""Write the generated files, or list those that are not current (`--check`).

Country names come from CLDR (through Babel), zones from the tz database (the tzdata package), the
JSON Schemas and docs/files.md from the model, docs/commands.md from the help texts, docs/rules.md
from the rules' docstrings, the screenshots from the program's output, and the diagram of the layers
from the import contract.
"""

import sys
from importlib import import_module, resources
from pathlib import Path

from babel import Locale
from babel.core import get_global

ROOT = Path(__file__).parent.parent

COUNTRY_TABLE = Path("agenda/model/_countries.py")

ZONE_OF_KOSOVO = "Europe/Belgrade"
"""XK is in CLDR and in use, but not in ISO 3166 proper, so the tz database leaves it out."""

HEAD = '''"""Countries and time zones: made by `make generate` from CLDR and tzdata; do not edit."""

'''


def country_table() -> str:
    """The module with the countries, their time zones, and the aliases of the zones."""
    zones = _zones_by_country()
    names = Locale("en").territories
    countries = "".join(
        f"{code}\t{names[code]}\t{' '.join(zones[code])}\n" for code in sorted(zones)
    )
    other_codes = "".join(
        f"{other} {codes[0]}\n"
        for other, codes in sorted(get_global("territory_aliases").items())
        if other.isalpha() and len(codes) == 1 and codes[0] in zones
    )
    canonical = _canonical_zones()
    links = "".join(
        f"{alias} {zone}\n" for alias, zone in sorted(canonical.items()) if alias != zone
    )
    known = {zone for country_zones in zones.values() for zone in country_zones} | set(canonical)
    others = "".join(
        f"{zone}\n" for zone in sorted(_all_zones()) if zone not in known and zone != "Factory"
    )
    return (
        HEAD
        + f'COUNTRIES = """\\\n{countries}"""\n'
        + '"""A country a line: its code, its English name, its time zones; tabs between."""\n\n'
        + f'OTHER_CODES = """\\\n{other_codes}"""\n'
        + '"""A line for each other code of a country: of three letters, or no longer used."""\n\n'
        + f'LINKS = """\\\n{links}"""\n'
        + '"""A line for each zone that is another name of a second one."""\n\n'
        + f'OTHER_ZONES = """\\\n{others}"""\n'
        + '"""The zones of no country."""\n'
    )


def _tz_file(name: str) -> list[str]:
    text = resources.files("tzdata").joinpath("zoneinfo", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _zones_by_country() -> dict[str, list[str]]:
    zones: dict[str, list[str]] = {line.split("\t")[0]: [] for line in _tz_file("iso3166.tab")}
    for line in _tz_file("zone.tab"):
        code, _, zone, *_ = line.split("\t")
        zones[code].append(zone)
    return zones | {"XK": [ZONE_OF_KOSOVO]}


def _canonical_zones() -> dict[str, str]:
    links = (line.split() for line in _tz_file("tzdata.zi") if line.startswith("L "))
    return {alias: zone for _, zone, alias in links}


def _all_zones() -> list[str]:
    return resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()


def generated() -> dict[Path, str]:
    """The path and the current content of each generated file."""
    files = {COUNTRY_TABLE: country_table()}
    if (ROOT / COUNTRY_TABLE).exists():  # the model imports the table
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
