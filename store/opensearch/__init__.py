"""Records in a cluster of OpenSearch: what stands in it, and how it comes there."""
