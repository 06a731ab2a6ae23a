// In: the browser that tests use. Out: proof that it draws with WebGL, and that pictures show it. Run by: vitest.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { findChromium, packedChromium } from '../support/chromium.ts';

afterEach(() => { vi.unstubAllEnvs(); });

test('WebGL draws, and what it draws is in the picture', { timeout: 120_000 }, async () => {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 64, height: 64 } });
    await page.setContent('<body style="margin:0"><canvas width="64" height="64" style="display:block"></canvas>');
    const drawn = await page.evaluate(() => {
      const gl = document.querySelector('canvas')!.getContext('webgl2', { preserveDrawingBuffer: true })!;
      const compiled = (kind: number, source: string) => {
        const shader = gl.createShader(kind)!;
        gl.shaderSource(shader, source);
        gl.compileShader(shader);
        return shader;
      };
      const program = gl.createProgram()!;
      // One triangle over the left half: a clear alone would not show that shaders run.
      gl.attachShader(program, compiled(gl.VERTEX_SHADER, `#version 300 es
        void main() { gl_Position = vec4(gl_VertexID == 2 ? -5.0 : 0.0, gl_VertexID == 0 ? -5.0 : (gl_VertexID == 1 ? 5.0 : 0.0), 0.0, 1.0); }`));
      gl.attachShader(program, compiled(gl.FRAGMENT_SHADER, `#version 300 es
        precision mediump float; out vec4 color; void main() { color = vec4(1.0, 0.5, 0.0, 1.0); }`));
      gl.linkProgram(program);
      gl.useProgram(program);
      gl.clearColor(0, 0, 1, 1);
      gl.clear(gl.COLOR_BUFFER_BIT);
      gl.drawArrays(gl.TRIANGLES, 0, 3);
      return gl.getError();
    });
    expect(drawn).toBe(0);
    const picture = (await page.screenshot()).toString('base64');
    const pixels = await page.evaluate(async (png) => {
      const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
      const context = new OffscreenCanvas(64, 64).getContext('2d')!;
      context.drawImage(image, 0, 0);
      return [8, 56].map((x) => [...context.getImageData(x, 32, 1, 1).data]);
    }, picture);
    expect(pixels[0]![0]).toBe(255);
    expect(Math.abs(pixels[0]![1]! - 128)).toBeLessThanOrEqual(1);
    expect(pixels[1]).toEqual([0, 0, 255, 255]);
  } finally {
    await browser.close();
  }
});

test('a browser that was named and is not there is said so, not replaced', async () => {
  vi.stubEnv('CHROMIUM_PATH', '/no/such/chromium');
  vi.resetModules();
  const fresh = await import('../support/chromium.ts');
  await expect(fresh.findChromium()).rejects.toThrow('CHROMIUM_PATH=/no/such/chromium: there is no such file');
});

test('two that unpack at once both get a whole browser', { timeout: 120_000 }, async () => {
  // The package's own unpacking shares names: the second would run the first one's half-written file.
  const cache = await mkdtemp(join(tmpdir(), 'arbiter-chromium-'));
  try {
    const first = packedChromium(cache);
    const second = packedChromium(cache);
    expect((await first).path).toBe((await second).path);
  } finally {
    await rm(cache, { recursive: true, force: true });
  }
});

test('the answer is kept', async () => {
  expect(await findChromium()).toBe(await findChromium());
});
