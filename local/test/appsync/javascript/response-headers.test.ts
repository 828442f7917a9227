// `util.http.addResponseHeader`, as HTTP clients see it.
import type { AppSync } from '../../../src/appsync/appsync';
import { createAppSync } from '../../../src/appsync/service';
import { anApi, answerOf, aNeighbourhood, type HttpAnswer } from '../../support/appsync';
import { aHandler, javaScriptUnderTest } from '../../support/javascript';

const javaScript = javaScriptUnderTest();
let appSync: AppSync | undefined;

afterEach(async () => appSync?.stop());

/** What an API answers whose field `f` has a request handler with this body. */
async function answerTo(body: string, query = '{ f }'): Promise<HttpAnswer> {
  const region = aNeighbourhood();
  appSync = createAppSync(region, { ...region, newJavaScript: () => javaScript });
  const { apiId, graphqlUrl } = await appSync.createGraphqlApi(anApi());
  appSync.putSchema(apiId, 'type Query { f: Int }');
  appSync.createDataSource(apiId, { name: 'none', type: 'NONE' });
  const code = `${aHandler(`${body} return { payload: 1 };`)} export function response(ctx) { return ctx.result; }`;
  appSync.createResolver(apiId, { kind: 'UNIT', dataSourceName: 'none', typeName: 'Query', fieldName: 'f', code });
  const { key } = appSync.createApiKey(apiId);
  const request = { method: 'POST', headers: { 'x-api-key': key }, body: JSON.stringify({ query }) };
  return answerOf(await fetch(graphqlUrl, request));
}

it('JS-31 reaches the client, only the last of a name', async () => {
  const { body, headers } = await answerTo(
    'util.http.addResponseHeader("itemsCount", 1); util.http.addResponseHeaders({ ItemsCount: 7, render: "yes" });',
  );

  expect([body, headers.get('itemscount'), headers.get('render')]).toEqual([{ data: { f: 1 } }, '7', 'yes']);
});

it('JS-31 does not touch the headers of AppSync, and the answer says so', async () => {
  const { body, headers } = await answerTo('util.http.addResponseHeader("content-type", "text/html");');

  expect(headers.get('content-type')).toBe('application/json;charset=UTF-8');
  expect(body).toMatchObject({ data: { f: 1 }, errors: [{ path: ['f'], errorType: 'ResponseHeaderError' }] });
});

it('JS-31 leaves out what is beyond 4 KB, and the answer says so', async () => {
  const { body, headers } = await answerTo(
    'const text = [0, 1, 2, 3, 4, 5, 6].reduce((sum) => sum.concat(sum, sum, sum), "x"); util.http.addResponseHeaders({ a: 1, b: text });',
  );

  expect([headers.get('a'), headers.get('b')]).toEqual(['1', null]);
  expect(body).toMatchObject({ data: { f: 1 }, errors: [{ path: ['f'], errorType: 'ResponseHeaderError' }] });
});
