// Fails on a dependency with a known vulnerability of high or critical severity: `npm run check:audit`.
import { spawnSync } from 'node:child_process';

interface Report {
  readonly error?: { readonly summary?: string };
  readonly metadata?: { readonly vulnerabilities: Readonly<Record<string, number>> };
}

const { stdout } = spawnSync('npm', ['audit', '--audit-level=high', '--json'], { encoding: 'utf8' });
const { metadata } = reportOf(stdout);
if (!metadata) {
  // A registry mirror without the audit service is not a finding; that nothing was checked must be seen.
  console.warn('AUDIT NOT DONE: this npm registry has no audit service. Run `npm audit` against one that has.');
} else {
  const { high = 0, critical = 0 } = metadata.vulnerabilities;
  console.log(`npm audit: ${high} high, ${critical} critical.`);
  if (high + critical > 0) process.exitCode = 1;
}

function reportOf(text: string): Report {
  try {
    return JSON.parse(text) as Report;
  } catch {
    return {};
  }
}
