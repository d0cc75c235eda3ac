"""What is wrong with a page that stands in a window."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from babel.messages.pofile import read_po
from playwright.sync_api import Page

from tests.browser.windows import Window

CATALOGUE = Path(__file__).parents[2] / "translations/zh_Hans_CN/LC_MESSAGES/messages.po"
CJK = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"\b[A-Za-z]{2,}(?:(?:,? |[’'])[a-z]{2,}){2,}")  # three words in a row
SHORTEST_PART = 6
# Words of the page itself: texts and speaking attributes, without code and other languages.
WORDS = """() => {
  const words = [document.title];
  // Cells of a proof hold what stood in the file, in the language of the file.
  const proofs = ".evidence td, .as-in-file dd";
  const skipped = `script, style, code, [lang]:not(html), textarea, option, ${proofs}`;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement.closest(skipped)) words.push(walker.currentNode.data);
  }
  for (const name of ["aria-label", "placeholder", "title", "alt", "data-label"]) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      if (!element.closest("[lang]:not(html)")) words.push(element.getAttribute(name));
    }
  }
  return words.map((text) => text.replace(/\\s+/g, " ").trim()).filter(Boolean);
}"""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(frozen=True)
class Words:
    """The messages of the catalogue: English ids, and their Chinese."""

    english: set[str] = field(default_factory=set)
    chinese: set[str] = field(default_factory=set)


@cache
def catalogue() -> Words:
    """The catalogue as it lies in the repository."""
    words = Words()
    with CATALOGUE.open("rb") as file:
        for message in read_po(file):
            english, chinese = forms(message.id), forms(message.string)
            # Names such as Excel are the same in both.
            own = [text for text in english if text not in chinese]
            words.english.update(text for text in own if re.search(r"[A-Za-z]{2}", text))
            words.chinese.update(text for text in chinese if CJK.search(text))
    return words


def forms(texts: Any) -> list[str]:
    """A message, or its singular and plural."""
    return [text.strip() for text in ([texts] if isinstance(texts, str) else texts) if text]


def foreign_words(page: Page, locale: str) -> list[str]:
    """Texts in the other language that do not come from the data."""
    texts: list[str] = page.evaluate(WORDS)
    if locale == "zh":
        return [t for t in texts if t in catalogue().english or ENGLISH.search(t)]
    long = [text for text in catalogue().chinese if len(text) >= SHORTEST_PART and "%" not in text]
    return [t for t in texts if t in catalogue().chinese or any(part in t for part in long)]


def barriers(page: Page) -> list[str]:
    """What axe finds: the rule, and the first element that breaks it."""
    violations: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in violations]


def faults_of(window: Window, locale: str) -> list[str]:
    """Everything that is wrong with the page in the window as it stands."""
    page = window.page
    found = [f"axe {barrier}" for barrier in barriers(page)]
    if (wide := page.evaluate(TOO_WIDE)) > 0:
        found.append(f"{wide} pixels too wide at {page.viewport_size}")
    found += [f"foreign words: {text[:80]}" for text in foreign_words(page, locale)]
    if not page.evaluate("() => document.documentElement.lang").startswith(locale):
        found.append("the language of the page is not said")
    return found
