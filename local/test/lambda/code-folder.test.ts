// Where a function's code is unpacked, and what is left of it.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { unpack } from '../../src/lambda/code-folder';
import { zipOf } from '../support/lambda';

let temporary: string;

beforeEach(() => {
  temporary = mkdtempSync(path.join(os.tmpdir(), 'code-'));
  jest.spyOn(os, 'tmpdir').mockReturnValue(temporary);
});

afterEach(() => rmSync(temporary, { recursive: true }));

it('holds what was in the zip', () => {
  const folder = unpack(zipOf({ 'lib/a.js': '' }));

  expect(existsSync(path.join(folder.path, 'lib/a.js'))).toBe(true);
});

it('is gone when it is removed', () => {
  const folder = unpack(zipOf({ 'index.js': '' }));

  folder.remove();

  expect(readdirSync(temporary)).toEqual([]);
});

it('is gone when a file of the zip would be outside of it', () => {
  const zip = zipOf({ 'index.js': '', '../outside.js': '' });

  expect(() => unpack(zip)).toThrow('Could not unzip uploaded file: ../outside.js leaves the archive.');
  expect(readdirSync(temporary)).toEqual([]);
});
