// What others use, and what is replaced while they do.

/** Something that its users ask for anew each time. */
export class Replaceable<Value> {
  constructor(public current: Value) {}
}
