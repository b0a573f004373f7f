"""A mapping as people write it: its verbs, its TOML, and presets."""
