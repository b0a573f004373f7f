"""Google Sheets: read in one request, written in one, each value checked on its row."""

from connectors.google_sheets.connector import GoogleSheetsConnector

__all__ = ["GoogleSheetsConnector"]
