"""How the workshop writes a time."""

from django import template

register = template.Library()


@register.filter
def hours_told(minutes: int) -> str:
    """« 3 h 30 », « 2 h », « 45 min »."""
    whole, rest = divmod(minutes, 60)
    if not whole:
        return f"{rest}\N{NO-BREAK SPACE}min"
    return f"{whole}\N{NO-BREAK SPACE}h{f'{chr(160)}{rest:02d}' if rest else ''}"
