"""Files that hold files: ZIP, OLE, Office packages."""
