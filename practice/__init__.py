"""The practice web: invented sites of many makes on loopback, and the truth about every post on them."""
