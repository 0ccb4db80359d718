import MartletBytes

/// An object's header as it was read: checked against the bytes at hand before anything is believed.
struct ObjectHeader {
  let layout: ObjectLayout
  let checksums: [UInt64]
  let digest: Digest

  /// Reads and checks the header; nothing for bytes that are not a whole object.
  init?(_ bytes: RawSpan) {
    var cursor = ByteCursor(bytes)
    guard cursor.skip(ObjectLayout.magic), cursor.integer(UInt32.self) == 0,
      let count = cursor.integer(UInt32.self).map(Int.init), count >= 1,
      count <= ObjectLayout.largestSectionCount, count <= cursor.remainingCount / 16
    else { return nil }
    var offsets: [UInt64] = []
    var byteCounts: [Int] = []
    var total = 0
    for _ in 0..<count {
      guard let offset = cursor.integer(UInt64.self), let length = cursor.integer(UInt64.self),
        length <= bytes.byteCount - total
      else { return nil }
      offsets.append(offset)
      byteCounts.append(Int(length))
      total += Int(length)
    }
    layout = ObjectLayout(byteCounts: byteCounts)
    guard layout.byteCount == bytes.byteCount, layout.headerByteCount <= bytes.byteCount,
      zip(layout.sections, offsets).allSatisfy({ UInt64($0.lowerBound) == $1 })
    else { return nil }
    var checksums: [UInt64] = []
    for _ in 0..<layout.sections.reduce(0, { $0 + Leaves.count(of: $1.count) }) {
      guard let checksum = cursor.integer(UInt64.self) else { return nil }
      checksums.append(checksum)
    }
    self.checksums = checksums
    guard let digest = cursor.digest() else { return nil }
    self.digest = digest
    let head = bytes.extracting(0..<cursor.offset)
    let checksum = unsafe head.withUnsafeBytes { unsafe Checksum.of($0) }
    guard cursor.integer(UInt64.self) == checksum else { return nil }
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
}
