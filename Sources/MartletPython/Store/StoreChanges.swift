internal import CPython
internal import MartletBytes
internal import MartletStore

/// What can be written to a store and removed from it.
let storeChanges: [Method] = [
  Method(
    "keep",
    """
    keep(*, step, content_key, shape, label, seconds, again, stream, buffers, classes, provenance, \
    content=None, overwrite=False)
    --

    Keeps a result; (content digest, bytes written).
    """
  ) {
    unsafe StoreObject.answer("keep", 0...0, $0, $1, $2, $3, takesNames: true) {
      store, arguments in
      let named = try arguments.named(keepNames)
      let record = try Record(named)
      let sections = try Sections(
        stream: named.required("stream"), buffers: named.required("buffers"))
      let given = named.optional("content") != nil
      let classes = try given ? nil : [Digest](digests: named.required("classes"))
      let overwrite = try named.optional("overwrite")?.isTrue ?? false
      let kept = try Lock.released { () throws(StoreError) in
        try unsafe store.keep(
          record, sections: sections.bytes, classes: classes, overwrite: overwrite)
      }
      var result = try TupleBuilder(count: 2)
      try result.append(Owned(kept.record.content))
      try result.append(Owned(kept.written))
      return result.finish()
    }
  },
  Method(
    "note",
    """
    note(*, step, content_key, shape, label, seconds, again, content, nbytes, provenance)
    --

    Notes what a result is without keeping it.
    """
  ) {
    unsafe StoreObject.answer("note", 0...0, $0, $1, $2, $3, takesNames: true) {
      store, arguments in
      let named = try arguments.named(noteNames)
      var record = try Record(named)
      _ = try named.required("content")
      record.byteCount = Int(try named.required("nbytes").integer ?? 0)
      let note = record
      try Lock.released { () throws(StoreError) in try store.note(note) }
      return Owned(Object.none)
    }
  },
  Method(
    "adopt",
    "adopt(existing, /, *, step, shape, label)\n--\n\nGives a kept result one more step key."
  ) {
    unsafe StoreObject.answer("adopt", 1...1, $0, $1, $2, $3, takesNames: true) {
      store, arguments in
      let named = try arguments.named(["step", "shape", "label"])
      let existing = try Digest(arguments[0])
      let step = try Digest(named.required("step"))
      let label = try named.required("label").text
      try Lock.released { () throws(StoreError) in
        try store.adopt(existing, step: step, label: label)
      }
      return Owned(Object.none)
    }
  },
  Method("remove", "remove(keys, /)\n--\n\nRemoves records; how many were there.") {
    unsafe StoreObject.answer("remove", 1...1, $0, $1, $2, $3) { store, arguments in
      let keys = try [Digest](digests: arguments[0])
      return try Owned(Lock.released { store.remove(keys) })
    }
  },
  Method(
    "collect_if_due",
    "collect_if_due(max_size, interval, /)\n--\n\nMakes room, unless that was done lately."
  ) {
    unsafe StoreObject.answer("collect_if_due", 2...2, $0, $1, $2, $3) { store, arguments in
      let size = Int(try arguments[0].integer ?? .max)
      let interval = Int(try arguments[1].integer ?? .max)
      let collected = Lock.released { store.collectIfDue(maxByteCount: size, interval: interval) }
      return Owned(collected == nil ? Object.no : Object.yes)
    }
  },
  Method(
    "collect", "collect(max_size, /, older_than=None, dry_run=False)\n--\n\nMakes room."
  ) {
    unsafe StoreObject.answer("collect", 1...3, $0, $1, $2, $3, takesNames: true) {
      store, arguments in
      let named = try arguments.named(["older_than", "dry_run"])
      let size = Int(try arguments[0].integer ?? .max)
      let given = try arguments.optional(1) ?? named.optional("older_than")
      let age = try given.flatMap { $0 == .none ? nil : $0 }?.double
      let dry = try (arguments.optional(2) ?? named.optional("dry_run"))?.isTrue ?? false
      guard age.map({ $0 >= 0 && $0 < 1e15 }) ?? true else {
        throw Misuse(.value, "older_than is a number of seconds")
      }
      let collected = Lock.released {
        store.collect(maxByteCount: size, olderThan: age.map { Int($0) }, dryRun: dry)
      }
      let result = try Owned.dictionary()
      try result.object.setItem("records", Owned(collected.recordCount))
      try result.object.setItem("bytes", Owned(collected.byteCount))
      try result.object.setItem("seconds", Owned(collected.seconds))
      try result.object.setItem("remaining", Owned(collected.remainingByteCount))
      return result
    }
  },
]

private let recordNames: [StaticString] = [
  "step", "content_key", "shape", "label", "seconds", "again", "provenance", "content",
]
private let keepNames = recordNames + ["stream", "buffers", "classes", "overwrite"]
private let noteNames = recordNames + ["nbytes"]

extension Record {
  /// A record from the named arguments that `keep` and `note` share.
  fileprivate init(_ named: NamedArguments) throws(Raised) {
    self.init()
    step = try named.digest("step")
    contentKey = try named.digest("content_key")
    shape = try named.digest("shape")
    label = try named.required("label").text
    seconds = try named.required("seconds").double
    again = try named.required("again").double
    provenance = try named.required("provenance").text
    if let given = try named.digest("content") { content = given }
  }
}

extension NamedArguments {
  fileprivate func digest(_ name: StaticString) throws(Raised) -> Digest? {
    guard let value = optional(name) else { return nil }
    return try Digest(value)
  }
}
