import { type Variable, variables } from '@plinth/definitions';
import { listed, textOf } from './variable-list.js';

/**
 * The lines of `.env.example`. Only what nobody may leave as it is stands free; the rest is commented out, so that an
 * installation keeps following the defaults, and so that naming a server stays a decision.
 */
export function envExample(): string[] {
  const lines = [
    '# Every variable of Plinth, made by `plinth vars --env`. Copy this file to .env, give the lines that stand free',
    '# secrets of your own (for example `openssl rand -hex 32`), and free any other line whose default does not fit.',
  ];
  let category = '';
  for (const variable of listed(variables)) {
    if (variable.category !== category) {
      category = variable.category;
      lines.push('', `## ${category}`);
    }
    lines.push('', `# ${variable.summary}${variable.ignored ? ' (Plinth itself does not read it.)' : ''}`);
    lines.push(assignment(variable));
  }
  return lines;
}

function assignment(variable: Variable): string {
  const text = textOf(variable, variable.default);
  const isPublishedSecret = variable.secret === true && text !== '';
  return `${isPublishedSecret ? '' : '#'}${variable.name}=${text}`;
}
