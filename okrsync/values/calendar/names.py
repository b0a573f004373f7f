"""Names of months and weekdays in six languages, as texts are compared: folded, without their dots.

They are those of CLDR, written out: loading its data for six languages takes as long as reading a
small sheet. A test compares them with babel's.
"""

from __future__ import annotations

MONTHS = (
    "ene enero jan janeiro januar januari january janv janvier",
    "feb febrero februar februari february fev fevereiro fevr fevrier",
    "maa maart maerz mar march marco mars marz marzo mrt mz",
    "abr abril apr april avr avril",
    "mai maio may mayo mei",
    "juin jun june junho juni junio",
    "juil juillet jul julho juli julio july",
    "ago agosto aout aug august augustus",
    "sep sept september septembre septiembre set setembro",
    "oct october octobre octubre okt oktober out outubro",
    "nov november novembre novembro noviembre",
    "dec december decembre dez dezember dezembro dic diciembre",
)
"""All names of each month, from January on."""
WEEKDAYS = (
    "di dienstag dim dimanche dinsdag do dom domingo donderdag donnerstag fr freitag fri "
    "friday je jeu jeudi ju jue jueves lu lun lundi lunes ma maandag mar mardi martes me mer "
    "mercredi mi mie miercoles mittwoch mo mon monday montag qua quarta-feira qui "
    "quinta-feira sa sab sabado sam samedi samstag sat saturday seg segunda-feira sex "
    "sexta-feira so sonntag su sun sunday ter terca-feira th thu thursday tu tue tuesday ve "
    "ven vendredi vi vie viernes vr vrijdag we wed wednesday wo woensdag za zaterdag zo "
    "zondag"
)
"""Long, short and shortest."""
