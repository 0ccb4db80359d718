internal import CPython
internal import MartletBytes
internal import MartletStore

/// What can be asked of a store.
let storeQueries: [Method] = [
  Method(
    "find",
    "find(keys, /)\n--\n\nFor each 32 bytes: None, or (has_object, seconds, nbytes, content)."
  ) {
    unsafe StoreObject.answer("find", 1...1, $0, $1, $2, $3) { store, arguments in
      let keys = try digests(packed: arguments[0])
      let found = Lock.released { store.find(keys) }
      let list = try Owned.list()
      for entry in found { try list.object.append(describe(entry)) }
      return list
    }
  },
  Method(
    "load", "load(key, /)\n--\n\nThe result under a key, verified; None if there is none."
  ) {
    unsafe StoreObject.answer("load", 1...1, $0, $1, $2, $3) { store, arguments in
      let key = try Digest(arguments[0])
      guard let loaded = Lock.released({ store.load(key) }) else { return Owned(Object.none) }
      return try LoadedObject.make(loaded)
    }
  },
  Method(
    "manifest", "manifest(fingerprint, /)\n--\n\nWhat a fingerprint consists of; None if unknown."
  ) {
    unsafe StoreObject.answer("manifest", 1...1, $0, $1, $2, $3) { store, arguments in
      let fingerprint = try Digest(arguments[0])
      guard let loaded = Lock.released({ store.manifest(fingerprint) }) else {
        return Owned(Object.none)
      }
      return try Owned(
        bytes: unsafe RawSpan(
          _unsafeBytes: UnsafeRawBufferPointer(loaded.memory.bytes)[loaded.stream]))
    }
  },
  Method(
    "stats", "stats()\n--\n\nHow much is in the store."
  ) {
    unsafe StoreObject.answer("stats", 0...0, $0, $1, $2, $3) { store, _ in
      let stats = Lock.released { store.stats() }
      let result = try Owned.dictionary()
      try result.object.setItem("records", Owned(stats.recordCount))
      try result.object.setItem("results", Owned(stats.resultCount))
      try result.object.setItem("objects", Owned(stats.objectCount))
      try result.object.setItem("bytes", Owned(stats.byteCount))
      try result.object.setItem("seconds", Owned(stats.seconds))
      try result.object.setItem("sessions", Owned(stats.sessionCount))
      return result
    }
  },
]

/// Digests that lie one after the other in a buffer.
private func digests(packed object: Object) throws(Raised) -> [Digest] {
  let view = try BufferView(object)
  let bytes = unsafe view.bytes
  guard bytes.count % Digest.byteCount == 0 else {
    throw Misuse(.value, "keys have 32 bytes each").raise()
  }
  return stride(from: 0, to: bytes.count, by: Digest.byteCount).compactMap {
    unsafe Digest(bytes: UnsafeRawBufferPointer(rebasing: bytes[$0..<$0 + Digest.byteCount]))
  }
}

private func describe(_ found: Found?) throws(Raised) -> Owned {
  guard let found else { return Owned(Object.none) }
  var tuple = try TupleBuilder(count: 4)
  try tuple.append(Owned(found.hasObject))
  try tuple.append(Owned(found.seconds))
  try tuple.append(Owned(found.byteCount))
  try tuple.append(Owned(found.content))
  return tuple.finish()
}
