"""The site: pages, API, status codes, headers, escaping."""
