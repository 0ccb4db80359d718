internal import CPython
internal import MartletBytes

extension ValueEncoder {
  private struct Member {
    /// Of its encoding.
    var digest: Digest
    /// Tells apart members whose references are all that differs.
    var order: Digest
    /// Its references.
    var references: Range<Int>
  }

  /// Appends a set's members by their digests: their order in memory differs from run to run.
  func encodeSet(_ value: Object, _ tag: UInt8, isEvaluated: Bool) throws(EncodingFailure) {
    let elements: Owned
    do { elements = try value.elements() } catch { throw EncodingFailure(error) }
    let firstReference = references?.referenceCount ?? 0
    var members: [Member] = []
    members.reserveCapacity(elements.object.tupleCount)
    for i in 0..<elements.object.tupleCount {
      members.append(try member(element(elements.object, i), isEvaluated))
    }
    members.sort { ($0.digest, $0.order) < ($1.digest, $1.order) }
    bytes.append(tag)
    bytes.append(byteCount: members.count)
    for member in members { append(member.digest) }
    if let references, references.referenceCount > firstReference {
      references.reorder(from: firstReference, members.map(\.references))
    }
  }

  private func member(_ value: Object, _ isEvaluated: Bool) throws(EncodingFailure) -> Member {
    let start = bytes.count
    let firstReference = references?.referenceCount ?? 0
    defer { bytes.truncate(to: start) }
    try encode(value, isEvaluated: isEvaluated)
    let digest = unsafe SHA256.hash(UnsafeRawBufferPointer(rebasing: bytes.storage[start...]))
    guard let references, references.referenceCount > firstReference else {
      return Member(digest: digest, order: digest, references: 0..<0)
    }
    let range = firstReference..<references.referenceCount
    try references.nameReferences(range)
    let order = unsafe SHA256.hash(UnsafeRawBufferPointer(rebasing: bytes.storage[start...]))
    return Member(digest: digest, order: order, references: range)
  }
}
