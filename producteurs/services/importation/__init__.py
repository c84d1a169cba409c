"""What a file's rows become in the registry: kept aside first, then written, undone, cancelled."""
