"""The words of this site, each with one meaning, in English and Spanish; those of labor law say where they hold."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A word and what it means here; spanish: the word that the Spanish labels use."""

    word: str
    spanish: str
    meaning: str


OF_THE_PROJECT = (
    Entry("address", "dirección", "A web address. A postal one is called a street address."),
    Entry("appearance", "aparición", "An item on a channel: since when and until when the channel showed it."),
    Entry("capture", "captura", "What a site sent when a page of it was read, with time and hash."),
    Entry("channel", "canal", "One address at which a source publishes and which is asked for news: a feed, a list."),
    Entry("crawl", "recolección", "One run of collecting over all channels that are due; on pages, a run."),
    Entry("finding", "hallazgo", "One thing that is wrong with sources or runs, with what it rests on and what to do."),
    Entry("item", "publicación", "One post, at one address, of one source. On pages it is simply called a post."),
    Entry("original", "original", "The first printing of a story, as far as is known."),
    Entry("printing", "reproducción", "An item that carries a story: word for word, retitled, adapted, or an excerpt."),
    Entry("revision", "versión", "An item's words as they were read at one time. An edit makes a new one."),
    Entry("role", "papel", "What a printing is beside its original: same, retitled, adapted, excerpt."),
    Entry("source", "fuente", "A union body that publishes: the national union, a council, an affiliate, a local."),
    Entry("state", "estado", "A US state in which a source works, by its two letters."),
    Entry("status", "situación", "Whether an item is still there: here, gone, moved, withdrawn, hijacked."),
    Entry("story", "historia", "All items that carry the same writing, wherever they stand. A post alone is one too."),
    Entry("verdict", "estado de la fuente", "What the counts of a week say of a source: from well to blocked."),
    Entry("visit", "visita", "What one crawl met at one channel."),
    Entry("watch", "aviso", "A search whose new stories are told by mail or in a chat."),
    Entry("withheld", "reservada", "A post whose words are not shown any more; its page says why."),
)
OF_THE_UNION = (
    Entry(
        "affiliate",
        "afiliada",
        "A union that joined AFSCME as a whole and keeps its own name, such as CSEA in New York.",
    ),
    Entry(
        "AFSCME", "AFSCME", "American Federation of State, County and Municipal Employees: a union of public workers."
    ),
    Entry(
        "arbitration",
        "arbitraje",
        "A neutral person hears both sides of a dispute and decides it; often instead of a strike.",
    ),
    Entry(
        "bargaining",
        "negociación",
        "Talks between union and employer on a contract. Which public workers may bargain is a matter of state law.",
    ),
    Entry("bargaining unit", "unidad de negociación", "The workers whom one contract covers."),
    Entry(
        "contract",
        "convenio colectivo",
        "The agreement that bargaining ends in. It is in force when the members ratify it.",
    ),
    Entry(
        "council",
        "concilio",
        "Joins locals of AFSCME, often those of one state or district; it has a number and staff.",
    ),
    Entry("grievance", "queja formal", "A complaint that the employer broke the contract, brought in fixed steps."),
    Entry(
        "impasse",
        "punto muerto",
        "Talks that lead no further. What follows, such as mediation, is set by law or contract.",
    ),
    Entry(
        "Janus",
        "Janus",
        "A judgment of the US Supreme Court of 2018: public workers who are no members need not pay the union a fee.",
    ),
    Entry("local", "sección local", "The body that a member belongs to; it has a number and elected officers."),
    Entry("national union", "sindicato nacional", "AFSCME itself; its constitution calls it the international union."),
    Entry("ratify", "ratificar", "To accept a tentative agreement by a vote of the members."),
    Entry(
        "retirees",
        "jubilados",
        "Members who left work and stay in the union, in chapters of their own.",
    ),
    Entry("steward", "delegado sindical", "A member who speaks for fellow workers at their workplace."),
    Entry(
        "tentative agreement",
        "acuerdo preliminar",
        "What both sides have agreed on and the members have not ratified yet.",
    ),
)
