// Keeps what a store holds close together. dynalite's store keeps keys and values as Node.js cuts them, out of a common pool of 8 KiB. Most of
// a pool is used by what lives for a moment, such as requests, and stays for as long as one key that was cut out of it: an item of 400 bytes kept 9 KB.

import type { MemoryLevel, Operation } from 'memory-level';

/** Bytes of a block. What is deleted leaves a gap, and the block stays until all of it is deleted. */
const BLOCK = 8_192;
/** Bytes beyond which Node.js gives memory of its own: https://nodejs.org/docs/latest-v20.x/api/buffer.html#static-method-bufferallocunsafesize */
const MOST_POOLED = BLOCK / 2;

const PACKED = new WeakSet<MemoryLevel>();

/**
 * From now on the stores of a class keep copies that lie side by side.
 * @param store the class's prototype; what is changed is what https://github.com/Level/abstract-level#private-api-for-concrete-implementations says of a store
 */
export function packed(store: MemoryLevel): void {
  if (PACKED.has(store)) return;
  PACKED.add(store);
  const { _put: put, _batch: batch } = store;
  const keep = keeper();
  store._put = async function (key, value, options) {
    return put.call(this, keep(key), keep(value), options);
  };
  store._batch = async function (operations, options) {
    return batch.call(this, operations.map(kept), options);
  };

  function kept(operation: Operation): Operation {
    if (operation.type === 'del') return operation;
    return { ...operation, key: keep(operation.key), value: keep(operation.value) };
  }
}

/**
 * From now on the stores of a class do not keep what reads them. A store keeps its iterators until they are closed, and dynalite closes none:
 * each query left one behind, with all that the store had at that time. In memory there is nothing to close.
 * @param store the class's prototype
 */
export function forgetful(store: MemoryLevel): void {
  store.attachResource = () => {};
}

function keeper(): (bytes: Buffer) => Buffer {
  let block = Buffer.alloc(0);
  let used = 0;
  return (bytes) => {
    const { byteLength: size } = bytes;
    if (size >= MOST_POOLED) return bytes;
    if (used + size > block.byteLength) {
      block = Buffer.allocUnsafeSlow(BLOCK);
      used = 0;
    }
    const copy = block.subarray(used, used + size);
    copy.set(bytes);
    used += size;
    return copy;
  };
}
