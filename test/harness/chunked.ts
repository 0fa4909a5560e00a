// Sends a body in chunks, without Content-Length, as many .NET and Java clients do; fetch would count it first.
import { request } from 'node:http';
import type { Answer } from './host.ts';
import { expectDescribed } from './openapi.ts';

export function postChunked(url: string, chunks: readonly string[]): Promise<Answer> {
  return sendChunked('POST', url, chunks);
}

export function sendChunked(method: string, url: string, chunks: readonly string[]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers: { 'transfer-encoding': 'chunked' } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => (text += chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const headers = new Headers(
          Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]),
        );
        const whole = {
          status: answer.statusCode ?? 0,
          headers,
          text,
          json: text === '' ? undefined : JSON.parse(text),
        };
        try {
          expectDescribed(method, url, whole);
          resolve(whole);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
    sent.on('error', reject);
    for (const chunk of chunks) sent.write(chunk);
    sent.end();
  });
}
