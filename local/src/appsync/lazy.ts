// What is made at most once, and only if somebody asks for it.

/** @param make called at the first call, whose promise every further call gets; what it throws rejects that promise */
export function lazy<Value>(make: () => Value | Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= begin(make));
}

async function begin<Value>(make: () => Value | Promise<Value>): Promise<Value> {
  return make();
}
