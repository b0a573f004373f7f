"""Numbers, percents, money, dates and periods, in any locale."""
