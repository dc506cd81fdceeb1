"""What follows when the database is put back from a backup: nothing that was taken away since comes back by itself."""
