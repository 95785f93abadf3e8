/** Who may send now: a few at once to one host, and what belongs together one after the other. */

export interface Turn {
  /** Resolves when its turn has come, with whether that was in time. A late turn is given up. */
  come(milliseconds: number): Promise<boolean>;
  /** Lets the next one come. Must be called, in time or not. */
  end(): void;
}

interface Waiting {
  readonly begin: () => void;
}

interface Line {
  running: number;
  readonly waiting: Waiting[];
}

/** Lines by name, each with the same number of places. A line is there only while somebody is in it. */
export class Turns {
  readonly #lines = new Map<string, Line>();

  constructor(private readonly places: number) {}

  /** Queues up at once, so that the order of calls is the order of turns. */
  take(name: string): Turn {
    const line = this.#lines.get(name) ?? { running: 0, waiting: [] };
    this.#lines.set(name, line);
    let begin: () => void = () => undefined;
    const began = new Promise<void>((resolve) => {
      begin = resolve;
    });
    let hasBegun = false;
    const waiting: Waiting = {
      begin: () => {
        hasBegun = true;
        line.running++;
        begin();
      },
    };
    line.waiting.push(waiting);
    this.#advance(name, line);
    return {
      async come(milliseconds) {
        if (hasBegun) return true;
        let timer: NodeJS.Timeout | undefined;
        const late = new Promise<void>((resolve) => {
          timer = setTimeout(resolve, milliseconds);
        });
        await Promise.race([began, late]);
        clearTimeout(timer);
        return hasBegun;
      },
      end: () => {
        if (hasBegun) line.running--;
        else line.waiting.splice(line.waiting.indexOf(waiting), 1);
        this.#advance(name, line);
      },
    };
  }

  #advance(name: string, line: Line): void {
    while (line.running < this.places) {
      const next = line.waiting.shift();
      if (!next) break;
      next.begin();
    }
    if (line.running === 0 && this.#lines.get(name) === line) this.#lines.delete(name);
  }
}
