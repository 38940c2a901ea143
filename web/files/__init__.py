"""What can be taken along: sheets and feeds."""
