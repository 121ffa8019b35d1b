"""What is wrong, in words: reading (rows to values), judging (pure), grouping, keeping. `looking.py` is the door."""
