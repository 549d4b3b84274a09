"""Every rule that there is, in the order in which they are explained."""

from typing import Final

from agenda.rules import dates, fields, identity, places, sourcing, topics, yaml
from agenda.rules.registry import Rule

RULES: Final[tuple[Rule, ...]] = (
    yaml.yaml_syntax,
    yaml.not_utf_8,
    yaml.control_character,
    yaml.too_large,
    yaml.too_deep,
    yaml.duplicate_key,
    yaml.anchor,
    yaml.alias,
    yaml.merge_key,
    yaml.tag,
    yaml.several_documents,
    yaml.key_not_text,
    yaml.unquoted_window,
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
