"""Words that tell whose site it is: those that hardly a union's page lacks, and those that only spam has."""

from __future__ import annotations

import re

#: Not behind a dot, a slash or an at-sign, where they would be a part of an address.
_UNION = r"""
    afscme
    afl-cio
    (?<!western )(?<!credit )(?<!european )(?<!student )(?<!soviet )unions?
    unionized
    bargaining
    stewards?
    collective agreement
    (?:local|council|chapter|district council|lodge|unit) (?:no\.? ?)?\d{1,5}
    sindicatos?
    sindical(?:es)?
    sindicalistas?
    negociaci(?:o|ó|&oacute;)n colectiva
    public employees
    rank[- ]and[- ]file
    grievances?
    picket(?:s|ed|ing)?(?: lines?)?
"""
#: Words of public life and of work: two different ones show somebody who reports, and no seller.
_PUBLIC = r"""
    workers?
    employees?
    wages?
    legislat(?:ure|ors?|ion|ive)
    lawmakers?
    senators?
    bill
    testif(?:y|ied|ies)
    rall(?:y|ied|ies)
    protest(?:s|ed|ers)?
    strikes?
    striking
    layoffs?
    pensions?
    organiz(?:e|ed|ing)
    nurses?
    providers
    contract talks
    trabajador(?:es|as?)?
    huelga
    salarios?
    legislatura
"""
#: Wares and baits that spam on taken or hacked sites sells. A report on casino workers, on the price of medicine or on
#: a law about loans has none of them: they are the words of the seller.
_SPAM = r"""
    (?:buy|order|cheap|generic|discount) (?:generic |cheap )?DRUG
    DRUG(?: \d+ ?mg)? (?:online|without|for sale|cheap|no prescription)
    without (?:a )?(?:doctor'?s? )?prescription
    no prescription (?:needed|required)
    canadian pharmacy online
    online pharmacy no
    (?:best |top |new |trusted )?online casinos?(?: real money| games| bonus(?:es)?| slots| sites?)?
    casino (?:bonus(?:es)?|en ligne|online|slots)
    no deposit bonus(?:es)?
    welcome bonus(?:es)?
    free spins?
    (?:online |video |play )slots? (?:games?|machines?|online)
    slot gacor
    slot online
    situs (?:slot|judi|togel|poker)
    judi (?:online|bola|slot)
    bandar (?:togel|judi|bola)
    agen (?:judi|slot|togel)
    togel(?: online)?
    (?:play|win) (?:at |with )?real money
    sports ?betting (?:sites?|odds|bonus(?:es)?|apps?)
    betting (?:sites?|bonus(?:es)?|tips)
    (?:online )?poker (?:sites?|rooms?)
    (?:payday|cash|title|installment|quick|instant) loans? (?:online|near (?:me|you)|no credit check|direct lenders?)
    loans? (?:with )?no credit check
    (?:apply|get) (?:for )?(?:a |an )?(?:instant|fast|quick) (?:cash|loan)
    bad credit (?:loans? )?(?:ok|online|approved)
    (?:essay|dissertation|term paper|coursework) writing services?
    write my (?:essay|paper)(?: for me)?
    (?:escorts?|call girls?) (?:in|service|services|agency)
    (?:buy|replica) (?:replica )?(?:rolex|louis vuitton|handbags|watches online)
    (?:buy|cheap) (?:instagram )?followers
    seo (?:backlinks|services cheap)
    forex (?:signals?|trading bots?)
    (?:crypto|bitcoin) (?:casinos?|giveaways?|doubler)
    weight loss (?:pills?|gummies|supplements?) (?:online|that work|reviews?)
    cbd gummies
    apuestas (?:online|en línea|deportivas online)
    casinos? (?:en línea|sin depósito)
    (?:онлайн|рулетка|вулкан) казино
    казино (?:онлайн|вулкан)
"""

#: Words of shops and of baits that unions use as well: four different ones are a sign on a site that has lost its posts
#: and its name, and say nothing of a single post.
_WARES = r"""
    casinos?
    slots?
    roulette
    poker
    jackpots?
    bett(?:ing|ors?)
    bets?
    odds
    gambl(?:e|ing)
    bookmakers?
    bonus(?:es)?
    payouts?
    loans?
    lenders?
    lending
    mortgages?
    refinanc(?:e|ing)
    credit scores?
    viagra
    cialis
    pills?
    pharmacy
    prescriptions?
    dosage
    escorts?
    porn
    xxx
    webcams?
    dating
    milfs?
    hentai
    crypto
    cryptocurrency
    bitcoin
    ethereum
    tokens?
    wallets?
    trading
    forex
    brokers?
    vpn
    seo
    backlinks?
    coupons?
    promo codes?
    free shipping
    add to cart
    shopping cart
    checkout
    buy now
    shop now
    best price
    for sale
    this domain
    domain names?
    make an offer
    apuestas
    tragamonedas
    préstamos?
    wetten
    kredite?
    казино
"""

_DRUG = "(?:viagra|cialis|levitra|kamagra|tramadol|xanax|ambien|valium|phentermine|modafinil)"


def _table(lines: str) -> str:
    entries = (line.strip().replace("DRUG", _DRUG).replace(" ", r"\s") for line in lines.strip().splitlines())
    return "(?:" + "|".join(entries) + ")"


_NO_ADDRESS = r"(?<![\w./@-])"
UNION = re.compile(_NO_ADDRESS + _table(_UNION) + r"(?![\w@-]|\.\w)", re.IGNORECASE)
PUBLIC = re.compile(_NO_ADDRESS + _table(_PUBLIC) + r"(?![\w@-]|\.\w)", re.IGNORECASE)
WARES = re.compile(r"(?<!\w)" + _table(_WARES) + r"(?!\w)", re.IGNORECASE)
SPAM = re.compile(r"(?<!\w)" + _table(_SPAM) + r"(?!\w)", re.IGNORECASE)
