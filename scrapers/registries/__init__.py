"""Registers of permitted and registered organizations (監理団体一覧, 登録支援機関登録簿), read by pure functions.

`formats` turns a workbook, a CSV or a PDF into one grid; `permits` and `support` find their headings in it and
answer rows; the other modules each read one kind of cell. No network, no database.
"""
