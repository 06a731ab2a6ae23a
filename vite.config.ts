// In: client/. Out: dist/client, or a dev server with the rooms behind it. Run by: npm run build, npm run dev.
import { defineConfig } from 'vite';
import { phaserParts } from './tools/phaser-parts.ts';

const rooms = `http://127.0.0.1:${process.env['PORT'] ?? 2567}`;

export default defineConfig({
  root: 'client',
  plugins: [phaserParts()],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'es2022',
    // Phaser is one chunk of 0.9 MB by itself; it loads while the name is typed.
    chunkSizeWarningLimit: 1000,
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/matchmake': rooms,
      '/auth': rooms,
      '/healthz': rooms,
      // Seats are at /<process>/<room>: two words of nine characters, which no file of the client has.
      '^/[\\w-]{9}/[\\w-]{9}': { target: rooms.replace('http', 'ws'), ws: true },
    },
  },
});
