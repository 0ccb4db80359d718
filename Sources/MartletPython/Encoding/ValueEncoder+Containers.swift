internal import CPython
internal import MartletBytes

extension ValueEncoder {
  /// Appends a plain container: in full if its encoding is short, as a digest else.
  func encodeContainer(_ value: Object, _ type: TypeAddress) throws(EncodingFailure) {
    if let levels = path.levelsUp(to: value) {
      bytes.append(ValueTag.levelsUp)
      bytes.append(byteCount: levels)
      return
    }
    if let known = longContainers[value.address] {
      appendLong(known.digest)
      files?.uses.add(known.files)
      return
    }
    // Owned: Python code that runs meanwhile may drop it from whatever holds it.
    let owned = Owned(value)
    let start = bytes.count
    let firstUse = files?.uses.mark ?? 0
    let outerLowest = path.lowestLevelNamed
    path.lowestLevelNamed = .max
    try enclosed(in: owned.object) { () throws(EncodingFailure) in
      try encodeElements(owned.object, type)
    }
    if let digest = shorten(from: start), path.lowestLevelNamed >= path.depth {
      // Met again, as in `[big] * 9`, it is not looked at again; one that names a container around
      // itself means something else elsewhere.
      longContainerPool.keep(owned.object)
      longContainers[owned.object.address] = LongContainer(
        digest: digest, files: files?.uses.since(firstUse) ?? [])
    }
    path.lowestLevelNamed = min(path.lowestLevelNamed, outerLowest)
  }

  /// Goes into a container for `body`.
  func enclosed(
    in container: Object, _ body: () throws(EncodingFailure) -> Void
  ) throws(EncodingFailure) {
    try path.enter(container)
    defer { path.leave() }
    try body()
  }

  /// Replaces an encoding by its digest if it is long.
  func shorten(from start: Int) -> Digest? {
    guard bytes.count - start > EncodingLimit.containerByteCount else { return nil }
    let digest = unsafe SHA256.hash(UnsafeRawBufferPointer(rebasing: bytes.storage[start...]))
    bytes.truncate(to: start)
    appendLong(digest)
    return digest
  }

  private func appendLong(_ digest: Digest) {
    bytes.append(ValueTag.longContainer)
    append(digest)
  }

  private func encodeElements(_ value: Object, _ type: TypeAddress) throws(EncodingFailure) {
    if type == types.tuple {
      try encodeTuple(value, ValueTag.tuple)
    } else if type == types.list {
      try encodeList(value)
    } else if type == types.dictionary {
      try encodeDictionary(value)
    } else if type == types.slice {
      try encodeSlice(value)
    } else {
      try encodeSet(
        value, type == types.set ? ValueTag.set : ValueTag.frozenSet, isEvaluated: false)
    }
  }

  /// Appends a tuple's elements as those of a container of the given kind.
  func encodeTuple(
    _ value: Object, _ tag: UInt8, isEvaluated: Bool = false
  ) throws(EncodingFailure) {
    bytes.append(tag)
    let count = value.tupleCount
    bytes.append(byteCount: tag == ValueTag.dictionary ? count / 2 : count)
    for i in 0..<count {
      try encode(element(value, i), isEvaluated: isEvaluated)
    }
  }

  func element(_ tuple: Object, _ index: Int) throws(EncodingFailure) -> Object {
    do { return try tuple.tupleElement(index) } catch { throw EncodingFailure(error) }
  }

  private func encodeList(_ value: Object) throws(EncodingFailure) {
    bytes.append(ValueTag.list)
    let count = value.listCount
    bytes.append(byteCount: count)
    for i in 0..<count {
      guard let element = value.listElement(i) else { throw .changed }
      try encode(element.object)
    }
    if value.listCount != count { throw .changed }
  }

  private func encodeDictionary(_ value: Object) throws(EncodingFailure) {
    bytes.append(ValueTag.dictionary)
    let count = value.dictionaryCount
    bytes.append(byteCount: count)
    var position = 0
    var seen = 0
    while let entry = value.nextEntry(&position) {
      let key = Owned(entry.key)
      let content = Owned(entry.value)
      try encode(key.object)
      try encode(content.object)
      seen += 1
      if value.dictionaryCount != count || seen > count { throw .changed }
    }
    if seen != count { throw .changed }
  }

  private func encodeSlice(_ value: Object) throws(EncodingFailure) {
    bytes.append(ValueTag.slice)
    for name in ["start", "stop", "step"] {
      let part: Owned
      do { part = try value.attribute(name) } catch { throw EncodingFailure(error) }
      try encode(part.object)
    }
  }
}

extension EncodingFailure {
  static var changed: EncodingFailure {
    .unidentified("a container changed while it was identified")
  }
}
