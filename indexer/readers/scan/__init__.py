"""Scans and pictures → pages of characters and rulings, offline, where the optional part is installed."""
