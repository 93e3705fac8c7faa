"""Text as text: blanks, controls, signs nobody sees, directions, scripts, emoji, length."""

import unicodedata

LONG = 10_000
_CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))]
_SPACES = [
    *"\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
]
_INVISIBLE = [
    *"\u00ad\u034f\u061c\u115f\u17b4\u180e\u200b\u200c\u200d\u2060\u2061\u2064\u206a\u206f\u2800\u3164\ufe00\ufe0f\ufeff\uffa0\ufff9\ufffb"
]
_BIDI = [*"\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"]
_NONCHARACTERS = [*"\ufdd0\ufdef\ufffe\uffff\U0001fffe\U0010ffff"]
_PRIVATE = [*"\ue000\uf8ff\U000f0000", "\U000e0041\U000e007f", "\U000e0100"]


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


TEXT: dict[str, tuple[str, ...]] = {
    "nothing and blanks": ("", " ", "   ", "\t", "\n", "\r\n", " \n \n ", *_SPACES),
    "controls inside a word": tuple(f"be{sign}fore" for sign in _CONTROLS),
    "controls alone": ("\0", "\0\0\0", "\x1b[31mred\x1b[0m", "\x07", "\x08\x08\x08", "\x85", "".join(_CONTROLS)),
    "spaces of all kinds inside": tuple(f"two{sign}words" for sign in _SPACES),
    "invisible signs": (*(f"in{sign}side" for sign in _INVISIBLE), *(sign * 5 for sign in "\u200b\u3164\u2800\ufeff")),
    "direction": (
        *(f"user{sign}txt.exe" for sign in _BIDI),
        "\u202egnw si siht",
        "\u2066\u2067" * 40,
        "English עברית English",
        "(عربي) [123] {x}",
    ),
    "no text in UTF-8": ("\ud800", "a\udfffb", "\udc80\ud800", "\ud83d", "\ude00\ud83d", "x" * 50 + "\udfff"),
    "noncharacters and private use": tuple(f"a{sign}b" for sign in (*_NONCHARACTERS, *_PRIVATE)),
    "accents apart from their letters": (
        *(_decomposed(word) for word in ("Åsa", "Göteborg", "Ærøskøbing", "Ångström", "é", "Tiếng Việt", "한국어")),
        "e" + "\u0301" * 50,
        "\u0301" * 500,
        "\u0301x",
        "a\u0323\u0307 a\u0307\u0323",
        "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!",
        "\u1e9b\u0323",
        "\u0344\u0340",
    ),
    "scripts": (
        "Å Ä Ö å ä ö",
        "Æ Ø Å æ ø å",
        "Åarjelsaemien gïele",
        "Davvisámegiella čđŋšŧž",
        "Σίσυφος ς",
        "Здравствуй, мир",
        "مرحبا بالعالم",
        "שלום עולם",
        "فارسی می‌خواهم",
        "नमस्ते दुनिया",
        "ภาษาไทย",
        "田中さんにあげて下さい",
        "表ポあA鷗ŒéＢ逍Üßªąñ丂㐀𠀀",
        "사회과학원 어학연구소",
        "ქართული ენა",
        "አማርኛ",
        "ᠮᠣᠩᠭᠣᠯ",
        "𐍈𐌰𐌹𐍂𐌷𐍄𐍃",
    ),
    "case that changes length": ("ß ẞ", "ı İ", "ﬁ ﬀ ﬃ", "Ǆ ǅ ǆ", "ŉ", "ΐ", "İstanbul" * 20, "ﷺ" * 30),
    "look-alikes": (
        "Аrvika",
        "Ｋａｒｌｓｔａｄ",
        "𝓤𝓷𝓲𝓬𝓸𝓭𝓮",
        "Ⓐⓡⓔⓝⓐ",
        "pаypаl",
        "rn ｍ",
        "Ꭺrena",
        "Ӏ l I 1 |",
        "ℌello",
        "a\u2044b",
        "А́рена",
        "кооrdinator",
    ),
    "emoji": (
        "😀",
        "👨‍👩‍👧‍👦",
        "🇸🇪🇳🇴",
        "🇸",
        "👩🏽‍🚀 ❤️ ☃",
        "1️⃣2️⃣",
        "🏳️‍🌈🏴󠁧󠁢󠁳󠁣󠁴󠁿",
        "❤︎ ❤️",
        "👍" * 2_000,
        "x\u200d😀\u200dx",
    ),
    "length": (
        "x" * LONG,
        "å" * LONG,
        "word " * (LONG // 5),
        "\n" * 3_000,
        "a\n" * 2_000,
        "W" * 160,
        "W" * 161,
        "W" * 200,
        "W" * 201,
        "W" * 255,
        "W" * 256,
        "W" * 300,
        "W" * 301,
        "å" * 200,
        "🇸🇪" * 100,
        "<" * 1_000,
        "&" * 1_000,
        "=" * 1_000,
        "(" * 1_000,
        "%" * 1_000,
        "a" * 63 + "." + "b" * 64 + "@" + "c" * 200 + ".org",
    ),
}
