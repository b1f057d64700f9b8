"""Judges bags that others wrote: BagIt 0.93 to 1.0 (RFC 8493), in a zip or a folder, every problem told.

What this program itself sends and takes in is read by `desktop.formats.bag`, which allows one strict shape only.
"""
