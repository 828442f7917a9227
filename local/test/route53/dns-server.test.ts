// Real packets, as Node's resolver and others send them.
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { type DecodedPacket, decode, encode, type Packet } from 'dns-packet';
import { aLatencyRecord, anAlias, aRecord, aRoute53, type Route53Bench, ZONE } from '../support/route53';
import { endAll, endLater } from '../support/endings';
import { endpointAt } from '../support/endpoint';

const NAME = '_region.pubsub.example.com';

let bench: Route53Bench;

beforeEach(() => {
  bench = aRoute53();
  endLater(async () => bench.stop());
});

afterEach(endAll);

describe('Node', () => {
  test('DN-15 gets a TXT record', async () => {
    bench.create(aRecord({ values: ['"us-west-2"'] }));

    expect(await (await bench.resolver()).resolveTxt(NAME)).toEqual([['us-west-2']]);
  });

  test('DN-17 finds a name whatever its case', async () => {
    bench.create(aRecord({ name: '_Region.PubSub.example.com.' }));

    expect(await (await bench.resolver()).resolveTxt('_REGION.pubsub.EXAMPLE.com')).toEqual([['us-west-2']]);
  });

  test('DN-10 gets several strings, with what is escaped in them', async () => {
    bench.create(aRecord({ values: ['"a \\"b\\" \\\\c" "\\101\\344"', '"x""y"'] }));

    const records = await (await bench.resolver()).resolveTxt(NAME);

    expect(records).toEqual([
      ['a "b" \\c', expect.stringMatching(/^A./)],
      ['x', 'y'],
    ]);
  });

  test('DN-15 gets addresses with the TTL of the record', async () => {
    bench.create(
      aRecord({ type: 'A', ttl: 17, values: ['192.0.2.1', '192.0.2.2'] }),
      aRecord({ type: 'AAAA', ttl: 18, values: ['2001:db8::1'] }),
    );
    const resolver = await bench.resolver();

    expect(await resolver.resolve4(NAME, { ttl: true })).toEqual([
      { address: '192.0.2.1', ttl: 17 },
      { address: '192.0.2.2', ttl: 17 },
    ]);
    expect(await resolver.resolve6(NAME, { ttl: true })).toEqual([{ address: '2001:db8::1', ttl: 18 }]);
  });

  test('DN-15 is told that a name does not exist', async () => {
    bench.create(aRecord());

    await expect((await bench.resolver()).resolveTxt('none.pubsub.example.com')).rejects.toMatchObject({
      code: 'ENOTFOUND',
    });
  });

  test.each([NAME, 'pubsub.example.com'])('DN-15 is told that there are no such records at %s', async (name) => {
    bench.create(aRecord());

    await expect((await bench.resolver()).resolve4(name)).rejects.toMatchObject({ code: 'ENODATA' });
  });

  test('DN-07 gets a CNAME, and follows it', async () => {
    bench.create(
      aRecord({ type: 'CNAME', name: 'a.example.com', values: ['B.example.com.'] }),
      aRecord({ type: 'A', name: 'b.example.com', values: ['192.0.2.1'] }),
    );
    const resolver = await bench.resolver();

    expect(await resolver.resolveCname('a.example.com')).toEqual(['b.example.com']);
    expect(await resolver.resolve4('a.example.com')).toEqual(['192.0.2.1']);
  });

  test('DN-06 gets the address of an endpoint of AWS where an alias leads to it', async () => {
    bench.hosts.serve('d-abc.cloudfront.net', endpointAt(8443));
    bench.create(anAlias(), anAlias({ type: 'AAAA' }));
    const resolver = await bench.resolver();

    expect(await resolver.resolve4('pubsub.example.com', { ttl: true })).toEqual([{ address: '127.0.0.1', ttl: 60 }]);
    expect(await resolver.resolve6('pubsub.example.com')).toEqual(['::1']);
  });

  test('DN-06 gets the values of the record to which an alias leads', async () => {
    const aliasTarget = { dnsName: 'api.example.com', hostedZoneId: ZONE, evaluateTargetHealth: false };
    bench.create(
      aRecord({ name: 'api.example.com', type: 'A', ttl: 5, values: ['192.0.2.1'] }),
      anAlias({ aliasTarget }),
    );

    const addresses = await (await bench.resolver()).resolve4('pubsub.example.com', { ttl: true });

    expect(addresses).toEqual([{ address: '192.0.2.1', ttl: 5 }]);
  });

  test('DN-17 finds what a wildcard stands for, and not where there are other names', async () => {
    bench.create(
      aRecord({ name: '*.example.com', values: ['"any"'] }),
      aRecord({ name: 'own.example.com', values: ['"own"'] }),
    );
    const resolver = await bench.resolver();

    expect(await resolver.resolveTxt('a.b.example.com')).toEqual([['any']]);
    expect(await resolver.resolveTxt('own.example.com')).toEqual([['own']]);
    await expect(resolver.resolveTxt('a.own.example.com')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });
});

test('DN-06 An alias that evaluates its target is healthy while one of the target’s records is', async () => {
  const aliasTarget = { dnsName: NAME, hostedZoneId: ZONE, evaluateTargetHealth: true };
  const name = 'routed.example.com';
  bench.create(
    aRecord({ healthCheckId: bench.check('us-west-2') }),
    aRecord({ name, setIdentifier: 'a', failover: 'PRIMARY', aliasTarget, ttl: undefined, values: undefined }),
    aRecord({ name, setIdentifier: 'b', failover: 'SECONDARY', values: ['"second"'] }),
  );
  const resolver = await bench.resolver();
  const before = await resolver.resolveTxt(name);

  bench.alarm('us-west-2', 'ALARM');

  expect(before).toEqual([['us-west-2']]);
  expect(await resolver.resolveTxt(name)).toEqual([['second']]);
});

test('DN-15 Each location has its own server, which counts its queries', async () => {
  bench.create(aLatencyRecord('us-west-2'), aLatencyRecord('ap-southeast-2'));
  const [west, south] = [await bench.resolver('us-west-2'), await bench.resolver('ap-southeast-2')];

  await west.resolveTxt(NAME);
  await west.resolveTxt(NAME);

  expect(await south.resolveTxt(NAME)).toEqual([['ap-southeast-2']]);
  expect(bench.servers.map(({ queries }) => queries)).toEqual([2, 1]);
});

describe('A client of its own', () => {
  let socket: Socket;

  beforeEach(() => {
    socket = createSocket('udp4');
    endLater(() => socket.close());
  });

  function send(message: Uint8Array) {
    socket.send(message, bench.servers[0]?.port ?? 0, '127.0.0.1');
  }

  /** The next answer. */
  async function answer(): Promise<DecodedPacket> {
    const [message] = (await once(socket, 'message')) as [Buffer];
    return decode(message);
  }

  function aQuery(overrides: Packet = {}): Packet {
    return { type: 'query', id: 7, questions: [{ type: 'TXT', name: NAME }], ...overrides };
  }

  test('DN-15 A message that is not a query, or cannot be read, is ignored', async () => {
    await bench.resolver();
    const whole = encode(aQuery({ id: 1 }));
    const malformed = [
      Buffer.alloc(0),
      Buffer.from('hello'),
      Buffer.alloc(4_000, 0xff),
      // The question's name points at itself.
      Buffer.concat([whole.subarray(0, 12), Buffer.from([0xc0, 0x0c, 0, 16, 0, 1])]),
      encode(aQuery({ type: 'response', id: 2 })),
      encode(aQuery({ questions: [], id: 3 })),
      ...Array.from({ length: whole.length - 1 }, (_, length) => whole.subarray(0, length)),
    ];

    for (const message of malformed) send(message);
    send(encode(aQuery({ id: 99 })));

    expect((await answer()).id).toBe(99);
  });

  test('DN-15 The answer has the id and the question of the query', async () => {
    bench.create(aRecord());
    await bench.resolver();

    send(encode(aQuery()));

    expect(await answer()).toMatchObject({
      id: 7,
      type: 'response',
      rcode: 'NOERROR',
      flag_aa: true,
      questions: [{ name: NAME, type: 'TXT' }],
      answers: [{ name: NAME, type: 'TXT', ttl: 60, data: [Buffer.from('us-west-2')] }],
    });
  });

  test('DN-15 An answer that is too large is truncated, unless EDNS says that it is not', async () => {
    const values = Array.from({ length: 3 }, (_, index) => `"${String(index).repeat(250)}"`);
    bench.create(aRecord({ values }));
    await bench.resolver();
    const size = { type: 'OPT', name: '.', udpPayloadSize: 1_232 } as const;
    const additionals = [{ ...size, flags: 0, options: [], extendedRcode: 0, ednsVersion: 0, flag_do: false }];

    send(encode(aQuery()));
    const small = await answer();
    send(encode(aQuery({ additionals })));
    const large = await answer();

    expect([small.flag_tc, small.answers]).toEqual([true, []]);
    expect([large.flag_tc, large.answers?.length, large.additionals?.length]).toEqual([false, 3, 1]);
  });

  test('DN-15 Another operation than a query is not implemented', async () => {
    await bench.resolver();
    const STATUS = 2 << 11;

    send(encode(aQuery({ flags: STATUS })));

    expect(await answer()).toMatchObject({ rcode: 'NOTIMP' });
  });

  test('DN-07 CNAMEs that lead to each other are an answer that ends', async () => {
    bench.create(
      aRecord({ type: 'CNAME', name: 'a.example.com', values: ['b.example.com'] }),
      aRecord({ type: 'CNAME', name: 'b.example.com', values: ['a.example.com'] }),
    );
    await bench.resolver();

    send(encode(aQuery({ questions: [{ type: 'A', name: 'a.example.com' }] })));

    expect((await answer()).answers).toMatchObject([
      { type: 'CNAME', name: 'a.example.com', data: 'b.example.com' },
      { type: 'CNAME', name: 'b.example.com', data: 'a.example.com' },
    ]);
  });

  test('DN-15 A type that the engine does not have has no records', async () => {
    bench.create(aRecord());
    await bench.resolver();

    send(encode(aQuery({ questions: [{ type: 'MX', name: NAME }] })));

    expect(await answer()).toMatchObject({ rcode: 'NOERROR', answers: [] });
  });
});

describe('The canonical name', () => {
  function canonicalName(name: string, location = 'us-west-2') {
    return bench.route53.canonicalName(name, location);
  }

  test('DN-06 is where aliases and CNAMEs end', () => {
    const aliasTarget = { dnsName: 'b.example.com', hostedZoneId: ZONE, evaluateTargetHealth: false };
    bench.create(
      anAlias({ name: 'b.example.com' }, 'D-abc.cloudfront.net.'),
      anAlias({ name: 'a.example.com', aliasTarget }),
      aRecord({ name: 'www.example.com', type: 'CNAME', values: ['a.example.com'] }),
    );

    expect(canonicalName('WWW.example.com')).toBe('d-abc.cloudfront.net');
  });

  test('of a name that is in no zone is that name', () => {
    expect(canonicalName('abc.appsync-api.us-west-2.amazonaws.com')).toBe('abc.appsync-api.us-west-2.amazonaws.com');
  });

  test('depends on where somebody asks', () => {
    const targetOf = (region: string) => ({
      dnsName: `${region}.aws`,
      hostedZoneId: 'Z1',
      evaluateTargetHealth: false,
    });
    bench.create(
      ...['us-west-2', 'ap-southeast-2'].map((region) =>
        anAlias({ setIdentifier: region, region, aliasTarget: targetOf(region) }),
      ),
    );

    expect(canonicalName('pubsub.example.com', 'ap-southeast-4')).toBe('ap-southeast-2.aws');
  });

  test.each([NAME, 'pubsub.example.com'])('of %s, which has no address, does not exist', (name) => {
    bench.create(aRecord());

    expect(canonicalName(name)).toBeUndefined();
  });

  test('of CNAMEs that lead to each other does not exist', () => {
    bench.create(
      aRecord({ type: 'CNAME', name: 'a.example.com', values: ['b.example.com'] }),
      aRecord({ type: 'CNAME', name: 'b.example.com', values: ['a.example.com'] }),
    );

    expect(canonicalName('a.example.com')).toBeUndefined();
  });
});
