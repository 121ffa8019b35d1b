"""`scrapy <verb>`: each module is a thin door to one function of the rooms below."""
