// Copies of the project: with the stages of the benchmark, or as it would be after a fresh clone.
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';

/** The project's folder. */
export const ROOT = path.join(__dirname, '..');
/** Where the copies are. */
const COPIES = path.join(ROOT, '.build/bench');
/** What no clone has. */
const MADE = new Set(['node_modules', '.git', '.build', '.local', '.serverless', 'coverage']);
const BUILT_PAGE = path.join(ROOT, 'client/dist');
const KEPT = new Set(['.build', '.local']);

/** The copy with the stages of the benchmark. What was packaged in it before is kept. */
export function benchProject(): string {
  const project = path.join(COPIES, 'project');
  mkdirSync(project, { recursive: true });
  for (const entry of readdirSync(project)) {
    if (!KEPT.has(entry)) rmSync(path.join(project, entry), { recursive: true, force: true });
  }
  copyTo(project);
  cpSync(path.join(__dirname, 'stages.yml'), path.join(project, 'stages.yml'));
  return project;
}

/** A copy in which nothing was made yet. */
export function freshProject(name: string): string {
  const project = path.join(COPIES, name);
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project, { recursive: true });
  copyTo(project);
  return project;
}

function copyTo(project: string): void {
  const filter = (source: string) => !MADE.has(path.basename(source)) && source !== BUILT_PAGE;
  for (const entry of readdirSync(ROOT)) {
    const source = path.join(ROOT, entry);
    // Nothing is copied into itself.
    if (filter(source))
      cpSync(source, path.join(project, entry), { recursive: true, preserveTimestamps: true, filter });
  }
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(project, 'node_modules'));
}
