"""The nouns of the contract: records, their zones, the laws that they cite."""
