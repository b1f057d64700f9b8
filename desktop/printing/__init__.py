"""The papers: each module takes one record of plain values and returns a PDF."""
