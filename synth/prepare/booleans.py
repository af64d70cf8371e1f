"""The words for true and false that are told apart in any file, whatever their capitals."""

BOOLEANS = (
    ("true", "false"),
    ("yes", "no"),
    ("y", "n"),
    ("t", "f"),
    ("on", "off"),
    ("ja", "nein"),
    ("oui", "non"),
    ("si", "no"),
    ("sí", "no"),
    ("sim", "não"),
    ("tak", "nie"),
)
_NUMBERS = (("1", "0"), ("1.0", "0.0"))
_TRUTH = {word: truth for pair in (*BOOLEANS, *_NUMBERS) for word, truth in zip(pair, (True, False), strict=True)}


def truth(cell: str) -> bool | None:
    """What a cell says in any of these words, or None."""
    return _TRUTH.get(cell.strip().lower())
