"""How lists put it: labels, titles, names and shares."""
