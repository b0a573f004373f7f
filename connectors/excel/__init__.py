"""Workbooks: .xlsx and .xlsm are read and written, .ods is read, older kinds are refused kindly."""

from connectors.excel.connector import ExcelConnector

__all__ = ["ExcelConnector"]
