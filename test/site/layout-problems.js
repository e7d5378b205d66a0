// Runs in the browser, as one expression: what makes the page hard to read. It scrolls sideways, or its code is too
// small or too pale.
(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  const wide =
    scrollWidth > clientWidth ? [`is ${scrollWidth} pixels wide in a window of ${clientWidth}`] : [];
  const blocks = [...document.querySelectorAll('pre code')];
  const small = blocks
    .map((code) => Number.parseFloat(getComputedStyle(code).fontSize))
    .filter((size) => size < 12);
  return [...wide, ...small.map((size) => `code of ${size} pixels`), ...new Set(blocks.flatMap(paleParts))];

  function paleParts(block) {
    const background = backgroundOf(block);
    return [block, ...block.querySelectorAll('span')].filter(hasText).flatMap((part) => {
      const { color } = getComputedStyle(part);
      const contrast = contrastOf(numbers(color), background);
      return contrast < 4.5 ? [`${color} on ${background.join(' ')}: contrast ${contrast.toFixed(1)}`] : [];
    });
  }

  function hasText(element) {
    return [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '');
  }

  function backgroundOf(element) {
    const [red, green, blue, alpha = 1] = numbers(getComputedStyle(element).backgroundColor);
    if (alpha > 0.9) return [red, green, blue];
    return element.parentElement ? backgroundOf(element.parentElement) : [255, 255, 255];
  }

  function numbers(color) {
    return (color.match(/[\d.]+/g) ?? []).map(Number);
  }

  // Contrast as WCAG 2 defines it.
  function contrastOf(one, other) {
    const [dark, bright] = [luminance(one), luminance(other)].sort((first, second) => first - second);
    return (bright + 0.05) / (dark + 0.05);
  }

  function luminance(color) {
    const [red, green, blue] = color.slice(0, 3).map((value) => {
      const part = value / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }
})();
