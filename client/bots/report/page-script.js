// In: the drawn report and its numbers. Out: one cross-hair over all charts, and the values of its second. Run by: report.html.
(() => {
  const { seconds, stride, endSec, lines } = JSON.parse(document.getElementById('chart-data').textContent);
  const plots = [...document.querySelectorAll('.plot')];
  const moment = document.getElementById('moment');
  const labels = new Map([...document.querySelectorAll('[data-of]')].map((label) => [label, label.textContent]));
  let at = -1;

  const shown = (value) => {
    if (value === null || value === undefined) return '-';
    const size = Math.abs(value);
    const digits = Number.isInteger(value) || size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return value.toFixed(digits).replace(/\.?0+$/, (zeros) => (zeros.startsWith('.') ? '' : digits === 0 ? zeros : ''));
  };

  const show = (next) => {
    at = Math.max(-1, Math.min(seconds.length - 1, next));
    const left = `${((seconds[at] + stride / 2) / endSec) * 100}%`;
    for (const plot of plots) {
      const cross = plot.querySelector('.cross');
      cross.hidden = at < 0;
      cross.style.left = left;
    }
    for (const [label, total] of labels) {
      const [chart, series] = label.dataset.of.split('.').map(Number);
      label.textContent = at < 0 ? total : shown(lines[chart][series][at]);
    }
    moment.textContent = at < 0 ? '' : stride === 1 ? `second ${seconds[at]}` : `seconds ${seconds[at]} to ${seconds[at] + stride - 1}`;
  };

  for (const plot of plots) {
    const point = (event) => {
      const box = plot.getBoundingClientRect();
      show(Math.floor(((event.clientX - box.left) / box.width) * (endSec / stride)));
    };
    plot.addEventListener('pointermove', point);
    plot.addEventListener('pointerdown', point);
    plot.addEventListener('pointerleave', (event) => { if (event.pointerType === 'mouse') show(-1); });
    plot.addEventListener('keydown', (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity, Escape: NaN }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      show(Number.isNaN(step) ? -1 : Math.max(0, at + step));
    });
  }
})();
