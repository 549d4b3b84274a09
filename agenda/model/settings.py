"""A book's own settings: the file `agenda.yaml` next to its folders."""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from agenda.model.topics import TOPICS, Topic

RuleSetting = Literal["error", "warning", "notice", "off"]


class Site(Struct, frozen=True, forbid_unknown_fields=True):
    """The pages that `agenda site` makes of a book."""

    url: Annotated[
        str,
        Meta(
            description="The address at which the site is published. Without it, the site has no "
            "feed.",
            pattern=r"^(https?://[^\s<>\"\\^`{|}#?]+)?$(?!\n)",
        ),
    ] = ""
    title: Annotated[str, Meta(description="The title of the site. Default: Planned visits.")] = ""


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A book's own settings, in `agenda.yaml` next to its folders."""

    topics: Annotated[
        dict[str, Topic],
        Meta(description="The desk's own topics, in addition to the shipped ones."),
    ] = field(default_factory=dict)
    rules: Annotated[
        dict[str, RuleSetting],
        Meta(description="The severity of each rule in this book, or `off`, by rule id."),
    ] = field(default_factory=dict)

    site: Annotated[Site, Meta(description="The pages of `agenda site`.")] = field(
        default_factory=Site
    )

    @property
    def all_topics(self) -> dict[str, Topic]:
        """The shipped topics and the desk's own, which take precedence."""
        return TOPICS | self.topics
