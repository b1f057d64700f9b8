"""A labelled set of invented official documents: what each is laid out like, and what a reader would write down."""
