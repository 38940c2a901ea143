"""What is wrong with lists: gaps, contradictions, what is out of date, personal data; for those who keep them."""
