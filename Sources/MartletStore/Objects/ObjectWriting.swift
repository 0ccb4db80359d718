internal import Glibc
import MartletBytes

extension Files {
  /// Writes an object: sixteen leaves at a time are digested, checksummed and written.
  ///
  /// - Returns: The object digest.
  func writeObject(
    _ layout: ObjectLayout, _ sections: [UnsafeRawBufferPointer], to file: Int32
  ) throws(StoreError) -> Digest {
    var checksums: [UInt64] = []
    var roots: [Digest] = []
    for (index, place) in layout.sections.enumerated() {
      let section = unsafe sections[index]
      var digests: [Digest] = []
      let step = Leaves.byteCount * LeafDigests.laneCount
      for start in stride(from: 0, to: max(section.count, 1), by: step) {
        let batch = unsafe UnsafeRawBufferPointer(rebasing: section[start...].prefix(step))
        digests += unsafe LeafDigests.of(batch)
        checksums += unsafe Leaves.checksums(batch)
        try unsafe write(batch, to: file, at: place.lowerBound + start)
      }
      roots.append(TreeDigest.root(byteCount: section.count, leaves: digests))
    }
    let digest = ObjectDigest.of(roots)
    var header = GrowingBytes()
    layout.appendHeader(checksums: checksums, digest: digest, to: &header)
    try unsafe write(header.storage, to: file, at: 0)
    // The last section may be empty: the file is as long as the layout says.
    guard ftruncate(file, layout.byteCount) == 0 else { throw failure("can't write") }
    return digest
  }
}

extension GrowingBytes {
  /// Appends a small object, as it follows its record's line.
  mutating func append(
    _ layout: ObjectLayout, _ sections: [UnsafeRawBufferPointer], digest: Digest
  ) {
    let start = count
    reserve(layout.byteCount)
    let checksums = unsafe sections.flatMap { unsafe Leaves.checksums($0) }
    layout.appendHeader(checksums: checksums, digest: digest, to: &self)
    for (index, place) in layout.sections.enumerated() {
      while count - start < place.lowerBound { append(UInt8(0)) }
      let section = unsafe sections[index]
      unsafe append(section)
    }
  }
}
