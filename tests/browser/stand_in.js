// A widget's module on a plain page: what a static export needs in place of Jupyter's model.
class Model {
  constructor(state) {
    this.state = state;
    this.listeners = {};
    this.sent = [];
  }
  get(name) { return this.state[name]; }
  set(name, value) {
    this.state[name] = value;
    for (const listener of this.listeners[`change:${name}`] ?? []) listener();
  }
  on(event, listener) { (this.listeners[event] ??= []).push(listener); }
  off(event, listener) {
    this.listeners[event] = this.listeners[event]?.filter((other) => other !== listener);
  }
  save_changes() {}
  send(message) { this.sent.push(message); }
}

async function show(source, css, state) {
  for (const value of Object.values(state)) {
    if (value?.data) value.data = Uint8Array.from(atob(value.data), (c) => c.charCodeAt(0)).buffer;
  }
  const style = document.createElement("style");
  style.textContent = css;
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const { default: widget } = await import(url);
  const el = document.createElement("main");
  document.body.replaceChildren(style, el);
  globalThis.model = new Model(state);
  globalThis.cleanup = widget.render({ model, el });
}
