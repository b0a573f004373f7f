"""Words that say how a number is meant, in six languages; each list becomes one pattern.

Compared without regard to case, on texts that are not folded: accents are written out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from okrsync.lazy import pattern

APPROXIMATE = (
    "~", "≈", "≃", "±~", "ca.", "ca", "circa", "c.", "approx.", "approx", "approximately",
    "about", "around", "roughly", "some", "ongeveer", "ongev.", "rond de", "rond",
    "ongeveer rond", "ungefähr", "etwa", "rund", "zirka", "environ", "env.", "à peu près",
    "autour de", "aproximadamente", "aprox.", "aprox", "alrededor de", "unos", "cerca de",
    "por volta de", "em torno de", "um die", "±", "+/-", "+-",
)  # fmt: skip
AT_LEAST = (
    ">=", "≥", "⩾", "≧", "=>", ">", "at least", "no less than", "not less than", "minimum of",
    "minimum", "min.", "min", "more than", "greater than", "higher than", "over", "above",
    "minimaal", "minstens", "ten minste", "tenminste", "op zijn minst", "meer dan", "groter dan",
    "hoger dan", "boven de", "boven", "vanaf", "niet minder dan", "mindestens", "mind.", "min. ",
    "mehr als", "größer als", "höher als", "über", "ab", "wenigstens", "zumindest",
    "nicht weniger als", "au moins", "au minimum", "plus de", "plus que", "supérieur à",
    "supérieure à", "au-dessus de", "à partir de", "pas moins de", "al menos", "por lo menos",
    "como mínimo", "mínimo de", "mínimo", "más de", "mas de", "superior a", "mayor que",
    "mayor a", "por encima de", "pelo menos", "no mínimo", "ao menos", "mais de", "mais que",
    "acima de", "maior que", "a partir de",
)  # fmt: skip
AT_MOST = (
    "<=", "≤", "⩽", "≦", "=<", "<", "at most", "no more than", "not more than", "maximum of",
    "maximum", "max.", "max", "less than", "fewer than", "lower than", "smaller than", "under",
    "below", "up to", "sub", "within", "maximaal", "hooguit", "hoogstens", "ten hoogste",
    "niet meer dan", "minder dan", "lager dan", "kleiner dan", "onder de", "onder", "binnen",
    "höchstens", "maximal", "weniger als", "kleiner als", "niedriger als", "unter",
    "nicht mehr als", "au plus", "au maximum", "moins de", "moins que", "inférieur à",
    "inférieure à", "en dessous de", "en-dessous de", "pas plus de", "jusqu'à", "como máximo",
    "máximo de", "máximo", "menos de", "menos que", "no más de", "no mas de", "inferior a",
    "menor que", "menor a", "por debajo de", "hasta", "no máximo", "não mais de", "não mais que",
    "abaixo de", "até", "bis zu", "bis", "tot maximaal", "tot max.", "limitar a",
)  # fmt: skip
OR_MORE = (
    "or more", "or higher", "or above", "or greater", "and up", "at least", "minimum", "of meer",
    "of hoger", "en meer", "minimaal", "minstens", "oder mehr", "oder höher", "mindestens",
    "und mehr", "ou plus", "et plus", "au moins", "o más", "o mas", "mínimo", "como mínimo",
    "al menos", "ou mais", "no mínimo", "pelo menos",
)  # fmt: skip
OR_LESS = (
    "or less", "or fewer", "or lower", "or below", "at most", "maximum", "of minder", "of lager",
    "maximaal", "hooguit", "oder weniger", "oder niedriger", "höchstens", "ou moins",
    "au maximum", "au plus", "o menos", "máximo", "como máximo", "ou menos", "no máximo",
)  # fmt: skip
FROM = (
    "from",
    "up from",
    "down from",
    "van",
    "vanuit",
    "von",
    "de",
    "desde",
    "depuis",
    "du",
    "da",
    "do",
)
ONLY_FROM = ("from", "desde", "van", "von", "depuis", "baseline", "start", "was")
TO = ("to", "naar", "tot", "auf", "à", "a", "para", "hasta", "até", "zu", "naar de", "jusqu'à")
TOWARDS = ("to", "naar", "auf", "para", "à", "a")
REACH = (
    "reach", "achieve", "hit", "get", "keep", "bereik", "behaal", "haal", "houd", "erreichen",
    "erreiche", "halten", "atteindre", "obtenir", "alcanzar", "lograr", "alcançar", "atingir",
    "target", "target:", "goal:", "doel:", "ziel:", "objectif:", "meta:",
)  # fmt: skip
AFTERWARDS = (
    "from", "up from", "down from", "was", "vs", "vs.", "desde", "depuis", "baseline", "start",
    "baseline:", "was:",
)  # fmt: skip
THROUGH = (
    "t/m",
    "tot en met",
    "tot",
    "bis",
    "through",
    "up to",
    "to",
    "à",
    "a",
    "até",
    "hasta",
    "t.e.m.",
)
BETWEEN = ("between", "tussen de", "tussen", "zwischen", "entre")
AND = ("and", "en", "und", "et", "y", "e", "&", "à", "a")
OF = (
    "of the", "of", "out of", "in", "van de", "van", "uit", "op de", "op", "von", "aus", "sur",
    "de", "sobre",
)  # fmt: skip
NOTHING = ("zero", "zéro", "cero")
NOTHING_OF = ("nul", "null")
UP = (
    "more", "extra", "additional", "higher", "up", "increase", "growth", "rise", "uplift", "meer",
    "hoger", "erbij", "groei", "stijging", "toename", "verhoging", "mehr", "höher", "zusätzlich",
    "wachstum", "steigerung", "zuwachs", "zunahme", "de plus", "en plus", "supplémentaires",
    "croissance", "hausse", "augmentation", "más", "adicionales", "aumento", "crecimiento",
    "incremento", "mais", "adicionais", "crescimento", "a mais",
)  # fmt: skip
DOWN = (
    "less", "fewer", "lower", "down", "decrease", "reduction", "decline", "drop", "cut", "minder",
    "lager", "daling", "afname", "verlaging", "reductie", "eraf", "weniger", "niedriger",
    "reduktion", "rückgang", "senkung", "abnahme", "de moins", "en moins", "baisse", "réduction",
    "diminution", "menos", "reducción", "disminución", "descenso", "redução", "diminuição",
    "queda", "a menos",
)  # fmt: skip
RAISE = (
    "increase", "raise", "grow", "improve", "boost", "lift", "verhoog", "verhogen", "stijg",
    "stijgen", "groei", "groeien", "vergroot", "vergroten", "verbeter", "erhöhen", "erhöhe",
    "steigern", "steigere", "wachsen", "augmenter", "accroître", "aumentar", "crecer",
    "incrementar", "subir", "crescer", "elevar", "aumento", "incremento", "crescimento", "up",
    "hausse", "augmentation", "growth", "increase of", "steigerung", "stijging",
)  # fmt: skip
LOWER = (
    "reduce", "decrease", "lower", "cut", "drop", "shrink", "verlaag", "verlagen", "daal",
    "dalen", "verminder", "verminderen", "reduceer", "reduceren", "senken", "senke", "reduzieren",
    "reduziere", "verringern", "réduire", "diminuer", "baisser", "reducir", "disminuir", "bajar",
    "reduzir", "diminuir", "baixar", "redução", "reducción", "réduction", "baisse", "down",
    "daling", "senkung", "reduction", "reduction of",
)  # fmt: skip
BY = ("by", "with", "met", "um", "de", "del", "en", "em", "un", "of", "van", "von", "du")
FACTORS = {
    "2": ("double", "doubled", "doubling", "twice", "verdubbel", "verdubbelen", "verdubbeling",
          "verdubbeld", "verdoppeln", "verdopple", "verdoppelt", "verdoppelung", "verdopplung",
          "doubler", "doublement", "doubler le", "duplicar", "duplica", "doblar", "el doble",
          "doble", "dobrar", "o dobro", "dobro", "le double", "tweemaal", "twee keer zoveel"),
    "0.5": ("halve", "halved", "halving", "half of", "halveer", "halveren", "halvering",
            "gehalveerd", "halbieren", "halbiere", "halbiert", "halbierung", "diviser par deux",
            "diviser par 2", "réduire de moitié", "moitié", "la moitié", "reducir a la mitad",
            "la mitad", "mitad", "reduzir pela metade", "reduzir à metade", "metade", "de helft"),
    "3": ("triple", "tripled", "tripling", "treble", "verdrievoudig", "verdrievoudigen",
          "verdrievoudiging", "verdreifachen", "verdreifache", "verdreifachung", "tripler",
          "triplement", "triplicar", "driemaal"),
    "4": ("quadruple", "quadrupled", "verviervoudig", "verviervoudigen", "vervierfachen",
          "quadrupler", "cuadruplicar", "quadruplicar"),
    "10": ("tenfold", "vertienvoudig", "vertienvoudigen", "verzehnfachen", "décupler"),
}  # fmt: skip
TIMES = ("x", "×", "✕", "fold", "-fold", "fach", "-fach")
OCCASIONS = ("times", "keer", "maal", "mal", "fois", "veces", "vezes")
AS_MANY = (
    "as many", "as much", "zoveel", "zo veel", "meer", "more", "so viel", "so viele", "mehr",
    "plus", "más", "mas", "mais", "higher", "hoger", "de base", "the baseline", "de baseline",
)  # fmt: skip
TIMES_BEFORE = ("times", "maal", "keer")


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first, each ending at a word's end."""
    return "|".join(
        re.escape(word).replace(r"\ ", " ") + (r"\b" if word[-1:].isalnum() else "")
        for word in sorted(set(words), key=len, reverse=True)
    )


def caseless(text: str) -> re.Pattern[str]:
    """A pattern that doesn't care about capitals."""
    return pattern(text, re.IGNORECASE)
