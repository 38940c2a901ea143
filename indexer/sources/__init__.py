"""Which bytes are read: files, folders, archives, the manifest."""
