import pytest

from agenda.store.shipped import recorded_origin, web_address


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://github.com/desk/agenda", "https://github.com/desk/agenda"),
        ("https://example.org/agenda.git", "https://example.org/agenda"),
        ("ssh://git@example.org/agenda.git", ""),
        ("https://user:secret@example.org/agenda", ""),
        ("file:///home/desk/agenda", ""),
        ("https://", ""),
        ("", ""),
    ],
)
def test_only_a_public_page_is_a_web_address(url: str, address: str) -> None:
    assert web_address({"url": url}) == address


def test_a_program_from_an_index_or_without_an_installation_has_no_web_address() -> None:
    assert web_address({}) == web_address(None) == ""


def test_the_record_of_this_installation_is_read() -> None:
    assert (recorded_origin() or {}).get("url", "").startswith("file://")
