"""The engine on a cluster of OpenSearch."""
