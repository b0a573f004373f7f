"""How-to pages; docs/rules/ is generated from the rules."""
