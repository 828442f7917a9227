// Builds of the client library in which one promise is not kept, to see whether a test would notice.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import type { connect } from '../../../client/lib/src/index';
import { endLater } from '../endings';

const SOURCE = path.join(__dirname, '../../../client/lib/src');
/** How a replacement imports the module that it replaces. */
const WHOLE = 'whole:';

/** A module that is replaced, and by what; it imports the whole one from `whole:<module>`. */
interface Breakage {
  readonly module: string;
  readonly code: string;
}

/** What can be left out. */
export const BREAKAGES = {
  'does not drop what it had': {
    module: 'memory',
    code: `import { createMemory as whole } from '${WHOLE}memory';
      export const createMemory = (size) => ({ ...whole(size), isHad: () => false });`,
  },
  'does not catch up': {
    module: 'history',
    code: `import { createHistory as whole } from '${WHOLE}history';
      export const createHistory = (...given) => ({ ...whole(...given), async *read() {} });`,
  },
  'does not look at the previous message': {
    module: 'order',
    code: `import { createOrder as whole } from '${WHOLE}order';
      export function createOrder(...given) {
        const order = whole(...given);
        return { ...order, add: (message) => order.add({ ...message, previous: null }) };
      }`,
  },
} as const satisfies Readonly<Record<string, Breakage>>;

/** Builds the library with a module replaced. @returns its `connect` */
export async function brokenLibrary({ module, code }: Breakage): Promise<typeof connect> {
  const folder = mkdtempSync(path.join(tmpdir(), 'broken-library-'));
  endLater(() => rmSync(folder, { recursive: true }));
  const outfile = path.join(folder, 'index.cjs');
  await build({
    entryPoints: [path.join(SOURCE, 'index.ts')],
    ...{ outfile, bundle: true, format: 'cjs', platform: 'node', target: 'node20' },
    plugins: [
      {
        name: 'replace',
        setup: (bundle) => {
          bundle.onResolve({ filter: new RegExp(`^\\./${module}$`) }, () => ({ path: module, namespace: 'broken' }));
          bundle.onResolve({ filter: new RegExp(`^${WHOLE}`) }, () => ({ path: path.join(SOURCE, `${module}.ts`) }));
          bundle.onLoad({ filter: /./, namespace: 'broken' }, () => ({
            contents: code,
            loader: 'ts',
            resolveDir: SOURCE,
          }));
        },
      },
    ],
  });
  const built = createRequire(outfile)(outfile) as { readonly connect: typeof connect };
  return built.connect;
}
