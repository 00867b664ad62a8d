"""The consolidated report: records in, one document tree, then one writer a form."""
