"""The tax agency's register of corporate numbers (法人番号公表サイト), as its files are downloaded.

Nothing is imported here: the child that reads a file starts without the database's libraries.
"""
