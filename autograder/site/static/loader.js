// Shows the course's widgets without Jupyter. Bundles and states are scripts that call `put`: a page
// opened from a folder cannot import them.

/** @typedef {{state: Record<string, any>, buffers: [(string | number)[], string][]}} Saved */
/** @typedef {() => void} Call */

(() => {
  const NEEDS = "This needs the live notebook: open the lesson in JupyterLab.";
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const folder = new URL("widgets/", script.src);

  /** @type {Map<string, {arrived: Promise<any>, take: (value: any) => void}>} */
  const parcels = new Map();

  /** @param {string} name */
  function parcel(name) {
    const known = parcels.get(name);
    if (known) return known;
    let take = (/** @type {any} */ _) => {};
    const arrived = new Promise((done, fail) => {
      take = done;
      const tag = document.createElement("script");
      tag.src = `${folder}${name}.js`;
      tag.onerror = fail;
      document.head.append(tag);
    });
    parcels.set(name, { arrived, take });
    return { arrived, take };
  }

  class Model {
    live = false; // no kernel
    /** @type {Map<string, Set<Call>>} */
    listeners = new Map();
    /** @param {Record<string, any>} state @param {Call} refuse */
    constructor(state, refuse) {
      this.state = state;
      this.refuse = refuse;
    }
    /** @param {string} name */
    get(name) {
      return this.state[name];
    }
    /** @param {string} name @param {any} value */
    set(name, value) {
      if (this.state[name] === value) return;
      this.state[name] = value;
      for (const listener of this.listeners.get(`change:${name}`) ?? []) listener();
    }
    /** @param {string} event @param {Call} listener */
    on(event, listener) {
      this.listeners.set(event, (this.listeners.get(event) ?? new Set()).add(listener));
    }
    /** @param {string} event @param {Call} listener */
    off(event, listener) {
      this.listeners.get(event)?.delete(listener);
    }
    save_changes() {}
    /** @param {{type: string}} message "here" asks for nothing: a widget says that it is shown */
    send({ type }) {
      if (type !== "here") this.refuse();
    }
  }

  /** @param {Saved} saved the state, to which its bytes come back */
  function unpacked({ state, buffers }) {
    const copy = structuredClone(state);
    for (const [path, text] of buffers) {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const owner = path.slice(0, -1).reduce((/** @type {any} */ o, step) => o[step], copy);
      owner[path[path.length - 1]] = new DataView(bytes.buffer);
    }
    return copy;
  }

  /** @param {HTMLElement} place */
  async function show(place) {
    near.unobserve(place);
    const { bundle = "", state = "" } = place.dataset;
    const words = Object.assign(document.createElement("p"), { role: "status" });
    try {
      const [source, saved] = await Promise.all([parcel(bundle).arrived, parcel(state).arrived]);
      const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
      const widget = (await import(url)).default;
      const model = new Model(unpacked(saved), () => (words.textContent = NEEDS));
      const el = document.createElement("div");
      place.append(el, words);
      await widget.render({ model, el, signal: new AbortController().signal });
      requestAnimationFrame(letScroll);
      place.dataset.shown = "true";
    } catch (error) {
      words.textContent = "This widget could not be loaded.";
      place.append(words);
      console.error(error);
    }
  }

  /** @param {IntersectionObserverEntry[]} entries */
  function comeNear(entries) {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) show(/** @type {HTMLElement} */ (target));
    }
  }
  const near = new IntersectionObserver(comeNear, { rootMargin: "600px" });

  // Says Furo's choice of theme on the body as JupyterLab does, which is what widgets look for.
  const dark = matchMedia("(prefers-color-scheme: dark)");
  function followTheme() {
    const said = document.body.dataset;
    const isDark = said.theme === "dark" || (said.theme !== "light" && dark.matches);
    said.jpThemeLight = String(!isDark);
    said.jpThemeName = isDark ? "dark" : "light";
  }

  function letScroll() {
    for (const box of document.querySelectorAll("article pre, .table-wrapper, .ccw-scroll")) {
      if (box.scrollWidth > box.clientWidth) box.setAttribute("tabindex", "0");
    }
  }

  /** @param {string} name @param {any} value */
  const put = (name, value) => parcel(name).take(value);
  Object.assign(globalThis, { courseWidgets: { put } });
  followTheme();
  new MutationObserver(followTheme).observe(document.body, { attributeFilter: ["data-theme"] });
  dark.addEventListener("change", followTheme);
  letScroll();
  addEventListener("resize", letScroll);
  for (const place of document.querySelectorAll(".course-widget")) near.observe(place);
})();
