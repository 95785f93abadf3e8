/** Documents as JSON. What the store keeps it gives out again and again, so its text is made once. */
import type { Document } from '@plinth/database';
import { stringifyJson } from '@plinth/definitions';
import { shape } from '@plinth/http';

const shapeDocument = shape('document');
const texts = new WeakMap<object, string>();

export function documentText(document: Document): string {
  return kept(document, () => stringifyJson(shapeDocument(document)));
}

export function documentsText(documents: readonly Document[]): string {
  return kept(documents, () => stringifyJson(documents.map(shapeDocument)));
}

function kept(subject: object, make: () => string): string {
  let text = texts.get(subject);
  if (text === undefined) {
    text = make();
    texts.set(subject, text);
  }
  return text;
}
