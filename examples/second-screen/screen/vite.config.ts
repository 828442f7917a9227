// Builds the screen into `dist/`, to be served from any folder of any web site.
import process from 'node:process';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig(({ command }) => {
  // Vite keeps what the environment says, and React is half as big again for anything but production.
  if (command === 'build') process.env['NODE_ENV'] = 'production';
  return {
    root: import.meta.dirname,
    base: './',
    plugins: [react()],
    build: { outDir: 'dist', emptyOutDir: true, target: 'es2022', modulePreload: { polyfill: false } },
  };
});
