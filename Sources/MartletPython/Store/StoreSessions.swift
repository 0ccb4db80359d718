internal import CPython
internal import MartletBytes
internal import MartletStore

/// A store's manifests and sessions.
let storeSessions: [Method] = [
  Method(
    "put_manifest",
    "put_manifest(fingerprint, data, /)\n--\n\nKeeps what a fingerprint consists of."
  ) {
    unsafe StoreObject.answer("put_manifest", 2...2, $0, $1, $2, $3) { store, arguments in
      let fingerprint = try Digest(arguments[0])
      let view = try BufferView(arguments[1])
      let bytes = unsafe view.bytes
      try Lock.released { () throws(StoreError) in try unsafe store.putManifest(fingerprint, bytes)
      }
      return Owned(Object.none)
    }
  },
  Method("touch_session", "touch_session(name, /)\n--\n\nSays that a session lives.") {
    unsafe naming("touch_session", $0, $1, $2, $3) { store, name throws(StoreError) in
      try store.touchSession(name)
    }
  },
  Method("close_session", "close_session(name, /)\n--\n\nSays that a session has ended.") {
    unsafe naming("close_session", $0, $1, $2, $3) { store, name throws(StoreError) in
      try store.closeSession(name)
    }
  },
  Method("write_session", "write_session(name, data, /)\n--\n\nKeeps the record of a submission.") {
    unsafe StoreObject.answer("write_session", 2...2, $0, $1, $2, $3) { store, arguments in
      let name = try arguments[0].text
      let view = try BufferView(arguments[1])
      let bytes = unsafe Array(view.bytes)
      try Lock.released { () throws(StoreError) in try store.writeSession(name, bytes) }
      return Owned(Object.none)
    }
  },
  Method(
    "sessions", "sessions(limit, /)\n--\n\nThe newest submissions: (name, data), newest first."
  ) {
    unsafe StoreObject.answer("sessions", 1...1, $0, $1, $2, $3) { store, arguments in
      let limit = Int(max(try arguments[0].integer ?? .max, 0))
      let sessions = Lock.released { store.sessions(limit: limit) }
      let list = try Owned.list()
      for session in sessions {
        var tuple = try TupleBuilder(count: 2)
        try tuple.append(Owned(text: session.name))
        try tuple.append(Owned(bytes: unsafe session.bytes.span.bytes))
        try list.object.append(tuple.finish())
      }
      return list
    }
  },
]

/// Answers a method that takes a session's name and returns nothing.
private func naming(
  _ method: StaticString, _ instance: UnsafeMutablePointer<PyObject>?,
  _ start: UnsafePointer<UnsafeMutablePointer<PyObject>?>?, _ count: Int,
  _ names: UnsafeMutablePointer<PyObject>?,
  _ body: (LocalStore, String) throws(StoreError) -> Void
) -> UnsafeMutablePointer<PyObject>? {
  unsafe StoreObject.answer(method, 1...1, instance, start, count, names) { store, arguments in
    let name = try arguments[0].text
    try Lock.released { () throws(StoreError) in try body(store, name) }
    return Owned(Object.none)
  }
}
