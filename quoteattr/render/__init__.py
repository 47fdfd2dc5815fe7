"""Showing: pages, fragments for notebooks, and tables in the terminal; every text from articles is escaped."""
