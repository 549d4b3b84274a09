"""Every rule that there is, in the order in which they are explained."""

from typing import Final

from agenda.rules import dates, fields, identity, places, sourcing, syntax, topics
from agenda.rules.registry import Rule

RULES: Final[tuple[Rule, ...]] = (
    syntax.yaml_syntax,
    syntax.not_utf_8,
    syntax.control_character,
    syntax.too_large,
    syntax.too_deep,
    syntax.duplicate_key,
    syntax.anchor,
    syntax.alias,
    syntax.merge_key,
    syntax.tag,
    syntax.several_documents,
    syntax.key_not_text,
    syntax.unquoted_window,
    fields.empty_file,
    fields.unknown_field,
    fields.missing_field,
    fields.wrong_shape,
    fields.not_in_list,
    fields.grade_invalid,
    dates.bad_date,
    dates.dates_reversed,
    dates.postponed_with_dates,
    dates.confirmed_undated,
    places.bad_country,
    places.bad_timezone,
    places.country_timezone_mismatch,
    places.timezone_missing,
    identity.visit_unknown,
    identity.id_taken,
    identity.rule_unknown,
    topics.topic_unknown,
    sourcing.drift,
    sourcing.unsourced,
)
