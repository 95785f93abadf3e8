import type { Translation } from '../texts.js';
import { ar } from './ar.js';
import { de } from './de.js';
import { en } from './en.js';
import { es } from './es.js';
import { fr } from './fr.js';
import { it } from './it.js';
import { ja } from './ja.js';
import { nl } from './nl.js';
import { pt } from './pt.js';
import { zhCn } from './zh-cn.js';

export { en };

/** By the code that requests name. */
export const locales: ReadonlyMap<string, Translation> = new Map(
  Object.entries({ ar, de, en, es, fr, it, ja, nl, pt, 'zh-cn': zhCn }),
);
