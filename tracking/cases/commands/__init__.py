"""The command lines of this chapter; one file each, so that a scan loads no exports."""
