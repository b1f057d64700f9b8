"""The review desk: the queue, the sixteen questions, the verdict."""
