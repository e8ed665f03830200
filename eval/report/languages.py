"""What languages are called in English."""

from __future__ import annotations

# those of XQuAD (Artetxe et al. 2020), NoMIRACL (Thakur et al. 2024) and the news of the sample articles
_NAMES = {
    "ar": "Arabic", "bn": "Bengali", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "hi": "Hindi", "id": "Indonesian", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sw": "Swahili", "te": "Telugu", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian",
    "vi": "Vietnamese", "yo": "Yoruba", "zh": "Chinese",
}  # fmt: skip


def spoken(code: str) -> str:
    """Return a language's name, or its code where it has none here."""
    return _NAMES.get(code, code)
