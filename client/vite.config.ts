// Builds the page into `dist/`: `npm run build`.
import process from 'node:process';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { landOutline } from './land-outline.ts';

/** Where `npm run dev` of this folder finds a front door: the one that `npm start` opens. */
const FRONT_DOOR = 'https://localhost:8443';

export default defineConfig(({ command }) => {
  // Vite keeps what the environment says, and React is half as big again for anything but production.
  if (command === 'build') process.env['NODE_ENV'] = 'production';
  return {
    root: import.meta.dirname,
    plugins: [react(), landOutline()],
    build: {
      outDir: 'dist',
      assetsDir: 'assets',
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: { polyfill: false },
      // Kilobytes. The GraphQL editor is loaded only by those who open it.
      chunkSizeWarningLimit: 700,
    },
    server: {
      proxy: {
        '/graphql': { target: FRONT_DOOR, ws: true, secure: false },
        '/config.json': { target: FRONT_DOOR, secure: false },
        '^/assets/local-': { target: FRONT_DOOR, secure: false },
        '/.local': { target: FRONT_DOOR, secure: false },
      },
    },
  };
});
