/** Requests to providers, within their limits. Source: DESIGN.md §3.8. */
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { publicLookup, refusePrivateHost } from '@plinth/core';

export interface Outgoing {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Incoming {
  readonly status: number;
  readonly text: string;
}

export type Send = (outgoing: Outgoing) => Promise<Incoming>;

const ANSWER_BYTES_MAX = 1_048_576;
const MILLISECONDS_MAX = 10_000;

/** Sends over TLS to public addresses, or to any address where private ones are allowed; follows no redirects. */
export function sender({ allowPrivate }: { allowPrivate: boolean }): Send {
  return async ({ method, url, headers, body }) => {
    if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:'))
      throw new Error(`Providers are asked over HTTPS, not by ${url.protocol}`);
    if (!allowPrivate) refusePrivateHost(url.hostname);
    const begin = url.protocol === 'https:' ? requestHttps : requestHttp;
    const signal = AbortSignal.timeout(MILLISECONDS_MAX);
    return new Promise((resolve, reject) => {
      const request = begin(
        url,
        { method, headers, signal, agent: false, ...(allowPrivate ? {} : { lookup: publicLookup }) },
        (response) => {
          const chunks: Buffer[] = [];
          let size = 0;
          response.on('data', (chunk: Buffer) => {
            size += chunk.length;
            if (size > ANSWER_BYTES_MAX) request.destroy(new Error(`${url.host} answered more than is read.`));
            else chunks.push(chunk);
          });
          response.on('error', reject);
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
          );
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  };
}
