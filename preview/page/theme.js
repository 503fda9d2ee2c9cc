// @ts-check

const page = document.documentElement.dataset;
const chosen = localStorage.getItem('theme');
if (chosen) page.theme = chosen;

/** Switches between light and dark, and keeps the choice. */
export function toggleTheme() {
  const current = page.theme ?? (matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark');
  page.theme = current === 'light' ? 'dark' : 'light';
  localStorage.setItem('theme', page.theme);
}
