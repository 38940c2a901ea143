"""What several formats need: grids of cells, forms of numbering."""
