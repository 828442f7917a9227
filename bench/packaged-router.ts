// The router as packaging makes it, for those who measure it or try it: bundled with settings, and run with a DNS of theirs.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import { build, type BuildOptions } from 'esbuild';
import { parse } from 'yaml';
import type { EdgeResponse, OriginRequest } from '../edge/cloudfront-event';
import type { RouterConfig } from '../edge/config';

/** The function's handler. */
export type Router = (event: unknown) => Promise<OriginRequest | EdgeResponse>;

/** Where the function runs. */
export interface Surroundings {
  /** The AWS region. */
  readonly region: string;
  /** Its DNS. */
  readonly resolveTxt: (name: string) => Promise<string[][]>;
}

const EDGE = path.join(__dirname, '../edge');
/** Options that serverless-esbuild takes, and esbuild does not know. */
const OF_THE_PLUGIN = new Set(['skipRebuild']);

/** What edge/serverless.yml says of the bundle. Its settings are an expression of the framework: others take their place. */
function packagingOptions(): BuildOptions {
  const { custom } = parse(readFileSync(path.join(EDGE, 'serverless.yml'), 'utf8')) as {
    readonly custom: { readonly esbuild: BuildOptions };
  };
  return Object.fromEntries(Object.entries(custom.esbuild).filter(([name]) => !OF_THE_PLUGIN.has(name)));
}

/** @returns the code of the bundle, with the options of edge/serverless.yml */
export async function bundleOf(config: RouterConfig): Promise<string> {
  const { outputFiles } = await build({
    ...packagingOptions(),
    entryPoints: [path.join(EDGE, 'handler.ts')],
    // As serverless-esbuild sets unless told.
    platform: 'node',
    define: { ROUTER_CONFIG: JSON.stringify(config) },
    write: false,
    logLevel: 'error',
  });
  const [bundle] = outputFiles;
  if (!bundle) throw new Error('esbuild made no bundle of the router.');
  return bundle.text;
}

/** A new environment of the function. */
export function loadRouter(code: string, { region, resolveTxt }: Surroundings): Router {
  const nodeRequire = createRequire(__filename);
  const module: { exports: { handler?: Router } } = { exports: {} };
  const run = compileFunction(code, ['module', 'exports', 'require', 'process']) as (...values: unknown[]) => void;
  run(
    module,
    module.exports,
    (name: string) => (name === 'node:dns/promises' ? { resolveTxt } : (nodeRequire(name) as unknown)),
    { env: { AWS_REGION: region } },
  );
  const { handler } = module.exports;
  if (!handler) throw new Error('The bundle exports no handler.');
  return handler;
}
