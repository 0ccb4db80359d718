import MartletBytes

/// An object's header as it was read: checked against the bytes at hand before anything is believed.
struct ObjectHeader {
  let layout: ObjectLayout
  let checksums: [UInt64]
  let digest: Digest

  /// Reads and checks the header; nothing for bytes that are not a whole object.
  init?(_ bytes: UnsafeRawBufferPointer) {
    var cursor = unsafe Cursor(bytes)
    guard bytes.count >= 16, unsafe bytes.prefix(8).elementsEqual(ObjectLayout.magic) else {
      return nil
    }
    cursor.offset = 8
    guard cursor.integer(UInt32.self) == 0, let count = cursor.integer(UInt32.self),
      count >= 1, count <= ObjectLayout.largestSectionCount, Int(count) * 16 <= bytes.count
    else { return nil }
    var places: [(UInt64, UInt64)] = []
    for _ in 0..<count {
      guard let offset = cursor.integer(UInt64.self), let length = cursor.integer(UInt64.self),
        length <= bytes.count
      else { return nil }
      places.append((offset, length))
    }
    layout = ObjectLayout(byteCounts: places.map { Int($0.1) })
    guard layout.byteCount == bytes.count, layout.headerByteCount <= bytes.count,
      zip(layout.sections, places).allSatisfy({ UInt64($0.lowerBound) == $1.0 })
    else { return nil }
    let leafCount = layout.sections.reduce(0) { $0 + Leaves.count(of: $1.count) }
    checksums = (0..<leafCount).compactMap { _ in cursor.integer(UInt64.self) }
    guard let digest = cursor.digest(), checksums.count == leafCount else { return nil }
    self.digest = digest
    let checked = unsafe Checksum.of(UnsafeRawBufferPointer(rebasing: bytes[..<cursor.offset]))
    guard cursor.integer(UInt64.self) == checked else { return nil }
  }

  /// Whether every leaf has the checksum that the header gives.
  func matchesChecksums(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var next = checksums[...]
    return layout.sections.allSatisfy { section in
      let found = unsafe Leaves.checksums(UnsafeRawBufferPointer(rebasing: bytes[section]))
      let matches = found.elementsEqual(next.prefix(found.count))
      next = next.dropFirst(found.count)
      return matches
    }
  }

  /// Whether the SHA-256 tree over the sections gives the header's digest.
  func matchesDigest(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let sections = layout.sections.map {
      unsafe TreeDigest.hash(UnsafeRawBufferPointer(rebasing: bytes[$0]))
    }
    return ObjectDigest.of(sections) == digest
  }

  @safe private struct Cursor {
    private let bytes: UnsafeRawBufferPointer
    var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) { unsafe self.bytes = bytes }

    mutating func integer<T: FixedWidthInteger>(_: T.Type) -> T? {
      let size = MemoryLayout<T>.size
      guard unsafe offset + size <= bytes.count else { return nil }
      defer { offset += size }
      return T(littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: offset, as: T.self))
    }

    mutating func digest() -> Digest? {
      guard unsafe offset + Digest.byteCount <= bytes.count else { return nil }
      defer { offset += Digest.byteCount }
      return unsafe Digest(
        bytes: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + Digest.byteCount]))
    }
  }
}
