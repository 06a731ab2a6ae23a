// In: a condition. Out: nothing, once it holds; an error that says what was awaited where it never does. Run by: tests.

export async function until(what: string, holds: () => boolean | Promise<boolean>, withinMs = 15_000): Promise<void> {
  const endMs = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > endMs) throw new Error(`waited ${withinMs} ms in vain for: ${what}`);
    await new Promise((resolve) => { setTimeout(resolve, 10); });
  }
}
