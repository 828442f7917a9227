// Asks the engine that runs here to break or repair a region.
import { readFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import path from 'node:path';
import { notRunning, readEndpoints } from './endpoints-file';
import { isJsonObject, jsonIn, type JsonObject, UserError } from 'local-aws/terms';

/** What is to happen to a region. */
export type FaultOrder =
  | { readonly fault: 'down' | 'up' | 'throttle'; readonly region: string }
  /**
   * `ms` are the milliseconds that everything takes longer on its way into the region, and out of it; or by which its buses deliver
   * late at most.
   */
  | { readonly fault: 'slow' | 'stutter'; readonly region: string; readonly ms: number }
  | { readonly fault: 'split'; readonly region: string; readonly other: string };

/** Where the engine is controlled, as `.local/endpoints.json` says it. */
interface Control {
  readonly url: string;
  readonly key: string;
  /** The certificate to trust, PEM. */
  readonly ca: Buffer;
  readonly regions: readonly string[];
}

/**
 * Carries an order out.
 * @param root the project's folder
 * @returns what happened, in one sentence
 * @throws UserError `ENGINE_NOT_RUNNING` or `REGION_UNKNOWN`, or `FAULT_REFUSED` with the engine's sentence
 */
export async function carryOut(root: string, order: FaultOrder): Promise<string> {
  const control = controlOf(root);
  for (const region of [order.region, ...(order.fault === 'split' ? [order.other] : [])]) {
    if (!control.regions.includes(region)) {
      throw new UserError('REGION_UNKNOWN', `Region "${region}" is not one of ${control.regions.join(', ')}.`);
    }
  }
  const { status, body } = await send(control, order);
  if (status === 200) return sentenceOf(order);
  const reason = typeof body['error'] === 'string' ? body['error'] : `It answered with status ${status}.`;
  throw new UserError('FAULT_REFUSED', `The engine did not do it: ${reason}`);
}

function sentenceOf(order: FaultOrder): string {
  const { region } = order;
  switch (order.fault) {
    case 'down':
      return `${region} is down.`;
    case 'up':
      return `${region} is up, and nothing is wrong with it.`;
    case 'throttle':
      return `The tables of ${region} refuse every call.`;
    case 'stutter':
      return `The buses of ${region} deliver each event twice, each time up to ${order.ms} ms late.`;
    case 'slow':
      return `Everything takes ${order.ms} ms longer on its way into ${region}, and out of it.`;
    case 'split':
      return `Nothing passes between ${region} and ${order.other} any more.`;
  }
}

function controlOf(root: string): Control {
  const { control, regions, certificateAuthority } = readEndpoints(root);
  if (!control) throw notRunning();
  return { ...control, regions: Object.keys(regions), ca: readFileSync(path.join(root, certificateAuthority)) };
}

async function send(
  control: Control,
  order: FaultOrder,
): Promise<{ readonly status: number; readonly body: JsonObject }> {
  const { url, key, ca } = control;
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'x-control-key': key };
    const outgoing = httpsRequest(`${url}/faults`, { method: 'POST', ca, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const body = jsonIn(Buffer.concat(chunks).toString());
        resolve({ status: response.statusCode ?? 0, body: isJsonObject(body) ? body : {} });
      });
    });
    outgoing.once('error', (error) => reject(notRunning(error)));
    outgoing.end(JSON.stringify(order));
  });
}
