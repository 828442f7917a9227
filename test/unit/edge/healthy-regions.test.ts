// How often DNS is asked, what is taken from its answer, and what becomes of a request meanwhile.
import { HealthyRegions, PATIENCE, PAUSE_AFTER_FAILURE, REFRESH_AFTER } from '../../../edge/healthy-regions';
import { fakeClock, type FakeClock } from '../../../local/test/support/clock';

const TTL = 60_000;
const REGIONS = ['us-west-2', 'eu-west-1', 'ap-southeast-2'];

/** A DNS that answers when it is told to. */
class Dns {
  asked = 0;
  readonly #questions: { readonly resolve: (texts: string[][]) => void; readonly reject: (error: Error) => void }[] =
    [];

  readonly ask = async (): Promise<string[][]> => {
    this.asked += 1;
    return new Promise((resolve, reject) => this.#questions.push({ resolve, reject }));
  };

  /** Answers the oldest question with texts, each in one piece or in several. */
  answer(...texts: readonly (string | string[])[]): void {
    this.#questions.shift()?.resolve(texts.map((text) => [text].flat()));
  }

  fail(): void {
    this.#questions.shift()?.reject(new Error('queryTxt ESERVFAIL'));
  }
}

let clock: FakeClock;
let dns: Dns;
let lookUp: HealthyRegions;

beforeEach(() => {
  clock = fakeClock();
  dns = new Dns();
  lookUp = new HealthyRegions({ ask: dns.ask, clock, ttl: TTL, regions: REGIONS });
});

/** Asks, and has DNS answer. */
async function learn(...texts: readonly (string | string[])[]): Promise<readonly string[]> {
  const answer = lookUp.get();
  dns.answer(...texts);
  return answer;
}

/** Asks, and has DNS fail. */
async function fail(): Promise<readonly string[]> {
  const answer = lookUp.get();
  dns.fail();
  return answer;
}

describe('an answer', () => {
  it('names regions', async () => {
    expect(await learn('us-west-2', 'eu-west-1')).toEqual(['us-west-2', 'eu-west-1']);
  });

  it.each<[string, string | string[]]>([
    ['in pieces', ['us-', 'west', '-2']],
    ['in capitals', 'US-West-2'],
    ['with space around it', ' us-west-2\n'],
  ])('is read %s', async (_, text) => {
    expect(await learn(text)).toEqual(['us-west-2']);
  });

  it.each(['mars-north-1', '', '__proto__', '"us-west-2"', 'us-west-2 eu-west-1'])('does not name %p', async (text) => {
    expect(await learn(text, 'eu-west-1')).toEqual(['eu-west-1']);
  });

  it('serves for its time without another question', async () => {
    await learn('us-west-2');

    await clock.advance(TTL * REFRESH_AFTER - 1);

    expect(await lookUp.get()).toEqual(['us-west-2']);
    expect(dns.asked).toBe(1);
  });

  it('does not serve any longer', async () => {
    await learn('us-west-2');
    await clock.advance(TTL);

    expect(await learn('eu-west-1')).toEqual(['eu-west-1']);
    expect(dns.asked).toBe(2);
  });

  it('ages from its question on', async () => {
    const answer = lookUp.get();
    await clock.advance(PATIENCE - 1);
    dns.answer('us-west-2');
    await answer;

    await clock.advance(TTL - PATIENCE);
    expect(await lookUp.get()).toEqual(['us-west-2']);
    await clock.advance(1);
    dns.answer();

    expect(await lookUp.get()).toEqual([]);
  });
});

describe('a question', () => {
  it('is put once for all who wait', async () => {
    const answers = [lookUp.get(), lookUp.get(), lookUp.get()];
    dns.answer('us-west-2');

    expect(await Promise.all(answers)).toEqual([['us-west-2'], ['us-west-2'], ['us-west-2']]);
    expect(dns.asked).toBe(1);
  });

  it('is put in the background before an answer ends, and no request waits', async () => {
    await learn('us-west-2');
    await clock.advance(TTL * REFRESH_AFTER);

    expect(await lookUp.get()).toEqual(['us-west-2']);
    expect(await lookUp.get()).toEqual(['us-west-2']);
    expect(dns.asked).toBe(2);

    dns.answer('eu-west-1');
    await clock.advance(0);
    expect(await lookUp.get()).toEqual(['eu-west-1']);
    expect(dns.asked).toBe(2);
  });

  it('that brought its answer while the environment was frozen, for longer than it holds, is put again', async () => {
    await learn('us-west-2');
    await clock.advance(TTL * REFRESH_AFTER);
    await lookUp.get();
    await clock.advance(10 * TTL);

    const answer = lookUp.get();
    dns.answer('us-west-2');
    await clock.advance(0);
    dns.answer('eu-west-1');

    expect(await answer).toEqual(['eu-west-1']);
    expect(dns.asked).toBe(3);
  });
});

describe('a failure', () => {
  it('names nothing', async () => {
    expect(await fail()).toEqual([]);
  });

  it('is an empty answer', async () => {
    expect(await learn()).toEqual([]);
  });

  it('is an answer that names no region of ours', async () => {
    expect(await learn('mars-north-1')).toEqual([]);
  });

  it('is a look-up that throws at once', async () => {
    const ask = () => {
      throw new TypeError('The name is not a string.');
    };

    expect(await new HealthyRegions({ ask, clock, ttl: TTL, regions: REGIONS }).get()).toEqual([]);
  });

  it('is not followed by a question for a while, and no request waits', async () => {
    await fail();
    await clock.advance(PAUSE_AFTER_FAILURE - 1);

    expect(await lookUp.get()).toEqual([]);
    expect(dns.asked).toBe(1);
  });

  it('is followed by a question then', async () => {
    await fail();
    await clock.advance(PAUSE_AFTER_FAILURE);

    expect(await learn('us-west-2')).toEqual(['us-west-2']);
  });

  it('in the background does not end what holds, and is not followed by a question at once', async () => {
    await learn('us-west-2');
    await clock.advance(TTL * REFRESH_AFTER);
    await fail();
    await clock.advance(0);

    expect(await lookUp.get()).toEqual(['us-west-2']);
    expect(dns.asked).toBe(2);

    await clock.advance(PAUSE_AFTER_FAILURE);
    await lookUp.get();
    expect(dns.asked).toBe(3);
  });
});

describe('a slow answer', () => {
  it('is waited for no longer than patience lasts', async () => {
    const answer = lookUp.get();
    await clock.advance(PATIENCE);

    expect(await answer).toEqual([]);
  });

  it('is not waited for by the requests after that', async () => {
    const answer = lookUp.get();
    await clock.advance(PATIENCE);
    await answer;

    expect(await lookUp.get()).toEqual([]);
    expect(dns.asked).toBe(1);
  });

  it('serves when it comes', async () => {
    const answer = lookUp.get();
    await clock.advance(PATIENCE);
    await answer;
    dns.answer('us-west-2');
    await clock.advance(0);

    expect(await lookUp.get()).toEqual(['us-west-2']);
    expect(dns.asked).toBe(1);
  });

  it('ends the pause that was made for it', async () => {
    const ttl = 2 * PATIENCE;
    lookUp = new HealthyRegions({ ask: dns.ask, clock, ttl, regions: REGIONS });
    const answer = lookUp.get();
    await clock.advance(PATIENCE);
    await answer;
    dns.answer('us-west-2');
    await clock.advance(ttl - PATIENCE);

    expect(await learn('eu-west-1')).toEqual(['eu-west-1']);
  });

  it('is waited for once more after a while, not asked for again', async () => {
    const first = lookUp.get();
    await clock.advance(PATIENCE);
    await first;
    await clock.advance(PAUSE_AFTER_FAILURE);

    const second = lookUp.get();
    await clock.advance(PATIENCE);

    expect(await second).toEqual([]);
    expect(dns.asked).toBe(1);
  });

  it('leaves no task behind when it came in time', async () => {
    await learn('us-west-2');
    await clock.advance(PATIENCE);
    await clock.advance(TTL - PATIENCE);

    // A task of the first question would have begun a pause without questions.
    expect(await learn('eu-west-1')).toEqual(['eu-west-1']);
  });
});
