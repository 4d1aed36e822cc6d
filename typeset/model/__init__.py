"""Model: the nouns of a press release and of its page. Frozen values; nothing here reads an article or sets a line."""
