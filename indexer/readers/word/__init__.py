"""What Word documents (.docx) are made of: markup, styles, numbering, text and tables."""
