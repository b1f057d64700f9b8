"""The page 公开目录: the catalogue, and the lists that documents are checked against."""
