// The recorded answers: one JSON value per line, as the sandbox program (`--record`) and the native stories write them.
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** All recordings below a directory, sorted. */
export function files(directory) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true })
    .map((name) => join(directory, String(name)))
    .filter((path) => path.endsWith('.jsonl') && statSync(path).isFile())
    .sort();
}

/** The exchanges of a recording. The items of a batch follow the batch. */
export async function* exchanges(file) {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    number += 1;
    if (!line.trim()) continue;
    let exchange;
    try {
      exchange = JSON.parse(line);
    } catch (error) {
      throw new Error(`${file}:${number} is not JSON: ${error.message}`);
    }
    yield exchange;
    yield* items(exchange);
  }
}

/** Whether this is a batch with an answer to its envelope. */
export const isBatch = ({ method, url, status }) =>
  method === 'POST' && status === 200 && /^\/(v1\.0|beta)\/\$batch(\?|$)/i.test(url);

/** The items of a batch as exchanges, with the url, method and headers of each item. */
export function items(batch) {
  if (!isBatch(batch)) return [];
  const version = batch.url.split('/')[1];
  const requests = batch.requestBody?.requests ?? [];
  return (batch.body?.responses ?? []).flatMap((response) => {
    const request = requests.find(({ id }) => String(id).toLowerCase() === String(response.id).toLowerCase());
    if (!request) return [];
    return [
      {
        method: request.method.toUpperCase(),
        url: `/${version}/${request.url.replace(/^\//, '')}`,
        requestHeaders: { host: batch.requestHeaders.host, ...lower(request.headers) },
        requestBody: request.body ?? null,
        status: response.status,
        headers: lower(response.headers),
        body: response.body ?? null,
        item: true,
      },
    ];
  });
}

const lower = (headers = {}) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
