// AppSync's own API: who may call it, and at which route.
import { createAppSync } from '../../src/appsync/service';
import type { JsonObject } from '../../src/foundation/json';
import { ACCESS_KEY, aNeighbourhood, fakeJavaScript, type NeighbourhoodOptions } from '../support/appsync';

const REQUEST: JsonObject = {
  runtime: { name: 'APPSYNC_JS', runtimeVersion: '1.0.0' },
  code: 'code',
  context: '{"arguments":{"a":1}}',
  function: 'request',
};

function anAppSync(options: NeighbourhoodOptions = {}) {
  const region = aNeighbourhood(options);
  const { api } = createAppSync(region, { ...region, newJavaScript: () => fakeJavaScript({}) });
  const evaluate = async () => api.operations['EvaluateCode']?.(REQUEST, ACCESS_KEY.principal);
  return { region, api, evaluate };
}

test('EC-01 EvaluateCode has the route and the signing name of AWS', () => {
  const { api } = anAppSync();

  expect(api.signingName).toBe('appsync');
  expect(api.protocol).toMatchObject({ routes: { 'POST /v1/dataplane-evaluatecode': 'EvaluateCode' } });
});

test('EC-01 EvaluateCode asks IAM for its own action', async () => {
  const { region, evaluate } = anAppSync();

  await evaluate();

  expect(region.asked).toMatchObject([{ action: 'appsync:EvaluateCode' }]);
});

test('EC-01 EvaluateCode is refused when no policy allows it', async () => {
  const { evaluate } = anAppSync({ allows: () => false });

  await expect(evaluate()).rejects.toMatchObject({ code: 'AccessDeniedException' });
});
