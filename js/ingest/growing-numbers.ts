/** A typed array that grows. */
export class GrowingNumbers {
  length = 0;
  #values = new Float64Array(1024);

  push(value: number): void {
    if (this.length === this.#values.length) {
      const grown = new Float64Array(this.length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.length++] = value;
  }

  toFloat64Array(): Float64Array {
    return this.#values.slice(0, this.length);
  }
}
