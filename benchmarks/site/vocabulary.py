"""Words for made-up posts: few of them often and most of them seldom, as in a language (Zipf), so that searches have
answers of every size."""

from __future__ import annotations

import random
from dataclasses import dataclass

#: ranks of words of the language: nobody searches for them, and yet somebody does
_USUAL = (
    "the of and to in a for is that with on as are by our we from at be their have this will not who it or an more than"
    " has they was but all new said you which been".split()
)
#: words of the matter with the rank of the first and how many ranks lie between two of them
_MATTER = (
    "workers union members contract afscme public state city county council pay local health care bargaining wages"
    " strike rights vote employees benefits support together safety jobs work services budget president staffing"
    " legislature nurses community hours agreement negotiations retirees pension campaign organizing schools rally"
    " petition overtime hospital library election funding insurance steward grievance arbitration layoffs childcare"
    " corrections sanitation privatization ratified picket solidarity mediator lockout paramedics custodians"
    " apprenticeship ordinance seniority tentative healthcare teachers immigrant vaccination heat childcare"
    " probation librarians caseload understaffed furlough subcontracting whistleblower".split()
)
_PHRASES = (
    "collective bargaining, social security, public service workers, tentative agreement, health insurance,"
    " right to work, cost of living, bargaining table, prevailing wage, never quit, home care providers,"
    " strike authorization vote, staffing crisis, living wage".split(", ")
)
_SPANISH = (
    "los trabajadores del sindicato y la negociación de contrato para las huelga con salarios por niños salud pública"
    " derechos miembros acuerdo ciudad educación jubilación votación condado apoyo".split()
)
_SYLLABLES = (
    "ba be bo bra cal cen cor da den dis do el en er fa fer fi ga gen gra ha hol in jo ka ker la len li lo ma mel mi"
    " mon na ner no or pa per po ran re ri ro sa sel ser sta ta ten ti to tra u ul va ver vi wa wen ya zo".split()
)
SIZE, DRAWN = 60_000, 1_000_000


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words to draw from at even chances, the often ones often in the list; by_rank: each once."""

    english: list[str]
    spanish: list[str]
    by_rank: list[str]

    def text(self, chance: random.Random, count: int, spanish: bool = False) -> str:
        """About so many words in sentences and paragraphs."""
        words = chance.choices(self.spanish if spanish else self.english, k=count)
        for at in range(0, count, 17):
            words[at] = words[at].capitalize()
            if at:
                words[at - 1] += ".\n\n" if at % 68 == 0 else "."
        return " ".join(words).replace(".\n\n ", ".\n\n") + "."

    def title(self, chance: random.Random, spanish: bool = False) -> str:
        """Four to nine words."""
        words = chance.choices(self.spanish if spanish else self.english, k=chance.randint(4, 9))
        return " ".join(words).capitalize()


def vocabulary(seed: int = 7) -> Vocabulary:
    """The same words whenever it is made."""
    chance = random.Random(seed)
    made: dict[str, None] = {}
    while len(made) < SIZE:
        made["".join(chance.choices(_SYLLABLES, k=chance.choice((2, 2, 3, 3, 4))))] = None
    by_rank = list(made)
    for place, word in enumerate(_USUAL):
        by_rank.insert(place, word)
    for place, word in enumerate(_MATTER):
        by_rank.insert(len(_USUAL) + place * 7, word)
    for place, phrase in enumerate(_PHRASES):
        by_rank.insert(240 + place * 45, phrase)
    by_rank = list(dict.fromkeys(by_rank))
    return Vocabulary(_repeated(by_rank), _repeated([*_SPANISH, *by_rank[200:20_000]]), by_rank)


def _repeated(by_rank: list[str]) -> list[str]:
    weights = [1 / (rank + 3) for rank in range(len(by_rank))]
    scale = DRAWN / sum(weights)
    return [word for word, weight in zip(by_rank, weights, strict=True) for _ in range(max(1, round(weight * scale)))]
