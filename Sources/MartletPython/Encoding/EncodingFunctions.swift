internal import CPython
internal import MartletBytes

/// The functions of the module itself.
let moduleFunctions: [Method] = [
  Method("sha256", "sha256(data, /)\n--\n\nThe SHA-256 of a buffer.") { _, start, count, names in
    unsafe answering {
      let arguments = unsafe Arguments("sha256", start, count, names)
      try arguments.expect(1...1)
      let view = try BufferView(arguments[0])
      let bytes = unsafe view.bytes
      return try Owned(
        bytes.count < 1 << 18
          ? unsafe SHA256.hash(bytes) : Lock.released { unsafe SHA256.hash(bytes) })
    }
  },
  Method("digest", "digest(data, /)\n--\n\nThe tree digest of a buffer.") {
    _, start, count, names in
    unsafe answering {
      let arguments = unsafe Arguments("digest", start, count, names)
      try arguments.expect(1...1)
      let view = try BufferView(arguments[0])
      return try Owned(unsafe bulkDigest(view.bytes))
    }
  },
  Method(
    "encode", "encode(value, identify, /)\n--\n\nThe canonical encoding of a value."
  ) { _, start, count, names in
    unsafe answering {
      let arguments = unsafe Arguments("encode", start, count, names)
      try arguments.expect(2...2)
      let encoder = try ValueEncoder(identify: arguments[1])
      encoder.passesExceptions = true
      try encoder.encode(arguments[0])
      return try Owned(bytes: unsafe RawSpan(_unsafeBytes: encoder.bytes.storage))
    }
  },
]
