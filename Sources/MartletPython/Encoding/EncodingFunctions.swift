internal import CPython
internal import MartletBytes

/// The functions of the module itself.
let moduleFunctions: [Method] = [
  Method("sha256", "sha256(data, /)\n--\n\nThe SHA-256 of a buffer.") {
    unsafe answering("sha256", 1...1, $1, $2, $3) { arguments in
      let view = try BufferView(arguments[0])
      let bytes = unsafe view.bytes
      return try Owned(
        bytes.count < 1 << 18
          ? unsafe SHA256.hash(bytes) : Lock.released { unsafe SHA256.hash(bytes) })
    }
  },
  Method("digest", "digest(data, /)\n--\n\nThe tree digest of a buffer.") {
    unsafe answering("digest", 1...1, $1, $2, $3) { arguments in
      let view = try BufferView(arguments[0])
      return try Owned(unsafe bulkDigest(view.bytes))
    }
  },
  Method(
    "encode", "encode(value, identify, /)\n--\n\nThe canonical encoding of a value."
  ) {
    unsafe answering("encode", 2...2, $1, $2, $3) { arguments in
      let encoder = try encoded(arguments)
      return try Owned(bytes: unsafe RawSpan(_unsafeBytes: encoder.bytes.storage))
    }
  },
  Method(
    "identity", "identity(value, identify, /)\n--\n\nThe SHA-256 of a value's canonical encoding."
  ) {
    unsafe answering("identity", 2...2, $1, $2, $3) { arguments in
      let encoder = try encoded(arguments, after: "martlet.identity.v1")
      return try Owned(unsafe SHA256.hash(encoder.bytes.storage))
    }
  },
]

/// The encoder that holds a value's encoding, given the arguments (value, identify).
private func encoded(_ arguments: Arguments, after domain: StaticString = "") throws -> ValueEncoder
{
  let encoder = try ValueEncoder(identify: arguments[1])
  encoder.passesExceptions = true
  encoder.bytes.append(domain)
  try encoder.encode(arguments[0])
  return encoder
}
