// In: TMPDIR. Out: the npm package's browser, its fonts and its libraries, in that folder. Run by: chromium.ts, as a process.
import { join } from 'node:path';
import Packed, { inflate } from '@sparticuz/chromium';

// A process of its own, because the package takes its target from TMPDIR alone, which is everybody's in a process.
await Packed.executablePath();
// Bare machines lack libnss3 and its kin. The package brings them, but unpacks them in one cloud only.
await inflate(join(import.meta.dirname, '../../node_modules/@sparticuz/chromium/bin/al2023.tar.br'));
