"""A request → ranked results: understanding the query, matching, ranking, filters, facets, highlights, the answer."""
