// Asking Python while the answer may take long, or never come: one question at a time.

const PATIENCE_MS = 2000;

export class Questions {
  /**
   * @param {object} options
   * @param {number} options.turn the number of the last question that was asked before
   * @param {(turn: number) => void} options.send asks, with all that is to be known by now
   * @param {() => void} options.silent called when there was no answer for so long
   * @param {number} [options.patience] in milliseconds
   */
  constructor({ turn, send, silent, patience = PATIENCE_MS }) {
    this.turn = turn;
    this.answered = turn;
    this.send = send;
    this.onSilent = silent;
    this.patience = patience;
    /** Whether something changed since the last question. */
    this.again = false;
    /** Whether nobody seems to answer. */
    this.silent = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** Whether an answer is on its way. */
  get open() {
    return this.answered < this.turn;
  }

  /** Ask now, or as soon as the last question is answered; what changed in between counts once. */
  ask() {
    if (this.open) {
      this.again = true;
      return;
    }
    this.again = false;
    this.turn += 1;
    if (!this.silent) {
      this.timer = setTimeout(() => {
        this.silent = true;
        this.onSilent();
      }, this.patience);
    }
    this.send(this.turn);
  }

  /** Hear of an answer. @param {number} turn the question that it is for */
  hear(turn) {
    if (turn <= this.answered) return;
    this.answered = turn;
    this.turn = Math.max(turn, this.turn);
    if (this.open) return;
    clearTimeout(this.timer);
    this.silent = false;
    if (this.again) this.ask();
  }

  /** Stop waiting: the widget is taken off the page. */
  stop() {
    clearTimeout(this.timer);
  }
}
