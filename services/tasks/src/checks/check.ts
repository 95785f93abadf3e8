/** One thing the doctor looks at. `look` resolves with a remark or rejects with what is wrong, in a sentence. */
export interface Check {
  readonly name: string;
  look(): Promise<string> | string;
}

const CHECK_MILLISECONDS_MAX = 15_000;

export interface Finding {
  readonly name: string;
  readonly passed: boolean;
  readonly remark: string;
}

export async function carryOut({ name, look }: Check): Promise<Finding> {
  try {
    return { name, passed: true, remark: await inTime(Promise.resolve().then(look)) };
  } catch (error) {
    return { name, passed: false, remark: error instanceof Error ? reasonOf(error) : String(error) };
  }
}

/** The reasons along the chain of causes. A connection tried at several addresses has only reasons inside. */
function reasonOf(error: Error): string {
  const reasons: string[] = [];
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    const inner: unknown[] = each instanceof AggregateError ? each.errors : [each];
    for (const one of inner) if (one instanceof Error && one.message) reasons.push(firstLine(one.message));
  }
  return [...new Set(reasons)].join(': ') || error.name;
}

const firstLine = (text: string): string => text.split('\n', 1).join();

async function inTime(look: Promise<string>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const seconds = CHECK_MILLISECONDS_MAX / 1000;
    timer = setTimeout(() => reject(new Error(`No answer within ${seconds} s.`)), CHECK_MILLISECONDS_MAX);
  });
  try {
    return await Promise.race([look, late]);
  } finally {
    clearTimeout(timer);
  }
}
