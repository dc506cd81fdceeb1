"""What goes wrong around the portal: a database that stops, a process that is killed, a full disk, a clock that jumps."""
