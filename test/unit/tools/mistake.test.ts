// One line of what the programs that package say of a mistake.
import { mistakeIn } from '../../../tools/packaging/mistake';

const FRAMEWORK =
  'Packaging global-pubsub for stage local (us-west-2)\nEnvironment: linux, node 20.20.2\nDocs:        …\n\n';

it.each([
  [
    'a resolver that cannot be read',
    `${FRAMEWORK}Error:\nError: Build failed with 1 error:\nresolvers/Query.channels.ts:13:13: ERROR: Expected identifier but found "="\n    at failure (main.js:1752:15)`,
    'resolvers/Query.channels.ts:13:13: Expected identifier but found "="',
  ],
  [
    'a schema that names an unknown type',
    `${FRAMEWORK}Error:\nInvalid GraphQL schema:\n     Unknown type "Strin". Did you mean "String"?\n`,
    'Invalid GraphQL schema: Unknown type "Strin". Did you mean "String"?',
  ],
  [
    'a template that is no YAML',
    `${FRAMEWORK}Error:\nCannot resolve serverless.yml: Variables resolution errored with:\n  - Cannot parse "resources/bus/admit.yml": bad indentation in "/home/me/.build/local/us-west-2/service/resources/bus/admit.yml" (52:21)\n\n 49 |   - Effect: Allow\n 52 |   bad indentation: x: y\n--------------------------^`,
    'Cannot resolve serverless.yml: Variables resolution errored with: - Cannot parse "resources/bus/admit.yml": bad indentation in "resources/bus/admit.yml" (52:21)',
  ],
  [
    'code that AppSync refuses',
    `${FRAMEWORK}Error:\nUPDATE_FAILED: GraphQlResolverQuerychannels (AWS::AppSync::Resolver)\nResource handler returned message: "The code contains one or more errors. code.js(40,3): error @aws-appsync/no-while: While statements are not supported. (Service: AppSync, Status Code: 400, Request ID: 5579b86f)" (RequestToken: 3b5480a2, HandlerErrorCode: InvalidRequest)\n\nView the full error: https://us-west-2.console.aws.amazon.com/`,
    'GraphQlResolverQuerychannels (AWS::AppSync::Resolver): The code contains one or more errors. code.js(40,3): error @aws-appsync/no-while: While statements are not supported.',
  ],
  [
    'a page that cannot be built',
    'vite v8.3.8 building client environment for production...\n✗ Build failed in 337ms\nerror during build:\nBuild failed with 1 error:\n\n\u001b[31m[builtin:vite-transform] \u001b[0mUnexpected token\n    \u001b[38;5;246m╭─[\u001b[0m client/src/app.tsx:89:42 ]\n',
    'client/src/app.tsx:89:42: Unexpected token',
  ],
  ['what it does not know', 'Killed', 'Killed'],
])('tells of %s', (_mistake, output, sentence) => {
  expect(mistakeIn(output)).toBe(sentence);
});
