"""Changing the files of a theatre: drafts and what is wrong with them, edits to the byte, safe saving, house order."""
