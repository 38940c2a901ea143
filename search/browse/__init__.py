"""What is looked up without a query: directories, comparisons, matrices."""
