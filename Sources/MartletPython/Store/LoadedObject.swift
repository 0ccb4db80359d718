internal import CPython
internal import MartletBytes
internal import MartletStore

/// What a Python `Loaded` holds: a result's record, and its sections as memory views.
final class LoadedContent {
  let record: Record
  let stream: Owned
  let buffers: Owned

  init(record: Record, stream: consuming Owned, buffers: consuming Owned) {
    self.record = record
    self.stream = stream
    self.buffers = buffers
  }
}

/// Python's `Loaded`.
enum LoadedObject {
  // SAFETY: written once, by the module's initialisation, and read with the GIL held.
  nonisolated(unsafe) private static var native: NativeType<LoadedContent>?

  /// Makes the type and puts it into the module.
  static func add(to module: Object) throws(Raised) {
    let type = try NativeType<LoadedContent>(
      "martlet._martlet.Loaded", documentation: "A result as it was kept.", getters: getters)
    unsafe native = type
    try module.setAttribute("Loaded", type.type)
  }

  /// A new `Loaded`.
  static func make(_ loaded: Loaded) throws(Raised) -> Owned {
    guard let native = unsafe native else { throw Misuse(.runtime, "no such type").raise() }
    let buffers = try Owned.list()
    for place in loaded.buffers {
      try buffers.object.append(MappedObject.view(loaded.memory, place))
    }
    let stream = try MappedObject.view(loaded.memory, loaded.stream)
    return try native.make(LoadedContent(record: loaded.record, stream: stream, buffers: buffers))
  }

  private static func content(
    _ instance: UnsafeMutablePointer<PyObject>?
  ) throws(Raised) -> LoadedContent {
    guard let native = unsafe native, let instance = unsafe Object(instance) else {
      throw Misuse(.type, "not a result").raise()
    }
    return try native.content(instance)
  }

  private static let getters: [Getter] = [
    Getter("stream", "The pickle stream.") { instance, _ in
      unsafe answering { Owned(try unsafe content(instance).stream.object) }
    },
    Getter("buffers", "The out-of-band buffers: writable, copy-on-write.") { instance, _ in
      unsafe answering { Owned(try unsafe content(instance).buffers.object) }
    },
    Getter("content_digest", "The content digest.") { instance, _ in
      unsafe answering { try Owned(unsafe content(instance).record.content) }
    },
    Getter("seconds", "Seconds that the step took.") { instance, _ in
      unsafe answering { try Owned(unsafe content(instance).record.seconds) }
    },
    Getter("again", "Seconds to have it again, unkept inputs included.") { instance, _ in
      unsafe answering { try Owned(unsafe content(instance).record.again) }
    },
    Getter("nbytes", "Bytes of the result.") { instance, _ in
      unsafe answering { try Owned(unsafe content(instance).record.byteCount) }
    },
    Getter("label", "The name of the step's function.") { instance, _ in
      unsafe answering { try Owned(text: unsafe content(instance).record.label) }
    },
  ]
}
