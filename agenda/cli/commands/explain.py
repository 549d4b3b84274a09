"""`agenda explain`: what a rule checks for, and why."""

import click

from agenda.cli import completion
from agenda.cli.options import Invocation, command


@command("text", "json")
@click.argument("rule", required=False, metavar="[RULE]", shell_complete=completion.rules)
def explain(invocation: Invocation, rule: str | None) -> int:
    """Explain a rule, or list all rules.

    The explanation says what the rule checks for and why, with a failing and a passing example.

    Example: agenda explain double-booked
    """
    from agenda.lint.all_rules import RULES
    from agenda.output import explain as output
    from agenda.output import json
    from agenda.text.suggest import did_you_mean

    by_id = {name: rule for rule in RULES for name in (rule.id, *rule.former_ids)}
    if rule is not None and rule not in by_id:
        hint = did_you_mean(rule, by_id) or "`agenda explain` lists them all"
        invocation.refuse(f"there is no rule `{rule}`; {hint}")
    chosen = RULES if rule is None else (by_id[rule],)
    if invocation.format == "json":
        json.print_json(output.json_object(chosen))
    elif rule is None:
        output.print_rules(invocation.output(), RULES)
    else:
        output.print_rule(invocation.output(), by_id[rule])
    return 0
