import pkgutil
from importlib import import_module

import agenda.lint.rules
from agenda.lint.all_rules import RULES
from agenda.lint.rule import Rule


def test_every_rule_of_every_module_is_listed_once() -> None:
    defined = [
        value
        for module in pkgutil.iter_modules(agenda.lint.rules.__path__)
        for value in vars(import_module(f"agenda.lint.rules.{module.name}")).values()
        if isinstance(value, Rule)
    ]
    assert sorted(rule.id for rule in RULES) == sorted(rule.id for rule in defined)
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_former_ids_are_unique_and_are_not_current_ids() -> None:
    former_ids = [former_id for rule in RULES for former_id in rule.former_ids]
    assert sorted(former_ids) == ["claim-before-its-time", "id-taken", "text-untidy"]
    assert not set(former_ids) & {rule.id for rule in RULES}
