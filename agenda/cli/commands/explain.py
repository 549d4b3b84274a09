"""`agenda explain`: what a rule wants, and why."""

import click

from agenda.cli import completion
from agenda.cli.options import Invocation, command


@command("text", "json")
@click.argument("rule", required=False, metavar="[RULE]", shell_complete=completion.rules)
def explain(invocation: Invocation, rule: str | None) -> int:
    """Explain a rule: what it wants, why, and an example of each kind; or list them all.

    Example: agenda explain double-booked
    """
    from agenda.lint.all_rules import RULES
    from agenda.output import json
    from agenda.output.explain import print_rule, print_rules, shape
    from agenda.text.suggest import did_you_mean

    by_id = {one.id: one for one in RULES}
    if rule is not None and rule not in by_id:
        hint = did_you_mean(rule, by_id) or "`agenda explain` lists them all"
        invocation.refuse(f"there is no rule `{rule}`; {hint}")
    asked = RULES if rule is None else (by_id[rule],)
    if invocation.format == "json":
        click.echo(json.text(shape(asked)))
    elif rule is None:
        print_rules(invocation.screen(), RULES)
    else:
        print_rule(invocation.screen(), by_id[rule])
    return 0
