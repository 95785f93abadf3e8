import { UnitOfWork } from './unit-of-work.js';
import { Writer } from './writer.js';

/** Writing documents of any project in one transaction, together with the messages that follow from it. */
export class Transaction extends UnitOfWork {
  in(project: number): Writer {
    return new Writer(project, this, this.sources);
  }
}
