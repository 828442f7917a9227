// DNS over UDP on loopback: what the resolver of one location is told. https://www.rfc-editor.org/rfc/rfc1035
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import {
  AUTHORITATIVE_ANSWER,
  decode,
  type DecodedPacket,
  encode,
  type OptAnswer,
  type Packet,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
  type StringAnswer,
  TRUNCATED_RESPONSE,
  type TxtAnswer,
} from 'dns-packet';
import { MIN_PACKET_SIZE } from './limits';
import type { Answer, Resolution } from './resolution';
import type { DnsServer } from './route53';

/** Response codes: https://www.rfc-editor.org/rfc/rfc1035#section-4.1.1 */
const NO_ERROR = 0;
const NAME_ERROR = 3;
const NOT_IMPLEMENTED = 4;

/** The operation that a query asks for, and where it stands among the flags: https://www.rfc-editor.org/rfc/rfc1035#section-4.1.1 */
const QUERY = 0;
const OPCODE_POSITION = 11;
const OPCODE_MASK = 15;

/** Bytes of an answer that the server sends at most: https://www.rfc-editor.org/rfc/rfc6891#section-6.2.5 */
const MAX_PACKET_SIZE = 4_096;

/** Starts a server on a free port of 127.0.0.1. Messages that are not queries are ignored. */
export async function startDnsServer(resolution: Resolution): Promise<DnsServer> {
  const socket = createSocket('udp4');
  let queries = 0;
  socket.on('message', (message, from) => {
    const answer = answerTo(message, resolution);
    if (!answer) return;
    queries += 1;
    send(socket, answer, from);
  });
  // A client that leaves before its answer comes must not stop the server.
  socket.on('error', () => undefined);
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  socket.unref();
  const { port } = socket.address();
  return {
    port,
    get queries() {
      return queries;
    },
    stop: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
}

/** @returns undefined for a message that is not a query, or cannot be read */
function answerTo(message: Buffer, resolution: Resolution): Buffer | undefined {
  try {
    const query = decode(message);
    return query.type === 'query' && query.questions?.length === 1 ? response(query, resolution) : undefined;
  } catch {
    // The library throws for whatever is malformed.
    return undefined;
  }
}

function response(query: DecodedPacket, resolution: Resolution): Buffer {
  const [question] = query.questions ?? [];
  const packet = responseTo(query);
  if (!question || opcodeOf(query) !== QUERY) return encode({ ...packet, flags: flagsOf(query, NOT_IMPLEMENTED) });
  const { answers, exists } = resolution.query(question.name, question.type);
  const flags = flagsOf(query, exists ? NO_ERROR : NAME_ERROR);
  const whole = encode({ ...packet, flags, answers: answers.map(recordOf) });
  if (whole.length <= sizeOf(query)) return whole;
  return encode({ ...packet, flags: flags | TRUNCATED_RESPONSE });
}

/** An answer without records, with EDNS if the query has it. */
function responseTo(query: DecodedPacket): Packet {
  const additionals = optionsOf(query).map((): OptAnswer => ({
    ...{ name: '.', type: 'OPT', udpPayloadSize: MAX_PACKET_SIZE, flags: 0, options: [] },
    ...{ extendedRcode: 0, ednsVersion: 0, flag_do: false },
  }));
  return { id: query.id ?? 0, type: 'response', questions: query.questions ?? [], additionals };
}

function opcodeOf({ flags = 0 }: DecodedPacket): number {
  return (flags >> OPCODE_POSITION) & OPCODE_MASK;
}

function flagsOf({ flags = 0 }: DecodedPacket, code: number): number {
  return (flags & RECURSION_DESIRED) | RECURSION_AVAILABLE | AUTHORITATIVE_ANSWER | code;
}

/** Bytes that the client takes. */
function sizeOf(query: DecodedPacket): number {
  const [options] = optionsOf(query);
  return Math.min(Math.max(options?.udpPayloadSize ?? 0, MIN_PACKET_SIZE), MAX_PACKET_SIZE);
}

function optionsOf({ additionals = [] }: DecodedPacket): readonly OptAnswer[] {
  return additionals.filter((additional): additional is OptAnswer => additional.type === 'OPT').slice(0, 1);
}

function recordOf({ name, type, ttl, value }: Answer): StringAnswer | TxtAnswer {
  if (typeof value !== 'string') return { name, type: 'TXT', ttl, data: [...value] };
  return { name, type: type === 'TXT' ? 'CNAME' : type, ttl, data: value };
}

function send(socket: Socket, answer: Buffer, { port, address }: RemoteInfo): void {
  socket.send(answer, port, address);
}
