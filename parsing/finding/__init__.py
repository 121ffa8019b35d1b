"""What a text is about and whom and where it names: topics, bodies and offices, places. Precision goes before recall.

Everything is a pure function of the words and of rules that stand in data files; `registry.finding` reads those.
"""

from parsing.finding.bodies import Bodies, Body, ShortName, read_short_names
from parsing.finding.gazetteer import Gazetteer, read_gazetteer
from parsing.finding.mentions import Mention, at_home, find_mentions
from parsing.finding.places import Place, find_places
from parsing.finding.topics import Topic, TopicFound, Topics, find_topics, read_topics

__all__ = [
    "Bodies", "Body", "Gazetteer", "Mention", "Place", "ShortName", "Topic", "TopicFound", "Topics", "at_home",
    "find_mentions", "find_places", "find_topics", "read_gazetteer", "read_short_names", "read_topics",
]  # fmt: skip
