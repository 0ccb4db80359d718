internal import CPython
internal import MartletBytes
internal import MartletStore

/// A store's manifests and sessions.
let storeSessions: [Method] = [
  Method(
    "put_manifest",
    "put_manifest(fingerprint, data, /)\n--\n\nKeeps what a fingerprint consists of."
  ) { instance, start, count, names in
    unsafe answering {
      let arguments = unsafe Arguments("put_manifest", start, count, names)
      try arguments.expect(2...2)
      let fingerprint = try Digest(arguments[0])
      let view = try BufferView(arguments[1])
      let bytes = unsafe view.bytes
      let store = try unsafe StoreObject.store(instance)
      try Lock.released { () throws(StoreError) in try unsafe store.putManifest(fingerprint, bytes)
      }
      return Owned(Object.none)
    }
  },
  Method("open_session", "open_session(name, /)\n--\n\nSays that a session lives.") {
    instance, start, count, names in
    unsafe answering {
      let (store, name) = try unsafe naming("open_session", instance, start, count, names)
      try Lock.released { () throws(StoreError) in try store.touchSession(name) }
      return Owned(Object.none)
    }
  },
  Method("touch_session", "touch_session(name, /)\n--\n\nSays that a session still lives.") {
    instance, start, count, names in
    unsafe answering {
      let (store, name) = try unsafe naming("touch_session", instance, start, count, names)
      try Lock.released { () throws(StoreError) in try store.touchSession(name) }
      return Owned(Object.none)
    }
  },
  Method("close_session", "close_session(name, /)\n--\n\nSays that a session has ended.") {
    instance, start, count, names in
    unsafe answering {
      let (store, name) = try unsafe naming("close_session", instance, start, count, names)
      try Lock.released { () throws(StoreError) in try store.closeSession(name) }
      return Owned(Object.none)
    }
  },
  Method("write_session", "write_session(name, data, /)\n--\n\nKeeps the record of a submission.") {
    instance, start, count, names in
    unsafe answering {
      let arguments = unsafe Arguments("write_session", start, count, names)
      try arguments.expect(2...2)
      let name = try arguments[0].text
      let view = try BufferView(arguments[1])
      let bytes = unsafe Array(view.bytes)
      let store = try unsafe StoreObject.store(instance)
      try Lock.released { () throws(StoreError) in try store.writeSession(name, bytes) }
      return Owned(Object.none)
    }
  },
  Method(
    "sessions", "sessions(limit, /)\n--\n\nThe newest submissions: (name, data), newest first."
  ) {
    instance, start, count, names in
    unsafe answering {
      let arguments = unsafe Arguments("sessions", start, count, names)
      try arguments.expect(1...1)
      let limit = Int(max(try arguments[0].integer ?? .max, 0))
      let store = try unsafe StoreObject.store(instance)
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

/// The store and the name that a method was called with.
private func naming(
  _ function: StaticString, _ instance: UnsafeMutablePointer<PyObject>?,
  _ start: UnsafePointer<UnsafeMutablePointer<PyObject>?>?, _ count: Int,
  _ names: UnsafeMutablePointer<PyObject>?
) throws(Raised) -> (LocalStore, String) {
  let arguments = unsafe Arguments(function, start, count, names)
  try arguments.expect(1...1)
  return (try unsafe StoreObject.store(instance), try arguments[0].text)
}
