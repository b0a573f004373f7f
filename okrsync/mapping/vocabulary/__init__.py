"""The words that sheets are made of: headers, levels, codes, names of tabs, in each language."""
