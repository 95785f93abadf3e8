/** A JSON log line as one line of text for people: time, level, service, message, then the rest as `key=value`. */
export function formatLine(line: string): string {
  const { time, level, service, message, ...rest } = JSON.parse(line);
  const clock = String(time).slice(11, 23);
  const columns = [clock, String(level).toUpperCase().padEnd(5), String(service ?? '-').padEnd(12), message ?? ''];
  return `${[columns.join(' ').trimEnd(), ...Object.entries(rest).map(formatField)].join('  ')}\n`;
}

function formatField([key, value]: [string, unknown]): string {
  if (isDescribedError(value)) return `${key}=${errorText(value)}`;
  if (typeof value === 'string') return `${key}=${/^[^\s"=]+$/.test(value) ? value : JSON.stringify(value)}`;
  return `${key}=${JSON.stringify(value)}`;
}

interface TextError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: unknown;
}

/** Type and message down the chain of causes, and where the innermost was made. */
function errorText({ type, message, stack, cause }: TextError): string {
  const text = `${type}: ${message.replaceAll(/\s*\n\s*/g, ' ')}`;
  if (isDescribedError(cause)) return `${text} <- ${errorText(cause)}`;
  const place = stack?.split('\n').find((frame) => frame.trimStart().startsWith('at '));
  return place === undefined ? text : `${text} (${place.trim()})`;
}

const isDescribedError = (value: unknown): value is TextError =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  'message' in value &&
  typeof value.type === 'string' &&
  typeof value.message === 'string';
