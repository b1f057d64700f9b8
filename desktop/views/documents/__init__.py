"""What the editor and the review desk share: the open draft, the findings, and the view of documents."""
