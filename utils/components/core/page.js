// State that all components of a page share. Each component has its own copy of the modules, so it is kept on `window`.

/** @returns {Record<string, any>} */
export function pageState() {
  const page = /** @type {any} */ (window);
  return (page.__tonnage ??= {});
}
