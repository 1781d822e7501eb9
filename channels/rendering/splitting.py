"""Cutting a long text at a sensible place: between paragraphs, else lines, else sentences, else words."""

BREAKS = ("\n\n", "\n", ". ", " ")


def length(text: str) -> int:
    """The length as the platforms may count it: in UTF-16 units, of which an emoji takes two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _fitting(text: str, limit: int) -> int:
    """How many characters from the start fit in `limit` units."""
    end = min(len(text), limit)
    while length(text[:end]) > limit:
        end -= (length(text[:end]) - limit + 1) // 2
    return end


def split(text: str, limit: int) -> list[str]:
    """The text in pieces of at most `limit` units; none is empty."""
    pieces = []
    rest = text.strip()
    while length(rest) > limit:
        end = _fitting(rest, limit)
        window = rest[: end + 1]  # a break right after what fits costs nothing
        cuts = ((window.rfind(mark), mark) for mark in BREAKS)
        # A break in the first half would leave a short piece: then rather a finer one further on.
        at, mark = next(((at, mark) for at, mark in cuts if at > end // 2), (end, ""))
        keep = len(mark.rstrip())  # the full stop stays
        pieces.append(rest[: at + keep].rstrip())
        rest = rest[at + keep :].lstrip()
    return [*pieces, rest] if rest else pieces


def split_tail(text: str, limit: int) -> tuple[str, str]:
    """The text as a head and a tail of at most `limit` units, which begins at a sensible place."""
    if length(text) <= limit:
        return "", text
    start = len(text) - limit
    while length(text[start:]) > limit:
        start += 1
    for mark in BREAKS:
        at = text.find(mark, start)
        if at != -1 and text[at + len(mark) :].strip():
            keep = at + len(mark.rstrip())
            return text[:keep].rstrip(), text[keep:].lstrip()
    return text[:start], text[start:]
