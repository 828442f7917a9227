// Copies of the project: with the stages of the benchmark, or as it would be after a fresh clone.
import { cpSync } from 'node:fs';
import path from 'node:path';
import { copyProject } from '../tools/packaging/project-copy';

/** The project's folder. */
export const ROOT = path.join(__dirname, '..');
/** Where the copies are. */
const COPIES = path.join(ROOT, '.build/bench');

/** The copy with the stages of the benchmark. What was packaged in it before is kept. */
export function benchProject(): string {
  const project = path.join(COPIES, 'project');
  copyProject({ root: ROOT, to: project, isKept: true, hasPage: false });
  cpSync(path.join(__dirname, 'stages.yml'), path.join(project, 'stages.yml'));
  return project;
}

/** A copy in which nothing was made yet. */
export function freshProject(name: string): string {
  const project = path.join(COPIES, name);
  copyProject({ root: ROOT, to: project, isKept: false, hasPage: false });
  return project;
}
