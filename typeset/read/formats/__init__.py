"""One reader for each form in which a release arrives."""
