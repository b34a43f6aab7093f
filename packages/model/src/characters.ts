/** XML 1.0, 2.2: characters that no XML document can hold, halves of surrogate pairs among them. */
const UNCARRIED = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;
const EACH = new RegExp(UNCARRIED, "gu");

/** Whether a text can be told in either format. */
export const isCarried = (text: string): boolean => !UNCARRIED.test(text);

/** The text with U+FFFD in place of whatever XML cannot hold. */
export const carried = (text: string): string => text.replace(EACH, "\ufffd");
