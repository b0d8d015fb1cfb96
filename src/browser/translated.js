// What a browser does to the page when it translates it, and what the programs may go on to believe.

/**
 * A browser's translation puts an element of its own (`font`) in the place of each text. The programs do not know that: they
 * change, remove and look beside the texts that they have made. So a replaced text comes back as soon as a program changes it,
 * and stands for its replacement in everything else.
 */
export function keepTranslatedTextsTrue() {
  const replacements = new WeakMap();
  const used = new WeakSet();
  const comeBack = ({ target }) => {
    const font = replacements.get(target);
    if (!font) return;
    for (const name of ['remove', 'parentNode', 'nextSibling']) delete target[name];
    replacements.delete(target);
    font.replaceWith(target);
  };
  const changes = new MutationObserver((records) => records.forEach(comeBack));
  const replace = (text, font) => {
    used.add(font);
    replacements.set(text, font);
    changes.observe(text, { characterData: true });
    Object.defineProperties(text, {
      remove: { configurable: true, value: () => font.remove() },
      parentNode: { configurable: true, get: () => font.parentNode },
      nextSibling: { configurable: true, get: () => font.nextSibling },
    });
  };
  const isNew = (node) => node?.nodeName === 'FONT' && !used.has(node);
  new MutationObserver((records) => {
    for (const { removedNodes, addedNodes, previousSibling, nextSibling } of records) {
      for (const text of removedNodes) {
        const font = text.nodeType === Node.TEXT_NODE && [...addedNodes, previousSibling, nextSibling].find(isNew);
        if (font && !text.isConnected) replace(text, font);
      }
    }
  }).observe(document.body, { childList: true, subtree: true });
  const { insertBefore } = Node.prototype;
  Node.prototype.insertBefore = function (node, before) {
    return insertBefore.call(this, node, replacements.get(before) ?? before);
  };
}
