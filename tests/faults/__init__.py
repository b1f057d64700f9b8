"""The campaigns: the program is killed, cut off and fed with damage, and must lose and leak nothing."""
