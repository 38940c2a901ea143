"""What readers hand on: blocks, documents, problems."""
