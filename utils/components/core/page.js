// What all components of a page share: each has modules of its own, so it is kept at the window.

/** @returns {Record<string, any>} */
export function pageState() {
  const page = /** @type {any} */ (window);
  return (page.__tonnage ??= {});
}
