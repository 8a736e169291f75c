// Before the first paint: the theme this browser was told to use. A file of its own, because our policy forbids inline scripts.
try {
  const theme = localStorage.getItem('honeydue.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // storage forbidden: the system's theme it is
}
