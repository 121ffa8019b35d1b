"""Which language a text is in: by its small words and its script, against what the page says of itself."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsing.languages import language_code, language_of
from tests.patience import within

SAMPLES = {
    "en": [
        "The drivers of the north depot voted on Tuesday, and by a wide margin they turned the offer of the county down.",
        "Bring a friend to the hall on Friday. There will be soup, and the committee will tell what it heard at the table.",
        "A judge has ruled that the city owes its gardeners for the hours they waited at the gate each morning.",
        "If you have been asked to sign a paper, do not sign it before you have talked with your steward.",
    ],
    "es": [
        "Los choferes del depósito norte votaron el martes y rechazaron la oferta del condado por un amplio margen.",
        "Traiga a un amigo al salón el viernes. Habrá sopa, y el comité contará lo que se dijo en la mesa.",
        "Una jueza decidió que la ciudad debe a sus jardineros las horas que esperaron cada mañana en la puerta.",
        "Si le han pedido que firme un papel, no lo firme antes de hablar con su delegada sindical.",
        "LOS TRABAJADORES DE LA ESCUELA GANAN UN AUMENTO Y UN DIA MAS DE DESCANSO PARA TODAS LAS MADRES",
    ],
    "fr": [
        "Les chauffeurs du dépôt nord ont voté mardi et ils ont rejeté l'offre du comté à une large majorité.",
        "Venez à la salle vendredi avec un ami. Il y aura de la soupe et le comité dira ce qui a été dit à la table.",
    ],
    "pt": [
        "Os motoristas da garagem norte votaram na terça-feira e não aceitaram a proposta do condado por uma larga margem.",
        "Traga um amigo ao salão na sexta-feira. Vai ter sopa, e a comissão conta o que foi dito na mesa com os patrões.",
    ],
    "tl": [
        "Bumoto noong Martes ang mga tsuper ng hilagang garahe at hindi nila tinanggap ang alok ng lalawigan sa kanila.",
        "Isama ang kaibigan sa bulwagan sa Biyernes. May sopas, at sasabihin ng komite ang narinig nila sa mesa para sa atin.",
    ],
    "ht": [
        "Chofè yo nan depo nò a te vote madi epi yo pa t dakò ak sa konte a te ofri yo pou ane sa a.",
        "Mennen yon zanmi nan sal la vandredi. Ap gen soup, epi komite a ap di nou sa li te tande sou tab la.",
    ],
    "vi": [
        "Các tài xế của bãi phía bắc đã bỏ phiếu hôm thứ ba và họ không nhận đề nghị của quận với số phiếu lớn.",
        "Hãy đến hội trường vào thứ sáu với một người bạn. Sẽ có súp và ủy ban sẽ kể lại những gì họ đã nghe.",
    ],
    "it": [
        "Gli autisti del deposito nord hanno votato martedì e non hanno accettato la proposta della contea per un largo margine."
    ],
    "de": [
        "Die Fahrer des Depots im Norden haben am Dienstag gewählt und das Angebot des Kreises mit großer Mehrheit nicht angenommen."
    ],
    "pl": [
        "Kierowcy z północnej zajezdni głosowali we wtorek i nie przyjęli oferty hrabstwa, bo jest w niej za mało dla nas."
    ],
    "so": [
        "Darawalada bakhaarka waqooyi waxay codeeyeen Talaadadii oo waxay diideen soo jeedinta degmada, waana in la helo mid ka fiican oo u wanaagsan."
    ],
    "zh": ["北区车库的司机星期二投票，以很大的差距拒绝了县里的提议。", "会员大会星期五在礼堂举行，请带一位朋友来。"],
    "ja": ["北の車庫の運転手たちは火曜日に投票し、郡の提案を大差で断りました。"],
    "ko": ["북부 차고의 운전사들은 화요일에 투표하여 카운티의 제안을 큰 차이로 거부했습니다."],
    "ru": ["Водители северного парка проголосовали во вторник и большинством голосов отвергли предложение округа."],
    "uk": [
        "Водії північного парку проголосували у вівторок і більшістю голосів відхилили пропозицію округу, її вже змінюють."
    ],
    "ar": ["صوّت سائقو المحطة الشمالية يوم الثلاثاء ورفضوا عرض المقاطعة بأغلبية كبيرة في القاعة."],
    "hy": ["Հյուսիսային կայանի վարորդները երեքշաբթի քվեարկեցին և մերժեցին առաջարկը։"],
    "hi": ["उत्तरी डिपो के चालकों ने मंगलवार को मतदान किया और प्रस्ताव को बड़े अंतर से ठुकरा दिया।"],
    "am": ["የሰሜን ጋራዥ አሽከርካሪዎች ማክሰኞ ድምፅ ሰጡ እና ሀሳቡን አልተቀበሉም።"],
}
ALL = [(code, text) for code, texts in SAMPLES.items() for text in texts]


@pytest.mark.parametrize(("code", "text"), ALL)
@pytest.mark.parametrize("said", [None, "en", "es-MX", "de"])
def test_the_words_win_over_what_the_page_says(code, text, said):
    assert language_of(text, said) == code


@pytest.mark.parametrize(
    ("text", "said", "language"),
    [
        ("Votación el viernes", "es", "es"),
        ("Votación el viernes", None, None),
        ("Rally at the Capitol on Friday", "es", "es"),
        ("", "en-US", "en"),
        (None, None, None),
        (None, "pt_BR", "pt"),
        ("12 34 56 78 90 12 34 56 78 90 12 34 56 78", "fr", "fr"),
        ("Ann Roe, Ben Lee, Curtis Bloom, Dana Whitlock, Irene Kowal, Nell Varga, Ruth Amsel", "es", "es"),
        ("Ann Roe, Ben Lee, Curtis Bloom, Dana Whitlock, Irene Kowal, Nell Varga, Ruth Amsel", None, None),
        ("会员大会", "en", "zh"),
    ],
)
def test_few_words_are_in_the_language_that_is_said(text, said, language):
    assert language_of(text, said) == language


EN, ES = " ".join(SAMPLES["en"]), " ".join(SAMPLES["es"][:4])


@pytest.mark.parametrize("said", [None, "en", "es"])
def test_of_two_languages_the_one_with_most_words_is_the_texts(said):
    assert language_of(f"{EN} {EN}\n\n{ES}", said) == "en"
    assert language_of(f"{ES} {ES}\n\n{EN}", said) == "es"
    assert language_of(f"{EN}\n\n会员大会星期五举行", said) == "en"


def test_of_two_languages_in_equal_parts_the_page_has_the_word():
    assert language_of(f"{EN}\n\n{ES}", "es") == "es"
    assert language_of(f"{EN}\n\n{ES}", "en") == "en"


def test_names_of_another_language_do_not_turn_a_text():
    text = "María de los Ángeles Peña and José de la Cruz spoke for La Unión del Pueblo at the gate, and the crowd cheered them to the end of the day."
    assert language_of(text, "en") == "en" and language_of(text) == "en"


@pytest.mark.parametrize(
    ("tag", "code"),
    [("en-US", "en"), ("fil-PH", "tl"), ("ht", "ht"), ("x" * 9_000, None), ("English (US)", None), ("ES_mx", "es")],
)
def test_a_tag_becomes_a_code(tag, code):
    assert language_code(tag) == code


@given(st.text(max_size=400), st.one_of(st.none(), st.text(max_size=12)))
@settings(max_examples=300, deadline=None)
def test_any_text_has_a_code_or_none(text, said):
    found = language_of(text, said)
    assert found is None or (2 <= len(found) <= 3 and found == found.lower() and found.isascii())


LATIN = [(code, text) for code, text in ALL if code in {"en", "es", "fr", "pt", "tl", "ht", "vi"}]


@given(st.sampled_from(LATIN), st.sampled_from(LATIN), st.sampled_from([None, "en", "es"]))
@settings(max_examples=200, deadline=None)
def test_a_text_four_times_as_long_as_another_decides(one, other, said):
    assert language_of(" ".join([one[1]] * 4 + [other[1]]), said) == one[0]


@pytest.mark.parametrize("piece", ["a'", "’", "и ", "漢", "d’un ", "\ud7a3", "x" * 99, "́"])
def test_endless_texts_cost_little(piece):
    began = time.process_time()
    language_of(piece * 300_000, piece * 300_000)
    assert within(began, 0.5)
