// Fails on a dependency with a known vulnerability of high or critical severity: `npm run check:audit`.
import path from 'node:path';
import { runProgram, scriptOf } from './child-process';
import { note, runCommand, terminal } from './terminal';

const ROOT = path.join(__dirname, '..');

const AUDIT = {
  command: 'npm run check:audit',
  usage: `Usage: npm run check:audit

Fails if a dependency has a known vulnerability of high or critical severity.

  --help   print this`,
  options: {},
} as const;

interface Report {
  readonly metadata?: { readonly vulnerabilities: Readonly<Record<string, number>> };
}

function reportOf(text: string): Report {
  try {
    return JSON.parse(text) as Report;
  } catch {
    return {};
  }
}

runCommand(module, AUDIT, async () => {
  const args = ['audit', '--audit-level=high', '--json', '--silent'];
  const { output } = await runProgram({ script: scriptOf('npm', ROOT), args, cwd: ROOT, isShown: false });
  const { metadata } = reportOf(output);
  if (!metadata) {
    // A registry mirror without the audit service is not a finding. That nothing was checked must be seen.
    note('AUDIT NOT DONE: this npm registry has no audit service. Run `npm audit` against one that has.');
    return;
  }
  const { high = 0, critical = 0 } = metadata.vulnerabilities;
  terminal.info(`npm audit: ${high} high, ${critical} critical.`);
  if (high + critical > 0) process.exitCode = 1;
});
