internal import CPython
internal import MartletBytes

/// Hashes of Dask's keys that are the same in every process, by which a worker finds a task's inputs.
///
/// A worker compares them with those of the task's dependencies, of which it takes none whose hash
/// another one has, and none that the task was not called with.
///
/// ```text
/// a text                          XXH3 of its UTF-8
/// a tuple of texts and numbers    XXH3 of its parts: UTF-8 and FF, or 8 bytes, little-endian, and FE
/// any other key                   0: not to be found
/// ```
struct KeyHash {
  private let types = BuiltinTypes()
  private var bytes: [UInt8] = []

  /// The hash of a key.
  mutating func hash(_ key: Object) -> UInt64 {
    let type = key.type
    if type == types.text { return unsafe key.withUTF8 { unsafe Checksum.of($0) } ?? 0 }
    guard type == types.tuple else { return 0 }
    bytes.removeAll(keepingCapacity: true)
    for index in 0..<key.tupleCount {
      let part = Raised.cleared { () throws(Raised) in try key.tupleElement(index) }
      guard let part, append(part) else { return 0 }
    }
    return unsafe bytes.withUnsafeBytes { unsafe Checksum.of($0) }
  }

  /// Appends a part of a key; whether it is a text or a number.
  private mutating func append(_ part: Object) -> Bool {
    if part.type == types.text {
      let isText: Void? = unsafe part.withUTF8 { unsafe bytes.append(contentsOf: $0) }
      bytes.append(0xFF)  // in no UTF-8
      return isText != nil
    }
    guard part.type == types.int,
      let number = Raised.cleared({ () throws(Raised) in try part.integer }) ?? nil
    else { return false }
    unsafe withUnsafeBytes(of: number.littleEndian) { unsafe bytes.append(contentsOf: $0) }
    bytes.append(0xFE)
    return true
  }
}
