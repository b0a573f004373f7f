"""How truly sheets are read: golds beside what comes out."""
