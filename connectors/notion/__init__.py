"""Notion: databases as tables, read incrementally and written one request a changed row."""

from connectors.notion.connector import NotionConnector

__all__ = ["NotionConnector"]
