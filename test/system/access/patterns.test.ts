// The table of patterns in docs/PERMISSIONS.md, with tokens, in a stage that allows every channel.
import { BareClient } from '../../support/clients/bare-client';
import { endAll } from '../../support/endings';
import { request } from '../../support/clients/http-client';
import { templatesAllowing } from '../../support/packages/allowed-channels';
import { type PatternCell, patternTable } from '../../support/permission-table';
import { type Api, startTestPlanet } from '../../support/planet';
import { aSigner, templatesTrusting } from '../../support/clients/signer';
import { tokenOf } from '../../support/tokens';
import { PUBLISH, SUBSCRIBE } from '../../../local/test/support/messages';

const HISTORY =
  'query History($name: String!) { history(name: $name, region: "us-west-2") { messages { name } hasMore } }';
const ERRORS = { channel: 'ChannelNotAllowed', invalid: 'InvalidChannel' } as const;

const signer = aSigner();
let api: Api;

beforeAll(async () => {
  const planet = await startTestPlanet('local', {
    templates: templatesAllowing(templatesTrusting(signer, 'local'), ['*']),
  });
  api = planet.api();
});

afterAll(endAll);

it.each(patternTable())('a token for $entry subscribes to $asked: $verdict', async ({ entry, asked, verdict }) => {
  const Authorization = tokenOf(signer, { subscribe: [entry] });
  const client = await BareClient.connect(api);

  const id = client.start(SUBSCRIBE, { name: asked }, { host: new URL(api.graphqlUrl).host, Authorization });
  const frame = await client.frames.find((candidate) => candidate.id === id);
  client.close();

  expect(frame).toMatchObject(
    verdict === 'yes'
      ? { type: 'start_ack' }
      : { type: 'error', payload: { errors: [{ errorType: ERRORS[verdict] }] } },
  );
});

it.each(patternTable())('a token for $entry reads the history of $asked: $verdict', async (cell) => {
  const authorization = tokenOf(signer, { subscribe: [cell.entry] });

  const { body } = await request(api, HISTORY, { name: cell.asked }, { authorization });

  expect(body.errors?.[0]?.errorType).toBe(errorOfHistory(cell));
});

it.each(patternTable())('a token for $entry publishes to $asked only if it is a channel', async (cell) => {
  const authorization = tokenOf(signer, { publish: [cell.entry] });

  const { body } = await request(api, PUBLISH, { name: cell.asked, message: 'hi' }, { authorization });

  expect(body.errors?.[0]?.errorType).toBe(cell.asked.includes('*') ? ERRORS.invalid : errorOf(cell));
});

it('opens no pattern by several names below it', async () => {
  const authorization = tokenOf(signer, { subscribe: ['news/a', 'news/b', 'news/a/*'] });

  const { body } = await request(api, HISTORY, { name: 'news/*' }, { authorization });

  expect(body.errors?.[0]?.errorType).toBe('ChannelNotAllowed');
});

function errorOf({ verdict }: PatternCell): string | undefined {
  return verdict === 'yes' ? undefined : ERRORS[verdict];
}

/** There is none of every channel together. */
function errorOfHistory(cell: PatternCell): string | undefined {
  return cell.asked === '*' && cell.verdict === 'yes' ? 'HistoryOff' : errorOf(cell);
}
