// Text of other people in a card: names that customers give are hostile until made plain.

const MOST_CHARACTERS = 60;

/** On one line, of at most 60 characters, and nothing in it that Adaptive Cards would take for markup. */
export function plainText(text: string): string {
  return escapeMarkdown(shorten(onOneLine(text)));
}

/** Controls and line ends become spaces; what turns the direction of text or is not to be seen goes. */
function onOneLine(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replaceAll(/[\p{Cf}\p{Co}\p{Cn}]/gu, '')
    .trim();
}

function shorten(text: string): string {
  // By code points: of combining marks a single character for the eye may have any number.
  const characters = Array.from(text);
  if (characters.length <= MOST_CHARACTERS) return text;
  return `${characters.slice(0, MOST_CHARACTERS - 1).join('')}…`;
}

/** Of CommonMark, entities among it; of `{{DATE(...)}}`; and of addresses, which some clients make a link of. */
const MARKUP = /[\\`*_[\]<>~]|\{(?=\{)|(?<=\{)\{|&(?=#?\w+;)|:(?=\/\/)/g;

/** A backslash makes punctuation plain (CommonMark §2.4). */
export function escapeMarkdown(text: string): string {
  return text.replaceAll(MARKUP, (character) => `\\${character}`);
}
