"""What waits on a case and for whom: `working_out` brings it together from one module for each noun."""
