// In: zod. Out: zod that never makes code of strings, which the page's security policy forbids: it would try, be refused, and
// go on. Run by: definitions and checks, on both sides.
import { config, z } from 'zod';

config({ jitless: true });

export { z };
