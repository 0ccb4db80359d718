internal import CPython
internal import MartletBytes
internal import MartletGraph

/// The functions of the module that are about keys on workers.
let stepFunctions: [Method] = [
  Method(
    "parse_info",
    "parse_info(info, /)\n--\n\n(token, flags, step key, shape, checks, inputs) of a step."
  ) {
    unsafe answering("parse_info", 1...1, $1, $2, $3) { arguments in
      let bytes = unsafe try arguments[0].contentOfBytes
      let info = try StepInfo(unsafe RawSpan(_unsafeBytes: bytes))
      var checks = try TupleBuilder(count: info.checks.count)
      for check in info.checks { try checks.append(Owned(check)) }
      var result = try TupleBuilder(count: 6)
      try result.append(Owned(bytes: unsafe info.token.span.bytes))
      try result.append(Owned(Int(info.flags.rawValue)))
      try result.append(Owned(info.stepKey))
      try result.append(Owned(info.shape))
      try result.append(checks.finish())
      try result.append(tuple(info.inputs))
      return result.finish()
    }
  },
  Method(
    "content_key", "content_key(shape, inputs, /)\n--\n\nThe content key of a step."
  ) {
    unsafe answering("content_key", 2...2, $1, $2, $3) { arguments in
      try Owned(
        contentKey(shape: Digest(arguments[0]), inputs: [Digest](digests: arguments[1])))
    }
  },
  Method(
    "derived", "derived(shape, inputs, /)\n--\n\nThe content digest of one of Dask's own tasks."
  ) {
    unsafe answering("derived", 2...2, $1, $2, $3) { arguments in
      try Owned(
        derivedContent(shape: Digest(arguments[0]), inputs: [Digest](digests: arguments[1])))
    }
  },
  Method(
    "key_hash",
    "key_hash(key, /)\n--\n\nA hash of a Dask key, the same in every process; 0 for an unusual one."
  ) {
    unsafe answering("key_hash", 1...1, $1, $2, $3) { arguments in
      var keys = KeyHash()
      return try Owned(Int(bitPattern: UInt(keys.hash(arguments[0]))))
    }
  },
  Method(
    "opened_key",
    "opened_key(key, files, /)\n--\n\nA key or shape of a step that opens files besides."
  ) {
    unsafe answering("opened_key", 2...2, $1, $2, $3) { arguments in
      try Owned(openedKey(Digest(arguments[0]), files: Digest(arguments[1])))
    }
  },
]

private func tuple(_ inputs: [InputContent]) throws(Raised) -> Owned {
  var result = try TupleBuilder(count: inputs.count)
  for input in inputs { try result.append(describe(input)) }
  return result.finish()
}

private func describe(_ input: InputContent) throws(Raised) -> Owned {
  switch input {
  case .step(let key, let keyHash):
    return try triple(0, key, Owned(Int(bitPattern: UInt(keyHash))))
  case .literal(let digest):
    return try triple(1, digest, Owned(Object.none))
  case .derived(let shape, let inputs):
    return try triple(2, shape, tuple(inputs))
  }
}

private func triple(
  _ kind: Int, _ digest: Digest, _ rest: consuming Owned
) throws(Raised) -> Owned {
  var result = try TupleBuilder(count: 3)
  try result.append(Owned(kind))
  try result.append(Owned(digest))
  try result.append(rest)
  return result.finish()
}
