// Finds text whose contrast with what is behind it is below 4.5:1 (WCAG 2, AA).
const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });

function rgba(colour) {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data];
}

function luminance(colour) {
  const [red, green, blue] = rgba(colour).slice(0, 3)
    .map((value) => value / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function behind(element) {
  for (let each = element; each; each = each.parentElement) {
    const colour = getComputedStyle(each).backgroundColor;
    if (rgba(colour)[3] === 255) {
      return colour;
    }
  }
  return 'white';
}

const found = [];
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  const element = texts.currentNode.parentElement;
  if (texts.currentNode.data.trim() && element.checkVisibility() && !element.closest('.unseen, noscript')) {
    const [lighter, darker] = [luminance(getComputedStyle(element).color), luminance(behind(element))]
      .sort((one, other) => other - one);
    const contrast = (lighter + 0.05) / (darker + 0.05);
    if (contrast < 4.5) {
      found.push(`${texts.currentNode.data.trim()}: ${contrast.toFixed(2)}`);
    }
  }
}
return found.join('\n');
