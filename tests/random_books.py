"""Random small books in which names, labels, days and citations often meet."""

from random import Random

from tests.builders import VISIT

IDS = ("a", "a-b", "b", "b c", "it's", "é")
LABELS = ("l", "a", "l-2")
_REPORTS = ("r", "r-1", "s", "t", "u", "v", "w")

_SUBJECTS = (
    *(f'visit: "{name}"' for name in IDS),
    *('visit: "a"', 'visit: "b"', r'visit: "\u0061"', "visit: a\n\n  "),
    *(f"{kind}: {label}" for kind in ("trip", "event") for label in LABELS),
)
_FACTS = (
    "confirmation: {state: tentative}",
    "confirmation: {state: announced, host: announced}",
    "confirmation: {state: cancelled}",
    "dates: 2024-06-20",
    "dates: 2024-06-21",
    "dates: 2024-07",
    "kind: state",
    "kind: working",
    "retracts: [dates]",
    "agenda: {energy: {}}",
    "visitor: {name: A, country: RU}, host: {country: VN}",
)
_ENDINGS = ("", "", "", "", ", rejected: no", ", event: l", ", trip: l-2", ", instead_of: b")
_FIELDS = ("", "", "event: l\n", "trip: a\n", "event: l\ntrip: l-2\n", "instead_of: a\n", "x: y\n")


def random_book(seed: int) -> dict[str, bytes]:
    """The content of each file of a book, by its path, in the order of the folders."""
    random = Random(seed)  # noqa: S311  reproducible
    is_complete = seed % 2  # all that is named is there
    visits = [f"agendas/{name}.yaml" for name in (*IDS, "x/a", "x/b")]
    reports = [f"seeds/{name}.yaml" for name in (*_REPORTS, "x/r", "x/s")]
    files = {
        path: VISIT + random.choice(_FIELDS)
        for path in random.sample(visits, len(visits) if is_complete else 5)
    }
    count = len(reports) if is_complete else random.randint(3, len(reports))
    files |= {path: _report(random) for path in random.sample(reports, count)}
    return {path: text.encode() for path, text in sorted(files.items())}


_NAMES = ("A", "Ana Á", "ana-a", "B")
_PUBLISHERS = ("P", "Prensa", "PRENSA", "Prensá", "Prensa: Latina")
_URLS = ("", "https://a.org/x", "http://www.A.org/x/#y", "a.org/x", "https://a.org/X")
_MISTAKES = (
    "confirmation: {state: announced, visitor: announced}\ndates: 2024-06-20\nkind: state\n",
    "confirmation: {state: confirmed}\ndates: 2024-06-10/2024-06-14\nagenda: {enrgy: {}}\n",
    "confirmation: {state: tentative}\ndates: 2024-06-11/2024-06-15\nmeets: {b: {name: B}}\n",
    "confirmation: {state: tentative}\nmeets: {ana-a: {}}\ndates: 2024-06-13\n",
    "confirmation: {state: tentative}\nmeets: {x: {name: A}}\ninstead_of: nobody\n",
    "confirmation: {state: announced} # agenda: allow state-unsupported because so\n",
    "confirmation: {state: completed} # agenda: allow drift because so\n",
    "confirmation: {state: likely}\ndates: 2024\n",
)


def random_mistakes(seed: int) -> dict[str, bytes]:
    """A random book with mistakes that rules report, many of them about two files."""
    random = Random(seed)  # noqa: S311  reproducible
    files = random_book(seed)
    # With two spellings of a name in it, a book is always checked as a whole.
    names, publishers = (_NAMES, _PUBLISHERS) if seed % 4 > 1 else (_NAMES[1:2], _PUBLISHERS[3:])
    for path in files:
        if path.startswith("agendas/") and random.random() < 0.8:
            name, host = random.choice(names), random.choice(["VN", "US", "AU", "RU"])
            files[path] = (
                f"visitor: {{name: {name}, country: RU}}\nhost: {{country: {host}}}\n"
                f"{random.choice(_MISTAKES)}{random.choice(_FIELDS)}"
            ).encode()
        elif random.random() < 0.6:
            publisher = f'publisher: "{random.choice(publishers)}"'
            url = f"url: {random.choice(_URLS)}\ncites:"
            raw = files[path].replace(b"publisher: P", publisher.encode())
            raw = raw.replace(b"cites:", url.encode()).replace(b"name: A", b"name: Ana A")
            files[path] = raw + random.choice([b"", b"", b"", b"broken\n"])
    if random.random() < 0.5:
        files["agenda.yaml"] = b"rules: {drift: error, url-invalid: off}\n"
    return files


def _report(random: Random) -> str:
    day = random.choice([9, 10, 10, 10, 10, 12])
    cites = random.sample(_REPORTS, random.choice([0, 1, 1, 1, 2]))
    claims = [
        f"- {{{random.choice(_SUBJECTS)}, according_to: x, "
        f"{random.choice(_FACTS)}{random.choice(_ENDINGS)}}}\n"
        for _ in range(random.choice([0, 1, 1, 1, 2]))
    ]
    return (
        f"published: 2024-06-{day:02}\npublisher: P\ncites: [{', '.join(cites)}]\n"
        f"claims:\n{''.join(claims)}"
    )
