/** One command to clamd, which answers with one text and hangs up. */
import { connect } from 'node:net';

const TIMEOUT_MILLISECONDS = 2000;
const ANSWER_CHARACTERS_MAX = 1000;

export interface ScannerAddress {
  readonly host: string;
  readonly port: number;
}

export function askScanner({ host, port }: ScannerAddress, command: 'PING' | 'VERSION'): Promise<string> {
  const socket = connect({ host, port });
  // Of the whole exchange: a scanner that drips bytes is as good as none.
  const timer = setTimeout(
    () => socket.destroy(new Error(`No answer of the scanner within ${TIMEOUT_MILLISECONDS} ms.`)),
    TIMEOUT_MILLISECONDS,
  );
  socket.setEncoding('utf8');
  socket.write(`z${command}\0`);
  return new Promise<string>((resolve, reject) => {
    let answer = '';
    const finish = () => resolve((answer.split('\0', 1)[0] ?? '').trim());
    socket.on('data', (text) => {
      answer += String(text);
      if (answer.includes('\0') || answer.length > ANSWER_CHARACTERS_MAX) finish();
    });
    socket.on('end', finish);
    socket.on('error', reject);
  }).finally(() => {
    clearTimeout(timer);
    socket.destroy();
  });
}
