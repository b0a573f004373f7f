"""`read_flag`: yes or no, done or not done."""

from __future__ import annotations

from decimal import Decimal

from okrsync.i18n import Message
from okrsync.table import CellError, Scalar
from okrsync.values.cell_errors import error_text, formula_error
from okrsync.values.quantity import Unreadable, as_shown
from okrsync.values.texts import clean, fold, is_null

YES_WORDS: dict[str, tuple[str, ...]] = {
    "any": ("x", "✓", "✔", "✔️", "☑", "☑️", "☒", "✅", "[x]", "1", "v", "ok", "100%", "100 %", "+"),
    "en": ("yes", "y", "true", "t", "done", "complete", "completed", "finished", "achieved"),
    "nl": ("ja", "j", "waar", "klaar", "af", "gedaan", "voltooid", "afgerond", "gereed",
           "behaald", "uitgevoerd"),
    "de": ("ja", "wahr", "erledigt", "fertig", "abgeschlossen", "erreicht", "getan"),
    "fr": ("oui", "o", "vrai", "fait", "faite", "termine", "terminee", "fini", "finie", "acheve",
           "complete", "atteint"),
    "es": ("si", "s", "verdadero", "hecho", "hecha", "terminado", "terminada", "completado",
           "completada", "finalizado", "finalizada", "listo", "logrado"),
    "pt": ("sim", "verdadeiro", "feito", "feita", "concluido", "concluida", "terminado",
           "completo", "completa", "finalizado", "pronto", "atingido"),
}  # fmt: skip
NO_WORDS: dict[str, tuple[str, ...]] = {
    "any": ("☐", "□", "✗", "✘", "✖", "✖️", "❌", "[ ]", "0", "0%", "0 %"),
    "en": ("no", "n", "false", "f", "not done", "open", "todo", "to do", "to-do", "in progress",
           "not started", "incomplete", "unfinished", "wip", "doing", "pending"),
    "nl": ("nee", "onwaar", "niet klaar", "niet gedaan", "niet af", "bezig", "mee bezig", "loopt",
           "gepland", "te doen", "nog niet", "niet gestart", "niet begonnen", "in uitvoering"),
    "de": ("nein", "falsch", "offen", "in arbeit", "nicht erledigt", "nicht fertig", "geplant",
           "nicht begonnen", "ausstehend", "lauft", "zu erledigen", "noch nicht"),
    "fr": ("non", "faux", "en cours", "a faire", "pas fait", "non fait", "ouvert", "prevu",
           "non commence", "pas commence", "pas encore"),
    "es": ("falso", "en curso", "en progreso", "por hacer", "no hecho", "abierto", "planificado",
           "no iniciado", "sin empezar", "pendiente", "todavia no"),
    "pt": ("nao", "falso", "em andamento", "em curso", "a fazer", "por fazer", "nao feito",
           "aberto", "planejado", "planeado", "nao iniciado", "pendente", "ainda nao"),
}  # fmt: skip
_FLAGS = {
    **{fold(word): False for words in NO_WORDS.values() for word in words},
    **{fold(word): True for words in YES_WORDS.values() for word in words},
}


def read_flag(value: Scalar) -> bool | Unreadable | None:
    """Whether a cell says yes, or done; None where it is empty or says nothing. Never raises.

    1 and 0 count as yes and no, other numbers and dates are unreadable. A word for "under
    way" is a no: it isn't done.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, CellError):
        return formula_error(value.code)
    if isinstance(value, str):
        return _text_flag(value)
    # A signalling NaN can't even be compared.
    finite = value.is_finite() if isinstance(value, Decimal) else True
    if finite and isinstance(value, int | float | Decimal) and value in (0, 1):
        return bool(value)
    return Unreadable(as_shown(value), _NO_FLAG)


def _text_flag(text: str) -> bool | Unreadable | None:
    known = _FLAGS.get(fold(text))
    if known is None:
        known = _FLAGS.get(clean(text))
    if known is not None:
        return known
    if is_null(text):
        return None
    return formula_error(text.strip()) if error_text(text) else Unreadable(text, _NO_FLAG)


_NO_FLAG = Message("This says neither yes nor no. Write yes or no, or tick the box.")
